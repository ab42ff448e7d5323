
; A definition is captured whole (@definition.KIND), with its @name and, where it has one, its @body: the signature is what stands before the body.

(function_declaration name: (identifier) @name body: (_) @body) @definition.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @definition.function
(class_declaration name: (_) @name body: (_) @body) @definition.class
(method_definition name: (_) @name body: (_) @body) @definition.method
(pair key: (property_identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @definition.method

; Variables count at the top level only, or inside an export or a namespace: locals are nobody else's business.
(program [(lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))
          (variable_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))] @definition.function)
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)])) @definition.function)
(program [(lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @value)) (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value))] @definition.variable)
(export_statement [(lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @value)) (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value))] @definition.variable)

(field_definition property: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @definition.method
(field_definition property: (_) @name) @definition.field
; What CommonJS exports under a name of its own, and functions that are put onto an object, which contains them.
(assignment_expression left: (member_expression object: (identifier) @_exports property: (property_identifier) @name)
  right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] (#eq? @_exports "exports")) @definition.function
(assignment_expression left: (member_expression object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) property: (property_identifier) @name)
  right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] (#eq? @_module "module") (#eq? @_exports "exports")) @definition.function
(assignment_expression left: (member_expression object: (identifier) @_exports property: (property_identifier) @name)
  right: [(call_expression) (object) (array) (string) (number) (member_expression) (new_expression) (template_string) (true) (false) (binary_expression) (class) (regex)] @value (#eq? @_exports "exports")) @definition.variable
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (pair key: (property_identifier) @name value: [(call_expression) (object) (array) (string) (number) (member_expression) (new_expression) (template_string) (true) (false) (binary_expression) (class) (regex)] @value) @definition.variable)
  (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression left: (member_expression object: (identifier) @container property: (property_identifier) @name)
  right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] (#not-any-of? @container "exports" "module")) @definition.method
(assignment_expression left: (member_expression object: (member_expression object: (identifier) @container property: (property_identifier) @_prototype) property: (property_identifier) @name)
  right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)] (#eq? @_prototype "prototype")) @definition.method
(assignment_expression left: (member_expression property: (property_identifier) @name) right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @definition.function
; A field that a method makes.
(assignment_expression left: (member_expression object: (this) property: (property_identifier) @name) right: (_) @value) @definition.field
