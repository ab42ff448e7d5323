; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
[(function_item) (function_signature_item) (closure_expression) (function_type)] @functionScope
[(block) (if_expression) (while_expression) (for_expression) (match_arm) (token_tree) (struct_item) (enum_item) (union_item) (trait_item) (impl_item)
 (type_item) (associated_type)] @scope
(mod_item body: (declaration_list) @scope)
(mod_item body: (declaration_list) @namespace)
[(use_declaration) (extern_crate_declaration) (macro_definition) (mod_item !body) (inner_attribute_item)] @ignore
(use_declaration) @import
(match_expression value: (_) @match.value) @match

; Functions. The last expression of a block is its value.
(function_item name: (_) @function.name body: (_) @function.body) @function
(function_item return_type: (_) @function.return) @function
(function_item (function_modifiers "async" @function.async)) @function
(function_signature_item name: (_) @function.name return_type: (_)? @function.return) @function
(closure_expression return_type: (_)? @function.return body: (_) @function.body) @function
(function_type return_type: (_) @functionType.return) @functionType
(function_type) @functionType
(function_type parameters: (parameters [(type_identifier) (generic_type) (reference_type) (scoped_type_identifier) (tuple_type) (primitive_type) (array_type)] @parameter.type @parameter))
(return_expression (_) @return.value) @return

; What is bound.
; Members of an impl or trait are not known by their names alone.
[(source_file (function_item name: (_) @bindValue.name) @bindValue) (mod_item body: (declaration_list (function_item name: (_) @bindValue.name) @bindValue))
 (block (function_item name: (_) @bindValue.name) @bindValue)]
(macro_definition name: (_) @bindValue.name) @bindValue
[(function_item name: (_) @ignore) (function_signature_item name: (_) @ignore) (type_item name: (_) @ignore) (associated_type name: (_) @ignore)
 (enum_variant name: (_) @ignore)]
[(struct_item name: (_) @bind.name) (enum_item name: (_) @bind.name) (union_item name: (_) @bind.name) (trait_item name: (_) @bind.name)
 (mod_item name: (_) @bind.name body: (_))] @bind
; What an impl calls a type is not known by that name alone.
[(source_file (type_item name: (_) @bind.name) @bind) (mod_item body: (declaration_list (type_item name: (_) @bind.name) @bind))
 (block (type_item name: (_) @bind.name) @bind)]
[(const_item name: (_) @bindValue.name type: (_) @bindValue.type) (static_item name: (_) @bindValue.name type: (_) @bindValue.type)] @bindValue
[(const_item value: (_) @bindValue.value) (static_item value: (_) @bindValue.value)] @bindValue
(let_declaration pattern: (_) @variable.name type: (_)? @variable.type value: (_)? @variable.value) @variable
(let_condition pattern: (_) @variable.name value: (_) @variable.value) @variable
(for_expression pattern: (_) @variable.name @variable value: (_) @variable.each)
(match_arm pattern: (match_pattern . (_) @variable.name @variable.matched) @variable)
(self_parameter) @self-parameter
(parameter pattern: (_) @parameter.name type: (_) @parameter.type) @parameter
(closure_parameters [(identifier) (tuple_pattern) (reference_pattern) (struct_pattern) (tuple_struct_pattern)] @parameter.name @parameter)
(type_parameter name: (_) @typeParameter.name bounds: (_)? @typeParameter.constraint default_type: (_)? @typeParameter.default) @typeParameter
(const_parameter name: (_) @typeParameter.name) @typeParameter
[(tuple_pattern) (slice_pattern)] @listPattern
(tuple_struct_pattern type: (_) @listPattern.type) @listPattern
(struct_pattern type: (_) @pattern.type) @pattern
(or_pattern) @alternatives
(field_pattern name: (shorthand_field_identifier) @part.name !pattern) @part
(field_pattern name: (_) @part.key pattern: (_) @part.name) @part
[(ref_pattern (_) @part.name) (reference_pattern (identifier) @part.name) (reference_pattern (tuple_pattern) @part.name) (mut_pattern (identifier) @part.name)
 (captured_pattern . (_) @part.name)] @part
(remaining_field_pattern) @rest

; Classes and what they hold. What an impl holds are members of its type, which stands as what it extends.
(struct_item name: (_) @class.name body: (field_declaration_list)? @_body) @class
(struct_item name: (_) @class.name body: (ordered_field_declaration_list) @class.extends) @class
(union_item name: (_) @class.name) @class
(enum_item name: (_) @class.name) @class
(enum_variant name: (_) @class.name @class.inside) @class
(enum_variant body: (ordered_field_declaration_list) @class.extends) @class
(trait_item name: (_) @class.name bounds: (trait_bounds (_) @class.extends)) @class
(trait_item name: (_) @class.name) @class
(impl_item type: [(type_identifier) @class.name (generic_type type: (type_identifier) @class.name)
  (scoped_type_identifier name: (_) @class.name)] @class.extends trait: (_)? @class.implements) @class
