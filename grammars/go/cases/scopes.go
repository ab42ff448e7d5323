package shop

import "fmt"

// ^ import fmt

var limit = 3

//  ^ variable limit

func Total(items []string, fmt int) int {
	// <- function Total exported
	limit := limit + fmt
	//       ^ use definition limit
	//               ^ use local fmt
	for i, item := range items {
		fmt := i
		//     ^ use local i
		limit += fmt + len(item)
		// <- use local limit
		//             ^ use free len
		//                 ^ use local item
	}
	if n, ok := lookup(items); ok {
		//         ^ use free lookup
		return n
		//     ^ use local n
	}
	return limit
	//     ^ use local limit
}

func Print() { fmt.Println(limit) }

//   ^ function Print exported
//             ^ use import fmt
//                 ^ member Println
//                         ^ use definition limit
