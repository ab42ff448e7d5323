package shop

type Cart struct {
	// <- class Cart exported
	Items []string
	// <- field Items in Cart exported
}

type Reader interface {
	// <- interface Reader exported
	Read() error
	// <- method Read in Reader exported
}

type ID string

//   ^ type ID exported

func (c *Cart) Add(item string) {}
//             ^ method Add in Cart exported

func (s *stack[T]) pop() {}
//                 ^ method pop in stack