(impl_item) @class
(ordered_field_declaration_list type: (_) @tuple.of) @tuple
(field_declaration name: (_) @field.name type: (_) @field.type) @field
(impl_item body: (declaration_list (const_item name: (_) @field.name type: (_) @field.type) @field))
(trait_item body: (declaration_list (const_item name: (_) @field.name type: (_) @field.type) @field))
(type_item name: (_) @alias.name type: (_) @alias.type) @alias

; Expressions.
(call_expression function: (generic_function function: (_) @call.function type_arguments: (_) @call.types) arguments: (arguments) @call.arguments) @call
(call_expression function: (_) @call.function arguments: (arguments) @call.arguments) @call
(generic_function function: (_) @same.value) @same
(field_expression value: (_) @item.value field: (integer_literal) @item.number) @item
(field_expression value: (_) @member.object field: (field_identifier) @member.name) @member
((scoped_identifier path: (identifier) @selfClass) (#eq? @selfClass "Self"))
((scoped_type_identifier path: (identifier) @selfClass) (#eq? @selfClass "Self"))
(scoped_identifier path: [(self) @module.file (super) @module.parent (crate) @module.root])
(scoped_type_identifier path: [(self) @module.file (super) @module.parent (crate) @module.root])
(scoped_identifier path: (_) @member.object name: (_) @member.name) @member
(scoped_type_identifier path: (_) @typeMember.object name: (_) @typeMember.name) @typeMember
(scoped_identifier !path name: (_) @same.value) @same
(struct_expression name: (_) @cast.type) @cast
(struct_expression body: (field_initializer_list (field_initializer field: (_) @member.name) @member)) @member.object
(struct_expression body: (field_initializer_list (shorthand_field_initializer (identifier) @member.name) @member)) @member.object
(try_expression (_) @each.value) @each
(await_expression (_) @await.value) @await
(index_expression . (_) @index.object (_) @index.key .) @index
(type_cast_expression type: (_) @cast.type) @cast
(reference_expression value: (_) @same.value) @same
(unary_expression (_) @same.value) @same
(parenthesized_expression (_) @same.value) @same
(if_expression consequence: (_) @either.value alternative: (_)? @either.value) @either
(else_clause (_) @same.value) @same
(match_expression body: (match_block (match_arm value: (_) @either.value))) @either
(block (_) @same.value .) @same
(unsafe_block (_) @same.value) @same
(expression_statement [(if_expression) (match_expression) (block) (unsafe_block)] @same.value .) @same
(binary_expression operator: ["==" "!=" "<" ">" "<=" ">=" "&&" "||"]) @literal.bool
(binary_expression left: (_) @same.value) @same
(array_expression) @list.Vec
(tuple_expression) @tuple
[(string_literal) (raw_string_literal)] @literal.String
((macro_invocation macro: (identifier) @_macro) @literal.String (#eq? @_macro "format"))
(self) @self
(super) @module.parent
(crate) @module.root

; In the arguments of a macro only tokens are known; `a: A` is a parameter more often than not.
((token_tree (identifier) @variable.name @variable . ":" . (identifier) @variable.type) (#match? @variable.type "^[A-Z]"))
(token_tree [(identifier) (self)] @member.object . "." . (identifier) @member.name @member)
(token_tree [(identifier) (self) (super) (crate)] @member.object . "::" . (identifier) @member.name @member)
(token_tree (identifier) @call.function . (token_tree "(") @call)
(token_tree (token_tree "(") @member.object . "." . (identifier) @member.name @member)

; Types.
((type_identifier) @selfType (#eq? @selfType "Self"))
(generic_type type: (_) @generic.name type_arguments: (_) @generic.arguments) @generic
(generic_type_with_turbofish type: (_) @generic.name type_arguments: (_) @generic.arguments) @generic
(type_binding type: (_) @same.value) @same
[(reference_type type: (_) @same.value) (pointer_type type: (_) @same.value) (dynamic_type trait: (_) @same.value) (abstract_type trait: (_) @same.value)
 (bracketed_type (_) @same.value) (qualified_type type: (_) @same.value) (bounded_type . (_) @same.value) (higher_ranked_trait_bound type: (_) @same.value)
 (removed_trait_bound (_) @_removed)] @same
(tuple_type) @tuple
(array_type) @listType.Vec
(trait_bounds) @intersection
((primitive_type) @literal.String (#eq? @literal.String "str"))

; Every other name is used.
((identifier) @ignore (#eq? @ignore "_"))
(identifier) @name
(type_identifier) @typeName
