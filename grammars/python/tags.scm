; See grammars/typescript/tags.scm for the vocabulary.

(function_definition name: (identifier) @name body: (_) @body) @definition.function
(class_definition name: (identifier) @name body: (_) @body) @definition.class
(module (expression_statement (assignment left: (identifier) @name right: (_)? @value) @definition.variable))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name right: (_)? @value) @definition.field)))
