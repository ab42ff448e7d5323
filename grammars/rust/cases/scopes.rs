use crate::shop::{price, Item};
// ^ import crate::shop
//   ^ import crate::shop

fn total(items: Vec<Item>, price: u32) -> u32 {
    // <- function total
    //              ^ use import Item
    let price = price + 1;
    //          ^ use local price
    for item in items.iter() {
        //      ^ use local items
        //            ^ member iter
        if let Some(size) = item.size {
            //      ^ use local size
            //                   ^ member size
            return size;
            //     ^ use local size
        }
    }
    price
    // <- use local price
}

fn name(item: Item) -> u32 {
    // <- function name
    let add = |more: u32| more + price();
    //                    ^ use local more
    //                           ^ use import price
    match item.kind {
        Kind::Two(a, Inner { b, c: d }) => add(a + b + d),
        // <- use free Kind
        //    ^ member Two
        //           ^ use free Inner
        //                                     ^ use local a
        //                                         ^ use local b
        //                                             ^ use local d
        _ => total(vec![], 1),
        //   ^ use definition total
    }
}
