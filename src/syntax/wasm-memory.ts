import { flag, type Grammar, type SyntaxTree } from "./tree.js";

/** The part of the WebAssembly module in use: its memory, under the names that it gives new views to whenever memory grows. */
export interface WasmMemory {
  HEAPU8: Uint8Array;
  HEAPU16: Uint16Array;
  HEAPU32: Uint32Array;
}

/*
 * Where tree-sitter 0.25 keeps what, in bytes; compiled to WebAssembly a pointer has 4. From lib/src/subtree.h, parser.h and tree.h of
 * its sources. A subtree is 8 bytes: a small leaf itself (the lowest bit is 1), or a pointer to the data below, with its children's
 * 8 bytes each just before. Read as raw words, a node costs some 20 ns; asked for over the interface, most of a microsecond.
 */
const subtree = {
  padding: 4,
  size: 16,
  childCount: 36,
  symbol: 40,
  bits: 44,
  moreBits: 45,
  production: 66,
} as const;
const language = {
  symbolCount: 4,
  aliasCount: 8,
  productionCount: 28,
  longestAliases: 36,
  fieldSlices: 64,
  fieldEntries: 68,
  symbolMetadata: 72,
  publicSymbols: 76,
  aliases: 84,
} as const;
/** Bits of the first byte of a subtree, of either form; the inline form has one bit more at the low end. */
const bit = { visible: 1, named: 2, extra: 4 } as const;
const missingInline = 0x20;
const missingInHeap = 0x2;
const errorSymbol = 0xffff;

/** The tables of a language that naming a node needs, copied out of the module's memory once. */
export interface LanguageTables {
  publicSymbol: Uint16Array;
  /** 1 where the symbol is a named one. */
  named: Uint8Array;
  /** For each production: the first entry of its fields and their number. */
  fieldSlices: Uint16Array;
  /** For each entry: field, and the child's place; inherited entries are marked by place 255. */
  fieldOf: Uint16Array;
  childOf: Uint8Array;
  aliases: Uint16Array;
  longestAliases: number;
}

/** Reads a language's tables at its address in the module's memory. */
export function readLanguage(memory: WasmMemory, address: number): LanguageTables {
  const { HEAPU8: bytes, HEAPU16: halves, HEAPU32: words } = memory;
  const word = (offset: number) => words[(address + offset) >> 2]!;
  const symbols = word(language.symbolCount) + word(language.aliasCount);
  const productions = word(language.productionCount);
  const longestAliases = halves[(address + language.longestAliases) >> 1]!;
  const at = (offset: number) => word(offset);
  const slices = halves.slice(at(language.fieldSlices) >> 1, (at(language.fieldSlices) >> 1) + productions * 2);
  let entries = 0;
  for (let i = 0; i < slices.length; i += 2) entries = Math.max(entries, slices[i]! + slices[i + 1]!);
  const fieldOf = new Uint16Array(entries);
  const childOf = new Uint8Array(entries);
  for (let i = 0; i < entries; i++) {
    const entry = at(language.fieldEntries) + i * 4;
    fieldOf[i] = halves[entry >> 1]!;
    childOf[i] = bytes[entry + 3] ? 255 : bytes[entry + 2]!;
  }
  const named = new Uint8Array(symbols);
  for (let i = 0; i < symbols; i++) named[i] = bytes[at(language.symbolMetadata) + i * 3 + 1]!;
  return {
    publicSymbol: halves.slice(at(language.publicSymbols) >> 1, (at(language.publicSymbols) >> 1) + symbols),
    named,
    fieldSlices: slices,
    fieldOf,
    childOf,
    aliases: halves.slice(at(language.aliases) >> 1, (at(language.aliases) >> 1) + productions * longestAliases),
    longestAliases,
  };
}

/** The arrays of a tree that is read again and again: they grow and never shrink. */
export class TreeReader {
  #nodes: SyntaxTree | null = null;
  // One frame an open subtree. Repetitions are balanced inside tree-sitter, but nesting in the source has no limit.
  #frames = new Int32Array(7 * 256);

