import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean, cleanLine, startCleaning } from "../../src/output/clean.js";

describe("clean", () => {
  const hostile: [string, string, string][] = [
    ["colours", "a\x1b[1;31mb\x1b[0mc", "abc"],
    ["cursor movement and screen clearing", "a\x1b[2J\x1b[H\x1b[1Ab", "ab"],
    ["a hyperlink with a false target", "\x1b]8;;https://evil.example\x1b\\src/a.ts\x1b]8;;\x1b\\", "src/a.ts"],
    ["a window title", "a\x1b]0;title\x07b", "ab"],
    ["a clipboard write", "a\x1b]52;c;cm0gLXJm\x07b", "ab"],
    ["a device control string", "a\x1bPq#0;2\x1b\\b", "ab"],
    ["8-bit control sequences", "a\x9b31mb\x9d0;t\x9cc", "abc"],
    ["a reset", "a\x1bcb", "ab"],
    ["a character set switch", "a\x1b(0b", "ab"],
    ["a line that overwrites itself", "evil\rgood", "evilgood"],
    ["backspaces and bells", "a\b\b\x07b\x7f", "ab"],
    ["text that reorders itself", "a\u202eb\u2066c", "abc"],
    ["an unterminated string ends with its line", "a\x1b]0;b\nc", "a\nc"],
    ["an escape inside a sequence", "a\x1b[3\x1b[31mb", "ab"],
    ["half a surrogate pair", "a\ud83db\ude00", "ab"],
    ["a null byte", "a\0b", "ab"],
  ];
  for (const [name, text, expected] of hostile) it(`takes out ${name}`, () => expect(clean(text)).toBe(expected));

  it("keeps tabs, newlines, emoji and every script", () => {
    const text = "a\tb\n漢字 👩‍👩‍👧 e\u0301 עברית";
    expect(clean(text)).toBe(text);
  });

  it("makes a field of one line", () => expect(cleanLine(" a\n\tb\x1b[31m  c ")).toBe("a b c"));

  it("gives the same text however the stream is cut", () => {
    const text = fc.array(
      fc.oneof(fc.constantFrom("\x1b", "[", "]", "\x07", "\\", "m", "\x9d", "😀", "\n", "a"), fc.string()),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (parts, size) => {
        const whole = parts.join("");
        const cleaner = startCleaning();
        let out = "";
        for (let at = 0; at < whole.length; at += size) out += cleaner.push(whole.slice(at, at + size));
        expect(out + cleaner.end()).toBe(clean(whole));
      }),
    );
  });
});
