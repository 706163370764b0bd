// The attention kernel against its definition: as JavaScript under the author's debugger, and as the front end's tile IR on the CPU back end.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitJs, type JsArgument, loadJs } from "../../codegen/emit/js/index.ts";
import { readKernel } from "../../codegen/frontend/index.ts";
import { printProgram } from "../../codegen/ir/print.ts";
import type { HostTensor } from "../../proptests/lib/tensors.ts";
import { type AttentionCase, attentionCase, makeInputs } from "./arbitraries.ts";
import { attentionForward } from "./kernel.ts";
import { attentionTruth, expectAttention } from "./budget.ts";

const file = new URL("./kernel.ts", import.meta.url).pathname;
const constantsOf = (attention: AttentionCase) => ({
  problem: {
    dtype: attention.dtype as "bf16",
    headDim: attention.headDim,
    valueDim: attention.valueDim,
    hasSoftcap: attention.options.softcap !== null,
    hasSinks: attention.hasSinks,
    packed: attention.packed,
    bottomRight: attention.options.queryOffset === "bottomRight",
  },
  tuning: { blockM: attention.block, blockN: attention.block, stages: 2, warps: 1 },
});

type Run = (attention: AttentionCase, args: readonly (HostTensor | number | null)[]) => void;
const asJavaScript: Run = (attention, args) => {
  const { problem, tuning } = constantsOf(attention);
  attentionForward.run(
    problem,
    tuning,
    ...(args as Parameters<typeof attentionForward.run> extends [unknown, unknown, ...infer A] ? A : never),
  );
};
const onCpu: Run = (attention, args) => {
  const program = readKernel({ file, kernel: "attentionForward", ...constantsOf(attention), target: "sm_80", classes: {} });
  loadJs(emitJs(program))(...(args as JsArgument[]));
};

const check = (attention: AttentionCase, run: Run): void => {
  const inputs = makeInputs(attention);
  const { q, k, v, output, logSumExp, sinks, cuSeqlensQ, cuSeqlensK } = inputs;
  const { options } = attention;
  const maxQueries = Math.max(...attention.sequences.map((s) => s.queries));
  const offset = options.queryOffset === "bottomRight" ? 0 : options.queryOffset;
  run(attention, [
    q,
    k,
    v,
    output,
    logSumExp,
    sinks,
    cuSeqlensQ,
    cuSeqlensK,
    maxQueries,
    options.window.left,
    options.window.right,
    offset,
    options.scale,
    options.softcap ?? 0,
    null,
    null,
    null,
  ]);
  expectAttention("attention", { output, logSumExp }, attentionTruth(inputs, options));
};

describe("attentionForward agrees with its definition", () => {
  test("as JavaScript", () => {
    expect(() =>
      fc.assert(
        fc.property(attentionCase(16, 4e6), (attention) => check(attention, asJavaScript)),
        { numRuns: 6, seed: 1 },
      ),
    ).not.toThrow();
  });
  test("as tile IR on the CPU back end", () => {
    expect(() =>
      fc.assert(
        fc.property(attentionCase(16, 16e6), (attention) => check(attention, onCpu)),
        { numRuns: 25, seed: 2 },
      ),
    ).not.toThrow();
  });
});

test("tile IR", () => {
  const program = readKernel({
    file,
    kernel: "attentionForward",
    problem: { dtype: "f16", headDim: 64, valueDim: 64, hasSoftcap: true, hasSinks: true, packed: true, bottomRight: true },
    tuning: { blockM: 64, blockN: 32, stages: 3, warps: 4 },
    target: "sm_80",
    classes: {},
  });
  return expect(printProgram(program)).toMatchFileSnapshot("golden/attentionForward.tile-ir.txt");
});
