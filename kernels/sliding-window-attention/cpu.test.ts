// The kernel on the CPU back end against the reference: every option, layout and tile size of the random cases.
import fc from "fast-check";
import { expect, test } from "vitest";
import { emitJs, type JsKernel, loadJs } from "../../codegen/emit/js/index.ts";
import { readKernel } from "../../codegen/frontend/index.ts";
import { expectSameBits } from "../../proptests/lib/errors.ts";
import { damagedPlace } from "../../proptests/lib/tensors.ts";
import { type AttentionCase, attentionCase, makeInputs } from "./arbitraries.ts";
import { attentionTruth, expectAttention } from "./budget.ts";

const compile = ({ dtype, headDim, valueDim, options, hasSinks, packed, block }: AttentionCase, blockN: number): JsKernel => {
  const problem = {
    dtype,
    headDim,
    valueDim,
    hasSoftcap: options.softcap !== null,
    hasSinks,
    packed,
    bottomRight: options.queryOffset === "bottomRight",
  };
  const file = `${import.meta.dirname}/kernel.ts`;
  const tuning = { blockM: block, blockN, stages: 2, warps: 4 };
  return loadJs(emitJs(readKernel({ file, kernel: "attentionForward", problem, tuning, target: "sm_80", classes: {} })));
};

const run = (attention: AttentionCase, blockN = attention.block): ReturnType<typeof makeInputs> => {
  const inputs = makeInputs(attention);
  const { q, k, v, output, logSumExp, sinks, cuSeqlensQ, cuSeqlensK } = inputs;
  const { window, queryOffset, scale, softcap } = attention.options;
  const longest = Math.max(...attention.sequences.map(({ queries }) => queries));
  const offset = queryOffset === "bottomRight" ? 0 : queryOffset;
  compile(attention, blockN)(
    q,
    k,
    v,
    output,
    logSumExp,
    sinks,
    cuSeqlensQ,
    cuSeqlensK,
    longest,
    window.left,
    window.right,
    offset,
    scale,
    softcap ?? 0,
  );
  return inputs;
};

const expectCorrect = (attention: AttentionCase, inputs: ReturnType<typeof makeInputs>): void => {
  expectAttention("attention", inputs, attentionTruth(inputs, attention.options));
  expect(damagedPlace(inputs.output)).toBeNull();
};

test.each([16, 32, 64])("agrees with the reference on cases around tiles of %i", (block) => {
  fc.assert(
    fc.property(attentionCase(block, 4e6), (attention) => expectCorrect(attention, run(attention))),
    { numRuns: 20 },
  );
});

test("agrees with other key tiles than query tiles, and repeats bit for bit", () => {
  fc.assert(
    fc.property(attentionCase(32, 2e6), fc.constantFrom(16, 64), (attention, blockN) => {
      const inputs = run(attention, blockN);
      expectCorrect(attention, inputs);
      expectSameBits("second run", run(attention, blockN).output, inputs.output);
    }),
    { numRuns: 20 },
  );
});
