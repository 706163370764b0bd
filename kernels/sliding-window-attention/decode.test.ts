// Decode against its definition on the CPU back end and on the simulator: every variant, with many parts and with one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Execution } from "../../proptests/lib/spec.ts";
import { runOnCpu, runOnSimulator } from "../../runtime/executions.ts";
import { decodeCase } from "./decode-cases.ts";
import { checkDecode, smallDecodeTuning } from "./decode-spec.ts";
import { attentionDecode, decodeTuning } from "./operator.ts";

const onSimulator: Execution = (configuration, call) => void runOnSimulator(configuration, call, { seed: 5, target: "sm_80" });
const variantsOf = async (
  numRuns: number,
  seed: number,
  tuning: typeof smallDecodeTuning,
  limit: number,
  execute: Execution,
): Promise<Record<string, number>> => {
  const variants: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(decodeCase(tuning.blockN, limit), async (decode) => {
      const variant = await checkDecode(decode, tuning, execute);
      variants[variant] = (variants[variant] ?? 0) + 1;
    }),
    { numRuns, seed },
  );
  return variants;
};

describe("decode agrees with its definition", () => {
  test("on the CPU back end", async () => {
    const { whole, split } = await variantsOf(60, 1, smallDecodeTuning, 4e6, runOnCpu);
    expect(whole).toBeGreaterThan(5);
    expect(split).toBeGreaterThan(20);
  });
  test("on the CPU back end, head by head as it is shipped there", async () => {
    const { whole } = await variantsOf(15, 4, decodeTuning(128, 128, "f32", "cpu"), 2e6, runOnCpu);
    expect(whole).toBeGreaterThan(0);
  });
  test("on the simulator", async () => {
    const { whole, split } = await variantsOf(30, 2, smallDecodeTuning, 2e6, onSimulator);
    expect(whole).toBeGreaterThan(2);
    expect(split).toBeGreaterThan(10);
  });
  test("on the simulator, with the tiles that are shipped", async () => {
    const { whole, split } = await variantsOf(12, 3, decodeTuning(128, 128), 4e6, onSimulator);
    expect([whole, split].every((n) => n! > 0)).toBe(true);
  });
});

test("no part of a full cache is empty, and blocks fill the device at most a little more than once", async () => {
  const plan = attentionDecode({ dtype: "bf16", headDim: 64 });
  const { blockN, blocksEach } = decodeTuning(64, 64);
  const { resolveCall } = await import("../../codegen/ir/plan-call.ts");
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40000 }),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 200 }),
      (capacity, batch, multiprocessors) => {
        const tensor = (shape: number[], dtype = "bf16") => ({ dtype, shape });
        const cache = tensor([batch, capacity, 2, 64]);
        const tensors = { q: tensor([batch, 1, 8, 64]), k: cache, v: cache, lengths: tensor([batch], "i32") };
        const { workspace } = resolveCall(plan, { tensors, scalars: { window: 1, scale: 1 } }, multiprocessors);
        const splits = workspace[0]?.shape[3] ?? 1;
        const tiles = Math.ceil(capacity / blockN);
        expect((splits - 1) * Math.ceil(tiles / splits)).toBeLessThan(tiles);
        expect(splits === 1 || batch * 2 * (splits - 1) < blocksEach * multiprocessors + batch * 2).toBe(true);
      },
    ),
  );
});

test("the shipped tiles fit every head dimension", async () => {
  const { compileKernel } = await import("../../codegen/compile.ts");
  for (const dtype of ["bf16", "f32"] as const)
    for (let dim = 16; dim <= 256; dim += 16) {
      const { variants } = attentionDecode({ dtype, headDim: dim });
      for (const { file, kernel, problem, tuning } of variants.find(({ name }) => name === "split")!.launches) {
        const request = { file: new URL(file, import.meta.url).pathname, kernel, problem, tuning, target: "sm_80", classes: {} } as const;
        expect(compileKernel(request).lowered.threads).toBe(32 * Number(tuning["warps"]));
      }
    }
}, 120_000);
