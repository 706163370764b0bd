// What the comparison of two executions notices, with executions that are wrong on purpose; and that random calls are the same for a seed.
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readTile } from "../codegen/compile.ts";
import { signatureOf } from "../codegen/read-signature.ts";
import { bitsOf } from "../proptests/lib/tensors.ts";
import { runOnCpu } from "../runtime/executions.ts";
import { compareExecutions, type OtherExecution } from "./compare-executions.ts";
import { randomCall } from "./random-call.ts";

const gemm = {
  file: fileURLToPath(new URL("../examples/kernels/gemm.ts", import.meta.url)),
  kernel: "matrixProduct",
  problem: { dtype: "bf16", hasBias: true },
  tuning: { blockM: 16, blockN: 32, blockK: 8, stages: 2 },
};
const signature = signatureOf(readTile({ ...gemm, target: "sm_80", classes: {} }));
const compare = (other: OtherExecution) => compareExecutions(gemm, other, { runs: 12, seed: 1, onRun: () => {} });

test("equal executions agree", async () => {
  expect(await compare(runOnCpu)).toEqual({ runs: 12, disagreement: null });
});
test.each<[string, OtherExecution, RegExp]>([
  [
    "one wrong element",
    (c, call) => {
      runOnCpu(c, call);
      call.tensors["c"]!.data[0]! ^= 0x4000;
    },
    /^c differs from the CPU back end by /,
  ],
  ["nothing written", () => {}, /^c differs from the CPU back end by Infinity/],
  [
    "a write behind a row",
    (c, call) => {
      runOnCpu(c, call);
      const { data, strides, shape } = call.tensors["c"]!;
      if (strides[0]! > shape[1]!) data[shape[1]!] = 0;
    },
    /^c: storage outside the tensor was written/,
  ],
  [
    "a failure",
    () => {
      throw new RangeError("out of paper");
    },
    /^out of paper$/,
  ],
])("%s is noticed, with the call", async (_, other, message) => {
  const { disagreement } = await compare(other);
  expect(disagreement?.message).toMatch(message);
  expect(Object.keys(disagreement!.shapes)).toEqual(["a", "b", "bias", "c"]);
});

test("tensors share the extents that the kernel walks with equal tiles", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { a, b, bias, c } = randomCall(signature, seed).tensors;
    expect([a!.shape[1], b!.shape[1], bias!.shape[0], a!.shape[0]]).toEqual([b!.shape[0], c!.shape[1], c!.shape[1], c!.shape[0]]);
  }
});
test("a seed gives one call, and another seed another", () => {
  const bits = (seed: number): string => `${bitsOf(randomCall(signature, seed).tensors["a"]!)}`;
  expect(bits(5)).toBe(bits(5));
  expect(bits(5)).not.toBe(bits(6));
});
