// Every configuration that `sambaConfig` accepts compiles for a GPU: all that loading, a prompt in chunks with entropies, steps and sampling would
// launch there, for each generation, against libraries that are faked. What it computes is for tests on a GPU.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import type { Target } from "../../codegen/compile.ts";
import { Device } from "../cuda/device.ts";
import { FakeDriver } from "../cuda/testing/fake-driver.ts";
import { FakeNvrtc } from "../cuda/testing/fake-nvrtc.ts";
import { Faults } from "../cuda/testing/faults.ts";
import { type PartialConfig, type SambaConfig, sambaConfig } from "./config.ts";
import { accepted, drawnConfig } from "./testing/configs.ts";
import { Entropies } from "./entropies.ts";
import { generate } from "./generate.ts";
import { Samba } from "./model.ts";
import { randomParameters } from "./parameters.ts";
import type { FloatName } from "./place.ts";
import { namedTensors } from "./weights/named-tensors.ts";

// Configurations share most of their kernels.
const cache = mkdtempSync(join(tmpdir(), "cuica-compiles-"));
vi.stubEnv("CUICA_CACHE", cache);
afterAll(() => rmSync(cache, { recursive: true }));
vi.stubEnv("CUICA_VERIFY", "off");
// Kernels then take products of any number of rows.
vi.stubEnv("CUICA_CUBLASLT", "/nowhere/libcublasLt.so");
const faults = new Faults();
const anyKernel = new Proxy({}, { get: () => () => {} });
const driver = new FakeDriver(faults, anyKernel);
new FakeNvrtc(faults);
afterEach(() => {
  expect(faults.violations).toEqual([]);
  expect(driver.alive).toEqual([]);
});
/** Compute capability, and bytes of shared memory of a multiprocessor and of a block, by CUdevice_attribute. */
const gpus: Readonly<Record<"sm_80" | "sm_90a", Readonly<Record<number, number>>>> = {
  sm_80: { 75: 8, 76: 0, 81: 167936, 97: 166912 },
  sm_90a: {},
};
const targets = ["sm_80", "sm_90a"] as const satisfies readonly Target[];
const dtypes: readonly FloatName[] = ["bf16", "f32", "f16"];

const compiles = async (config: SambaConfig, dtype: FloatName, target: keyof typeof gpus): Promise<void> => {
  driver.attributes = gpus[target];
  using device = Device.open();
  expect(device.target).toBe(target);
  using model = Samba.load(namedTensors(randomParameters(config, 1)), config, { device, dtype });
  using state = model.state(1, { maxTokens: 40 });
  // Kernels are functions that do nothing: each token is 0. Passes of 32 rows and of 2 take other kernels.
  await model.prefill(state, new Array<number>(34).fill(0), { chunk: 32, entropies: new Entropies() });
  await model.step(state, [0]);
  const sampling = { temperature: 1, topK: 3, topP: 0.9 };
  for await (const { token } of generate(model, { prompts: [[0], [0, 0]], maxTokens: 2, sampling })) expect(token).toBe(0);
};

test("a drawn config compiles", async () => {
  let count = 0;
  const all = drawnConfig.map(accepted).filter((config) => config !== null);
  await fc.assert(
    fc.asyncProperty(all, fc.constantFrom(...dtypes), fc.constantFrom(...targets), async (config, dtype, target) => {
      await compiles(config, dtype, target);
      count++;
    }),
    { numRuns: 8, endOnFailure: true },
  );
  expect(count).toBe(8);
}, 300_000);

const base = { vocabSize: 9, nLayer: 1, nHead: 1, intermediateSize: 4, localWindow: 2, tiedEmbeddings: true } as const;
const uneven: readonly (PartialConfig & { readonly name: string })[] = [
  ...[6, 37].map((nEmbd) => ({ ...base, name: `a head of ${nEmbd}`, nEmbd, nope: nEmbd % 2 === 1 })),
  { ...base, name: "heads of 20, far and near", nEmbd: 60, nHead: 3, selfExtend: { neighbourWindow: 4, groupSize: 2 }, localWindow: -1 },
  { ...base, name: "retention with keys of 336", nEmbd: 336, retPerLayer: 1, retHeads: 1 },
  { ...base, name: "gated linear attention with keys of 272", nEmbd: 544, glaPerLayer: 1, glaHeads: 1 },
];
test.each(uneven)(
  "$name",
  async (given) => {
    const config = sambaConfig(given);
    await compiles(config, "bf16", "sm_90a");
    await compiles(config, "f32", "sm_80");
  },
  120_000,
);
