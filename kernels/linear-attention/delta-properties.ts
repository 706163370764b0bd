// What the gated delta rule promises beyond agreement with its definition, as properties of one random case under any execution.
import { disturbed, expectAllAlike, expectAllWritten, expectUnaffected, partOf } from "../../proptests/lib/laws.ts";
import { Random } from "../../proptests/lib/random.ts";
import { allocate, type HostTensor, rowMajor } from "../../proptests/lib/tensors.ts";
import { evaluationsOf, expectBudget } from "./budget.ts";
import type { GatedDeltaRuleTuning } from "./delta-operator.ts";
import { checkDelta, type DeltaCase, makeDeltaInputs, runDelta } from "./delta-spec.ts";
import { stepTuning } from "./operator.ts";
import { at, type Executions, single, statesBefore, tokensOf } from "./properties.ts";
import { sequencesOf } from "./reference.ts";
import { runStep } from "./step-spec.ts";

export interface DeltaPropertyCase {
  readonly one: DeltaCase;
  readonly tuning: GatedDeltaRuleTuning;
  readonly otherTuning: GatedDeltaRuleTuning;
  /** Where to cut sequences, from 0 to 1, in order. */
  readonly cuts: readonly [number, number];
}
export interface DeltaProperty {
  readonly name: string;
  check(property: DeltaPropertyCase, executions: Executions): Promise<void>;
}
const withLinear = ({ linear, likeness }: DeltaCase, change: Partial<DeltaCase["linear"]>): DeltaCase => ({
  linear: { ...linear, ...change },
  likeness,
});
const oneSequence = (one: DeltaCase): DeltaCase => ({ ...one, linear: single(one.linear) });

export const deltaProperties: readonly DeltaProperty[] = [
  {
    name: "causality: the future does not change the past",
    check: async ({ one, tuning, cuts }, [execute]) => {
      const inputs = makeDeltaInputs(one);
      const random = new Random(one.linear.seed + 1);
      const sequences = sequencesOf(inputs);
      const keptOf = (tokens: number): number => at(cuts[0], tokens);
      const isPast = ([batch, token]: readonly number[]): boolean =>
        sequences.some((s) => s.batch === batch && token! >= s.first && token! < s.first + keptOf(s.tokens));
      const later = (tensor: HostTensor): HostTensor => disturbed(tensor, random, (index) => !isPast(index));
      // Keys, rates and decays are of another case: whatever they were, the state might grow beyond all numbers.
      const others = makeDeltaInputs(withLinear(one, { seed: one.linear.seed + 1 }));
      const replaced = (tensor: HostTensor, other: HostTensor): HostTensor => {
        const changed = later(tensor);
        const visit = (index: readonly number[]): void => {
          if (index.length < tensor.shape.length) for (let i = 0; i < tensor.shape[index.length]!; i++) visit([...index, i]);
          else if (!isPast(index)) changed.set(index, other.get(index));
        };
        visit([]);
        return changed;
      };
      const changed = {
        ...inputs,
        ...{ q: later(inputs.q), k: replaced(inputs.k, others.k), v: later(inputs.v), beta: replaced(inputs.beta!, others.beta!) },
        logDecay: inputs.logDecay && replaced(inputs.logDecay, others.logDecay!),
      };
      await expectUnaffected(
        "past tokens",
        (given) => runDelta(one, given, tuning, execute),
        { original: inputs, changed },
        ({ output }) =>
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
    name: "independence: a packed or batched sequence alone gives the same bits",
    check: async ({ one, tuning, cuts }, [execute]) => {
      const inputs = makeDeltaInputs(one);
      const sequence = at(cuts[0], one.linear.lengths.length - 1);
      const { batch, first, tokens } = sequencesOf(inputs)[sequence]!;
      const row = (tensor: HostTensor): HostTensor => partOf(tensor, 0, batch, 1);
      const own = tokensOf(inputs, first, tokens);
      const alone = {
        ...own,
        ...{ q: row(own.q), k: row(own.k), v: row(own.v), beta: row(own.beta!), logDecay: own.logDecay && row(own.logDecay) },
        initialState: inputs.initialState && partOf(inputs.initialState, 0, sequence, 1),
        cuSeqlens: null,
      };
      await expectAllAlike("alone", [
        async () => {
          const { output, finalState } = await runDelta(one, inputs, tuning, execute);
          return { output: partOf(row(output!), 1, first, tokens), finalState: partOf(finalState!, 0, sequence, 1) };
        },
        async () => {
          const { output, finalState } = await runDelta(withLinear(one, { packed: false, lengths: [tokens] }), alone, tuning, execute);
          return { output: output!, finalState: finalState! };
        },
      ]);
    },
  },
  {
    name: "split invariance: a sequence in parts, states handed on, is one pass",
    check: async ({ one: given, tuning, cuts }, [execute]) => {
      const one = oneSequence(given);
      const { linear } = one;
      const inputs = makeDeltaInputs(one);
      const tokens = linear.lengths[0]!;
      const bounds = [0, ...cuts.map((cut) => at(cut, tokens)), tokens];
      const output = allocate(linear.dtype, inputs.v.shape);
      let { states } = statesBefore(linear, inputs);
      for (const [n, first] of bounds.slice(0, -1).entries()) {
        const length = bounds[n + 1]! - first;
        const part = { ...tokensOf(inputs, first, length), initialState: states };
        const outputs = await runDelta(withLinear(one, { lengths: [length], hasInitialState: true }), part, tuning, execute);
        output.data.set(outputs["output"]!.data, (first * output.data.length) / tokens);
        states = outputs["finalState"]!;
      }
      expectBudget("in parts: ", { output, finalState: states }, linear.dtype, evaluationsOf(inputs, linear.options));
    },
  },
  {
    name: "steps: a prefill and then token by token is one pass",
    check: async ({ one: given, tuning, cuts }, [execute]) => {
      const one = withLinear(oneSequence(given), { layouts: { q: rowMajor(4), k: rowMajor(4), v: rowMajor(4) } });
      const { linear } = one;
      const inputs = makeDeltaInputs(one);
      const tokens = linear.lengths[0]!;
      const prefix = Math.max(0, tokens - 1 - at(cuts[0], 4));
      const output = allocate(linear.dtype, inputs.v.shape);
      const row = output.data.length / tokens;
      let { states } = statesBefore(linear, inputs);
      if (prefix > 0) {
        const outputs = await runDelta(withLinear(one, { lengths: [prefix] }), tokensOf(inputs, 0, prefix), tuning, execute);
        output.data.set(outputs["output"]!.data);
        states = outputs["finalState"]!;
      }
      const step = { linear, hasBeta: true, indexed: false };
      for (let token = prefix; token < tokens; token++) {
        const own = { states, keySums: null, stateIndices: null };
        const written = await runStep(step, inputs, token, own, stepTuning(linear.keyDim, linear.valueDim), execute);
        output.data.set(written.data, token * row);
      }
      expectBudget("by steps: ", { output, finalState: states }, linear.dtype, evaluationsOf(inputs, linear.options));
    },
  },
  {
    name: "tuning invariance: other chunks and tiles give the same within the budget",
    check: ({ one, otherTuning }, [execute]) => checkDelta(one, otherTuning, execute),
  },
  {
    name: "determinism: every run gives the same bits, and writes every element",
    check: async ({ one, tuning }, executions) => {
      const inputs = makeDeltaInputs(one);
      await expectAllAlike(
        "run",
        executions.map((execute) => async () => {
          const outputs = await runDelta(one, inputs, tuning, execute);
          expectAllWritten("the gated delta rule", outputs);
          return outputs;
        }),
      );
    },
  },
];
