struct Cart {
    // <- class Cart
    items: u32,
    // <- field items in Cart
}

enum Kind {
    // <- enum Kind
    One(Cart),
    // <- field One in Kind
    //  ^ use definition Cart
}

impl Cart {
//   ^ use definition Cart
    // <- namespace Cart
    fn new(items: u32) -> Self {
        // <- method new in Cart
        Cart { items }
        // <- use definition Cart
        //     ^ member items
    }

    fn total(&self) -> u32 {
        // <- method total in Cart
        assert!(self.items > limit());
        //           ^ member items
        //                   ^ use free limit
        self.items + Self::new(1).items + total()
        //   ^ member items
        //                 ^ member new
        //                                ^ use free total
    }
}