  /** Reads the tree whose root subtree stands at `root`. `offset` counts bytes of UTF-16. */
  read(memory: WasmMemory, root: number, grammar: Grammar, tables: LanguageTables): SyntaxTree {
    const { HEAPU8: bytes, HEAPU16: halves, HEAPU32: words } = memory;
    const { publicSymbol, named, fieldSlices, fieldOf, childOf, aliases, longestAliases } = tables;
    let nodes = this.#ensure(grammar, 1024);
    let { type, field, start, end, after, parent, flags } = nodes;
    let frames = this.#frames;
    let count = 0;
    let depth = 0;
    let hasError = false;
    // The frame: 0 first child's address, 1 children, 2 next child, 3 next structural child, 4 production, 5 innermost visible node, 6 field handed down.
    let address = root;
    let offset = 0;
    let alias = 0;
    let handed = 0;
    let parentNode = 0;
    for (;;) {
      // One subtree at `address`, its padding starting at `offset`.
      const low = words[address >> 2]!;
      const inline = (low & 1) === 1;
      let symbol: number;
      let bits: number;
      let size: number;
      let children = 0;
      let padding = 0;
      let isMissing: boolean;
      if (inline) {
        bits = low >> 1;
        symbol = (low >>> 8) & 0xff;
        padding = bytes[address + 6]!;
        size = bytes[address + 7]!;
        isMissing = (low & missingInline) !== 0;
      } else {
        bits = bytes[low + subtree.bits]!;
        symbol = halves[(low + subtree.symbol) >> 1]!;
        padding = words[(low + subtree.padding) >> 2]!;
        size = words[(low + subtree.size) >> 2]!;
        children = words[(low + subtree.childCount) >> 2]!;
        isMissing = (bytes[low + subtree.moreBits]! & missingInHeap) !== 0;
      }
      let node = -1;
      if (alias !== 0 || (bits & bit.visible) !== 0) {
        if (count === type.length) {
          nodes = this.#ensure(grammar, count * 2);
          ({ type, field, start, end, after, parent, flags } = nodes);
        }
        node = count++;
        const isError = symbol >= errorSymbol - 1;
        const shown = alias !== 0 ? alias : symbol;
        if (isError || isMissing) hasError = true;
        type[node] = isError ? errorSymbol : publicSymbol[shown]!;
        field[node] = handed;
        start[node] = (offset + padding) >> 1;
        end[node] = (offset + padding + size) >> 1;
        after[node] = count;
        parent[node] = parentNode;
        flags[node] =
          (isError || (alias !== 0 ? named[alias] : (bits & bit.named) !== 0) ? flag.named : 0) |
          ((bits & bit.extra) !== 0 ? flag.extra : 0) |
          (isMissing ? flag.missing : 0) |
          (isError ? flag.error : 0);
      }
      if (children > 0) {
        if ((depth + 1) * 7 > frames.length) {
          const longer = new Int32Array(frames.length * 2);
          longer.set(frames);
          frames = longer;
          this.#frames = longer;
        }
        const frame = depth++ * 7;
        frames[frame] = low - children * 8;
        frames[frame + 1] = children;
        frames[frame + 2] = 0;
        frames[frame + 3] = 0;
        frames[frame + 4] = halves[(low + subtree.production) >> 1]!;
        // The innermost visible node, itself or one around it; told apart by the sign.
        frames[frame + 5] = node >= 0 ? node : parentNode;
        // A hidden node hands its own field down; a visible one starts anew.
        frames[frame + 6] = node < 0 ? handed : 0;
        // A parent's padding is that of its first child, which brings it again.
      } else offset += padding + size;
      // On to the next subtree in preorder.
      for (;;) {
        if (depth === 0) {
          nodes.count = count;
          nodes.hasError = hasError;
          return nodes;
        }
        const frame = (depth - 1) * 7;
        const index = frames[frame + 2]!;
        if (index < frames[frame + 1]!) {
          frames[frame + 2] = index + 1;
          address = frames[frame]! + index * 8;
          const childLow = words[address >> 2]!;
          const childBits = (childLow & 1) === 1 ? childLow >> 1 : bytes[childLow + subtree.bits]!;
          alias = 0;
          handed = 0;
          if ((childBits & bit.extra) === 0) {
            const structural = frames[frame + 3]!;
            frames[frame + 3] = structural + 1;
            const production = frames[frame + 4]!;
            if (production !== 0 && structural < longestAliases)
              alias = aliases[production * longestAliases + structural]!;
            handed = frames[frame + 6]!;
            const first = fieldSlices[production * 2]!;
            const last = first + fieldSlices[production * 2 + 1]!;
            for (let entry = first; entry < last; entry++) {
              if (childOf[entry] === structural) {
                handed = fieldOf[entry]!;
                break;
              }
            }
          }
          parentNode = frames[frame + 5]!;
          break;
        }
        // A hidden subtree sets it too early, and the visible one around it once more.
        after[frames[frame + 5]!] = count;
        depth--;
      }
    }
  }

  #ensure(grammar: Grammar, length: number): SyntaxTree {
    const old = this.#nodes;
    if (old && old.type.length >= length) {
      old.grammar = grammar;
      return old;
    }
    const grown = <T extends Uint8Array | Uint16Array | Uint32Array>(made: T, from: T | undefined): T => {
      if (from) made.set(from as never);
      return made;
    };
    this.#nodes = {
      grammar,
      count: 0,
      type: grown(new Uint16Array(length), old?.type),
      field: grown(new Uint16Array(length), old?.field),
      start: grown(new Uint32Array(length), old?.start),
      end: grown(new Uint32Array(length), old?.end),
      after: grown(new Uint32Array(length), old?.after),
      parent: grown(new Uint32Array(length), old?.parent),
      flags: grown(new Uint8Array(length), old?.flags),
      hasError: false,
    };
    return this.#nodes;
  }
}
