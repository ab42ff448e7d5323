package shop

import "shop/stock"

// ^ import shop/stock

type Cart struct {
	// <- class Cart exported
	stock.Store
	// <- use import stock
	//    ^ field Store in Cart exported
	Items map[string]Item
	// <- field Items in Cart exported
	//               ^ use free Item
}

func (c *Cart) First(size Size) (found Item, err error) {
	// <- method First in Cart exported
	//      ^ use definition Cart
	//                       ^ use free Size
	c.Items["a"].Check()
	// <- use local c
	//^ member Items
	//           ^ member Check
	switch value := c.Any().(type) {
	case stock.Box:
		//        ^ member Box
		return value.Content, nil
		//     ^ use local value
	}
	return Cart{Items: nil}.Items["b"], err
	//     ^ use definition Cart
	//          ^ member Items
	//                                  ^ use local err
}
