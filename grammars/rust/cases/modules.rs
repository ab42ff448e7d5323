use std::collections::HashMap;
// ^ import std::collections

mod parts;
// ^ import self::parts

pub mod inner {
    //  ^ namespace inner exported
    use super::*;
    // ^ import self
    pub const DEPTH: u32 = 1;
    //        ^ constant DEPTH in inner exported
}
