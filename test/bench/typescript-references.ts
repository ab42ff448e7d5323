import { dirname, join } from "node:path";
import ts from "typescript";
import type { CompilerConfig, CompilerProject } from "./compiler-project.js";
import { receiverOf } from "./receivers.js";
import type { Answer, Place, Verdict } from "./reference-answers.js";
import { dottedName, isDeclarationName, isSpecifierPart, isTopLevel, qualifierOf } from "./typescript-sites.js";

export const isCompiled = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/** Asks about every script of the repository, each in the program of the configuration that holds for it. */
export function* compilerAnswers(project: CompilerProject): Generator<Answer> {
  const groups = new Map<CompilerConfig, string[]>();
  for (const path of project.paths) {
    if (!isCompiled(path)) continue;
    const config = project.configOf(path);
    const group = groups.get(config) ?? [];
    group.push(path);
    groups.set(config, group);
  }
  for (const [config, group] of groups) {
    for (const files of programsOf(config, group)) {
      const declared = [...config.files].filter((path) => isCompiled(path) && (files.included || isDeclared(path)));
      const program = programOf(project, config, [...files.paths, ...declared]);
      const ask = asker(project, program.getTypeChecker());
      for (const file of files.paths) {
        const source = program.getSourceFile(join(project.root, file));
        if (source) yield* answersIn(source, file, ask);
      }
    }
  }
}

const isDeclared = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

/**
 * Files that a configuration leaves out, though it is their nearest, are kept away from those it includes: vue leaves out a
 * `declare module "@vue/runtime-core"` that hides the whole package. Declaration files left out are kept from the other strays too.
 */
function programsOf(config: CompilerConfig, group: string[]): { included: boolean; paths: string[] }[] {
  const included = group.filter((path) => config.files.has(path));
  const strays = group.filter((path) => !config.files.has(path));
  return [
    { included: true, paths: included },
    { included: false, paths: strays.filter((path) => !isDeclared(path)) },
    { included: false, paths: strays.filter(isDeclared) },
  ].filter(({ paths }) => paths.length > 0);
}

const libraries = new Map<string, ts.SourceFile>();

function programOf(project: CompilerProject, config: CompilerConfig, roots: string[]): ts.Program {
  const options: ts.CompilerOptions = {
    // A base configuration in a package that is not installed takes the target with it: without Map and Promise little is known.
    ...(config.options.target === undefined ? { lib: ["lib.esnext.full.d.ts"] } : {}),
    ...config.options,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    composite: false,
    incremental: false,
    declaration: false,
  };
  const libraryFolder = dirname(ts.getDefaultLibFilePath(options));
  const host: ts.CompilerHost = {
    fileExists: project.host.fileExists,
    readFile: project.host.readFile,
    directoryExists: (path) => project.host.directoryExists!(path),
    realpath: (path) => project.host.realpath!(path),
    getCurrentDirectory: () => project.root,
    getDirectories: (folder) => (project.host.directoryExists!(folder) ? ts.sys.getDirectories(folder) : []),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getDefaultLibLocation: () => libraryFolder,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
    getSourceFile: (path, version) => {
      if (!path.startsWith(libraryFolder)) {
        const text = project.host.readFile(path);
        return text === undefined ? undefined : ts.createSourceFile(path, text, version, true);
      }
      const target = typeof version === "object" ? version.languageVersion : version;
      const key = `${path} ${target} ${options.strict} ${options.alwaysStrict}`;
      let library = libraries.get(key);
      if (!library) {
        library = ts.createSourceFile(path, ts.sys.readFile(path) ?? "", version, true);
        libraries.set(key, library);
      }
      return library;
    },
  };
  return ts.createProgram({ rootNames: [...new Set(roots)].map((path) => join(project.root, path)), options, host });
}

type Ask = (node: ts.Identifier | ts.PrivateIdentifier) => { verdict: Verdict; to?: Place[]; receiver?: string };

function* answersIn(source: ts.SourceFile, file: string, ask: Ask): Generator<Answer> {
  const isScript = /\.[cm]?jsx?$/.test(file);
  const answers: Answer[] = [];
  const visit = (node: ts.Node, inDoc: boolean): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const at = source.getLineAndCharacterOfPosition(node.getStart(source));
      const { verdict, to, receiver } = ask(node);
      answers.push({
        verdict: inDoc ? "comment" : verdict,
        from: { file, line: at.line + 1, column: at.character + 1 },
        name: node.text,
        ...(to ? { to } : {}),
        ...(receiver ? { receiver } : {}),
      });
    }
    if (isScript)
      for (const doc of (node as { jsDoc?: ts.Node[] }).jsDoc ?? []) ts.forEachChild(doc, (n) => visit(n, true));
    ts.forEachChild(node, (child) => visit(child, inDoc));
  };
  visit(source, false);
  yield* answers;
}

