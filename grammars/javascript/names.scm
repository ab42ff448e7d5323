; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
[(function_declaration) (generator_function_declaration) (function_expression) (generator_function) (arrow_function) (method_definition)] @functionScope
[(statement_block) (class_declaration) (class) (for_statement) (for_in_statement) (catch_clause) (switch_body) (class_static_block)] @scope
[(import_statement) (export_clause)] @ignore
(export_statement source: (_)) @ignore

; Functions.
[(function_declaration name: (_) @function.name)
 (generator_function_declaration "*" @function.generator name: (_) @function.name)
 (method_definition name: (_) @function.name)
 (function_expression)
 (generator_function "*" @function.generator)
 (arrow_function body: (_) @function.body)] @function
[(function_declaration "async" @function.async) (function_expression "async" @function.async) (arrow_function "async" @function.async)
 (method_definition "async" @function.async)] @function
(method_definition "*" @function.generator) @function
(method_definition "static" @function.static) @function
(method_definition "get" @function.getter) @function
(export_statement "default" value: (_) @exported.value) @exported
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) right: (_) @exported.value
  (#eq? @_module "module") (#eq? @_exports "exports")) @exported
(return_statement (_) @return.value) @return
(yield_expression (_) @yield.value) @yield

; What is bound.
[(function_declaration name: (_) @bindValue.name) (generator_function_declaration name: (_) @bindValue.name)] @bindValue
(class_declaration name: (_) @bind.name) @bind
(lexical_declaration (variable_declarator name: (_) @variable.name value: (_)? @variable.value) @variable)
(variable_declaration (variable_declarator name: (_) @hoisted.name value: (_)? @hoisted.value) @hoisted)
(for_in_statement kind: ["const" "let"] left: (_) @variable.name @variable operator: "of" right: (_) @variable.each)
(for_in_statement kind: ["const" "let" "var"] left: (_) @variable.name @variable)
(catch_clause parameter: (_) @variable.name @variable)
; Seen from inside alone.
[(function_expression name: (identifier) @bindValue.name @bindValue) (generator_function name: (identifier) @bindValue.name @bindValue)]
(class name: (_) @bind.name @bind)
(formal_parameters [(identifier) (object_pattern) (array_pattern)] @parameter.name @parameter)
(formal_parameters (assignment_pattern left: (_) @parameter.name right: (_) @parameter.value) @parameter)
(formal_parameters (rest_pattern (_) @parameter.name) @parameter.rest @parameter)
(arrow_function parameter: (identifier) @parameter.name @parameter)
(object_pattern) @pattern
(array_pattern) @listPattern
(pair_pattern key: (_) @part.key value: (_) @part.name) @part
(object_assignment_pattern left: (_) @part.name) @part
(assignment_pattern left: (_) @part.name) @part
(rest_pattern (_) @rest.name) @rest
(if_statement condition: (parenthesized_expression (binary_expression left: (identifier) @narrow.name operator: "instanceof" right: (_) @narrow.type))
  consequence: (statement_block) @narrow.scope) @narrow

; Classes and what they hold.
[(class_declaration name: (_) @class.name) (class name: (_)? @class.name)] @class
[(class_declaration (class_heritage (_) @class.extends)) (class (class_heritage (_) @class.extends))] @class
(field_definition property: (_) @field.name value: (_)? @field.value) @field
(field_definition "static" @field.static) @field
(assignment_expression left: (member_expression object: (this) property: (property_identifier) @field.name) right: (_) @field.value) @field
; What CommonJS exports is no name of the file. The property stands for the field: the assignment is a value too.
(assignment_expression left: (member_expression object: (identifier) @_exports property: (property_identifier) @field.name @field) right: (_) @field.value
  (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  property: (property_identifier) @field.name @field) right: (_) @field.value (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (pair key: (property_identifier) @field.name @field value: (_) @field.value)) (#eq? @_module "module") (#eq? @_exports "exports"))
; A function that is put onto an object.
(assignment_expression left: (member_expression property: (property_identifier) @field.name @field)
  right: [(function_expression) (arrow_function)] @field.value)

; Expressions.
(member_expression object: (_) @member.object property: (_) @member.name) @member
(call_expression function: (_) @call.function arguments: (arguments) @call.arguments) @call
(call_expression function: (_) @call.function arguments: (template_string) @call.template) @call
(new_expression constructor: (_) @new.class arguments: (_)? @new.arguments) @new
(subscript_expression object: (_) @index.object index: (_) @index.key) @index
(await_expression (_) @await.value) @await
(ternary_expression consequence: (_) @either.value alternative: (_) @either.value) @either
(binary_expression left: (_) @either.value operator: ["||" "??"] right: (_) @either.value) @either
(binary_expression operator: "&&" right: (_) @same.value) @same
(assignment_expression right: (_) @same.value) @same
(parenthesized_expression . (_) @same.value) @same
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

; A tag in lower case is the page's.
([(jsx_opening_element name: (identifier) @label) (jsx_closing_element name: (identifier) @label) (jsx_self_closing_element name: (identifier) @label)]
  (#match? @label "^[a-z]"))

; Every other name is used.
(identifier) @name
