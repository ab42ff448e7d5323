package shop

import (
	"fmt"
	// ^ import fmt
	alias "example.com/other"
	// ^ import example.com/other
	_ "embed"
	// ^ side-effect embed
)

func Price(amount int) int {
	// <- function Price exported
	return amount
}

func tax() { fmt.Println(alias.X) }
//   ^ function tax
