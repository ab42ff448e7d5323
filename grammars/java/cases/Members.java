package org.shop;

import static org.shop.Prices.price;
// ^ import org.shop.Prices

public class Members<T extends Shape> extends Base<T> {
    // <- class Members exported
    static final int ALL = price(1);
    //               ^ field ALL in Members
    //                     ^ use import price

    Members(T shape) { super(shape); }
    // <- method Members in Members

    T shape() { return new Members<T>(null).shape(); }
    //^ method shape in Members
    //                     ^ use definition Members
    //                                      ^ member shape

    void run() {
        // <- method run in Members
        try (Stock stock = open()) {
            stock.take(Members::shape);
            //    ^ member take
            //                  ^ member shape
        } catch (Missing missing) {
            //   ^ use free Missing
            missing.print();
            // <- use local missing
        }
    }
}
