import { inspect } from "node:util";

/**
 * The handful of styles v4 uses, as functions from text to text with escape codes. They are built from node's own table
 * rather than `util.styleText`, which looks at the process's own stdout and so would style or not by where a test runs.
 * Only the sixteen colours a person has chosen for their terminal are used.
 */
export type Style = (text: string) => string;

const style =
  (...names: string[]): Style =>
  (text) =>
    names.reduceRight((inner, name) => {
      const [open, close] = inspect.colors[name]!;
      // A style that closes inside would end this one too: open it again.
      return `\x1b[${open}m${inner.replaceAll(`\x1b[${close}m`, `\x1b[${close}m\x1b[${open}m`)}\x1b[${close}m`;
    }, text);

export const plain: Style = (text) => text;
export const dim = style("dim");
export const bold = style("bold");
export const italic = style("italic");
export const strike = style("strikethrough");
export const heading = style("bold");
export const code = style("cyan");
export const place = style("blue");
export const accent = style("green");
export const doubt = style("dim", "red");
export const warning = style("dim", "yellow");

/** Colours of highlight.js token names in code fences; names that are missing stay plain. */
export const syntax: Record<string, Style> = {
  keyword: style("magenta"),
  literal: style("yellow"),
  number: style("yellow"),
  string: style("green"),
  regexp: style("green"),
  comment: style("dim"),
  doctag: style("dim"),
  type: style("cyan"),
  built_in: style("cyan"),
  title: style("blue"),
  attr: style("cyan"),
  attribute: style("cyan"),
  meta: style("dim"),
  tag: style("blue"),
  name: style("blue"),
  section: style("bold"),
  addition: style("green"),
  deletion: style("red"),
};
