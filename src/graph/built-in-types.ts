import { returned } from "./calls.js";
import type { Evaluator } from "./evaluator.js";
import { awaited } from "./iterate.js";
import { signatureAt } from "./linked-file.js";
import { parameterType, signaturesOf } from "./signatures.js";
import { unionOf, unknown, type Value, via } from "./values.js";

/**
 * Types that the compiler computes and no declaration can say without conditional types. Those that pass their argument's members on
 * (Partial, Readonly, Omit …) are plain aliases in the library file.
 */
export function builtIn(evaluator: Evaluator, name: string, args: readonly Value[]): Value | null {
  const [first] = args;
  if (!first || !Object.hasOwn(computed, name)) return null;
  return computed[name]!(evaluator, first);
}

const computed: Record<string, (evaluator: Evaluator, value: Value) => Value> = {
  ReturnType: (evaluator, value) =>
    via(
      unionOf(
        signaturesOf(evaluator, value)
          .slice(0, 4)
          .map((one) => returned(evaluator, one)),
      ),
      value,
    ),
  InstanceType: (_, value) => (value.kind === "class" ? { ...value, kind: "instance" } : unknown),
  Awaited: (evaluator, value) => awaited(evaluator, value),
  Parameters: (evaluator, value) => {
    const [called] = signaturesOf(evaluator, value);
    if (!called) return unknown;
    const { parameters } = signatureAt(called.file, called.offset);
    const of = [...parameters].map((_, i) => parameterType(evaluator, called, i));
    return { kind: "tuple", of, file: called.file, inferred: value.inferred };
  },
};
