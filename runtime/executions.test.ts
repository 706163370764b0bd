// The executions without a GPU side by side: what they refuse, they refuse alike, with a code.
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { randomCall } from "../cli/random-call.ts";
import { type f32, type Global, type i32, kernel, type Static, work } from "../dsl/index.ts";
import { cpuSignature, type KernelCall, runAsJs, runOnCpu, runOnSimulator } from "./executions.ts";
import { HostTensor } from "./host-tensor.ts";

/** Of `like` only the shape is used, in a loop or in the grid; of `wide` only an extent that is a constant. */
const lengths = kernel(
  import.meta.url,
  "lengths",
  ({ inGrid }: Static<{ inGrid: boolean }>, _tuning: Static<{ warps: number }>) =>
    (like: Global<f32, [i32, i32]>, wide: Global<f32, [i32, 4]>, y: Global<i32, [i32]>) => {
      for (const [n] of work([inGrid ? like.shape[0] : 2])) y.write((inGrid ? 1 : like.shape[0]) + n * wide.shape[1], n);
    },
  { problem: { inGrid: false }, tuning: { warps: 1 } },
);
const configurationOf = (inGrid: boolean) => ({
  file: fileURLToPath(import.meta.url),
  kernel: "lengths",
  problem: { inGrid },
  tuning: { warps: 1 },
});
const executions: Readonly<Record<string, (inGrid: boolean, call: KernelCall) => unknown>> = {
  "JS run": (inGrid, call) => runAsJs(lengths, configurationOf(inGrid), call),
  "CPU back end": (inGrid, call) => runOnCpu(configurationOf(inGrid), call),
  simulator: (inGrid, call) => runOnSimulator(configurationOf(inGrid), call, { seed: 1, target: "sm_80" }),
};

test.each(Object.keys(executions))("a tensor of which only the shape is used must be given: %s", (name) => {
  for (const inGrid of [false, true]) {
    const y = HostTensor.allocate("i32", [2]);
    const like = HostTensor.allocate("f32", [2, 3]);
    executions[name]!(inGrid, { tensors: { like, wide: null, y }, scalars: {} });
    expect([...y.toNumbers()]).toEqual(inGrid ? [1, 5] : [2, 6]);
    expect(() => executions[name]!(inGrid, { tensors: { like: null, wide: null, y }, scalars: {} })).toThrow(
      /^CUI3007: lengths: argument "like" is missing, and this kernel uses it/,
    );
  }
});
test("random calls give a tensor of which only the shape is used", () => {
  const signature = cpuSignature(configurationOf(false));
  expect(signature.parameters.map((p) => p.kind === "tensor" && p.access)).toEqual(["read", "unused", "write"]);
  expect(randomCall(signature, 1).tensors["like"]).toBeInstanceOf(HostTensor);
});
