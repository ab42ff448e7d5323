; The ways to export a name from a file. @item: what exports it, and goes with it. @word: what goes when the code behind it stays.
; The name that others see is @alias, else "default" where a word says so, else @local. @whole marks the name of the whole value.
(program (export_statement "export" @word "default"? @word declaration: (_ name: (_) @local)) @item)
(program (export_statement "export" @word declaration: (_ (variable_declarator name: (identifier) @local))) @item)
(program (export_statement "export" @word declaration: (_ (variable_declarator name: (object_pattern [(shorthand_property_identifier_pattern) @local (pair_pattern value: (identifier) @local) (object_assignment_pattern left: (shorthand_property_identifier_pattern) @local)])))) @item)
(program (export_statement "export" @word declaration: (ambient_declaration (_ name: (_) @local))) @item)
(program (export_statement "export" @word declaration: (ambient_declaration (_ (variable_declarator name: (identifier) @local)))) @item)
(program (export_statement (export_clause (export_specifier name: (_) @local alias: (_)? @alias) @item) !source))
(program (export_statement (export_clause (export_specifier name: (_) @passed alias: (_)? @alias) @item) source: (_)))
(program (export_statement (namespace_export (_) @alias)) @item)
(program (export_statement "default" @default value: (identifier) @local) @item)
(program (export_statement "default" @default value: (_) @value) @item)

; CommonJS.
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @alias)
  right: (_) @value) (#eq? @_exports "exports")) @item)
(program (expression_statement (assignment_expression
  left: (member_expression object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports) property: (property_identifier) @alias)
  right: (_) @value) (#eq? @_module "module") (#eq? @_exports "exports")) @item)
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object [(shorthand_property_identifier) @local @item (pair key: (property_identifier) @alias value: (_) @value) @item (method_definition name: (property_identifier) @alias) @item])) (#eq? @_module "module") (#eq? @_exports "exports")))
