/** An element of a manifest in XML: its children, the text directly in it, and its line, from 1. */
export interface Element {
  name: string;
  text: string;
  line: number;
  children: Element[];
}

/** Elements of a text in XML. Attributes are left out, what is not closed ends with its parent: manifests need no more. */
export function elementsOf(text: string): Element {
  const root: Element = { name: "", text: "", line: 1, children: [] };
  const open = [root];
  let line = 1;
  let at = 0;
  for (const match of text.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)[^>]*?(\/?)>/g,
  )) {
    const around = open.at(-1)!;
    const between = text.slice(at, match.index);
    around.text += between.trim();
    for (const letter of between) if (letter === "\n") line++;
    const [whole, data, closing, name, empty] = match;
    if (data !== undefined) around.text += data;
    else if (name !== undefined && closing === "/") {
      const index = open.findLastIndex((one) => one.name === name);
      if (index > 0) open.length = index;
    } else if (name !== undefined) {
      const element: Element = { name, text: "", line, children: [] };
      around.children.push(element);
      if (empty !== "/") open.push(element);
    }
    for (const letter of whole) if (letter === "\n") line++;
    at = match.index + whole.length;
  }
  return root;
}

/** The first element along a path of names. */
export function elementAt(element: Element, ...path: string[]): Element | null {
  let at: Element | undefined = element;
  for (const name of path) at = at?.children.find((one) => one.name === name);
  return at ?? null;
}
