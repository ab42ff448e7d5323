
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
(assignment_expression left: (member_expression property: (property_identifier) @name) right: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @definition.function
; A field that a method makes.
(assignment_expression left: (member_expression object: (this) property: (property_identifier) @name) right: (_) @value) @definition.field
