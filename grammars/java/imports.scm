; The last part is the name that the file can then use; for a static import it is a member, and the specifier is its class.
((import_declaration (scoped_identifier name: (identifier) @import.namespace) @import.specifier . ";") @_statement (#not-match? @_statement "^import\\s+static"))
(import_declaration "static" (scoped_identifier scope: (_) @import.specifier name: (identifier) @import.name) . ";")
(import_declaration [(scoped_identifier) (identifier)] @import.specifier (asterisk) @import.wildcard)

(program [(class_declaration name: (_) @export.name) (interface_declaration name: (_) @export.name) (enum_declaration name: (_) @export.name)
  (record_declaration name: (_) @export.name) (annotation_type_declaration name: (_) @export.name)])
