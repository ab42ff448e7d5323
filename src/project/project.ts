/** What the manifests and the tools of a repository say: where its code is entered, and which packages it asks for and uses. */
export interface Project {
  manifests: Manifest[];
  entries: Entry[];
  /** Packages that a tool's configuration or a command line uses; imports in code are not among them. */
  uses: PackageUse[];
  /** Entries that a manifest names and no file of the repository answers to, so that what they lead to looks unused. */
  missing: MissingEntry[];
  problems: { file: string; line: number; message: string }[];
  /** Patterns of specifiers that configurations lead to files, `@app/*`: what looks like a package may be one of them. */
  aliases: string[];
  /** Regular expressions of names that tools make up while they run, and no package brings: `^@theme/`. */
  provided: string[];
}

/** `production`: what is shipped or run. `test`: what a test runner runs. `tooling`: configurations, scripts, stories, examples. */
export type Role = "production" | "test" | "tooling";

/** A file that something outside the code's own imports starts or reads. */
export interface Entry {
  file: string;
  /** What says so, for people: `"main" of package.json`, `vitest runs it`. */
  why: string;
  role: Role;
  /** Only these of its symbols are used from outside (`module:function` of a console script); absent when all that it exports is. */
  symbols?: string[];
}

/** A manifest names it, but no file is there: a build output whose source was not found, say. */
export interface MissingEntry {
  manifest: string;
  line: number;
  /** As written, `./dist/index.js`. */
  path: string;
  why: string;
}

type Ecosystem = "npm" | "python" | "go" | "cargo" | "maven";

/** One package.json, pyproject.toml, requirements.txt, go.mod, Cargo.toml, pom.xml. */
export interface Manifest {
  path: string;
  /** The folder it stands in, "" for the root; it speaks for the files below, as far as no manifest of its ecosystem stands nearer. */
  folder: string;
  ecosystem: Ecosystem;
  name: string | null;
  /** Others install it, so what its entries export is used outside. */
  isPublished: boolean;
  dependencies: DeclaredDependency[];
}

export interface DeclaredDependency {
  name: string;
  /** As the manifest calls it: `dependencies`, `devDependencies`, `project.optional-dependencies.docs`, `dev-dependencies`. */
  section: string;
  line: number;
  role: Role;
  /** It need not be used by this package's own code: peers, and what is declared optional. */
  isOptional: boolean;
}

/** `kind` binary: a command of a script; `name` is then the command, and the packages it may come from are found by name. */
export interface PackageUse {
  kind: "package" | "binary";
  name: string;
  file: string;
  line: number;
  why: string;
  role: Role;
  /** Nobody has to declare it. */
  isOptional?: boolean;
}
