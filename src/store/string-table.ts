/** Numbers strings in the order in which they come, each once. */
export class StringTable {
  readonly strings: string[];
  readonly #numbers = new Map<string, number>();

  /** Starts with some that keep their places. */
  constructor(first: readonly string[] = []) {
    this.strings = [...first];
    for (const [number, text] of first.entries()) this.#numbers.set(text, number);
  }

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.strings.length;
      this.strings.push(text);
      this.#numbers.set(text, number);
    }
    return number;
  }
}
