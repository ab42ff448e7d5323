; See grammars/typescript/tags.scm for the vocabulary.

(function_definition name: (identifier) @name body: (_) @body) @definition.function
(class_definition name: (identifier) @name body: (_) @body) @definition.class
(module (expression_statement (assignment left: (identifier) @name right: (_)? @value) @definition.variable))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name right: (_)? @value) @definition.field)))
; What methods make on their instance: the first place counts.
(assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name) (#eq? @_self "self")) @definition.field
(type_alias_statement left: (type [(identifier) @name (generic_type . (identifier) @name)])) @definition.type
