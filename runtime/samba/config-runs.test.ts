// Every configuration runs or is refused: drawn ones, and the limits of each field, read a prompt and decode in every dtype, or are refused by the
// name of a field.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PartialConfig, type SambaConfig, sambaConfig } from "./config.ts";
import { Entropies } from "./entropies.ts";
import { generate } from "./generate.ts";
import { Samba } from "./model.ts";
import { randomParameters } from "./parameters.ts";
import type { FloatName } from "./place.ts";
import { accepted, drawnConfig } from "./testing/configs.ts";
import { namedTensors } from "./weights/named-tensors.ts";

/** Reads three tokens in two chunks, draws two more, and takes entropies: everything that a config decides. */
const runs = async (config: SambaConfig, dtype: FloatName): Promise<void> => {
  using model = Samba.load(namedTensors(randomParameters(config, 1)), config, { dtype });
  const prompt = [0, config.vocabSize - 1, 0];
  using state = model.state(1, { maxTokens: 4 });
  const entropies = new Entropies();
  await model.prefill(state, prompt, { chunk: 2, entropies });
  const logits = await model.step(state, [0]);
  expect([...logits.toNumbers()].every(Number.isFinite)).toBe(true);
  expect(entropies.layers().every(({ entropy }) => Number.isFinite(entropy))).toBe(true);
  const sampling = { temperature: 1, topK: 3, topP: 0.9 };
  let count = 0;
  for await (const { token } of generate(model, { prompts: [prompt, [0]], maxTokens: 2, sampling })) {
    expect(token).toBeLessThan(config.vocabSize);
    count++;
  }
  expect(count).toBe(4);
};

const dtypes: readonly FloatName[] = ["f32", "bf16", "f16"];

test("a drawn config is refused by a field's name, or runs", async () => {
  const seen = { refused: 0, ran: 0 };
  await fc.assert(
    fc.asyncProperty(drawnConfig, fc.constantFrom(...dtypes), async (given, dtype) => {
      const config = accepted(given);
      if (config) await runs(config, dtype);
      seen[config ? "ran" : "refused"]++;
    }),
    { numRuns: 80, endOnFailure: true },
  );
  expect(Math.min(seen.ran, seen.refused)).toBeGreaterThan(5);
}, 300_000);

describe("the largest that is accepted runs, and one more is refused", () => {
  const base: PartialConfig = { vocabSize: 9, nLayer: 1, nHead: 1, nEmbd: 16, intermediateSize: 4, localWindow: 2, tiedEmbeddings: true };
  test.each<[string, Partial<PartialConfig>, Partial<PartialConfig>]>([
    ["nHead", { nEmbd: 256 }, { nEmbd: 258 }],
    ["mambaConv", { mbPerLayer: 1, mambaConv: 32 }, { mbPerLayer: 1, mambaConv: 33 }],
    ["mambaConv", { mbPerLayer: 1, mambaConv: 2 }, { mbPerLayer: 1, mambaConv: 1 }],
    ["mambaState", { mbPerLayer: 1, mambaState: 256 }, { mbPerLayer: 1, mambaState: 257 }],
    ["retHeads", { retPerLayer: 1, retHeads: 1, nEmbd: 512 }, { retPerLayer: 1, retHeads: 1, nEmbd: 528 }],
    ["retHeads", { retPerLayer: 1, retHeads: 5, nEmbd: 80 }, { retPerLayer: 1, retHeads: 4, nEmbd: 80 }],
    ["glaHeads", { glaPerLayer: 1, glaHeads: 2, nEmbd: 64 }, { glaPerLayer: 1, glaHeads: 4, nEmbd: 64 }],
    ["nLayer", { mlp: false, nLayer: 24 }, { mlp: false, nLayer: 1e7 }],
  ])(
    "%s %o",
    async (field, largest, beyond) => {
      await runs(sambaConfig({ ...base, ...largest }), "f32");
      await runs(sambaConfig({ ...base, ...largest }), "bf16");
      expect(() => sambaConfig({ ...base, ...beyond })).toThrow(new RegExp(`^CUI3024: config: ${field} is `));
    },
    60_000,
  );
  test.each<[string, Partial<PartialConfig>]>([
    ["vocabSize", { vocabSize: 2 ** 40 }],
    ["paddedVocabSize", { vocabSize: 2 ** 21, nEmbd: 1024, nHead: 4 }],
    ["intermediateSize", { intermediateSize: 2 ** 30 }],
    ["mambaExpand", { mbPerLayer: 1, nEmbd: 8192, nHead: 32, mambaExpand: 100 }],
  ])("%s beyond what a tensor can hold", (field, beyond) => {
    expect(() => sambaConfig({ ...base, ...beyond })).toThrow(new RegExp(`^CUI3024: config: ${field} is .*`));
  });
  test("the help says which numbers of heads there are", () => {
    expect(() => sambaConfig({ ...base, retPerLayer: 1, retHeads: 4, nEmbd: 96 })).toThrow("give retHeads as one of 1, 2, 3, 6");
    expect(() => sambaConfig({ ...base, glaPerLayer: 1, glaHeads: 1, nEmbd: 40 })).toThrow("give another nEmbd");
  });
});

test("what a model does not have is not asked after", async () => {
  await runs(sambaConfig({ vocabSize: 9, nLayer: 1, nEmbd: 37, mamba: true }), "f32");
  await runs(sambaConfig({ vocabSize: 9, nLayer: 2, nEmbd: 37, nHead: 2, mbPerLayer: 1, intermediateSize: 5 }), "bf16");
});

describe("states beyond any memory are refused, and maxTokens makes them small", () => {
  const given = { vocabSize: 9, nLayer: 1, nHead: 4, nEmbd: 64, intermediateSize: 4 } as const;
  test.each<[string, Partial<PartialConfig>, readonly [number, { readonly maxTokens?: number }]]>([
    ["a window of 2^30", { localWindow: 2 ** 30 }, [1, {}]],
    ["a window of 10^9, far and near", { localWindow: 1e9, selfExtend: { neighbourWindow: 2 ** 30, groupSize: 2 } }, [1, {}]],
    ["10^12 tokens", {}, [1, { maxTokens: 1e12 }]],
    ["10^9 sequences", { localWindow: 64 }, [1e9, {}]],
  ])("%s", async (_, fields, [batch, options]) => {
    const config = sambaConfig({ ...given, ...fields });
    using model = Samba.load(namedTensors(randomParameters(config, 1)), config);
    expect(() => model.state(batch, options)).toThrow(/^CUI3008: a state of \d+ sequences needs a tensor of .*\n.*give maxTokens/);
    using state = model.state(1, { maxTokens: 4 });
    expect(state.bytes).toBeLessThan(4096);
    await model.prefill(state, [1, 2, 3]);
  });
});
