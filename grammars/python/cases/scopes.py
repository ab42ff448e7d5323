from shop import price
# ^ import shop

LIMIT = 3
# <- variable LIMIT exported


class Cart:
    # ^ class Cart exported
    LIMIT = 4
    # <- field LIMIT in Cart exported
    double = LIMIT * 2
    # <- field double in Cart exported
    #        ^ use definition LIMIT

    def total(self, price):
        # <- method total in Cart exported
        self.count = LIMIT
        # <- field count in Cart exported
        # <- use local self
        #            ^ use definition LIMIT
        return price(self.count)
        #      ^ use local price
        #                 ^ member count

    def cheapest(self):
        # <- method cheapest in Cart exported
        from shop import cheap
        # ^ import shop
        return [cheap(item) for item in self.items if price(item)]
        #       ^ use import cheap
        #             ^ use local item
        #                                    ^ member items
        #                                             ^ use import price


def reset(item):
    # <- function reset exported
    global LIMIT
    LIMIT = 0
    cheap(item)
    # <- use free cheap
    return Cart(limit=item)
    #      ^ use definition Cart
    #                 ^ use local item
