// The contract of sampling: the token is the one that the definition chooses (or one of those that it cannot tell apart in float32), and the
// very token that the kernel's own JavaScript chooses, on every execution.
import fc from "fast-check";
import { expectAllWritten } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { HostTensor } from "../../proptests/lib/tensors.ts";
import { chooseRandomly } from "./kernel.ts";
import { argmax, type SamplingOperatorTuning, sampling, samplingTuning } from "./operator.ts";
import { type SamplingRow, timesOf } from "./reference.ts";

interface RowChoice {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly position: number;
  readonly active: boolean;
}
export interface SamplingCase {
  readonly vocabulary: number;
  readonly seed: number;
  /** Deviation of the logits; 0 for many that are equal. */
  readonly spread: number;
  readonly rows: readonly RowChoice[];
}
const caseOf = (problem: Constants | undefined): fc.Arbitrary<SamplingCase> =>
  fc.record({
    vocabulary: problem ? fc.constant(Number(problem["vocabulary"])) : fc.constantFrom(1, 5, 64, 100, 300),
    seed: fc.integer(),
    spread: fc.constantFrom(0, 1, 3, 10),
    rows: fc.array(
      fc.record({
        temperature: fc.constantFrom(0, 0.5, 1, 1, 2),
        topK: fc.constantFrom(0, 0, 1, 3, 40),
        topP: fc.constantFrom(1, 1, 0.9, 0.5, 0.01),
        position: fc.nat(1000),
        active: fc.constantFrom(true, true, true, false),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

const list = (dtype: "f32" | "i32" | "u32", values: readonly number[]): HostTensor =>
  HostTensor.fromNumbers(dtype, [values.length], values);
const makeInputs = ({ vocabulary, seed, spread, rows }: SamplingCase) => {
  const random = new Random(seed);
  // Small integers, so that there are equal ones, or normal numbers with a logit that takes no part.
  const values = rows.flatMap(() =>
    Array.from({ length: vocabulary }, (_, n) =>
      spread === 0
        ? random.integer(-2, 2)
        : n > 0 && random.uniform() < 0.02
          ? Number.NEGATIVE_INFINITY
          : Math.fround(spread * random.normal()),
    ),
  );
  const seeds = rows.flatMap(() => [random.integer(0, 2 ** 32 - 1), random.integer(0, 5)]);
  return {
    logits: HostTensor.fromNumbers("f32", [rows.length, vocabulary], values),
    active: list(
      "i32",
      rows.map(({ active }) => Number(active)),
    ),
    temperatures: list(
      "f32",
      rows.map(({ temperature }) => temperature),
    ),
    topK: list(
      "i32",
      rows.map(({ topK }) => topK),
    ),
    topP: list(
      "f32",
      rows.map(({ topP }) => topP),
    ),
    seeds: HostTensor.fromNumbers("u32", [rows.length, 2], seeds),
    positions: list(
      "i32",
      rows.map(({ position }) => position),
    ),
  };
};

const checkArgmax = async (one: SamplingCase, tuning: SamplingOperatorTuning, execute: Execution): Promise<void> => {
  const { logits, active } = makeInputs(one);
  const { outputs } = await runPlan(
    argmax({ vocabulary: one.vocabulary }, tuning),
    { tensors: { logits, active }, scalars: {} },
    execute,
    1,
  );
  expectAllWritten("argmax", outputs);
  const [tokens, values] = [outputs["tokens"]!.toNumbers(), logits.toNumbers()];
  for (const [row, { active: isActive }] of one.rows.entries()) {
    const own = Array.from(values.slice(row * one.vocabulary, (row + 1) * one.vocabulary));
    const wanted = isActive ? own.indexOf(Math.max(...own)) : -1;
    if (tokens[row] !== wanted) throw new Error(`row ${row}: token ${tokens[row]} was chosen, and the first largest logit is ${wanted}'s`);
  }
};

/** Tokens that may win within the accuracy of f32: a set's border and a race may be too close to call. */
const possible = (row: SamplingRow): Set<number> => {
  const near = 1e-4;
  const borders = row.topP < 1 ? [row.topP * (1 - near), row.topP, Math.min(row.topP * (1 + near), 1 - 1e-9)] : [1];
  return new Set(
    borders.flatMap((topP) => {
      const times = timesOf({ ...row, topP });
      const first = Math.min(...times);
      // At a temperature of 0 all of the largest arrive at once, and the first of them is taken.
      if (row.temperature <= 0) return [times.indexOf(first)];
      return times.flatMap((time, token) => (time <= first * (1 + near) ? [token] : []));
    }),
  );
};
const checkSampling = async (one: SamplingCase, tuning: SamplingOperatorTuning, execute: Execution): Promise<void> => {
  const tensors = makeInputs(one);
  const { vocabulary, rows } = one;
  const { outputs } = await runPlan(sampling({ vocabulary }, tuning), { tensors, scalars: {} }, execute, 1);
  expectAllWritten("sampling", outputs);
  const tokens = outputs["tokens"]!.toNumbers();
  const { logits, active, temperatures, topK, topP, seeds, positions } = tensors;
  // JavaScript takes seconds for a large vocabulary.
  const inJavaScript = vocabulary <= 1024 ? HostTensor.allocate("i32", [rows.length]) : null;
  if (inJavaScript)
    chooseRandomly.run({ vocabulary }, { blockN: 64 }, logits, active, temperatures, topK, topP, seeds, positions, inJavaScript);
  const [values, parts] = [logits.toNumbers(), seeds.toNumbers()];
  for (const [row, choice] of rows.entries()) {
    if (inJavaScript && tokens[row] !== inJavaScript.get([row]))
      throw new Error(`row ${row}: token ${tokens[row]} was chosen, and ${inJavaScript.get([row])} in JavaScript`);
    const own = Array.from(values.slice(row * vocabulary, (row + 1) * vocabulary));
    const seed = [parts[2 * row]!, parts[2 * row + 1]!] as const;
    const wanted = choice.active ? possible({ ...choice, topP: Math.fround(choice.topP), logits: own, seed }) : new Set([-1]);
    if (!wanted.has(tokens[row]!)) throw new Error(`row ${row}: token ${tokens[row]} was chosen, and ${[...wanted]} could be`);
  }
};

const tunings = [{ blockN: 64, warps: 1 }, { blockN: 256, warps: 2 }, { ...samplingTuning }];
const spec = (name: string, check: (one: SamplingCase, tuning: SamplingOperatorTuning, execute: Execution) => Promise<void>) => ({
  name,
  file: besideModule(import.meta.url, "operator.ts"),
  tunings,
  cases: ({ problem }: { readonly problem?: Constants | undefined }) => caseOf(problem),
  check: (one: SamplingCase, tuning: Constants, execute: Execution) => check(one, tuning as unknown as SamplingOperatorTuning, execute),
});
/** What `verify` checks in this folder. */
export const specs: readonly Spec<SamplingCase>[] = [spec("argmax", checkArgmax), spec("sampling", checkSampling)];
