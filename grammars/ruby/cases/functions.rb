#!/usr/bin/env ruby
=begin
Said of the function.
=end
def total(items, tax: 0.2, &block)
  # ^ function total exported
  items.sum do |item|
    inner = 1
    item.price * (1 + tax) + inner
  end
end

def _hidden = 1
#   ^ function _hidden

private def twice(n)
  #         ^ function twice exported
  return n * 2
end

RATE = 0.2
# <- constant RATE exported
local = total([])
