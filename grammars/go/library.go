// What decides the type of a member in code that uses the language's own types: what collections hold. Nothing here is referred to.
package library

type Iterable[T any] struct{}
type slice[T any] struct {
	Iterable[T]
	at__ func() T
}
type Map[K, V any] struct {
	Iterable[V]
	at__ func() V
}
type Chan[T any] struct {
	Iterable[T]
}
type string struct{}
type int struct{}
type float64 struct{}
type rune struct{}
type bool struct{}
type error interface {
	Error() string
}

func min[T any](first T, more ...T) T
func max[T any](first T, more ...T) T
