package org.shop;

import java.util.List;
// ^ import java.util.List

class Scopes {
    // <- class Scopes
    int limit = 3;
    //  ^ field limit in Scopes

    int total(List<Item> items, int limit) {
        // <- method total in Scopes
        //         ^ use free Item
        for (Item item : items) {
            //           ^ use local items
            limit += item.size;
            // <- use local limit
            //            ^ member size
        }
        if (items instanceof Sorted sorted && sorted.isDone()) return limit;
        //                                    ^ use local sorted
        //                                           ^ member isDone
        return this.limit + count(other -> other.size(limit));
        //          ^ member limit
        //                  ^ use free count
        //                                       ^ member size
    }

    int first() { return limit; }
    //  ^ method first in Scopes
    //                   ^ use free limit
}
