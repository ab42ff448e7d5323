; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
[(function_declaration) (generator_function_declaration) (function_expression) (generator_function) (arrow_function) (method_definition)
 (function_signature) (method_signature) (abstract_method_signature) (call_signature) (construct_signature) (function_type) (constructor_type)] @functionScope
[(statement_block) (class_declaration) (abstract_class_declaration) (class) (interface_declaration) (type_alias_declaration) (for_statement)
 (for_in_statement) (catch_clause) (switch_body) (class_static_block) (conditional_type) (mapped_type_clause) (index_signature)] @scope
[(import_statement) (export_clause)] @ignore
(export_statement source: (_)) @ignore

; Functions.
[(function_declaration name: (_) @function.name return_type: (type_annotation (_) @function.return)?) @function
 (generator_function_declaration "*" @function.generator name: (_) @function.name return_type: (type_annotation (_) @function.return)?) @function
 (function_signature name: (_) @function.name return_type: (type_annotation (_) @function.return)?) @function
 (method_signature name: (_) @function.name return_type: (type_annotation (_) @function.return)?) @function
 (abstract_method_signature name: (_) @function.name return_type: (type_annotation (_) @function.return)?) @function
 (method_definition name: (_) @function.name return_type: (type_annotation (_) @function.return)?) @function
 (function_expression return_type: (type_annotation (_) @function.return)?) @function
 (generator_function "*" @function.generator return_type: (type_annotation (_) @function.return)?) @function
 (call_signature return_type: (type_annotation (_) @function.return)?) @function
 (arrow_function return_type: (type_annotation (_) @function.return)? body: (_) @function.body) @function]
[(function_declaration "async" @function.async) (function_expression "async" @function.async) (arrow_function "async" @function.async)
 (method_definition "async" @function.async)] @function
