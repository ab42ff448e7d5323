import { op, space } from "../syntax/names.js";
import { lengthAt, listAt } from "./code.js";
import type { Evaluator } from "./evaluator.js";
import type { TypeEdge, TypeEdgeKind } from "./graph.js";
import { type LinkedFile, signatureAt, symbolOf } from "./linked-file.js";
import { memberAt } from "./member-at.js";
import { bindingTarget, freeTarget, placeOf, type Target } from "./targets.js";
import { typeMemberTarget } from "./type-member.js";

/** Types inside types, and parts of one type in all: written types have some ten. */
const deepest = 20;
const mostParts = 500;

/** The types that the declarations of a file name: what classes extend, what functions take and return, what fields and variables hold. */
export function typeEdgesOf(evaluator: Evaluator, file: LinkedFile, edges: TypeEdge[]): void {
  const { names, facts } = file;
  const { code } = names;
  facts.definitions.forEach(({ kind, line }, number) => {
    const known = names.definitions[number];
    if (!known || known.type === 0) return;
    evaluator.steps = 0;
    const from = { file: file.path, symbol: symbolOf(file, number), line };
    const seen = new Set<string>();
    const link = (offset: number, as: TypeEdgeKind) => {
      namesIn(file, offset, { depth: 0, parts: 0 }, (at) => {
        const target = targetAt(evaluator, file, at);
        const to = target && !isLibrary(target) ? placeOf(target, space.type) : null;
        if (!to) return;
        const key = `${as} ${to.file} ${to.line} ${to.symbol}`;
        if (seen.has(key)) return;
        seen.add(key);
        edges.push({ from, to, kind: as });
      });
    };
    switch (code[known.type]) {
      case op.class: {
        const typeParameters = listAt(code, known.type + 2);
        const extended = listAt(code, known.type + 3 + typeParameters.length);
        const implemented = listAt(code, known.type + 4 + typeParameters.length + extended.length);
        for (const offset of extended) if (code[offset] !== op.objectType) link(offset, "extends");
        for (const offset of implemented) link(offset, "implements");
        return;
      }
      case op.function:
      case op.functionType: {
        const { parameters, returnType } = signatureAt(file, known.type);
        for (const binding of parameters) link(names.bindings[binding]?.type ?? 0, "parameter");
        link(returnType, "return");
        return;
      }
      case op.alias:
        return;
      default:
        link(known.type, kind === "field" || kind === "method" ? "field" : "variable");
    }
  });
}

function isLibrary(target: Target): boolean {
  return target.kind !== "namespace" && target.file.isLibrary;
}

function targetAt(evaluator: Evaluator, file: LinkedFile, offset: number): Target | null {
  const { code, strings } = file.names;
  switch (code[offset]) {
    case op.typeMember:
      return typeMemberTarget(evaluator, file, offset);
    case op.member:
      return memberAt(evaluator, file, offset)?.place.target ?? null;
    default: {
      const binding = code[offset + 1]!;
      return binding >= 0
        ? bindingTarget(evaluator, file, binding)
        : freeTarget(evaluator, file, strings[-1 - binding] ?? "");
    }
  }
}

/** Visits the names in a type, those of its arguments and parts among them. */
function namesIn(file: LinkedFile, offset: number, walk: Walk, visit: (offset: number) => void): void {
  if (offset === 0 || walk.depth >= deepest || ++walk.parts > mostParts) return;
  walk.depth++;
  visitNames(file, offset, walk, visit);
  walk.depth--;
}

interface Walk {
  depth: number;
  parts: number;
}

function visitNames(file: LinkedFile, offset: number, walk: Walk, visit: (offset: number) => void): void {
  const { code, bindings } = file.names;
  const each = (at: number) => {
    for (const inner of listAt(code, at)) namesIn(file, inner, walk, visit);
  };
  switch (code[offset]) {
    case op.name:
    case op.member:
      visit(offset);
      return;
    case op.typeName:
      visit(offset);
      each(offset + 3);
      return;
    case op.typeMember:
      visit(offset);
      each(offset + 4);
      return;
    case op.listType:
      each(offset + 2);
      return;
    case op.apply:
      namesIn(file, code[offset + 1]!, walk, visit);
      each(offset + 2);
      return;
    case op.union:
    case op.intersection:
    case op.tuple:
      each(offset + 1);
      return;
    case op.indexedType:
    case op.mapped:
      namesIn(file, code[offset + 1]!, walk, visit);
      return;
    case op.objectType:
      for (let at = offset + 2; at < offset + lengthAt(code, offset); at += 3)
        namesIn(file, code[at + 2]!, walk, visit);
      return;
    case op.functionType:
    case op.function: {
      const { parameters, returnType } = signatureAt(file, offset);
      for (const binding of parameters) namesIn(file, bindings[binding]?.type ?? 0, walk, visit);
      namesIn(file, returnType, walk, visit);
    }
  }
}
