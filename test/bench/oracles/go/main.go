// What go/types says about every name of a repository, as JSON lines on standard output.
//
//	cd test/bench/oracles/go && go run . REPO_DIR [GOOS…] > FILE
//
// Every module of the repository is loaded, tests included, once for each operating system that is named (this one when none is).
// Type errors are no obstacle: what could be resolved is written. See README.md beside this folder for the lines.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/tools/go/packages"
)

type place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"`
}

type reference struct {
	Kind   string `json:"kind"`
	From   place  `json:"from"`
	To     place  `json:"to"`
	Member bool   `json:"member"`
}

type importEdge struct {
	Kind string `json:"kind"`
	From string `json:"from"`
	To   string `json:"to"`
	Line int    `json:"line"`
}

type elsewhere struct {
	Kind string   `json:"kind"`
	File string   `json:"file"`
	At   [][2]int `json:"at"`
}

type oracle struct {
	root  string
	lines map[string][]string
	out   *bufio.Writer
	seen  map[string]bool
	other map[string]map[[2]int]bool
	cross map[place]bool
}

func main() {
	root, err := filepath.Abs(os.Args[1])
	check(err)
	systems := os.Args[2:]
	if len(systems) == 0 {
		systems = []string{""}
	}
	o := &oracle{
		root:  root,
		lines: map[string][]string{},
		out:   bufio.NewWriter(os.Stdout),
		seen:  map[string]bool{},
		other: map[string]map[[2]int]bool{},
		cross: map[place]bool{},
	}
	for _, home := range modules(root) {
		for _, system := range systems {
			o.module(home, system)
		}
	}
	o.rest()
	check(o.out.Flush())
}

func modules(root string) []string {
	var homes []string
	check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "vendor" || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if entry.Name() == "go.mod" {
			homes = append(homes, filepath.Dir(path))
		}
		return nil
	}))
	return homes
}

func (o *oracle) module(home, system string) {
	env := append(os.Environ(), "GOFLAGS=-buildvcs=false")
	if system != "" {
		env = append(env, "GOOS="+system, "CGO_ENABLED=0")
	}
	loaded, err := packages.Load(&packages.Config{
		Mode:  packages.LoadSyntax | packages.NeedModule,
		Dir:   home,
		Env:   env,
		Tests: true,
	}, "./...")
	if err != nil {
		fmt.Fprintln(os.Stderr, home, err)
		return
	}
	for _, pkg := range loaded {
		fmt.Fprintln(os.Stderr, pkg.ID, len(pkg.Errors), "errors")
		for _, file := range pkg.Syntax {
			o.imports(pkg, file)
		}
		for name, object := range pkg.TypesInfo.Uses {
			o.use(pkg.Fset, name, object)
		}
		for name := range pkg.TypesInfo.Defs {
			if at, ok := o.at(pkg.Fset, name.Pos()); ok {
				o.elsewhere(at)
			}
		}
	}
}

func (o *oracle) imports(pkg *packages.Package, file *ast.File) {
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		target := pkg.Imports[path]
		from, ok := o.at(pkg.Fset, spec.Path.Pos())
		if err != nil || target == nil || len(target.GoFiles) == 0 || !ok {
			continue
		}
		to, ok := o.inside(filepath.Dir(target.GoFiles[0]))
		if ok {
			o.write(importEdge{"import", from.File, to, from.Line})
		}
	}
}

func (o *oracle) use(fset *token.FileSet, name *ast.Ident, object types.Object) {
	from, ok := o.at(fset, name.Pos())
	if !ok {
		return
	}
	member := false
	switch origin := object.(type) {
	case *types.Var:
		object, member = origin.Origin(), origin.IsField()
	case *types.Func:
		object, member = origin.Origin(), origin.Signature().Recv() != nil
	}
	to, ok := o.at(fset, object.Pos())
	if _, isPackage := object.(*types.PkgName); isPackage || !ok || to.File == from.File {
		o.elsewhere(from)
		return
	}
	to.Column = 0
	o.cross[from] = true
	o.write(reference{"reference", from, to, member})
}

func (o *oracle) elsewhere(at place) {
	if o.other[at.File] == nil {
		o.other[at.File] = map[[2]int]bool{}
	}
	o.other[at.File][[2]int{at.Line, at.Column}] = true
}

// rest writes the positions that were answered but have no line of their own.
func (o *oracle) rest() {
	var files []string
	for file := range o.other {
		files = append(files, file)
	}
	sort.Strings(files)
	for _, file := range files {
		at := [][2]int{}
		for position := range o.other[file] {
			if !o.cross[place{file, position[0], position[1]}] {
				at = append(at, position)
			}
		}
		sort.Slice(at, func(a, b int) bool {
			return at[a][0] < at[b][0] || at[a][0] == at[b][0] && at[a][1] < at[b][1]
		})
		o.write(elsewhere{"elsewhere", file, at})
	}
}

// at gives a position in a file of the repository, its column in UTF-16 units.
func (o *oracle) at(fset *token.FileSet, pos token.Pos) (place, bool) {
	if !pos.IsValid() {
		return place{}, false
	}
	position := fset.Position(pos)
	file, ok := o.inside(position.Filename)
	if !ok || position.Line == 0 {
		return place{}, false
	}
	text, known := o.lines[position.Filename]
	if !known {
		source, err := os.ReadFile(position.Filename)
		if err != nil {
			return place{}, false
		}
		text = strings.Split(string(source), "\n")
		o.lines[position.Filename] = text
	}
	if position.Line > len(text) || position.Column-1 > len(text[position.Line-1]) || position.Column < 1 {
		return place{}, false
	}
	before := text[position.Line-1][:position.Column-1]
	return place{file, position.Line, len(utf16.Encode([]rune(before))) + 1}, true
}

func (o *oracle) inside(path string) (string, bool) {
	relative, err := filepath.Rel(o.root, path)
	if err != nil || strings.HasPrefix(relative, "..") {
		return "", false
	}
	return filepath.ToSlash(relative), true
}

func (o *oracle) write(line any) {
	text, err := json.Marshal(line)
	check(err)
	if o.seen[string(text)] {
		return
	}
	o.seen[string(text)] = true
	_, err = o.out.Write(append(text, '\n'))
	check(err)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
