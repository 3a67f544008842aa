// What Go's own text/template/parse makes of templates: the oracle of our scanner.
// In: a text a line, as JSON. Out: a line for each, its items in order or what it refuses.
package main

import (
	"encoding/json"
	"os"
	"sort"
	"text/template/parse"
)

type item struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Text string `json:"text"`
	At   int    `json:"at"`
	In   string `json:"in"`
}

type answer struct {
	Error string `json:"error"`
	Items []item `json:"items"`
	Blank []string `json:"blank"`
}

type walker struct {
	items []item
	in    string
}

func (w *walker) add(kind string, name string, text string, at parse.Pos) {
	w.items = append(w.items, item{kind, name, text, int(at), w.in})
}

func (w *walker) list(list *parse.ListNode) {
	if list != nil {
		for _, node := range list.Nodes {
			w.node(node)
		}
	}
}

func (w *walker) branch(kind string, branch parse.BranchNode) {
	w.add(kind, "", branch.Pipe.String(), branch.Pipe.Position())
	w.list(branch.List)
	w.list(branch.ElseList)
}

func (w *walker) node(node parse.Node) {
	switch node := node.(type) {
	case *parse.TextNode:
		w.add("text", "", string(node.Text), 0)
	case *parse.ActionNode:
		w.add("", "", node.Pipe.String(), node.Pipe.Position())
	case *parse.TemplateNode:
		text := ""
		if node.Pipe != nil {
			text = node.Pipe.String()
		}
		w.add("template", node.Name, text, 0)
	case *parse.IfNode:
		w.branch("if", node.BranchNode)
	case *parse.RangeNode:
		w.branch("range", node.BranchNode)
	case *parse.WithNode:
		w.branch("with", node.BranchNode)
	case *parse.BreakNode:
		w.add("break", "", "", 0)
	case *parse.ContinueNode:
		w.add("continue", "", "", 0)
	}
}

func parsed(text string) answer {
	tree := parse.New("file")
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		return answer{Error: err.Error()}
	}
	names := []string{}
	for name := range trees {
		names = append(names, name)
	}
	sort.Strings(names)
	w := &walker{}
	blank := []string{}
	for _, name := range names {
		w.in = name
		if parse.IsEmptyTree(trees[name].Root) && name != "file" {
			blank = append(blank, name)
		}
		w.list(trees[name].Root)
	}
	return answer{Items: w.items, Blank: blank}
}

func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	var text string
	for in.Decode(&text) == nil {
		out.Encode(parsed(text))
	}
}
