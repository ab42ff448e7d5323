import { relative } from "node:path";
import ts from "typescript";

export const mutationKinds = ["add-parameter", "remove-export", "rename-export", "add-member"] as const;
export type MutationKind = (typeof mutationKinds)[number];

/** One change of a file's text: so many characters are removed at an offset, and a text is put there. */
export interface Mutant {
  file: string;
  at: number;
  remove: number;
  insert: string;
}

/** A random sample of declarations that other files could use, each with the change that breaks it. One change a file. */
export function mutantsOf(
  program: ts.Program,
  root: string,
  kind: MutationKind,
  count: number,
  seed: number,
): Mutant[] {
  const all: Mutant[] = [];
  for (const source of program.getSourceFiles()) {
    const path = relative(root, source.fileName);
    if (
      path.startsWith("..") ||
      source.isDeclarationFile ||
      /node_modules|(^|\/)(__tests__|tests?|__fixtures__)\/|\.(test|spec)(-d)?\./.test(path)
    )
      continue;
    const names = new Map<string, number>();
    for (const statement of source.statements)
      if (ts.isFunctionDeclaration(statement) && statement.name)
        names.set(statement.name.text, (names.get(statement.name.text) ?? 0) + 1);
    for (const statement of source.statements) {
      const mutant = ts.isFunctionDeclaration(statement)
        ? names.get(statement.name?.text ?? "") === 1
          ? ofFunction(source, statement, kind)
          : null
        : ts.isInterfaceDeclaration(statement) && kind === "add-member"
          ? ofInterface(source, statement)
          : null;
      if (mutant) all.push({ file: source.fileName, ...mutant });
    }
  }
  const random = generator(seed);
  const shuffled = all.map((mutant) => ({ mutant, key: random() })).sort((a, b) => a.key - b.key);
  const taken = new Set<string>();
  return shuffled.flatMap(({ mutant }) =>
    taken.size < count && !taken.has(mutant.file) && taken.add(mutant.file) ? [mutant] : [],
  );
}

type Change = Omit<Mutant, "file">;

function ofFunction(source: ts.SourceFile, node: ts.FunctionDeclaration, kind: MutationKind): Change | null {
  const word = node.modifiers?.find((one) => one.kind === ts.SyntaxKind.ExportKeyword);
  if (!word || !node.name || !node.body || node.modifiers?.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword))
    return null;
  switch (kind) {
    case "add-parameter": {
      // Behind an optional parameter none can be required.
      if (node.parameters.some((one) => one.questionToken || one.initializer || one.dotDotDotToken)) return null;
      const last = node.parameters.at(-1);
      const at = last ? last.getEnd() : source.text.indexOf("(", node.name.getEnd()) + 1;
      return { at, remove: 0, insert: last ? ", added: string" : "added: string" };
    }
    case "remove-export":
      return { at: word.getStart(source), remove: "export ".length, insert: "" };
    case "rename-export":
      return { at: node.name.getStart(source), remove: node.name.text.length, insert: `${node.name.text}Renamed` };
    case "add-member":
      return null;
  }
}

function ofInterface(source: ts.SourceFile, node: ts.InterfaceDeclaration): Change | null {
  if (!node.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)) return null;
  const at = source.text.indexOf("{", node.heritageClauses?.end ?? node.typeParameters?.end ?? node.name.end) + 1;
  return { at, remove: 0, insert: " addedMember: string;" };
}

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
