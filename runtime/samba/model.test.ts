// Laws of running a model that need no reference: chunks do not matter, stopping and going on does not matter, sequences do not touch each other.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HostTensor } from "../host-tensor.ts";
import { type PartialConfig, sambaConfig } from "./config.ts";
import { Samba } from "./model.ts";
import { randomParameters } from "./parameters.ts";
import type { SambaState } from "./state.ts";
import { Sampler } from "./sampler.ts";
import { restoreState, saveState } from "./state-file.ts";
import { namedTensors } from "./weights/named-tensors.ts";
import { openSafetensors, writeSafetensors } from "./weights/safetensors.ts";

/** All mixers in one: Mamba, attention over a window with short convolutions, retention, gated linear attention. */
const mixed: PartialConfig = {
  ...{ vocabSize: 61, nLayer: 4, nEmbd: 64, nHead: 4, nQueryGroups: 2, intermediateSize: 96, localWindow: 9, scAttn: true },
  ...{ mbPerLayer: 4, glaPerLayer: 3, glaHeads: 2, retPerLayer: 2, retHeads: 2 },
};
const extended: PartialConfig = { ...mixed, nLayer: 2, scAttn: false, selfExtend: { neighbourWindow: 6, groupSize: 3 } };
const full: PartialConfig = {
  ...mixed,
  nLayer: 2,
  mbPerLayer: -1,
  glaPerLayer: -1,
  retPerLayer: -1,
  localWindow: -1,
  tiedEmbeddings: true,
};

const load = (given: PartialConfig): Samba => {
  const config = sambaConfig(given);
  return Samba.load(namedTensors(randomParameters(config, 7)), config);
};
const text = (length: number, seed = 1): number[] => Array.from({ length }, (_, n) => (n * n * 7 + seed * 31 + n) % 61);
const largestDifference = (a: HostTensor, b: HostTensor): number => {
  const [x, y] = [a.data as Float32Array, b.data as Float32Array];
  expect(x.length).toBe(y.length);
  return x.reduce((most, value, n) => Math.max(most, Math.abs(value - y[n]!)), 0);
};
/** Logits are of the order of 1; sums of other orders differ in their last bits. */
const roundings = 5e-5;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cuica-state-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ["all mixers", mixed],
  ["Self-Extend in a window", extended],
  ["attention to all tokens", full],
] as const)("%s", (_, given) => {
  const model = load(given);
  const fresh = (batch = 1): SambaState => model.state(batch, { maxTokens: 64 });

  test("any chunks of a prompt, and single tokens, give what one pass gives", async () => {
    const tokens = text(41);
    const whole = await model.prefill(fresh(), tokens, { chunk: 41, logits: "all" });
    for (const chunk of [1, 4, 17]) {
      const inChunks = await model.prefill(fresh(), tokens, { chunk, logits: "all" });
      expect(largestDifference(inChunks, whole)).toBeLessThan(roundings);
    }
    const state = fresh();
    await model.prefill(state, tokens.slice(0, 13), { chunk: 5 });
    let last = await model.prefill(state, tokens.slice(13, 20));
    for (const token of tokens.slice(20)) last = await model.step(state, [token]);
    const width = model.config.paddedVocabSize;
    const expected = (whole.data as Float32Array).subarray(40 * width);
    expect((last.data as Float32Array).reduce((most, value, n) => Math.max(most, Math.abs(value - expected[n]!)), 0)).toBeLessThan(
      roundings,
    );
    expect(state.tokens).toEqual([41]);
  });

  test("saved, restored and continued is not having stopped", async () => {
    const state = fresh(2);
    await model.prefill(state, text(23), { row: 0 });
    await model.prefill(state, text(12, 5), { row: 1 });
    await model.step(state, [3, 4]);
    const path = join(folder, "state.safetensors");
    saveState(model, state, path);
    const restored = restoreState(model, path);
    expect(restored.tokens).toEqual([24, 13]);
    for (const tokens of [
      [5, 6],
      [7, 8],
    ])
      expect((await model.step(restored, tokens)).data).toEqual((await model.step(state, tokens)).data);
  });

  test("a generation on the device that was saved and restored goes on with the same tokens", async () => {
    const state = fresh(2);
    using sampler = new Sampler(model.place, 2, { temperature: 1.2 }, 3);
    await model.prefill(state, text(9), { row: 0, sampler });
    await model.prefill(state, text(5, 4), { row: 1, sampler });
    const run = async (which: SambaState, steps: number): Promise<number[][]> => {
      const step = await model.prepareStep(which, sampler);
      return Array.from({ length: steps }, () => {
        step.launch();
        return [...model.place.read(which.nextTokens).toNumbers()];
      });
    };
    await run(state, 3);
    const path = join(folder, "generation.safetensors");
    saveState(model, state, path);
    const restored = restoreState(model, path);
    const expected = await run(state, 5);
    expect(new Set(expected.flat()).size).toBeGreaterThan(2);
    // A sampler's step belongs to the state that it was prepared for.
    using again = new Sampler(model.place, 2, { temperature: 1.2 }, 3);
    const step = await model.prepareStep(restored, again);
    for (const tokens of expected) {
      step.launch();
      expect([...model.place.read(restored.nextTokens).toNumbers()]).toEqual(tokens);
    }
  });

  test("a sequence is not touched by the others, and is what it is alone", async () => {
    const run = async (others: number): Promise<Float32Array[]> => {
      const state = fresh(3);
      for (const row of [2, 0, 1]) await model.prefill(state, row === 1 ? text(20) : text(5 + 9 * row, others), { row });
      const steps: Float32Array[] = [];
      for (const token of [9, 33]) {
        const logits = await model.step(state, [others, token, 2 * others]);
        const width = model.config.paddedVocabSize;
        steps.push((logits.data as Float32Array).slice(width, 2 * width));
      }
      return steps;
    };
    const first = await run(3);
    expect(await run(11)).toEqual(first);
    const alone = fresh();
    await model.prefill(alone, text(20));
    for (const [n, token] of [9, 33].entries()) {
      const logits = (await model.step(alone, [token])).data as Float32Array;
      expect(logits.reduce((most, value, at) => Math.max(most, Math.abs(value - first[n]![at]!)), 0)).toBeLessThan(roundings);
    }
  });

  test("a cleared sequence begins anew", async () => {
    const state = fresh();
    const first = await model.prefill(state, text(11));
    await model.step(state, [1]);
    state.clear(0);
    expect((await model.prefill(state, text(11))).data).toEqual(first.data);
  });
});

