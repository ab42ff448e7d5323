; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
[(function_declaration) (method_declaration) (func_literal) (function_type) (method_elem)] @functionScope
[(block) (if_statement) (for_statement) (expression_switch_statement) (type_switch_statement) (select_statement) (expression_case)
 (type_case) (communication_case) (default_case) (type_spec) (type_alias)] @scope
[(package_clause) (import_declaration)] @ignore

; Functions. A list of results is a tuple; names of results are variables, and no parameters.
[(function_declaration name: (_) @function.name) (method_declaration name: (_) @function.name) (method_elem name: (_) @function.name)] @function
[(function_declaration result: (_) @function.return) (method_declaration result: (_) @function.return) (method_elem result: (_) @function.return)
 (func_literal result: (_) @function.return)] @function
(func_literal) @function
[(function_declaration result: (parameter_list . (parameter_declaration) @same.value .) @same)
 (method_declaration result: (parameter_list . (parameter_declaration) @same.value .) @same)
 (method_elem result: (parameter_list . (parameter_declaration) @same.value .) @same)
 (func_literal result: (parameter_list . (parameter_declaration) @same.value .) @same)
 (function_type result: (parameter_list . (parameter_declaration) @same.value .) @same)]
[(function_declaration result: (parameter_list) @tuple) (method_declaration result: (parameter_list) @tuple) (method_elem result: (parameter_list) @tuple)
 (func_literal result: (parameter_list) @tuple) (function_type result: (parameter_list) @tuple)]
[(function_declaration result: (parameter_list (parameter_declaration !name) @variable)) (method_declaration result: (parameter_list (parameter_declaration !name) @variable))
 (method_elem result: (parameter_list (parameter_declaration !name) @variable)) (func_literal result: (parameter_list (parameter_declaration !name) @variable))
 (function_type result: (parameter_list (parameter_declaration !name) @variable))]
[(function_declaration result: (parameter_list (parameter_declaration name: (_) @variable.name @variable type: (_) @variable.type)))
 (method_declaration result: (parameter_list (parameter_declaration name: (_) @variable.name @variable type: (_) @variable.type)))
 (method_elem result: (parameter_list (parameter_declaration name: (_) @variable.name @variable type: (_) @variable.type)))
 (func_literal result: (parameter_list (parameter_declaration name: (_) @variable.name @variable type: (_) @variable.type)))
 (function_type result: (parameter_list (parameter_declaration name: (_) @variable.name @variable type: (_) @variable.type)))]
(function_type result: (_) @functionType.return) @functionType
(function_type) @functionType
(return_statement (expression_list) @return.value) @return

; What is bound. A receiver is a variable of the method; its type arguments are names of its own.
(function_declaration name: (_) @bindValue.name) @bindValue
[(type_spec name: (_) @bind.name) (type_alias name: (_) @bind.name)] @bind
(method_declaration receiver: (parameter_list (parameter_declaration name: (_) @variable.name @variable type: (_) @variable.type)))
(method_declaration receiver: (parameter_list (parameter_declaration) @variable))
(method_declaration receiver: (parameter_list (parameter_declaration type: [
  (generic_type type_arguments: (type_arguments (type_elem (type_identifier) @bindType.name @bindType)))
  (pointer_type (generic_type type_arguments: (type_arguments (type_elem (type_identifier) @bindType.name @bindType))))])))
(parameter_declaration name: (_) @parameter.name @parameter type: (_) @parameter.type)
(parameter_declaration !name type: (_) @parameter.type) @parameter
(parameter_declaration type: (_) @same.value) @same
(variadic_parameter_declaration name: (_)? @parameter.name "..." @parameter.rest type: (_) @parameter.element) @parameter
(type_parameter_declaration name: (_) @typeParameter.name @typeParameter type: (type_constraint (_) @typeParameter.constraint))
; `= iota` goes on with the type of the first.
(const_declaration . (const_spec type: (_) @bindValue.type) (const_spec !value name: (_) @bindValue.name @bindValue))
(const_spec name: (_) @bindValue.name @bindValue type: (_)? @bindValue.type)
(const_spec . name: (_) @bindValue.name @bindValue . value: (expression_list . (_) @bindValue.value .))
(var_spec name: (_) @variable.name @variable type: (_)? @variable.type)
(var_spec . name: (_) @variable.name @variable . value: (expression_list . (_) @variable.value .))
(var_spec . name: (_) @variable.name @variable . type: (_) . value: (expression_list . (_) @variable.value .))
(short_var_declaration left: (expression_list . (identifier) @variable.name .) right: (expression_list . (_) @variable.value .)) @variable
; `a, ok := b.(T)` gives the value and whether there was one.
(short_var_declaration left: (expression_list . (identifier) @variable.name @variable . (_) .)
  right: (expression_list . [(type_assertion_expression) (index_expression) (unary_expression)] @variable.value .))
(short_var_declaration left: (expression_list . (_) . (identifier) @variable.name @variable .)
  right: (expression_list . [(type_assertion_expression) (index_expression) (unary_expression)] .))
