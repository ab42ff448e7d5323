; The roles are those of src/syntax/bind-roles.ts. Scopes come first: what opens at a node must be open before what it holds is bound.
[(method) (singleton_method)] @functionScope
; Locals of the method around are seen in blocks; their own are not seen outside.
[(block) (do_block) (lambda)] @functionScope
(class name: [(constant) (scope_resolution)] @_name) @scope
(class name: (constant) @bind.name) @bind
(module name: (constant) @bind.name) @bind
[(class body: (_) @functionScope) (module body: (_) @functionScope) (singleton_class body: (_) @functionScope)]

; Functions.
(singleton_class body: (body_statement (method "def" @function.static name: (_) @function.name) @function))
(method name: (_) @function.name) @function
(singleton_method "def" @function.static name: (_) @function.name) @function
[(block) (do_block) (lambda)] @function
(return (argument_list . (_) @return.value .)) @return
(body_statement (_) @return.value @return .)
(block_body (_) @return.value @return .)

; What is bound.
[(method name: (_) @bindValue.name) (singleton_method name: (_) @bindValue.name)] @bindValue
(assignment left: [(identifier) (constant)] @hoisted.name right: (_) @hoisted.value) @hoisted
(assignment left: (left_assignment_list) @hoisted.name right: (_) @hoisted.value) @hoisted
(operator_assignment left: (identifier) @hoisted.name right: (_) @hoisted.value) @hoisted
[(left_assignment_list) (destructured_left_assignment) (destructured_parameter)] @listPattern
(rest_assignment (identifier) @rest.name) @rest
(for pattern: (_) @hoisted.name value: (in (_) @hoisted.each)) @hoisted
(exception_variable (identifier) @hoisted.name @hoisted)
(rescue exceptions: (exceptions . (_) @hoisted.type .) variable: (exception_variable (identifier) @hoisted.name)) @hoisted
(as_pattern name: (identifier) @hoisted.name) @hoisted
[(method_parameters [(identifier) (destructured_parameter)] @parameter.name @parameter)
 (block_parameters [(identifier) (destructured_parameter)] @parameter.name @parameter)
 (lambda_parameters [(identifier) (destructured_parameter)] @parameter.name @parameter)
 (optional_parameter name: (_) @parameter.name value: (_) @parameter.value) @parameter
 (keyword_parameter name: (_) @parameter.name value: (_)? @parameter.optional) @parameter
 (splat_parameter name: (_) @parameter.name) @parameter
 (hash_splat_parameter "**" @parameter.rest name: (_) @parameter.name) @parameter
 (block_parameter "&" @parameter.optional name: (_) @parameter.name) @parameter]
(splat_parameter "*" @parameter.rest) @parameter
(block_parameters locals: (identifier) @variable.name @variable)

; Classes and what they hold. What is included stands above like a super class.
[(class name: [(constant) @class.name (scope_resolution name: (_) @class.name)])
 (module name: [(constant) @class.name (scope_resolution name: (_) @class.name)])] @class
(class superclass: (superclass (_) @class.extends)) @class
(class body: (body_statement (call !receiver method: (identifier) @_does arguments: (argument_list [(constant) (scope_resolution)] @class.extends)))
  (#any-of? @_does "include" "prepend" "extend")) @class
(module body: (body_statement (call !receiver method: (identifier) @_does arguments: (argument_list [(constant) (scope_resolution)] @class.extends)))
  (#any-of? @_does "include" "prepend" "extend")) @class
((call !receiver method: (identifier) @_does arguments: (argument_list (simple_symbol) @field.name @field))
  (#any-of? @_does "attr_reader" "attr_writer" "attr_accessor"))

; Expressions.
((call receiver: (_) @new.class method: (identifier) @_new arguments: (argument_list)? @new.arguments) @new (#eq? @_new "new"))
(call receiver: (_) @member.object method: [(identifier) (constant)] @member.name !arguments !block) @member
(call receiver: (_) @_receiver method: [(identifier) (constant)] @call.function arguments: (_)? @call.arguments) @call
(call receiver: (_) @member.object method: [(identifier) (constant)] @member.name @member)
(call !receiver method: (identifier) @call.function arguments: (_) @call.arguments) @call
(scope_resolution scope: (_) @member.object name: (_) @member.name) @member
(conditional consequence: (_) @either.value alternative: (_) @either.value) @either
(binary left: (_) @either.value operator: ["||" "or"] right: (_) @either.value) @either
(parenthesized_statements . (_) @same.value .) @same
(assignment right: (_) @same.value) @same
[(splat_argument) (hash_splat_argument)] @spread
(self) @self
(array) @list.Array
[(string) (subshell) (heredoc_beginning)] @literal.String
(hash) @literal.Hash
(integer) @literal.Integer
(float) @literal.Float
(hash_key_symbol) @label

; Every other name is used.
(identifier) @name
(constant) @name