(method_definition "*" @function.generator) @function
(method_definition "static" @function.static) @function
[(method_definition "get" @function.getter) (method_signature "get" @function.getter)] @function
(export_statement "default" value: (_) @exported.value) @exported
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (_) @exported.value
  (#eq? @_module "module") (#eq? @_exports "exports")) @exported
(return_statement (_) @return.value) @return
(yield_expression (_) @yield.value) @yield

; What is bound.
[(function_declaration name: (_) @bindValue.name) (generator_function_declaration name: (_) @bindValue.name) (function_signature name: (_) @bindValue.name)] @bindValue
[(class_declaration name: (_) @bind.name) (abstract_class_declaration name: (_) @bind.name) (enum_declaration name: (_) @bind.name)
 (internal_module name: (identifier) @bind.name) (import_alias . (identifier) @bind.name)] @bind
[(interface_declaration name: (_) @bindType.name) (type_alias_declaration name: (_) @bindType.name) (infer_type (type_identifier) @bindType.name)] @bindType
(index_signature name: (identifier) @bindValue.name @bindValue)
(lexical_declaration (variable_declarator name: (_) @variable.name type: (type_annotation (_) @variable.type)? value: (_)? @variable.value) @variable)
(variable_declaration (variable_declarator name: (_) @hoisted.name type: (type_annotation (_) @hoisted.type)? value: (_)? @hoisted.value) @hoisted)
(for_in_statement kind: ["const" "let"] left: (_) @variable.name @variable operator: "of" right: (_) @variable.each)
(for_in_statement kind: ["const" "let" "var"] left: (_) @variable.name @variable)
(catch_clause parameter: (_) @variable.name @variable)
; Seen from inside alone.
[(function_expression name: (identifier) @bindValue.name @bindValue) (generator_function name: (identifier) @bindValue.name @bindValue)]
(class name: (_) @bind.name @bind)
(required_parameter pattern: [(identifier) (object_pattern) (array_pattern)] @parameter.name type: (type_annotation (_) @parameter.type)? value: (_)? @parameter.value) @parameter
(optional_parameter pattern: [(identifier) (object_pattern) (array_pattern)] @parameter.name "?" @parameter.optional type: (type_annotation (_) @parameter.type)? value: (_)? @parameter.value) @parameter
(required_parameter pattern: (rest_pattern (_) @parameter.name) @parameter.rest type: (type_annotation (_) @parameter.type)?) @parameter
(arrow_function parameter: (identifier) @parameter.name @parameter)
(type_parameter name: (_) @typeParameter.name constraint: (constraint (_) @typeParameter.constraint)? value: (default_type (_) @typeParameter.default)?) @typeParameter
(object_pattern) @pattern
(array_pattern) @listPattern
(pair_pattern key: (_) @part.key value: (_) @part.name) @part
(object_assignment_pattern left: (_) @part.name) @part
(assignment_pattern left: (_) @part.name) @part
(rest_pattern (_) @rest.name) @rest
(if_statement condition: (parenthesized_expression (binary_expression left: (identifier) @narrow.name operator: "instanceof" right: (_) @narrow.type))
  consequence: (statement_block) @narrow.scope) @narrow

; Classes and what they hold.
[(class_declaration name: (_) @class.name) (abstract_class_declaration name: (_) @class.name) (class name: (_)? @class.name)
 (interface_declaration name: (_) @class.name) (enum_declaration name: (_) @class.name)] @class
[(class_declaration (class_heritage (extends_clause value: (_) @class.extends !type_arguments)))
 (abstract_class_declaration (class_heritage (extends_clause value: (_) @class.extends !type_arguments)))
 (class (class_heritage (extends_clause value: (_) @class.extends !type_arguments)))
 (class_declaration (class_heritage (extends_clause type_arguments: (_)) @class.extends))
 (abstract_class_declaration (class_heritage (extends_clause type_arguments: (_)) @class.extends))
 (class (class_heritage (extends_clause type_arguments: (_)) @class.extends))
 (interface_declaration (extends_type_clause type: (_) @class.extends))] @class
[(class_declaration (class_heritage (implements_clause (_) @class.implements)))
 (abstract_class_declaration (class_heritage (implements_clause (_) @class.implements)))
 (class (class_heritage (implements_clause (_) @class.implements)))] @class
; Signatures without a name stand beside the members, as one more type that the interface has.
(interface_declaration body: (interface_body [(call_signature) (construct_signature) (index_signature)]) @class.extends) @class
(interface_body [(call_signature) (construct_signature) (index_signature)]) @objectType
(public_field_definition name: (_) @field.name type: (type_annotation (_) @field.type)? value: (_)? @field.value) @field
(public_field_definition "static" @field.static) @field
(property_signature name: (_) @field.name type: (type_annotation (_) @field.type)?) @field
(required_parameter [(accessibility_modifier) "readonly"] pattern: (identifier) @field.name type: (type_annotation (_) @field.type)? value: (_)? @field.value) @field
(optional_parameter [(accessibility_modifier) "readonly"] pattern: (identifier) @field.name type: (type_annotation (_) @field.type)?) @field
(enum_assignment name: (_) @field.name) @field
(enum_body name: (_) @field.name @field)
(type_alias_declaration name: (_) @alias.name value: (_) @alias.type) @alias

; Expressions.
(member_expression object: (_) @member.object property: (_) @member.name) @member
(nested_identifier object: (_) @member.object property: (_) @member.name) @member
(call_expression function: (_) @call.function type_arguments: (_)? @call.types arguments: (arguments) @call.arguments) @call
(call_expression function: (_) @call.function arguments: (template_string) @call.template) @call
(new_expression constructor: (_) @new.class type_arguments: (_)? @new.types arguments: (_)? @new.arguments) @new
(subscript_expression object: (_) @index.object index: (_) @index.key) @index
(await_expression (_) @await.value) @await
(ternary_expression consequence: (_) @either.value alternative: (_) @either.value) @either
(binary_expression left: (_) @either.value operator: ["||" "??"] right: (_) @either.value) @either
(binary_expression operator: "&&" right: (_) @same.value) @same
(assignment_expression right: (_) @same.value) @same
(as_expression . (_) . "as" . (_) @cast.type) @cast
(as_expression . (_) @same.value) @same
(satisfies_expression . (_) @same.value) @same
[(parenthesized_expression . (_) @same.value) (non_null_expression (_) @same.value)] @same
(array) @list.Array
(object) @object
(pair key: (_) @entry.key value: (_) @entry.value) @entry
(spread_element (_) @spread.value) @spread
[(string) (template_string)] @literal.String
(number) @literal.Number
[(true) (false)] @literal.Boolean
(regex) @literal.RegExp
(this) @self
(super) @super
(shorthand_property_identifier) @shorthand

; Types.
(generic_type name: (_) @generic.name type_arguments: (_) @generic.arguments) @generic
(extends_clause value: (_) @generic.name type_arguments: (_) @generic.arguments) @generic
(nested_type_identifier module: (_) @typeMember.object name: (_) @typeMember.name) @typeMember
(array_type) @listType.Array
(union_type) @union
(conditional_type consequence: (_) @union.of alternative: (_) @union.of) @union
(intersection_type) @intersection
(tuple_type) @tuple
(object_type (index_signature (mapped_type_clause name: (_) type: (_) @mapped.keys) type: (_ (_) @mapped.type))) @mapped
(mapped_type_clause name: (_) @typeParameter.name) @typeParameter
(index_type_query (_) @keyOf.type) @keyOf
(object_type) @objectType
(index_signature type: (_ (_) @typeEntry.type)) @typeEntry
(function_type return_type: (_) @functionType.return) @functionType
(constructor_type type: (_) @functionType.return) @functionType
(construct_signature type: (type_annotation (_) @functionType.return)) @functionType
(type_query (_) @typeOf.value) @typeOf
(lookup_type . (_) @indexedType.type (_) @indexedType.key) @indexedType
(literal_type (string)) @stringType
(this_type) @selfType
[(parenthesized_type (_) @same.value) (readonly_type (_) @same.value) (optional_type (_) @same.value)] @same
((predefined_type) @literal.String (#eq? @literal.String "string"))
((predefined_type) @literal.Number (#eq? @literal.Number "number"))
((predefined_type) @literal.Boolean (#eq? @literal.Boolean "boolean"))

; Every other name is used.
(identifier) @name
(type_identifier) @typeName