(short_var_declaration left: (expression_list . (_) . (_)) @variable.name right: (expression_list . (call_expression) @variable.value .)) @variable
(short_var_declaration left: (expression_list . (_) . (_)) @variable.name right: (expression_list . (_) . (_)) @variable.value) @variable
(short_var_declaration left: (expression_list . (_) . (_)) @listPattern)
(range_clause left: (expression_list . (identifier) @variable.name @variable) right: (_) @_right)
(range_clause left: (expression_list . (_) . (identifier) @variable.name @variable) right: (_) @variable.each)
(receive_statement left: (expression_list . (identifier) @variable.name @variable) right: (_) @variable.value)
(receive_statement left: (expression_list . (_) . (identifier) @variable.name @variable))
(type_switch_statement alias: (expression_list (identifier) @variable.name @variable) value: (_) @variable.value)
(type_switch_statement alias: (expression_list (identifier) @narrow.name) (type_case "case" . type: (_) @narrow.type . ":") @narrow @narrow.scope)

; Classes and what they hold: every type that is given a name can have methods.
(type_spec name: (_) @class.name type: (struct_type)) @class
(type_spec name: (_) @class.name type: (interface_type)) @class
(type_spec name: (_) @class.name type: [(type_identifier) (qualified_type) (generic_type) (pointer_type) (map_type) (slice_type) (array_type)
  (channel_type) (function_type) (parenthesized_type)] @class.extends) @class
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (_) @class.extends)))) @class
(type_spec type: (interface_type (type_elem . (_) @class.extends .))) @class
(type_alias name: (_) @alias.name type: (_) @alias.type) @alias
(field_declaration name: (_) @field.name @field type: (_) @field.type)
(field_declaration !name type: [(type_identifier) @field.name (qualified_type name: (_) @field.name) (generic_type type: (type_identifier) @field.name)]) @field
(field_declaration !name type: (_) @field.type) @field
(field_declaration name: (_) @typeEntry.key type: (_) @typeEntry.type) @typeEntry
(field_declaration_list) @objectType
(interface_type) @objectType
(struct_type (field_declaration_list) @same.value) @same

; Expressions.
((call_expression function: (identifier) @_function arguments: (argument_list . (_) @cast.type)) @cast (#any-of? @_function "make" "new"))
((call_expression function: (identifier) @_function arguments: (argument_list . (_) @same.value)) @same (#eq? @_function "append"))
(call_expression function: (_) @call.function type_arguments: (_)? @call.types arguments: (argument_list) @call.arguments) @call
(variadic_argument) @spread
(selector_expression operand: (_) @member.object field: (_) @member.name) @member
(index_expression operand: (_) @index.object index: (_) @index.key) @index
(slice_expression operand: (_) @same.value) @same
(type_assertion_expression type: (_) @cast.type) @cast
(type_conversion_expression type: (_) @cast.type) @cast
; Keys of a struct's literal are its fields; those of a map or list are values.
(composite_literal type: [(map_type) (slice_type) (array_type) (implicit_length_array_type)] body: (literal_value (keyed_element . (literal_element (_) @same.value) @same)))
(composite_literal type: (_) @cast.type body: (literal_value) @cast)
(composite_literal type: (_) @cast.type) @cast
(literal_value (literal_element (literal_value) @each)) @each.value
(literal_value (keyed_element (literal_element) . (literal_element (literal_value) @each))) @each.value
(literal_value (keyed_element . (literal_element (identifier) @member.name) @member)) @member.object
(unary_expression operator: "<-" operand: (_) @each.value) @each
(unary_expression operator: ["&" "*" "-" "+" "^"] operand: (_) @same.value) @same
(binary_expression left: (_) @same.value operator: ["+" "-" "*" "/" "%" "|" "&" "^" "&^" "<<" ">>"]) @same
(binary_expression) @literal.bool
(unary_expression operator: "!") @literal.bool
(parenthesized_expression (_) @same.value) @same
(literal_element (_) @same.value) @same
(expression_list . (_) @same.value .) @same
(expression_list) @tuple
[(interpreted_string_literal) (raw_string_literal)] @literal.string
(rune_literal) @literal.rune
(int_literal) @literal.int
(float_literal) @literal.float64
[(true) (false)] @literal.bool

; Types.
(qualified_type package: (_) @typeMember.object name: (_) @typeMember.name) @typeMember
(qualified_type package: (package_identifier) @name)
(generic_type type: (_) @generic.name type_arguments: (_) @generic.arguments) @generic
(slice_type) @listType.slice
(array_type element: (_) @same.value) @same
(implicit_length_array_type element: (_) @same.value) @same
(map_type) @listType.Map
(channel_type) @listType.Chan
(pointer_type (_) @same.value) @same
(parenthesized_type (_) @same.value) @same
(type_elem . (_) @same.value .) @same

; Every other name is used.
((identifier) @ignore (#eq? @ignore "_"))
(identifier) @name
(type_identifier) @typeName
