// The causal convolution and its step against their definition, on the CPU back end and on the simulator; and what they promise bit for
// bit.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectSameBits } from "../../proptests/lib/errors.ts";
import { disturbed, expectAllWritten, partOf } from "../../proptests/lib/laws.ts";
import { runPlan } from "../../proptests/lib/operators.ts";
import { Random } from "../../proptests/lib/random.ts";
import type { Execution } from "../../proptests/lib/spec.ts";
import type { HostTensor } from "../../proptests/lib/tensors.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { causalConv1d } from "./operator.ts";
import type { ConvInputs } from "./reference.ts";
import { checkConv, checkConvUpdate, type ConvCase, convCase, convUpdateCase, makeInputs, smallConvTuning } from "./spec.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 3, target: "sm_80" });
const countOf = async <T>(cases: fc.Arbitrary<T>, numRuns: number, seed: number, check: (one: T) => Promise<void>): Promise<number> => {
  let count = 0;
  const property = fc.asyncProperty(cases, async (one) => {
    await check(one);
    count += 1;
  });
  await fc.assert(property, { numRuns, seed });
  return count;
};

describe.each([
  ["on the CPU back end", runOnCpu, 60],
  ["on the simulator", onSimulator, 40],
] as const)("%s", (_, execute, numRuns) => {
  test("the convolution agrees with its definition", async () => {
    expect(await countOf(convCase(8, 2e4), numRuns, 1, (one) => checkConv(one, smallConvTuning, execute))).toBe(numRuns);
  });
  test("a step agrees with the convolution of one token", async () => {
    expect(await countOf(convUpdateCase(), numRuns, 2, (one) => checkConvUpdate(one, { blockC: 16, warps: 1 }, execute))).toBe(numRuns);
  });
});

/** Outputs of a case that is not packed, on the simulator. */
const run = async (one: ConvCase, inputs: ConvInputs) => {
  const { dtype, width, hasBias, hasSilu } = one;
  const plan = causalConv1d({ dtype, width, hasBias, hasSilu, hasInitialState: inputs.initialState !== null }, smallConvTuning);
  const tensors = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== null));
  const { outputs } = await runPlan(plan, { tensors, scalars: {} }, onSimulator, 1);
  expectAllWritten("convolution", outputs);
  return outputs as { readonly y: HostTensor; readonly lastState: HostTensor };
};
const unpacked = fc.tuple(
  convCase(8, 1e4).filter(({ packed }) => !packed),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

test("the future does not change the past, and chunks that hand their state on give the same bits as one pass", async () => {
  const count = await countOf(unpacked, 25, 4, async ([one, fraction]) => {
    const inputs = makeInputs(one);
    const tokens = one.lengths[0]!;
    const cut = Math.floor(fraction * (tokens + 1));
    const whole = await run(one, inputs);
    const changed = await run(one, { ...inputs, x: disturbed(inputs.x, new Random(1), ([, t]) => t! >= cut) });
    expectSameBits("the past", partOf(changed.y, 1, 0, cut), partOf(whole.y, 1, 0, cut));
    if (cut === 0 || cut === tokens) return;
    const first = await run(one, { ...inputs, x: partOf(inputs.x, 1, 0, cut) });
    const second = await run(one, { ...inputs, x: partOf(inputs.x, 1, cut, tokens - cut), initialState: first.lastState });
    expectSameBits("first chunk", first.y, partOf(whole.y, 1, 0, cut));
    expectSameBits("second chunk", second.y, partOf(whole.y, 1, cut, tokens - cut));
    expectSameBits("state", second.lastState, whole.lastState);
  });
  expect(count).toBe(25);
});
