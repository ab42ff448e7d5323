; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
[(function_definition) (lambda)] @functionScope
; The name of a class and its type parameters are bound before its body opens.
(class_definition body: (block) @_body) @scope
(class_definition name: (_) @bind.name) @bind
(class_definition type_parameters: (type_parameter (type [(identifier) @typeParameter.name
  (constrained_type . (type (identifier) @typeParameter.name) (type (_) @typeParameter.constraint))]) @typeParameter))
(class_definition body: (block) @classScope)
[(block) (list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression) (type_alias_statement)] @scope
[(import_statement) (import_from_statement) (future_import_statement)] @ignore
(keyword_argument name: (_) @ignore)
(keyword_pattern . (identifier) @ignore)

; Functions. A decorator stands outside and comes first.
(decorated_definition (decorator (identifier) @_decorator) definition: (function_definition "def" @function.static) @function (#eq? @_decorator "staticmethod"))
(decorated_definition (decorator (identifier) @_decorator) definition: (function_definition "def" @function.ofClass) @function (#eq? @_decorator "classmethod"))
(decorated_definition (decorator [(identifier) @_decorator (attribute attribute: (identifier) @_decorator)]) definition: (function_definition "def" @function.getter) @function
  (#any-of? @_decorator "property" "cached_property" "abstractproperty"))
(function_definition "def" @function.ofClass name: (identifier) @_name (#any-of? @_name "__new__" "__init_subclass__" "__class_getitem__")) @function
(function_definition name: (_) @function.name return_type: (type (_) @function.return)?) @function
(function_definition "async" @function.async) @function
(lambda body: (_) @function.body) @function
(return_statement (_) @return.value) @return
(yield "from" (_) @_from) @yield
(yield (_) @yield.value) @yield

; What is bound.
(function_definition name: (_) @bindValue.name) @bindValue
(type_alias_statement left: (type [(identifier) @bind.name (generic_type . (identifier) @bind.name)])) @bind
(import_statement name: [(dotted_name . (identifier) @import.name) (aliased_import alias: (_) @import.name)]) @import
(import_from_statement name: [(dotted_name) @import.name (aliased_import alias: (_) @import.name)]) @import
(global_statement (identifier) @global.name) @global
(nonlocal_statement (identifier) @nonlocal.name) @nonlocal
(assignment left: [(identifier) (pattern_list) (tuple_pattern) (list_pattern)] @hoisted.name type: (type (_) @hoisted.type)? right: (_)? @hoisted.value) @hoisted
(named_expression name: (_) @hoisted.name value: (_) @hoisted.value) @hoisted
(for_statement left: [(identifier) (pattern_list) (tuple_pattern) (list_pattern)] @hoisted.name @hoisted right: (_) @hoisted.each)
(for_in_clause left: [(identifier) (pattern_list) (tuple_pattern) (list_pattern)] @variable.name @variable right: (_) @variable.each)
(with_item value: (as_pattern alias: (as_pattern_target [(identifier) (tuple) (list)] @hoisted.name)) @hoisted.value) @hoisted
(with_item value: (as_pattern . (_) @enter.value) @enter)
(as_pattern_target [(tuple) (list)] @listPattern)
(except_clause value: (as_pattern . (_) @hoisted.type alias: (as_pattern_target (identifier) @hoisted.name))) @hoisted
(assert_statement (call function: (identifier) @_function arguments: (argument_list . (identifier) @hoisted.name . (_) @hoisted.type .)) (#eq? @_function "isinstance")) @hoisted
(case_pattern (dotted_name . (identifier) @hoisted.name .)) @hoisted
(case_pattern (as_pattern (case_pattern (class_pattern . (dotted_name) @hoisted.type)) (identifier) @hoisted.name)) @hoisted
(case_pattern (as_pattern (case_pattern) (identifier) @hoisted.name)) @hoisted
(keyword_pattern (identifier) (dotted_name . (identifier) @hoisted.name .)) @hoisted
(splat_pattern (identifier) @hoisted.name) @hoisted
[(pattern_list) (tuple_pattern) (list_pattern)] @listPattern
(list_splat_pattern (identifier) @rest.name) @rest
(parameters . (identifier) @self-parameter.name @self-parameter)
(parameters . (typed_parameter . (identifier) @self-parameter.name type: (type (_) @self-parameter.type)) @self-parameter)
(parameters (identifier) @parameter.name @parameter)
(lambda_parameters (identifier) @parameter.name @parameter)
(typed_parameter . (identifier) @parameter.name type: (type (_) @parameter.type)) @parameter
(typed_parameter . (list_splat_pattern (identifier) @parameter.name) @parameter.rest type: (type (_) @parameter.element)) @parameter
(typed_parameter . (dictionary_splat_pattern (identifier) @parameter.name) @parameter.rest) @parameter
(default_parameter name: (identifier) @parameter.name value: (_) @parameter.value) @parameter
(typed_default_parameter name: (identifier) @parameter.name type: (type (_) @parameter.type) value: (_) @parameter.value) @parameter
(parameters (list_splat_pattern (identifier) @parameter.name) @parameter.rest @parameter)
(parameters (dictionary_splat_pattern (identifier) @parameter.name) @parameter.rest @parameter)
(lambda_parameters (list_splat_pattern (identifier) @parameter.name) @parameter.rest @parameter)
(lambda_parameters (dictionary_splat_pattern (identifier) @parameter.name) @parameter.rest @parameter)
(function_definition type_parameters: (type_parameter (type [(identifier) @typeParameter.name
  (constrained_type . (type (identifier) @typeParameter.name) (type (_) @typeParameter.constraint))]) @typeParameter))
(type_alias_statement left: (type (generic_type (type_parameter (type (identifier) @typeParameter.name) @typeParameter))))
(if_statement condition: [
    (call function: (identifier) @_function arguments: (argument_list . (identifier) @narrow.name . (_) @narrow.type .))
    (boolean_operator left: (call function: (identifier) @_function arguments: (argument_list . (identifier) @narrow.name . (_) @narrow.type .)) operator: "and")]
  consequence: (block) @narrow.scope (#eq? @_function "isinstance")) @narrow
(elif_clause condition: (call function: (identifier) @_function arguments: (argument_list . (identifier) @narrow.name . (_) @narrow.type .))
  consequence: (block) @narrow.scope (#eq? @_function "isinstance")) @narrow

; Classes and what they hold.
(class_definition name: (_) @class.name) @class
(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript)] @class.extends)) @class
(class_definition body: (block (expression_statement (assignment left: (identifier) @field.name type: (type (_) @field.type)? right: (_)? @field.value) @field)))
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @field.name) type: (type (_) @field.type)? right: (_)? @field.value (#eq? @_self "self")) @field
(type_alias_statement left: (type [(identifier) @alias.name (generic_type . (identifier) @alias.name)]) right: (type (_) @alias.type)) @alias

; Expressions.
((call function: (identifier) @_super) @super (#eq? @_super "super"))
((call function: [(identifier) @_cast (attribute attribute: (identifier) @_cast)] arguments: (argument_list . (_) @cast.type . (_) .)) @cast (#eq? @_cast "cast"))
(call function: (_) @call.function arguments: (argument_list) @call.arguments) @call
(call function: (_) @call.function arguments: (generator_expression)) @call
(attribute object: (_) @member.object attribute: (_) @member.name) @member
(dotted_name . (identifier) @member.object . (identifier) @member.name .) @member
(dotted_name . (identifier) @same.value .) @same
(subscript value: (_) @same.value subscript: (slice)) @same
(subscript value: (_) @index.object subscript: (_) @index.key) @index
(await (_) @await.value) @await
(conditional_expression . (_) @either.value) @either
(conditional_expression (_) @either.value .) @either
(boolean_operator left: (_) @either.value right: (_) @either.value) @either
(binary_operator left: (_) @union.of operator: "|" right: (_) @union.of) @union
(binary_operator left: (_) @same.value) @same
(unary_operator argument: (_) @same.value) @same
(assignment right: (_) @same.value) @same
(named_expression value: (_) @same.value) @same
(parenthesized_expression (_) @same.value) @same
[(list) (list_comprehension)] @list.list
[(set) (set_comprehension)] @list.set
[(tuple) (expression_list)] @list.tuple
(generator_expression) @list.Generator
[(list_splat) (dictionary_splat)] @spread
[(dictionary) (dictionary_comprehension)] @literal.dict

; Types.
(type (string (string_content) @same.value)) @same
((type (string (string_content) @typeName)) (#match? @typeName "^[A-Za-z_]\\w*$"))
((type (identifier) @selfType) (#eq? @selfType "Self"))
((type (attribute attribute: (identifier) @_self) @selfType) (#eq? @_self "Self"))
(type (_) @same.value) @same
(generic_type . (identifier) @generic.name (type_parameter) @generic.arguments) @generic
(union_type) @union
[(string) (concatenated_string)] @literal.str
(integer) @literal.int
(float) @literal.float
[(true) (false) (not_operator) (comparison_operator)] @literal.bool

; Every other name is used.
(type (identifier) @typeName)
(generic_type (identifier) @typeName)
(identifier) @name
