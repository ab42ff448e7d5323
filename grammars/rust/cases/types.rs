pub struct Cart {
    //     ^ class Cart exported
    pub items: Vec<String>,
    //  ^ field items in Cart exported
}

pub trait Shape {
    //    ^ interface Shape exported
    fn area(&self) -> f64;
    // <- method area in Shape
}

enum Colour {
    // <- enum Colour
    Red,
    // <- field Red in Colour
}

impl Cart {
    // <- namespace Cart
    pub fn add(&mut self) {}
    //     ^ method add in Cart exported
}