function asker(project: CompilerProject, checker: ts.TypeChecker): Ask {
  const places = new Map<ts.Node, Place | null>();
  const exported = new Map<ts.SourceFile, boolean>();

  /** Where a declaration's name stands; null outside the repository. */
  function placeOf(declaration: ts.Node): Place | null {
    let place = places.get(declaration);
    if (place === undefined) {
      const source = declaration.getSourceFile();
      const file = project.real(source.fileName);
      if (file === null || !project.paths.has(file)) place = null;
      else {
        const name = ts.getNameOfDeclaration(declaration as ts.Declaration) ?? declaration;
        const line = source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1;
        place = { file, line, symbol: dottedName(declaration) };
      }
      places.set(declaration, place);
    }
    return place;
  }

  function isModule(source: ts.SourceFile): boolean {
    let known = exported.get(source);
    if (known === undefined) {
      known = checker.getSymbolAtLocation(source) !== undefined;
      exported.set(source, known);
    }
    return known;
  }

  function followed(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function answer(symbol: ts.Symbol, node: ts.Node, isMember: boolean): ReturnType<Ask> {
    const declarations = symbol.declarations ?? [];
    if (declarations.some(ts.isSourceFile)) return { verdict: "module" };
    const inside = declarations.filter((declaration) => placeOf(declaration) !== null);
    if (inside.length === 0) {
      const isKnown = declarations.length > 0 || !isMember;
      return { verdict: `${isKnown ? "external" : "unanswered"}${isMember ? "-member" : ""}` };
    }
    if (inside.some((declaration) => ts.getNameOfDeclaration(declaration as ts.Declaration) === node))
      return { verdict: "declaration" };
    const to = inside.map((declaration) => placeOf(declaration)!);
    const own = inside.filter((declaration) => declaration.getSourceFile() === node.getSourceFile());
    const top = inside.filter(isTopLevel);
    if (isMember && top.length === 0)
      return { verdict: own.length === 0 ? "member-across" : "member-within", to: distinct(to) };
    if (own.length > 0) return { verdict: own.some(isTopLevel) ? "within" : "local", to: distinct(to) };
    if (top.some((declaration) => isModule(declaration.getSourceFile())))
      return { verdict: isMember ? "across-qualified" : "across", to: distinct(to) };
    return { verdict: "ambient", to: distinct(to) };
  }

  return (node) => {
    const parent = node.parent;
    if (isSpecifierPart(parent)) return { verdict: "specifier" };
    const receiver = qualifierOf(node);
    if (receiver) {
      const symbol = followed(checker.getSymbolAtLocation(node));
      const found = symbol ? answer(symbol, node, true) : { verdict: "unanswered-member" as const };
      return { ...found, receiver: receiverOf(receiver, checker) };
    }
    if (ts.isBindingElement(parent) && isPropertyTaken(parent, node)) return patternAnswer(parent, node);
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
      const symbol = followed(checker.getShorthandAssignmentValueSymbol(parent));
      return symbol && !isUnknown(symbol) ? answer(symbol, node, false) : { verdict: "unanswered" };
    }
    if (isDeclarationName(node)) return { verdict: "declaration" };
    if (ts.isMetaProperty(parent) || ts.isBreakOrContinueStatement(parent) || ts.isLabeledStatement(parent))
      return { verdict: "external" };
    const symbol = followed(checker.getSymbolAtLocation(node));
    return symbol && !isUnknown(symbol) ? answer(symbol, node, false) : { verdict: "unanswered" };
  };

  /** `{ name } = user`: the property that is taken out. Kept apart from members: its verdict is always "pattern" or none. */
  function patternAnswer(element: ts.BindingElement, node: ts.Node): ReturnType<Ask> {
    if (!ts.isObjectBindingPattern(element.parent)) return { verdict: "declaration" };
    const name = (node as ts.Identifier).text;
    const property = checker.getTypeAtLocation(element.parent).getProperty(name);
    const found = property && answer(property, element, true);
    return found?.to ? { verdict: "pattern", to: found.to } : { verdict: "declaration" };
  }
}

/** `name` of `{ name }` and of `{ name: other }`; no default value, no rest. */
function isPropertyTaken(element: ts.BindingElement, node: ts.Node): boolean {
  return element.propertyName ? element.propertyName === node : element.name === node && !element.dotDotDotToken;
}

const isUnknown = (symbol: ts.Symbol): boolean =>
  symbol.escapedName === "unknown" && (symbol.declarations ?? []).length === 0;

function distinct(places: Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ file, line }) => !seen.has(`${file}:${line}`) && seen.add(`${file}:${line}`));
}
