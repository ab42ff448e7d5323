; A use tree nests without limit, so it is captured whole and taken apart by its braces.
(use_declaration argument: (_) @import.tree)
(use_declaration (visibility_modifier) @reexport.public argument: (_) @reexport.tree)
(extern_crate_declaration name: (identifier) @import.tree !alias)
(extern_crate_declaration name: (identifier) @import.specifier alias: (identifier) @import.namespace)

; `mod m;` names a file. Its path attribute, if any, stands directly above.
(mod_item name: (identifier) @import.module !body)
((attribute_item (attribute (identifier) @_path value: (string_literal (string_content) @import.path))) . (mod_item name: (identifier) @import.module !body) (#eq? @_path "path"))

; `super` and `self` count from the innermost module, which need not be the file's own.
(mod_item name: (identifier) @scope.name body: (declaration_list) @scope.body)

(source_file [
  (function_item (visibility_modifier) name: (_) @export.name)
  (struct_item (visibility_modifier) name: (_) @export.name)
  (enum_item (visibility_modifier) name: (_) @export.name)
  (union_item (visibility_modifier) name: (_) @export.name)
  (trait_item (visibility_modifier) name: (_) @export.name)
  (type_item (visibility_modifier) name: (_) @export.name)
  (const_item (visibility_modifier) name: (_) @export.name)
  (static_item (visibility_modifier) name: (_) @export.name)
  (mod_item (visibility_modifier) name: (_) @export.name)])
