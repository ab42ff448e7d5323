package shop

const Limit = 3

//    ^ constant Limit exported

var open = false

//  ^ variable open
