package org.shop;

interface Source<T> {
    // <- interface Source
    T next();
    // <- method next in Source
    // <- use local T

    <U extends T> Source<U> map(Change<T, U> change);
    //                      ^ method map in Source
    //            ^ use definition Source
    //                          ^ use free Change
    //                                 ^ use local T
}

@interface Marked {
    // <- interface Marked
    String name();
    //     ^ method name in Marked
}
