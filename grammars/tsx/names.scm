; A tag in lower case is the page's.
([(jsx_opening_element name: (identifier) @label) (jsx_closing_element name: (identifier) @label) (jsx_self_closing_element name: (identifier) @label)]
  (#match? @label "^[a-z]"))
