# frozen_string_literal: true

require "json"
# <- require json
require "shop/cart"
# <- require shop/cart
require_relative "../totals"
# <- side-effect ../totals
require File.expand_path("near", __dir__)
# <- side-effect near
require "shop/#{name}"

module Shop
  #    ^ class Shop exported
  autoload :Order, "shop/order"
  # <- dynamic shop/order
end