describe("what cannot be is refused", () => {
  const model = load(full);
  test("more tokens than layers of full attention have room for", async () => {
    const state = model.state(1, { maxTokens: 8 });
    await expect(model.prefill(state, text(9))).rejects.toThrow(/CUI3025: sequence 0 would have 9 tokens, .* room for 8/);
    await model.prefill(state, text(8));
    await expect(model.step(state, [1])).rejects.toThrow(/CUI3025/);
    expect(() => model.state(1)).toThrow(/CUI3025: a layer attends to all tokens/);
  });
  test("tokens outside the vocabulary, rows outside the batch, and prompts of nothing", async () => {
    const state = model.state(1, { maxTokens: 8 });
    await expect(model.prefill(state, [61])).rejects.toThrow(/CUI3025: 61 is no token/);
    await expect(model.prefill(state, [])).rejects.toThrow(/CUI3025: a prefill of no tokens/);
    await expect(model.prefill(state, [1], { row: 1 })).rejects.toThrow(/CUI3025: row 1/);
    await expect(model.step(state, [1, 2])).rejects.toThrow(/CUI3025: 2 tokens for a state of 1/);
  });
  test("missing and misshapen parameters, all in one error", () => {
    const config = sambaConfig(full);
    const parameters = new Map(randomParameters(config, 1));
    parameters.delete("transformer.ln_f.weight");
    parameters.set("transformer.h.0.norm_1.weight", parameters.get("transformer.wte.weight")!);
    expect(() => Samba.load(namedTensors(parameters), config)).toThrow(
      /CUI3022: .*ln_f\.weight.*norm_1\.weight|CUI3022: .*norm_1\.weight.*ln_f\.weight/s,
    );
  });
  test("a state of another model", async () => {
    const path = join(folder, "other.safetensors");
    const other = load({ ...full, normEps: 1e-6 });
    saveState(other, other.state(1, { maxTokens: 8 }), path);
    expect(() => restoreState(model, path)).toThrow(/CUI3026: .* another model: norm_eps differ/);
  });
  test.each([
    ["no model", { model: "{" }, /another model/],
    ["no sequences", { sequences: "nothing" }, /does not say which sequences/],
    [
      "fewer counts than sequences",
      { sequences: '{"batch":2,"mostTokens":8,"tokens":[1],"waiting":[false,false]}' },
      /does not say which sequences/,
    ],
    ["nothing of what waits", { sequences: '{"batch":1,"mostTokens":8,"tokens":[1]}' }, /does not say which sequences/],
    ["no weights", { weights: "0" }, /other weights/],
    ["negative counts", { sequences: '{"batch":1,"mostTokens":8,"tokens":[-5],"waiting":[false]}' }, /does not say which sequences/],
    [
      "more tokens than there is room for",
      { sequences: '{"batch":1,"mostTokens":8,"tokens":[9],"waiting":[false]}' },
      /does not say which sequences/,
    ],
    [
      "a batch that is not there",
      {
        sequences: `{"batch":100000,"mostTokens":8,"tokens":[${new Array(100_000).fill(1)}],"waiting":[${new Array(100_000).fill(true)}]}`,
      },
      /next tokens of 100000/,
    ],
  ])("a state's file that says %s", (_, edited, message) => {
    const path = join(folder, "edited.safetensors");
    saveState(model, model.state(1, { maxTokens: 8 }), path);
    const file = openSafetensors(path);
    const tensors = namedTensors(file.names().map((name) => [name, file.get(name)] as const));
    writeSafetensors(path, tensors, { ...file.metadata, ...edited });
    file[Symbol.dispose]();
    expect(() => restoreState(model, path)).toThrow(message);
    expect(() => restoreState(model, path)).toThrow(/CUI3026/);
  });
});
