/** Growing bytes that numbers and strings are written to; see ByteReader. Numbers are written in groups of 7 bits, small ones in one byte. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  /** An integer from 0 to 2^31 - 1. */
  number(value: number): void {
    if (this.length + 5 > this.bytes.length) this.#reserve(5);
    this.length = write(this.bytes, this.length, value);
  }

  /** As many integers of 32 bits, with their number before them. */
  numbers(values: Int32Array): void {
    this.number(values.length);
    this.#reserve(values.length * 5);
    const { bytes } = this;
    let { length } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      length = write(bytes, length, ((value << 1) ^ (value >> 31)) >>> 0);
    }
    this.length = length;
  }

  /** The same for integers that mostly grow: differences take less room. */
  growing(values: Int32Array): void {
    this.number(values.length);
    this.#reserve(values.length * 5);
    let before = 0;
    for (let i = 0; i < values.length; i++) {
      const step = (values[i]! - before) | 0;
      this.length = write(this.bytes, this.length, ((step << 1) ^ (step >> 31)) >>> 0);
      before = values[i]!;
    }
  }

  /** Strings, as one text: one call into the runtime and not one for each. */
  strings(values: readonly string[]): void {
    this.number(values.length);
    for (const { length } of values) this.number(length);
    const text = values.join("");
    const room = text.length * 3;
    this.#reserve(room + 5);
    const start = this.length;
    // The number of bytes is known afterwards; it takes 4 bytes.
    const { written } = encoder.encodeInto(text, this.bytes.subarray(start + 4));
    for (let i = 0; i < 4; i++) this.bytes[start + i] = written >>> (8 * i);
    this.length = start + 4 + written;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A copy of what was written since `start`. */
  since(start: number): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(start, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** A function that gives the bytes that `write` writes for a value. */
export function encoded<T>(write: (writer: ByteWriter, value: T) => void): (value: T) => Uint8Array {
  const writer = new ByteWriter();
  return (value) => {
    writer.length = 0;
    write(writer, value);
    return writer.since(0);
  };
}

/** Reads what a ByteWriter wrote, in the same order. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  number(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++]!;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; ; shift += 7) {
      byte = bytes[this.#at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const value = this.number();
    return (value >>> 1) ^ -(value & 1);
  }

  numbers(): Int32Array {
    const values = new Int32Array(this.number());
    for (let i = 0; i < values.length; i++) values[i] = this.signed();
    return values;
  }

  growing(): Int32Array {
    const values = new Int32Array(this.number());
    let before = 0;
    for (let i = 0; i < values.length; i++) {
      before = (before + this.signed()) | 0;
      values[i] = before;
    }
    return values;
  }

  strings(): string[] {
    const lengths = new Int32Array(this.number());
    for (let i = 0; i < lengths.length; i++) lengths[i] = this.number();
    const bytes = this.#bytes.readUInt32LE(this.#at);
    const start = this.#at + 4;
    this.#at = start + bytes;
    const text = this.#bytes.toString("utf8", start, this.#at);
    const values: string[] = [];
    let at = 0;
    for (const length of lengths) {
      values.push(text.slice(at, at + length));
      at += length;
    }
    return values;
  }
}

function write(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 0x80) {
    bytes[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[end++] = rest;
  return end;
}

const encoder = new TextEncoder();
