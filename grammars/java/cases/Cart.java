package org.shop;

import java.util.List;
// ^ import java.util.List
import static org.shop.Tax.*;
// ^ import org.shop.Tax

public class Cart extends Base {
    //       ^ class Cart exported
    private int count;
    //          ^ field count in Cart

    public Cart() {}
    //     ^ method Cart in Cart exported

    void add(String item) {}
    //<- method add in Cart
}
