; A package is bound under the last part of its path unless a name stands before it; `_` binds nothing, `.` everything.
(import_spec !name path: [(interpreted_string_literal (interpreted_string_literal_content) @import.specifier @import.namespace) (raw_string_literal (raw_string_literal_content) @import.specifier @import.namespace)])
(import_spec name: (package_identifier) @import.namespace path: [(interpreted_string_literal (interpreted_string_literal_content) @import.specifier) (raw_string_literal (raw_string_literal_content) @import.specifier)])
(import_spec name: (dot) @import.wildcard path: [(interpreted_string_literal (interpreted_string_literal_content) @import.specifier) (raw_string_literal (raw_string_literal_content) @import.specifier)])
(import_spec name: (blank_identifier) path: [(interpreted_string_literal (interpreted_string_literal_content) @import.specifier) (raw_string_literal (raw_string_literal_content) @import.specifier)])

(source_file [
  (function_declaration name: (identifier) @export.name)
  (type_declaration [(type_spec name: (type_identifier) @export.name) (type_alias name: (type_identifier) @export.name)])
  (const_declaration (const_spec name: (identifier) @export.name))
  (var_declaration [(var_spec name: (identifier) @export.name) (var_spec_list (var_spec name: (identifier) @export.name))])]
  (#match? @export.name "^[A-Z]"))
