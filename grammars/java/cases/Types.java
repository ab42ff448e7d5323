package org.shop;

public interface Shape {
    //           ^ interface Shape exported
    double area();
    //     ^ method area in Shape
}

enum Colour {
    // <- enum Colour
    RED, GREEN
    // <- field RED in Colour
    //   ^ field GREEN in Colour
}

record Point(int x, int y) {}
//     ^ class Point
//               ^ field x in Point
//                      ^ field y in Point
