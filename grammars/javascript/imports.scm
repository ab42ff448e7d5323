; ES modules. One match a name; all matches of one statement share the node of the specifier.
(import_statement source: (string (string_fragment) @import.specifier))
(import_statement (import_clause (identifier) @import.default) source: (string (string_fragment) @import.specifier))
(import_statement (import_clause (namespace_import (identifier) @import.namespace)) source: (string (string_fragment) @import.specifier))
(import_statement (import_clause (named_imports (import_specifier name: (_) @import.name alias: (_)? @import.alias))) source: (string (string_fragment) @import.specifier))

(export_statement "*" @reexport.wildcard "from" source: (string (string_fragment) @reexport.specifier))
(export_statement (namespace_export (_) @reexport.namespace) source: (string (string_fragment) @reexport.specifier))
(export_statement (export_clause (export_specifier name: (_) @reexport.name alias: (_)? @reexport.alias)) source: (string (string_fragment) @reexport.specifier))
(export_statement (export_clause) source: (string (string_fragment) @reexport.specifier))

(call_expression function: (import) arguments: (arguments . [(string (string_fragment) @dynamic.specifier) (template_string . (string_fragment) @dynamic.specifier .)]))
(variable_declarator name: (identifier) @dynamic.namespace value: (await_expression (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier)))))
(variable_declarator
  name: (object_pattern [(shorthand_property_identifier_pattern) @dynamic.name (pair_pattern key: (_) @dynamic.name value: (_) @dynamic.alias)])
  value: (await_expression (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier)))))
(member_expression
  object: (parenthesized_expression (await_expression (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier)))))
  property: (property_identifier) @dynamic.name)
; What a loader is given, `() => import("./a")`, takes the default; what is taken behind `then` has names.
(arguments (arrow_function body: [
  (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier)))
  (await_expression (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier))))] @dynamic.loaded))
(call_expression
  function: (member_expression object: (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier))) property: (property_identifier) @_then)
  arguments: (arguments . (arrow_function parameters: (formal_parameters . (object_pattern [(shorthand_property_identifier_pattern) @dynamic.taken (pair_pattern key: (_) @dynamic.taken)])))))
(call_expression
  function: (member_expression object: (call_expression function: (import) arguments: (arguments . (string (string_fragment) @dynamic.specifier))) property: (property_identifier) @_then)
  arguments: (arguments . [(arrow_function parameter: (identifier) @_module body: [(member_expression object: (identifier) @_object property: (property_identifier) @dynamic.taken) (parenthesized_expression (object (pair value: (member_expression object: (identifier) @_object property: (property_identifier) @dynamic.taken))))]) (arrow_function parameters: (formal_parameters . (identifier) @_module) body: [(member_expression object: (identifier) @_object property: (property_identifier) @dynamic.taken) (parenthesized_expression (object (pair value: (member_expression object: (identifier) @_object property: (property_identifier) @dynamic.taken))))])]) (#eq? @_then "then") (#eq? @_module @_object))

; CommonJS.
(call_expression function: (identifier) @_require arguments: (arguments . [(string (string_fragment) @require.specifier) (template_string . (string_fragment) @require.specifier .)]) (#eq? @_require "require"))
(variable_declarator name: (identifier) @require.namespace value: (call_expression function: (identifier) @_require arguments: (arguments . [(string (string_fragment) @require.specifier) (template_string . (string_fragment) @require.specifier .)])) (#eq? @_require "require"))
(variable_declarator
  name: (object_pattern [(shorthand_property_identifier_pattern) @require.name (pair_pattern key: (_) @require.name value: (_) @require.alias)])
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @require.specifier))) (#eq? @_require "require"))
(member_expression
  object: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @require.specifier)))
  property: (property_identifier) @require.name (#eq? @_require "require"))

; `exports.a = b`, also inside `x = exports.a = b`; what has no name of its own is known by that of the property.
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @export.alias)
  right: (identifier) @export.name (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @export.name) (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) property: (property_identifier) @export.alias)
  right: (identifier) @export.name (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) property: (property_identifier) @export.name)
  (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @export.default)
  right: [(identifier) @export.name (class name: (_) @export.name) (function_expression name: (_) @export.name)
    (assignment_expression right: (identifier) @export.name) (_)] (#eq? @_module "module") (#eq? @export.default "exports"))
(variable_declarator name: (identifier) @export.name value: [
  (assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @export.default))
  (assignment_expression right: (assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @export.default)))]
  (#eq? @_module "module") (#eq? @export.default "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object [(shorthand_property_identifier) @export.name (pair key: (property_identifier) @export.alias value: (identifier) @export.name)
    (pair key: (property_identifier) @export.name) (method_definition name: (property_identifier) @export.name)]) (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (spread_element (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @reexport.specifier))) @reexport.wildcard)) (#eq? @_module "module") (#eq? @_exports "exports") (#eq? @_require "require"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @reexport.default)
  right: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @reexport.specifier))) (#eq? @_module "module") (#eq? @reexport.default "exports") (#eq? @_require "require"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @reexport.specifier))) @reexport.wildcard (#eq? @_module "module") (#eq? @_exports "exports") (#eq? @_require "require"))

; What a file exports. Only statements of the file itself: exports inside a namespace or an ambient module are not its own.
(program (export_statement "default" @export.default))
(program (export_statement "default" @export.default value: (identifier) @export.name))
(program (export_statement "default" @export.default declaration: (_ name: (_) @export.name)))
(program (export_statement !source (export_clause (export_specifier name: (_) @export.name alias: (_)? @export.alias))))
(program (export_statement . "export" . declaration: [
  (function_declaration name: (_) @export.name)
  (generator_function_declaration name: (_) @export.name)
  (class_declaration name: (_) @export.name)]))
; Decorators stand before the word.
(program (export_statement decorator: (decorator) "export" . declaration: [(class_declaration name: (_) @export.name)]))
(program (export_statement declaration: [(lexical_declaration (variable_declarator name: (identifier) @export.name)) (variable_declaration (variable_declarator name: (identifier) @export.name))]))
(program (export_statement declaration: (lexical_declaration (variable_declarator name: [
  (object_pattern [(shorthand_property_identifier_pattern) @export.name (pair_pattern value: (identifier) @export.name) (rest_pattern (identifier) @export.name) (object_assignment_pattern left: (_) @export.name)])
  (array_pattern (identifier) @export.name)]))))

; Types in doc comments.
((comment) @type.comment (#match? @type.comment "^/\\*\\*") (#match? @type.comment "import"))
