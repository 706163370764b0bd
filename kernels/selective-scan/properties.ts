// What the selective scan promises beyond agreement with its definition, as properties of one random case under any execution: which inputs
// an output may not depend on (bit for bit), and what may not matter (where a sequence is cut, tiles, memory layout, the order of warps).
import { disturbed, expectAllAlike, expectAllWritten, expectUnaffected, type Outputs, partOf } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import type { Execution } from "../../proptests/lib/spec.ts";
import { HostTensor, rowMajor } from "../../proptests/lib/tensors.ts";
import { makeInputs, optionsOf, type ScanCase } from "./cases.ts";
import { expectScan } from "./expect.ts";
import { type ScanOperatorTuning, selectiveScanUpdate } from "./operator.ts";
import { type ScanInputs, sequencesOf } from "./reference.ts";
import { runScan } from "./spec.ts";

export interface ScanPropertyCase {
  readonly scan: ScanCase;
  readonly tuning: ScanOperatorTuning;
  readonly otherTuning: ScanOperatorTuning;
  /** Where to cut sequences in two, from 0 to 1. */
  readonly cut: number;
}
/** Executions that may differ in nothing that an operator's user can see: on a simulator, the order in which warps run. */
export type Executions = readonly [Execution, ...Execution[]];

const run =
  (scan: ScanCase, tuning: ScanOperatorTuning, execute: Execution) =>
  async (inputs: ScanInputs): Promise<Outputs> =>
    (await runScan(scan, inputs, tuning, execute)).outputs;
/** An integer from 0 to `most`. */
const at = (fraction: number, most: number): number => Math.min(most, Math.floor(fraction * (most + 1)));

const perToken = ["u", "delta", "z", "B", "C"] as const;
/** The inputs of each token, with another tensor in place of each. */
const mapTokens = (inputs: ScanInputs, map: (tensor: HostTensor) => HostTensor): ScanInputs => ({
  ...inputs,
  ...Object.fromEntries(perToken.map((name) => [name, inputs[name] && map(inputs[name])])),
});
const valuesOf = (outputs: Outputs) => ({ y: outputs["y"]!.toNumbers(), lastState: outputs["lastState"]!.toNumbers() });

/** Two chunks in the order of the walk, the second starting from the first's last state. */
const inTwo = (scan: ScanCase, inputs: ScanInputs, cut: number): { readonly first: ScanInputs; readonly second: ScanInputs } => {
  const tokens = scan.lengths[0]!;
  const early = mapTokens(inputs, (tensor) => partOf(tensor, 1, 0, cut));
  const late = mapTokens(inputs, (tensor) => partOf(tensor, 1, cut, tokens - cut));
  return scan.reverse ? { first: late, second: early } : { first: early, second: late };
};

