; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
; Fields and methods are bound nowhere: a name that is, inside a class, may mean a member of it or of what it inherits.
[(method_declaration) (constructor_declaration) (compact_constructor_declaration) (lambda_expression)] @functionScope
[(block) (for_statement) (enhanced_for_statement) (catch_clause) (switch_block_statement_group) (switch_rule) (try_with_resources_statement)
 (if_statement) (while_statement) (class_declaration) (interface_declaration) (enum_declaration) (record_declaration) (annotation_type_declaration)
 (class_body)] @scope
[(package_declaration) (import_declaration)] @ignore
[(field_declaration declarator: (variable_declarator name: (_) @ignore)) (constant_declaration declarator: (variable_declarator name: (_) @ignore))
 (method_declaration name: (_) @ignore) (constructor_declaration name: (_) @ignore) (compact_constructor_declaration name: (_) @ignore)
 (enum_constant name: (_) @ignore) (annotation_type_element_declaration name: (_) @ignore) (labeled_statement . (identifier) @ignore)
 (break_statement (identifier) @ignore) (continue_statement (identifier) @ignore)
 (record_declaration parameters: (formal_parameters (formal_parameter name: (_) @ignore)))]

; Functions.
(method_declaration type: (_) @function.return name: (_) @function.name) @function
(constructor_declaration name: (_) @function.name) @function
(annotation_type_element_declaration type: (_) @function.return name: (_) @function.name) @function
(method_declaration (modifiers "static" @function.static)) @function
(lambda_expression body: (_) @function.body) @function
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @function.return name: (_) @function.name) @function))
(return_statement (_) @return.value) @return

; What is bound.
[(class_declaration name: (_) @bind.name) (interface_declaration name: (_) @bind.name) (enum_declaration name: (_) @bind.name)
 (record_declaration name: (_) @bind.name) (annotation_type_declaration name: (_) @bind.name)] @bind
(local_variable_declaration type: (_) @variable.type declarator: (variable_declarator name: (_) @variable.name value: (_)? @variable.value) @variable)
(enhanced_for_statement type: (_) @variable.type name: (_) @variable.name @variable)
(enhanced_for_statement name: (_) @variable.name @variable value: (_) @variable.each)
(resource type: (_) @variable.type name: (_) @variable.name value: (_) @variable.value) @variable
(catch_formal_parameter (catch_type (_) @variable.type) name: (_) @variable.name) @variable
(instanceof_expression right: (_) @variable.type name: (_) @variable.name) @variable
(record_pattern_component (_) @variable.type (identifier) @variable.name) @variable
(type_pattern (_) @variable.type (identifier) @variable.name) @variable
(formal_parameter type: (_) @parameter.type name: (_) @parameter.name) @parameter
(spread_parameter (_) @parameter.element . (variable_declarator name: (_) @parameter.name) @parameter.rest) @parameter
(lambda_expression parameters: (identifier) @parameter.name @parameter)
(inferred_parameters (identifier) @parameter.name @parameter)
(type_parameter . (type_identifier) @typeParameter.name (type_bound . (_) @typeParameter.constraint)?) @typeParameter

; Classes and what they hold.
[(class_declaration name: (_) @class.name) (interface_declaration name: (_) @class.name) (enum_declaration name: (_) @class.name)
 (record_declaration name: (_) @class.name) (annotation_type_declaration name: (_) @class.name)] @class
(class_declaration superclass: (superclass (_) @class.extends)) @class
[(class_declaration interfaces: (super_interfaces (type_list (_) @class.implements))) (enum_declaration interfaces: (super_interfaces (type_list (_) @class.implements)))
 (record_declaration interfaces: (super_interfaces (type_list (_) @class.implements)))] @class
(interface_declaration (extends_interfaces (type_list (_) @class.extends))) @class
(object_creation_expression type: (_) @class.extends (class_body) @class)
(enum_constant name: (_) @class.name @class.inside) @class
(field_declaration type: (_) @field.type declarator: (variable_declarator name: (_) @field.name value: (_)? @field.value) @field)
(field_declaration (modifiers "static" @field.static) declarator: (variable_declarator) @field)
(constant_declaration type: (_) @field.type declarator: (variable_declarator name: (_) @field.name value: (_)? @field.value) @field)

; Expressions.
(method_invocation object: (_) @member.object name: (_) @member.name @member)
(method_invocation name: (_) @call.function type_arguments: (_)? @call.types arguments: (_) @call.arguments) @call
(field_access object: (_) @member.object field: (identifier) @member.name) @member
(method_reference . (_) @member.object (identifier) @member.name .) @member
(object_creation_expression type: (_) @new.class arguments: (_) @new.arguments) @new
(array_access array: (_) @index.object index: (_) @index.key) @index
(ternary_expression consequence: (_) @either.value alternative: (_) @either.value) @either
(cast_expression type: (_) @cast.type) @cast
(parenthesized_expression (_) @same.value) @same
(assignment_expression right: (_) @same.value) @same
(switch_expression body: (switch_block (switch_rule (switch_label) (expression_statement (_) @either.value)))) @either
(binary_expression operator: ["==" "!=" "<" ">" "<=" ">=" "&&" "||"]) @literal.Boolean
(binary_expression left: (string_literal) right: (_)) @literal.String
(binary_expression left: (_) @same.value) @same
(unary_expression operand: (_) @same.value) @same
(instanceof_expression) @literal.Boolean
(string_literal) @literal.String
[(decimal_integer_literal) (hex_integer_literal)] @literal.Integer
[(decimal_floating_point_literal)] @literal.Double
[(true) (false)] @literal.Boolean
(character_literal) @literal.Character
(this) @self
(super) @super
(annotation name: (_) @member.object arguments: (annotation_argument_list (element_value_pair key: (identifier) @member.name @member)))

; Types.
(generic_type . (_) @generic.name (type_arguments) @generic.arguments) @generic
(scoped_type_identifier . (_) @typeMember.object (type_identifier) @typeMember.name .) @typeMember
(wildcard (_) @same.value .) @same
(annotated_type (_) @same.value .) @same
(array_type) @listType.Array
((integral_type) @literal.Character (#eq? @literal.Character "char"))
(integral_type) @literal.Integer
(floating_point_type) @literal.Double
(boolean_type) @literal.Boolean
(class_literal) @literal.Class

; Every other name is used.
(type_identifier) @typeName
(identifier) @name
