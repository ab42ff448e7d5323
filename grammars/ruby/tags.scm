(class name: [(constant) @name (scope_resolution scope: (_) @container name: (_) @name)] body: (_)? @body) @definition.class
; A module is a class that is mixed in and not made.
(module name: [(constant) @name (scope_resolution scope: (_) @container name: (_) @name)] body: (_)? @body) @definition.class
[(method name: (_) @name body: (_)? @body) (singleton_method name: (_) @name body: (_)? @body)] @definition.function
(alias name: (_) @name) @definition.method
((call !receiver method: (identifier) @_does arguments: (argument_list . (simple_symbol) @name)) @definition.method
  (#any-of? @_does "alias_method" "define_method" "def_delegator"))
((call !receiver method: (identifier) @_does arguments: (argument_list (simple_symbol) @name @definition.field))
  (#any-of? @_does "attr_reader" "attr_writer" "attr_accessor"))
[(program (assignment left: (constant) @name right: (_) @value) @definition.constant)
 (body_statement (assignment left: (constant) @name right: (_) @value) @definition.constant)]
