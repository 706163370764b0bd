// What linear attention promises beyond agreement with its definition, as properties of one random case under any execution: which inputs an
// output may not depend on (bit for bit), and what may not matter (splitting a sequence, chunk lengths, tiles, memory layout, the order of warps).
import { disturbed, expectAllAlike, expectAllWritten, expectUnaffected, type Outputs, partOf } from "../../proptests/lib/laws.ts";
import { Random } from "../../proptests/lib/random.ts";
import type { Execution } from "../../proptests/lib/spec.ts";
import { allocate, HostTensor, rowMajor } from "../../proptests/lib/tensors.ts";
import { type LinearCase, makeInputs } from "./arbitraries.ts";
import { evaluationsOf, expectBudget } from "./budget.ts";
import { type LinearAttentionTuning, stepTuning } from "./operator.ts";
import { type LinearAttentionInputs, sequencesOf } from "./reference.ts";
import { checkCase, runCase } from "./spec.ts";
import { runStep } from "./step-spec.ts";

export interface PropertyCase {
  readonly linear: LinearCase;
  readonly tuning: LinearAttentionTuning;
  readonly otherTuning: LinearAttentionTuning;
  /** Where to cut sequences, from 0 to 1, in order. */
  readonly cuts: readonly [number, number];
}
/** Executions that may differ in nothing that an operator's user can see: on a simulator, the order in which warps run. */
export type Executions = readonly [Execution, ...Execution[]];

/** An integer from 0 to `most`. */
export const at = (fraction: number, most: number): number => Math.min(most, Math.floor(fraction * (most + 1)));

const attend =
  ({ linear, tuning }: PropertyCase, execute: Execution) =>
  async (inputs: LinearAttentionInputs): Promise<Outputs> =>
    (await runCase(linear, inputs, tuning, execute)).outputs;

/** Tokens `first` to `first + length` of everything that has tokens. */
export const tokensOf = (inputs: LinearAttentionInputs, first: number, length: number): LinearAttentionInputs => {
  const cut = (tensor: HostTensor | null): HostTensor | null =>
    tensor && (tensor.shape.length > 2 ? partOf(tensor, 1, first, length) : tensor);
  const { logDecay, step, beta, skip, ...rest } = inputs;
  return {
    ...rest,
    ...{ q: cut(inputs.q)!, k: cut(inputs.k)!, v: cut(inputs.v)! },
    ...{ logDecay: cut(logDecay), step: cut(step), beta: cut(beta), skip },
  };
};
/** One sequence and one group with its heads, as a call of its own. */
const alone = (inputs: LinearAttentionInputs, sequence: number, group: number, groupHeads: number): LinearAttentionInputs => {
  const { batch, first, tokens } = sequencesOf(inputs)[sequence]!;
  const heads = (tensor: HostTensor | null, axis: number): HostTensor | null =>
    tensor && partOf(tensor, axis, group * groupHeads, groupHeads);
  const own = tokensOf(inputs, first, tokens);
  const here = (tensor: HostTensor | null): HostTensor | null =>
    tensor && (tensor.shape.length > 2 ? heads(partOf(tensor, 0, batch, 1), 2) : heads(tensor, 0));
  const state = (tensor: HostTensor | null): HostTensor | null => tensor && heads(partOf(tensor, 0, sequence, 1), 1);
  return {
    q: partOf(partOf(own.q, 0, batch, 1), 2, group, 1),
    k: partOf(partOf(own.k, 0, batch, 1), 2, group, 1),
    v: here(own.v)!,
    ...{ logDecay: here(own.logDecay), step: here(own.step), beta: null, skip: here(own.skip) },
    ...{ initialState: state(inputs.initialState), initialKeySum: state(inputs.initialKeySum), cuSeqlens: null },
  };
};
/** The case as one sequence, not packed. */
export const single = (linear: LinearCase): LinearCase => ({ ...linear, packed: false, lengths: [Math.max(1, ...linear.lengths)] });
/** A copy of zeros where there is no state. */
const stateOr = (state: HostTensor | null, shape: readonly number[]): HostTensor => {
  const made = HostTensor.fromNumbers("f32", shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));
  if (state) made.data.set(state.toNumbers());
  return made;
};
export const statesBefore = ({ keyDim, valueDim, groups, groupHeads, options }: LinearCase, inputs: LinearAttentionInputs) => ({
  states: stateOr(inputs.initialState, [1, groups * groupHeads, keyDim, valueDim]),
  keySums: options.normalise ? stateOr(inputs.initialKeySum, [1, groups * groupHeads, keyDim]) : null,
});