export interface ScanProperty {
  readonly name: string;
  check(property: ScanPropertyCase, executions: Executions): Promise<void>;
}
export const scanProperties: readonly ScanProperty[] = [
  {
    name: "causality: what comes later in the walk does not change what came before",
    check: async ({ scan, tuning, cut }, [execute]) => {
      const inputs = makeInputs(scan);
      const ranges = sequencesOf(inputs).map(({ batch, first, tokens }) => {
        const middle = at(cut, tokens);
        return { batch, first: scan.reverse ? first + middle : first, length: scan.reverse ? tokens - middle : middle };
      });
      const isKept = ([batch, token]: readonly number[]): boolean =>
        ranges.some((range) => range.batch === batch && token! >= range.first && token! < range.first + range.length);
      const random = new Random(scan.seed + 1);
      const changed = mapTokens(inputs, (tensor) => disturbed(tensor, random, (index) => !isKept(index)));
      await expectUnaffected("past", run(scan, tuning, execute), { original: inputs, changed }, ({ y }) =>
        Object.fromEntries(
          ranges.map(({ batch, first, length }, n) => [`y of sequence ${n}`, partOf(partOf(y!, 0, batch, 1), 1, first, length)]),
        ),
      );
    },
  },
  {
    name: "independence: a sequence and a channel alone give what they give among others",
    check: async ({ scan, tuning, cut }, [execute]) => {
      const inputs = makeInputs(scan);
      const sequences = sequencesOf(inputs);
      const n = at(cut, sequences.length - 1);
      const { batch, first, tokens } = sequences[n]!;
      const group = at(1 - cut, scan.groups - 1);
      const channels = scan.channels / scan.groups;
      const channel = group * channels + at(cut, channels - 1);
      // Other sequences and other groups change; this group's other channels do, too.
      const random = new Random(scan.seed + 2);
      const isOurs = ([b, token]: readonly number[]): boolean => b === batch && token! >= first && token! < first + tokens;
      const changeRows = (tensor: HostTensor): HostTensor => disturbed(tensor, random, (index) => !isOurs(index) || index[2] !== channel);
      const changeWeights = (tensor: HostTensor): HostTensor => disturbed(tensor, random, (index) => !isOurs(index) || index[2] !== group);
      const { u, delta, z, B, C, A } = inputs;
      const changed: ScanInputs = {
        ...inputs,
        ...{ u: changeRows(u), delta: changeRows(delta), z: z && changeRows(z), B: changeWeights(B), C: changeWeights(C) },
        A: disturbed(A, random, ([c]) => c !== channel),
      };
      await expectUnaffected("one channel", run(scan, tuning, execute), { original: inputs, changed }, ({ y, lastState }) => ({
        y: partOf(partOf(partOf(y!, 0, batch, 1), 1, first, tokens), 2, channel, 1),
        lastState: partOf(partOf(lastState!, 0, n, 1), 1, channel, 1),
      }));
    },
  },
  {
    name: "split invariance: chunks that hand their state on are one pass",
    check: async ({ scan: given, tuning, cut }, [execute]) => {
      const scan = { ...given, packed: false, lengths: given.lengths.filter((n) => n > 0).slice(0, 1) };
      const tokens = scan.lengths[0]!;
      const inputs = makeInputs(scan);
      const middle = at(cut, tokens);
      const { first, second } = inTwo(scan, inputs, middle);
      if (middle === 0 || middle === tokens) return;
      const early = await run({ ...scan, lengths: [first.u.shape[1]!] }, tuning, execute)(first);
      const next = { ...scan, hasInitialState: true, lengths: [second.u.shape[1]!] };
      const late = await run(next, tuning, execute)({ ...second, initialState: early["lastState"]! });
      const [a, b] = [valuesOf(early), valuesOf(late)];
      const y = scan.reverse ? [...b.y, ...a.y] : [...a.y, ...b.y];
      expectScan(" of two chunks", inputs, optionsOf(scan), { y, lastState: b.lastState });
    },
  },
  {
    name: "steps: token by token is one pass",
    check: async ({ scan: given }, [execute]) => {
      const tokens = Math.min(5, Math.max(...given.lengths));
      const scan = { ...given, packed: false, reverse: false, lengths: [tokens, tokens], hasInitialState: true };
      const inputs = makeInputs(scan);
      const { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, channels } = scan;
      const plan = selectiveScanUpdate({ dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus });
      const { initialState } = inputs;
      const state = new HostTensor("f32", initialState!.shape, initialState!.data.slice(), initialState!.strides, initialState!.offset);
      const { A, D, deltaBias } = inputs;
      const y = new Float64Array(2 * tokens * channels);
      for (let token = 0; token < tokens; token += 1) {
        const row = (tensor: HostTensor): HostTensor => {
          const { data, shape, strides, offset } = partOf(tensor, 1, token, 1);
          return new HostTensor(tensor.dtype, shape.toSpliced(1, 1), data, strides.toSpliced(1, 1), offset);
        };
        const ofToken = Object.fromEntries(perToken.flatMap((name) => (inputs[name] ? [[name, row(inputs[name])]] : [])));
        const tensors = { ...ofToken, A, state, ...(D && { D }), ...(deltaBias && { deltaBias }) };
        const values = (await runPlan(plan, { tensors, scalars: {} }, execute, 1)).outputs["y"]!.toNumbers();
        for (const batch of [0, 1]) y.set(values.subarray(batch * channels, (batch + 1) * channels), (batch * tokens + token) * channels);
      }
      expectScan(" of steps", inputs, optionsOf(scan), { y, lastState: state.toNumbers() });
    },
  },
  {
    name: "tuning invariance: other tiles, stages, warps and chunks give the same within the budget",
    check: async ({ scan, otherTuning }, [execute]) => {
      const inputs = makeInputs(scan);
      for (const multiprocessors of [1, 300])
        expectScan("", inputs, optionsOf(scan), valuesOf(await run({ ...scan, multiprocessors }, otherTuning, execute)(inputs)));
    },
  },
  {
    name: "determinism: every run gives the same bits, and writes every element",
    check: async ({ scan, tuning }, executions) => {
      const inputs = makeInputs(scan);
      await expectAllAlike(
        "run",
        executions.map((execute) => async () => {
          const outputs = await run(scan, tuning, execute)(inputs);
          expectAllWritten("scan", outputs);
          return outputs;
        }),
      );
    },
  },
  {
    name: "classes: tensors of any layout give the same bits as aligned ones",
    check: async ({ scan, tuning }, [execute]) => {
      const layouts = (layout: (rank: number) => ScanCase["layouts"]["u"]): ScanCase["layouts"] => ({
        ...{ u: layout(3), delta: layout(3), z: layout(3), B: layout(4), C: layout(4) },
      });
      const turned = (rank: number) => ({ order: rank === 3 ? [0, 2, 1] : [0, 1, 3, 2], padding: 0, margin: 0 });
      await expectAllAlike(
        "layout",
        [rowMajor, (rank: number) => ({ ...rowMajor(rank), padding: 3, margin: 5 }), turned].map((layout) => () => {
          const placed = { ...scan, layouts: layouts(layout) };
          return run(placed, tuning, execute)(makeInputs(placed));
        }),
      );
    },
  },
];
