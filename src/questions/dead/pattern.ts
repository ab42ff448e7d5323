const compiled = new Map<string, RegExp>();

/** A regular expression of a rule, compiled once. Not for flags that remember where they were, `g` and `y`. */
export function pattern(text: string, flags = ""): RegExp {
  const key = `${flags}/${text}`;
  let known = compiled.get(key);
  if (!known) {
    known = new RegExp(text, flags);
    compiled.set(key, known);
  }
  return known;
}
