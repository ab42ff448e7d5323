module Shop
  #    ^ class Shop exported
  # A cart of one customer.
  class Cart < Base
    #   ^ class Cart in Shop exported
    include Totals
    LIMIT = 10
    # <- constant LIMIT in Shop.Cart exported
    attr_reader :name, :items
    #           ^ field name in Shop.Cart exported
    #                  ^ field items in Shop.Cart exported

    def initialize(name)
      # <- method initialize in Shop.Cart exported
      @name = name
    end

    def name=(value)
      # <- method name= in Shop.Cart exported
      @name = value
    end

    def empty? = items.none?
    #   ^ method empty? in Shop.Cart exported

    class Error < StandardError; end
    #     ^ class Error in Shop.Cart exported
  end
end
