; What TSX has beyond TypeScript: a component is used where an element names it.

(jsx_opening_element name: (identifier) @reference.call)
(jsx_self_closing_element name: (identifier) @reference.call)
