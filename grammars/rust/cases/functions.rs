pub fn price(amount: u32) -> u32 {
    // <- function price exported
    amount
}

fn hidden() {}
// <- function hidden

macro_rules! square {
    //       ^ macro square
    ($x:expr) => { $x * $x };
}
