// What attention promises beyond agreement with its definition, as properties of one random case under any execution: which inputs an
// output may not depend on (bit for bit), and what may not matter (splitting a prefill, tile sizes, memory layout, the order of warps).
import { disturbed, expectAllAlike, expectAllWritten, expectUnaffected, type Outputs, partOf } from "../../proptests/lib/laws.ts";
import { Random } from "../../proptests/lib/random.ts";
import type { Execution } from "../../proptests/lib/spec.ts";
import { allocate, damagedPlace, type HostTensor, rowMajor } from "../../proptests/lib/tensors.ts";
import { type AttentionCase, makeInputs } from "./arbitraries.ts";
import { attentionTruth, expectAttention } from "./budget.ts";
import { type AttentionTensors, type AttentionTuningChoice, callOf, checkCase, configurationOf } from "./spec.ts";

export interface PropertyCase {
  readonly attention: AttentionCase;
  readonly tuning: AttentionTuningChoice;
  readonly otherTuning: AttentionTuningChoice;
  /** Where to cut sequences in two, from 0 to 1, in order. */
  readonly cuts: readonly [number, number];
}
/** Executions that may differ in nothing that an operator's user can see: on a simulator, the order in which warps run. */
export type Executions = readonly [Execution, ...Execution[]];

type Inputs = Omit<AttentionTensors, "output" | "logSumExp">;
const inputsOf = ({ output: _, logSumExp: __, ...inputs }: AttentionTensors): Inputs => inputs;

const attend =
  (attention: AttentionCase, tuning: AttentionTuningChoice, execute: Execution) =>
  async (inputs: Inputs): Promise<Outputs> => {
    const [batch, queries, heads] = inputs.q.shape as [number, number, number];
    const output = allocate(attention.dtype, [batch, queries, heads, attention.valueDim], attention.layouts.output);
    const logSumExp = allocate("f32", [batch, heads, queries]);
    await execute(configurationOf(attention, tuning), callOf(attention, { ...inputs, output, logSumExp }));
    return { output, logSumExp };
  };

interface Sequence {
  readonly batch: number;
  readonly firstQuery: number;
  readonly queries: number;
  readonly firstKey: number;
  readonly keys: number;
  readonly offset: number;
}
const sequencesOf = ({ packed, sequences, options }: AttentionCase): Sequence[] => {
  let [firstQuery, firstKey] = [0, 0];
  return sequences.map(({ queries, keys }, batch) => {
    const offset = options.queryOffset === "bottomRight" ? keys - queries : options.queryOffset;
    const sequence = { batch: packed ? 0 : batch, firstQuery, queries, firstKey, keys, offset };
    if (packed) [firstQuery, firstKey] = [firstQuery + queries, firstKey + keys];
    return sequence;
  });
};
/** Rows `first` to `last` of each sequence. */
const rowsOf = (
  outputs: Outputs,
  ranges: readonly { readonly sequence: Sequence; readonly first: number; readonly last: number }[],
): Outputs =>
  Object.fromEntries(
    ranges.flatMap(({ sequence: { batch, firstQuery }, first, last }, n) =>
      Object.entries(outputs).map(
        ([name, tensor]) =>
          [
            `${name} of sequence ${n}`,
            partOf(partOf(tensor, 0, batch, 1), name === "output" ? 1 : 2, firstQuery + first, last - first),
          ] as const,
      ),
    ),
  );

/** Everything that rows `first(sequence)` to `last(sequence)` cannot see is changed; they must stay as they are. */
const expectLocal = async (
  what: string,
  { attention, tuning }: PropertyCase,
  execute: Execution,
  range: (sequence: Sequence) => readonly [number, number],
): Promise<void> => {
  const inputs = inputsOf(makeInputs(attention));
  const { left, right } = attention.options.window;
  const ranges = sequencesOf(attention).map((sequence) => ({ sequence, first: range(sequence)[0], last: range(sequence)[1] }));
  const random = new Random(attention.seed + 1);
  const isKept = (index: readonly number[]): boolean =>
    ranges.some(
      ({ sequence: { batch, firstQuery }, first, last }) =>
        index[0] === batch && index[1]! >= firstQuery + first && index[1]! < firstQuery + last,
    );
  const isSeen = (index: readonly number[]): boolean =>
    ranges.some(({ sequence: { batch, firstKey, keys, offset }, first, last }) => {
      const key = index[1]! - firstKey;
      if (index[0] !== batch || key < 0 || key >= keys) return false;
      return (left < 0 || key >= first + offset - left) && (right < 0 || key <= last - 1 + offset + right);
    });
  const changed: Inputs = {
    ...inputs,
    q: disturbed(inputs.q, random, (index) => !isKept(index)),
    k: disturbed(inputs.k, random, (index) => !isSeen(index)),
    v: disturbed(inputs.v, random, (index) => !isSeen(index)),
  };
  await expectUnaffected(what, attend(attention, tuning, execute), { original: inputs, changed }, (outputs) => rowsOf(outputs, ranges));
};

const causal = (attention: AttentionCase): AttentionCase => ({
  ...attention,
  options: { ...attention.options, window: { ...attention.options.window, right: 0 } },
});
/** An integer from 0 to `most`. */
const at = (fraction: number, most: number): number => Math.min(most, Math.floor(fraction * (most + 1)));

