
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

(function_signature name: (identifier) @name) @definition.function
(abstract_class_declaration name: (_) @name body: (_) @body) @definition.class
(abstract_method_signature name: (_) @name) @definition.method
(method_signature name: (_) @name) @definition.method
(interface_declaration name: (_) @name body: (_) @body) @definition.interface
(type_alias_declaration name: (_) @name value: (_) @body) @definition.type
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(internal_module name: (_) @name body: (_) @body) @definition.namespace
(public_field_definition name: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @definition.method
(public_field_definition name: (_) @name) @definition.field
; Not those of an object type that is written out where a parameter or a result stands.
(interface_body (property_signature name: (_) @name) @definition.field)
(type_alias_declaration value: (object_type (property_signature name: (_) @name) @definition.field))
(ambient_declaration (lexical_declaration (variable_declarator name: (identifier) @name)) @definition.variable)
(enum_assignment name: (_) @name) @definition.field
(enum_body name: (_) @name @definition.field)
; A parameter of a constructor that is a field too.
(required_parameter [(accessibility_modifier) "readonly"] pattern: (identifier) @name) @definition.field
(optional_parameter [(accessibility_modifier) "readonly"] pattern: (identifier) @name) @definition.field
