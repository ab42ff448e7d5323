import type { Query } from "./query.js";

/*
 * The captures of grammars/<language>/names.scm, the same in every language. A capture without a dot is the whole of a thing; its parts
 * have the thing's name and a dot. What one node is may be said by several patterns: their parts are put together. Where they say
 * different things of one node, the first in the file holds.
 *
 *   @scope @functionScope @classScope   a region where names are bound; var-like names (@hoisted) look for a @functionScope, and names of
 *                                       a @classScope are not seen from the functions inside it
 *   @ignore                             nothing in here is a use: import statements, export clauses with a source
 *
 *   @label                              looks like a name and is none
 *
 *   @variable .name .type .value .each  binds a name or pattern; .each is a value that is iterated
 *   @hoisted  the same, bound in the function around
 *   @parameter .name .type .value .rest .optional .element   belongs to the innermost @function, @functionType; .element is the type of
 *                                       each of those that a rest parameter takes
 *   @self-parameter .name .type         a parameter that is the instance the method was called on, when its function stands in a class
 *                                       and is no @function.static; of a @function.ofClass it is the class itself
 *   @typeParameter .name .constraint .default    belongs to the innermost @function, @class, @alias, @functionType
 *   @bind @bindValue @bindType .name    a name bound in the scope around the whole; .type and .value where they are known
 *   @match .value                       a choice between patterns: the value of a @variable inside that has a .matched
 *   @namespace                          a module inside the file, which @module.parent counts from
 *   @import .name …                     all names, or those, that an import statement binds in the scope around it, and not in the whole file
 *   @global .name … @nonlocal .name …   names that are bound in the file, or in the function around, when this function binds them
 *   @pattern, @listPattern .type        not a name but parts: children that are @part .key .name, or items in order; .type is the child
 *                                       that says what has these parts
 *   @alternatives                       patterns that bind the same names
 *   @rest .name                         what is left of a list or object: a name of which nothing is known
 *   @narrow .name .type .scope          inside .scope the name is known to be of that type
 *
 *   @name, @typeName                    a use (unless it binds)
 *   @shorthand                          a use that is also an entry of the object around, {a}
 *   @member .object .name               @typeMember .object .name
 *   @call .function .arguments .types   @new .class .arguments .types  arguments are the named children; @spread among them hides the count,
 *                                       as .template does
 *   @self @super                        @literal.X, @list.X and @listType.X (children) are the library's X
 *   @object (children: @entry .key .value, @spread .value, @shorthand, functions with a .name)
 *   @function .name .return .body .async .generator .static .ofClass .getter   .body only where the body is the value
 *   @return .value, @yield .value       of the innermost @function
 *   @exported .value                    the default export, when it is a value without a name
 *   @item .value .number                an element by the place that is written
 *   @module.root @module.file @module.parent    @selfClass is the class around as a value
 *   @class .name .extends .implements .inside (what it stands in is above it)   @field .name .type .value .static        @alias .name .type
 *   @await .value  @index .object .key …  @enter .value  @either .value …  @cast .type  @each .value  @same .value
 *   @union @intersection @tuple (children, or each .of) @objectType (children)   @typeEntry .key .type   @functionType .return
 *   @generic .name .arguments           @typeOf .value  @indexedType .type .key  @stringType  @selfType  @mapped .type .keys  @keyOf .type
 */
const roles = [
  "scope",
  "functionScope",
  "classScope",
  "ignore",
  "label",
  "variable",
  "hoisted",
  "parameter",
  "self-parameter",
  "typeParameter",
  "bind",
  "bindValue",
  "bindType",
  "import",
  "match",
  "namespace",
  "global",
  "nonlocal",
  "pattern",
  "listPattern",
  "alternatives",
  "part",
  "rest",
  "narrow",
  "name",
  "typeName",
  "shorthand",
  "member",
  "typeMember",
  "call",
  "new",
  "self",
  "super",
  "literal",
  "list",
  "listType",
  "object",
  "entry",
  "spread",
  "function",
  "return",
  "yield",
  "exported",
  "class",
  "field",
  "alias",
  "await",
  "enter",
  "item",
  "module",
  "selfClass",
  "index",
  "either",
  "cast",
  "each",
  "same",
  "union",
  "intersection",
  "tuple",
  "objectType",
  "typeEntry",
  "functionType",
  "generic",
  "typeOf",
  "indexedType",
  "stringType",
  "selfType",
  "mapped",
  "keyOf",
] as const;
export type Role = (typeof roles)[number];

/** A capture taken apart: `literal.String` is a whole with an argument, `call.function` a part, `call` a whole. */
export interface CaptureRole {
  role: Role;
  /** "" for the whole. */
  part: string;
  argument: string;
}

const withArgument = new Set<string>(["literal", "list", "listType", "module"]);
const known = new Set<string>(roles);

/** The roles of a query's captures, by number; null for those that only serve predicates. Throws on a name that is no role. */
export function captureRoles(query: Query): (CaptureRole | null)[] {
  return query.captureNames.map((name) => {
    if (name.startsWith("_")) return null;
    const dot = name.indexOf(".");
    const role = dot < 0 ? name : name.slice(0, dot);
    const rest = dot < 0 ? "" : name.slice(dot + 1);
    if (!known.has(role)) throw new Error(`names.scm: @${name} is no role`);
    const takes = withArgument.has(role);
    return { role: role as Role, part: takes ? "" : rest, argument: takes ? rest : "" };
  });
}
