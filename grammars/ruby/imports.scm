; A file that is required says all it says to everybody: no names. `require_relative` counts from the file, the others from the load path.
((call !receiver method: (identifier) @_does arguments: (argument_list . (string . (string_content) @import.specifier .))) (#eq? @_does "require_relative"))
((call !receiver method: (identifier) @_does arguments: (argument_list . (call receiver: (constant) @_file arguments: (argument_list . (string . (string_content) @import.specifier .) (identifier) @_here))))
  (#any-of? @_does "require" "load") (#eq? @_file "File") (#eq? @_here "__dir__"))
((call !receiver method: (identifier) @_does arguments: (argument_list . (string . (string_content) @require.specifier .))) (#any-of? @_does "require" "load"))
((call method: (identifier) @_does arguments: (argument_list (_) (string . (string_content) @dynamic.specifier .))) (#eq? @_does "autoload"))