/** One sequence and one key head with its query heads, as a call of its own. */
const alone = (
  attention: AttentionCase,
  inputs: Inputs,
  sequence: Sequence,
  kvHead: number,
): { readonly attention: AttentionCase; readonly inputs: Inputs } => {
  const { batch, firstQuery, queries, firstKey, keys } = sequence;
  const { group } = attention;
  const cut = (tensor: HostTensor, first: number, length: number, heads: number): HostTensor =>
    partOf(partOf(partOf(tensor, 0, batch, 1), 1, first, length), 2, kvHead * heads, heads);
  return {
    attention: { ...attention, packed: false, kvHeads: 1, sequences: [{ queries, keys }] },
    inputs: {
      q: cut(inputs.q, firstQuery, queries, group),
      k: cut(inputs.k, firstKey, keys, 1),
      v: cut(inputs.v, firstKey, keys, 1),
      sinks: inputs.sinks && partOf(inputs.sinks, 0, kvHead * group, group),
      cuSeqlensQ: null,
      cuSeqlensK: null,
    },
  };
};

export interface AttentionProperty {
  readonly name: string;
  check(property: PropertyCase, executions: Executions): Promise<void>;
}
export const attentionProperties: readonly AttentionProperty[] = [
  {
    name: "causality: the future does not change the past",
    check: (property, [execute]) =>
      expectLocal("past rows", { ...property, attention: causal(property.attention) }, execute, ({ queries }) => [
        0,
        at(property.cuts[0], queries),
      ]),
  },
  {
    name: "locality: what lies outside the window does not matter",
    check: (property, [execute]) =>
      expectLocal("rows", property, execute, ({ queries }) => [at(property.cuts[0], queries), at(property.cuts[1], queries)]),
  },
  {
    name: "independence: a sequence and a head alone give what they give among others",
    check: async ({ attention, tuning, cuts }, [execute]) => {
      const inputs = inputsOf(makeInputs(attention));
      const whole = await attend(attention, tuning, execute)(inputs);
      const sequences = sequencesOf(attention);
      const sequence = sequences[at(cuts[0], sequences.length - 1)]!;
      if (sequence.queries === 0) return;
      const kvHead = at(cuts[1], attention.kvHeads - 1);
      const part = alone(attention, inputs, sequence, kvHead);
      const rows = rowsOf(whole, [{ sequence, first: 0, last: sequence.queries }]);
      const { group } = attention;
      await expectAllAlike("alone", [
        async () => ({
          output: partOf(rows["output of sequence 0"]!, 2, kvHead * group, group),
          logSumExp: partOf(rows["logSumExp of sequence 0"]!, 1, kvHead * group, group),
        }),
        () => attend(part.attention, tuning, execute)(part.inputs),
      ]);
    },
  },
  {
    name: "split invariance: a prefill in chunks is one pass",
    check: async (property, [execute]) => {
      const attention = causal({
        ...property.attention,
        packed: false,
        sequences: [property.attention.sequences.find(({ queries }) => queries > 0)!],
      });
      const tensors = makeInputs(attention);
      const { queries, keys, offset } = sequencesOf(attention)[0]!;
      const bounds = [0, ...property.cuts.map((cut) => at(cut, queries)), queries];
      for (const [n, first] of bounds.slice(0, -1).entries()) {
        const length = bounds[n + 1]! - first;
        if (length === 0) continue;
        // The keys that exist when the chunk's last token has arrived.
        const known = Math.min(keys, Math.max(0, first + length + offset));
        const chunk = {
          ...attention,
          sequences: [{ queries: length, keys: known }],
          options: { ...attention.options, queryOffset: first + offset },
        };
        const part: AttentionTensors = {
          ...tensors,
          q: partOf(tensors.q, 1, first, length),
          k: partOf(tensors.k, 1, 0, known),
          v: partOf(tensors.v, 1, 0, known),
          output: partOf(tensors.output, 1, first, length),
          logSumExp: partOf(tensors.logSumExp, 2, first, length),
        };
        await execute(configurationOf(chunk, property.tuning), callOf(chunk, part));
      }
      expectAttention("a prefill in chunks", tensors, attentionTruth(tensors, attention.options));
      if (damagedPlace(tensors.output) !== null) throw new Error("storage outside the output was written");
    },
  },
  {
    name: "tuning invariance: other tiles, stages and warps give the same within the budget",
    check: async ({ attention, otherTuning }, [execute]) => void (await checkCase(attention, otherTuning, execute)),
  },
  {
    name: "determinism: every run gives the same bits, and writes every element",
    check: async ({ attention, tuning }, executions) => {
      const inputs = inputsOf(makeInputs(attention));
      await expectAllAlike(
        "run",
        executions.map((execute) => async () => {
          const outputs = await attend(attention, tuning, execute)(inputs);
          expectAllWritten("attention", outputs);
          return outputs;
        }),
      );
    },
  },
  {
    name: "classes: the code for any layout gives the same bits as the code for aligned tensors",
    check: async ({ attention, tuning }, [execute]) => {
      const aligned = rowMajor(4);
      const unaligned = { ...aligned, padding: 3, margin: 5 };
      await expectAllAlike(
        "layout",
        [aligned, unaligned].map((layout) => () => {
          const placed = { ...attention, layouts: { q: layout, k: layout, v: layout, output: layout } };
          return attend(placed, tuning, execute)(inputsOf(makeInputs(placed)));
        }),
      );
    },
  },
];
