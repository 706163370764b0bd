// The gated delta rule over whole sequences: its definition against the equation as it is written, and the chunk form against its definition on the CPU
// back end and on the simulator.
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveCall } from "../../codegen/ir/plan-call.ts";
import { relativeError } from "../../proptests/lib/errors.ts";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { gatedDeltaRule, type GatedDeltaRuleTuning, gatedDeltaRuleTuning } from "./delta-operator.ts";
import { checkDelta, type DeltaCase, deltaCase, makeDeltaInputs, smallDeltaTuning } from "./delta-spec.ts";
import { linearAttentionReference } from "./reference.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 5, target: "sm_80" });
const dims = [
  [32, 64],
  [64, 32],
  [48, 32],
] as const;

test("the definition is S <- exp(g) (I - beta k k^T) S + beta k v^T", () => {
  fc.assert(
    fc.property(
      deltaCase({ chunk: 16, limit: 1e5, dims: [[16, 16]] }, { packed: false, hasInitialState: true }),
      ({ linear, likeness }) => {
        const one = { linear: { ...linear, groups: 1, groupHeads: 1, lengths: [linear.lengths[0]!] }, likeness };
        const inputs = makeDeltaInputs(one);
        const [k, v, beta] = [inputs.k, inputs.v, inputs.beta!].map((tensor) => tensor.toNumbers()) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const logDecay = inputs.logDecay?.toNumbers();
        let state = Float64Array.from(inputs.initialState!.toNumbers());
        for (let t = 0; t < one.linear.lengths[0]!; t++) {
          const kept = Math.exp(logDecay?.[t] ?? 0);
          const [key, value] = [k.subarray(16 * t, 16 * t + 16), v.subarray(16 * t, 16 * t + 16)];
          state = state.map((_, place) => {
            const [c, d] = [Math.floor(place / 16), place % 16];
            let sum = beta[t]! * key[c]! * value[d]!;
            for (let m = 0; m < 16; m++) sum += kept * ((c === m ? 1 : 0) - beta[t]! * key[c]! * key[m]!) * state[16 * m + d]!;
            return sum;
          });
        }
        expect(relativeError(linearAttentionReference(inputs, linear.options).finalState, state)).toBeLessThan(1e-12);
      },
    ),
    { numRuns: 10, seed: 2 },
  );
});

const agree = async (
  cases: fc.Arbitrary<DeltaCase>,
  tuning: GatedDeltaRuleTuning,
  execute: Execution,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): Promise<void> => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      await checkDelta(one, tuning, execute);
      count += 1;
    }),
    { numRuns, seed },
  );
  expect(count).toBe(numRuns);
};

test.each([
  ["the CPU back end", runOnCpu, 16, 1e6],
  ["the simulator", onSimulator, 8, 6e5],
] as const)(
  "chunks agree with the definition on %s",
  (_, execute, numRuns, limit) => agree(deltaCase({ chunk: 32, limit, dims }), smallDeltaTuning, execute, { numRuns, seed: 7 }),
  120_000,
);

test("where blocks are no more than multiprocessors, narrower ones take the walk", () => {
  const plan = gatedDeltaRule({ dtype: "bf16", decay: "token", keyDim: 128 });
  const tilesOf = (batch: number, multiprocessors: number): unknown => {
    const rows = { dtype: "bf16", shape: [batch, 5, 16, 128] };
    const perToken = { dtype: "f32", shape: [batch, 5, 16] };
    const tensors = { q: rows, k: rows, v: rows, beta: perToken, logDecay: perToken };
    return resolveCall(plan, { tensors, scalars: { scale: 1 } }, multiprocessors).launches.at(-1)!.configuration.tuning;
  };
  expect(tilesOf(4, 128)).toEqual({ blockV: 32, stages: 3, warps: 2 });
  expect(tilesOf(4, 127)).toEqual({ blockV: 64, stages: 2, warps: 4 });
});

test("dims that no tile has are refused", () => {
  for (const problem of [{ keyDim: 24 }, { keyDim: 272 }, { keyDim: 64, valueDim: 40 }, { keyDim: 8 }] as const)
    expect(() => gatedDeltaRule({ dtype: "bf16", decay: "token", ...problem })).toThrow(/CUI3027: gatedDeltaRule: keyDim/);
});

test.each([16, 64])(
  "chunks of %i agree with the definition",
  (chunk) => agree(deltaCase({ chunk, limit: 1e6, dims }), { ...smallDeltaTuning, chunk, stages: 1 }, runOnCpu, { numRuns: 8, seed: 9 }),
  120_000,
);

const wide = [
  [256, 64],
  [192, 32],
] as const;
test.each([
  ["the CPU back end", runOnCpu, 5e6],
  ["the simulator", onSimulator, 2e6],
] as const)(
  "keys of up to 256 agree with the definition in f32 on %s",
  (_, execute, limit) =>
    agree(deltaCase({ chunk: 16, limit, dims: wide, dtypes: ["f32"] }), gatedDeltaRuleTuning(256, 64, "f32"), execute, {
      numRuns: 5,
      seed: 11,
    }),
  120_000,
);