export interface LinearProperty {
  readonly name: string;
  check(property: PropertyCase, executions: Executions): Promise<void>;
}
export const linearProperties: readonly LinearProperty[] = [
  {
    name: "causality: the future does not change the past",
    check: async (property, [execute]) => {
      const inputs = makeInputs(property.linear);
      const random = new Random(property.linear.seed + 1);
      const sequences = sequencesOf(inputs);
      const keptOf = (tokens: number): number => at(property.cuts[0], tokens);
      const isPast = ([batch, token]: readonly number[]): boolean =>
        sequences.some((s) => s.batch === batch && token! >= s.first && token! < s.first + keptOf(s.tokens));
      const later = (tensor: HostTensor): HostTensor => disturbed(tensor, random, (index) => !isPast(index));
      const { logDecay, step } = inputs;
      /** Log decays stay below 0. */
      const negative = (tensor: HostTensor): HostTensor => {
        const changed = later(tensor);
        const values = changed.toNumbers();
        return HostTensor.fromNumbers(
          tensor.dtype,
          tensor.shape,
          values.map((x) => -Math.abs(x)),
        );
      };
      const changed = {
        ...inputs,
        ...{ q: later(inputs.q), k: later(inputs.k), v: later(inputs.v), step: step && later(step) },
        logDecay: logDecay && logDecay.shape.length > 2 ? negative(logDecay) : logDecay,
      };
      await expectUnaffected("past tokens", attend(property, execute), { original: inputs, changed }, ({ output }) =>
        Object.fromEntries(
          sequences.map(({ batch, first, tokens }, n) => [
            `output of sequence ${n}`,
            partOf(partOf(output!, 0, batch, 1), 1, first, keptOf(tokens)),
          ]),
        ),
      );
    },
  },
  {
    name: "independence: a sequence and a group alone give what they give among others",
    check: async (property, [execute]) => {
      const { linear, cuts } = property;
      const inputs = makeInputs(linear);
      const sequence = at(cuts[0], linear.lengths.length - 1);
      const { batch, first, tokens } = sequencesOf(inputs)[sequence]!;
      if (tokens === 0) return;
      const group = at(cuts[1], linear.groups - 1);
      const { groupHeads } = linear;
      // Both whole: how a sequence is cut into segments depends on how many blocks there are.
      const whole = { ...property, tuning: { ...property.tuning, blocksEach: 0 } };
      const one = { ...whole, linear: { ...linear, packed: false, lengths: [tokens], groups: 1 } };
      await expectAllAlike("alone", [
        async () => {
          const { output, finalState } = await attend(whole, execute)(inputs);
          return {
            output: partOf(partOf(partOf(output!, 0, batch, 1), 1, first, tokens), 2, group * groupHeads, groupHeads),
            finalState: partOf(partOf(finalState!, 0, sequence, 1), 1, group * groupHeads, groupHeads),
          };
        },
        async () => {
          const { output, finalState } = await attend(one, execute)(alone(inputs, sequence, group, groupHeads));
          return { output: output!, finalState: finalState! };
        },
      ]);
    },
  },
  {
    name: "split invariance: a sequence in parts, states handed on, is one pass",
    check: async (property, [execute]) => {
      const linear = single(property.linear);
      const inputs = makeInputs(linear);
      const tokens = linear.lengths[0]!;
      const bounds = [0, ...property.cuts.map((cut) => at(cut, tokens)), tokens];
      const output = allocate(linear.dtype, inputs.v.shape);
      let { states, keySums } = statesBefore(linear, inputs);
      for (const [n, first] of bounds.slice(0, -1).entries()) {
        const length = bounds[n + 1]! - first;
        const part = { ...property, linear: { ...linear, lengths: [length], hasInitialState: true } };
        const given = { ...tokensOf(inputs, first, length), initialState: states, initialKeySum: keySums };
        const outputs = await attend(part, execute)(given);
        output.data.set(outputs["output"]!.data, (first * output.data.length) / tokens);
        states = outputs["finalState"]!;
        keySums = outputs["finalKeySum"] ?? null;
      }
      expectBudget("in parts: ", { output, finalState: states }, linear.dtype, evaluationsOf(inputs, linear.options));
    },
  },
  {
    name: "steps: a prefill and then token by token is one pass",
    check: async (property, [execute]) => {
      const linear = single(property.linear);
      const inputs = makeInputs({ ...linear, layouts: { q: rowMajor(4), k: rowMajor(4), v: rowMajor(4) } });
      const tokens = linear.lengths[0]!;
      const prefix = Math.max(0, tokens - 1 - at(property.cuts[0], 4));
      const output = allocate(linear.dtype, inputs.v.shape);
      const row = output.data.length / tokens;
      let { states, keySums } = statesBefore(linear, inputs);
      if (prefix > 0) {
        const part = { ...property, linear: { ...linear, lengths: [prefix] } };
        const outputs = await attend(part, execute)(tokensOf(inputs, 0, prefix));
        output.data.set(outputs["output"]!.data);
        states = outputs["finalState"]!;
        keySums = outputs["finalKeySum"] ?? null;
      }
      const step = { linear, hasBeta: false, indexed: false };
      for (let token = prefix; token < tokens; token++) {
        const tuning = stepTuning(linear.keyDim, linear.valueDim);
        const one = await runStep(step, inputs, token, { states, keySums, stateIndices: null }, tuning, execute);
        output.data.set(one.data, token * row);
      }
      expectBudget("by steps: ", { output, finalState: states }, linear.dtype, evaluationsOf(inputs, linear.options));
    },
  },
  {
    name: "tuning invariance: other chunks, tiles and segments give the same within the budget",
    check: async ({ linear, otherTuning }, [execute]) => void (await checkCase(linear, otherTuning, execute)),
  },
  {
    name: "determinism: every run gives the same bits, and writes every element",
    check: async (property, executions) => {
      const inputs = makeInputs(property.linear);
      await expectAllAlike(
        "run",
        executions.map((execute) => async () => {
          const outputs = await attend(property, execute)(inputs);
          expectAllWritten("linear attention", outputs);
          return outputs;
        }),
      );
    },
  },
  {
    name: "classes: the code for any layout gives the same bits as the code for aligned tensors",
    check: async (property, [execute]) => {
      const aligned = rowMajor(4);
      await expectAllAlike(
        "layout",
        [aligned, { ...aligned, padding: 3, margin: 5 }].map(
          (layout) => () => attend(property, execute)(makeInputs({ ...property.linear, layouts: { q: layout, k: layout, v: layout } })),
        ),
      );
    },
  },
];
