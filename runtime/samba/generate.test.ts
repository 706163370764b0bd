// Generation: what a batch gives is what each prompt gives alone, greedy tokens are those of the logits, sequences end where they are told to, and a
// generation that stopped goes on, also from a file and in another instance, as if it had not.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { HostTensor } from "../host-tensor.ts";
import { type PartialConfig, sambaConfig } from "./config.ts";
import { generate, type GenerateOptions } from "./generate.ts";
import { Samba } from "./model.ts";
import { randomParameters } from "./parameters.ts";
import type { FloatName } from "./place.ts";
import type { SambaState } from "./state.ts";
import { restoreState, saveState } from "./state-file.ts";
import { expectGoesOn } from "./testing/going-on.ts";
import { namedTensors } from "./weights/named-tensors.ts";

const config = sambaConfig({ vocabSize: 50, nLayer: 2, nEmbd: 16, mamba: true });
const model = Samba.load(namedTensors(randomParameters(config, 3)), config);
const folder = mkdtempSync(join(tmpdir(), "cuica-generate-"));
afterAll(() => {
  model.dispose();
  rmSync(folder, { recursive: true });
});
const prompts = [[1, 2, 3], [7], [4, 4, 4, 4, 4, 4, 9]];

/** New tokens by sequence. */
const all = async (options: GenerateOptions, own: Samba = model): Promise<number[][]> => {
  const prompts = options.prompts ?? options.state!.tokens.map(() => []);
  const tokens: number[][] = prompts.map(() => []);
  const ended = new Set<number>();
  for await (const { row, token, index, last } of generate(own, options)) {
    expect([index, ended.has(row)]).toEqual([tokens[row]!.length, false]);
    tokens[row]!.push(token);
    if (last) ended.add(row);
  }
  expect(ended.size).toBe(prompts.length);
  return tokens;
};

test("greedy tokens are the most likely ones of one pass over what came before", async () => {
  const [tokens] = await all({ prompts: [prompts[0]!], maxTokens: 12 });
  const whole = [...prompts[0]!, ...tokens!];
  using state = model.state(1, { maxTokens: 64 });
  const logits = await model.prefill(state, whole, { logits: "all" });
  const width = config.paddedVocabSize;
  const greedy = Array.from({ length: tokens!.length }, (_, n) => {
    const row = prompts[0]!.length - 1 + n;
    const values = [...(logits.data as Float32Array).subarray(row * width, row * width + config.vocabSize)];
    return values.indexOf(Math.max(...values));
  });
  expect(tokens).toEqual(greedy);
});
test("a batch gives each prompt what it gets in any company, whatever the chunks", async () => {
  const options = { maxTokens: 10, sampling: { temperature: 1.5, topK: 20, topP: 0.9 }, seed: 11 };
  const together = await all({ prompts, ...options });
  expect(together.map((tokens) => tokens.length)).toEqual([10, 10, 10]);
  expect(await all({ prompts, ...options })).toEqual(together);
  expect(await all({ prompts, ...options, chunk: 2 })).toEqual(together);
  expect((await all({ prompts: prompts.slice(0, 2), ...options })).slice(0, 2)).toEqual(together.slice(0, 2));
  expect(await all({ prompts, ...options, seed: 12 })).not.toEqual(together);
});
test("a sequence ends with the first stop sequence, and the others go on", async () => {
  const free = await all({ prompts, maxTokens: 10 });
  const stop = [free[0]!.slice(2, 4)];
  const end = (tokens: readonly number[]): number => {
    for (let n = 1; n < tokens.length; n++) if (tokens[n - 1] === stop[0]![0] && tokens[n] === stop[0]![1]) return n + 1;
    return tokens.length;
  };
  const stopped = await all({ prompts, maxTokens: 10, stop: [...stop, [999]] });
  expect(stopped).toEqual(free.map((tokens) => tokens.slice(0, end(tokens))));
  expect(stopped[0]!.length).toBeLessThanOrEqual(4);
});
test("breaking out frees the state", async () => {
  const given: number[] = [];
  for await (const { token } of generate(model, { prompts, maxTokens: 1000 })) {
    given.push(token);
    if (given.length === 5) break;
  }
  expect(given).toHaveLength(5);
});

describe("going on from a state", () => {
  const mixed: PartialConfig = {
    ...{ vocabSize: 61, nLayer: 4, nEmbd: 64, nHead: 4, nQueryGroups: 2, intermediateSize: 32, localWindow: 7, fullPerLayer: 4 },
    ...{ mbPerLayer: 4, glaPerLayer: 3, glaHeads: 2, retPerLayer: 2, retHeads: 2 },
  };
  const load = (dtype: FloatName = "f32", seed = 5): Samba => {
    const own = sambaConfig(mixed);
    return Samba.load(namedTensors(randomParameters(own, seed)), own, { dtype });
  };
  const own = load();
  afterAll(() => own.dispose());
  const sampled = { prompts, sampling: { temperature: 1.3, topP: 0.95 }, seed: 9 };
  const { prompts: _, ...rest } = sampled;

  test.each<[FloatName]>([["f32"], ["bf16"]])("10, a file, another instance and 10 more are 20: %s", async (dtype) => {
    const path = join(folder, `${dtype}.safetensors`);
    const first = dtype === "f32" ? own : load(dtype);
    using second = load(dtype);
    await expectGoesOn(first, second, path);
    // Without further room, there is none.
    using full = restoreState(second, path);
    await expect(generate(second, { maxTokens: 10, state: full }).next()).rejects.toThrow(
      /^CUI3025: sequence 0 would have 22 tokens, and this state has room for 17/,
    );
  });
  test("sequences that end before others are left where they ended", async () => {
    const free = await all({ ...sampled, maxTokens: 20 }, own);
    const stop = [free[1]!.slice(3, 5)];
    using state = own.state(prompts.length, { maxTokens: 64 });
    const begun = await all({ ...sampled, maxTokens: 8, stop, state }, own);
    expect(begun.map((tokens) => tokens.length)).toEqual([8, 5, 8]);
    const more = await all({ ...rest, maxTokens: 6, state }, own);
    expect(begun.map((tokens, row) => [...tokens, ...more[row]!])).toEqual(
      begun.map((tokens, row) => free[row]!.slice(0, tokens.length + 6)),
    );
  });
  test("breaking out leaves the state behind the last token given out", async () => {
    const alone = { ...sampled, prompts: [prompts[0]!] };
    const [free] = await all({ ...alone, maxTokens: 12 }, own);
    using state = own.state(1, { maxTokens: 64 });
    const given: number[] = [];
    for await (const { token } of generate(own, { ...alone, maxTokens: 30, state })) {
      given.push(token);
      if (given.length === 4) break;
    }
    const [more] = await all({ ...rest, maxTokens: 8, state }, own);
    expect([...given, ...more!]).toEqual(free);
  });
  test("a prompt behind a state is read behind the token that waits", async () => {
    using state = own.state(1, { maxTokens: 64 });
    const [begun] = await all({ prompts: [prompts[0]!], maxTokens: 5, state }, own);
    const [answer] = await all({ prompts: [[8, 9]], maxTokens: 5, state }, own);
    expect([answer]).toEqual(await all({ prompts: [[...prompts[0]!, ...begun!, 8, 9]], maxTokens: 5 }, own));
  });
  test("a state is restored into the weights it was saved with alone, however they are stored", () => {
    const path = join(folder, "weights.safetensors");
    using state = own.state(1, { maxTokens: 8 });
    saveState(own, state, path);
    using other = load("f32", 6);
    expect(() => restoreState(other, path)).toThrow(/CUI3026: .*of the same config with other weights/);
    restoreState(own, path).dispose();
  });
  test.each<[string, (state: SambaState) => Partial<GenerateOptions>, RegExp]>([
    ["no prompt and nothing to go on from", () => ({}), /a prompt without tokens/],
    ["prompts of other sequences", () => ({ prompts }), /3 prompts for a state of 1/],
    ["a prompt without room", () => ({ prompts: [[1, 2, 3, 4, 5]] }), /would have 9 tokens/],
  ])("%s is refused", async (_name, options, message) => {
    using state = own.state(1, { maxTokens: 8 });
    await expect(generate(own, { maxTokens: 5, state, ...options(state) }).next()).rejects.toThrow(message);
  });
});

describe("refused with CUI3025, before anything is given out", () => {
  test.each<[string, Partial<GenerateOptions>]>([
    ["no prompt", { prompts: [] }],
    ["an empty prompt", { prompts: [[1], []] }],
    ["a token that is none", { prompts: [[50]] }],
    ["no new tokens", { maxTokens: 0 }],
    ["an empty stop sequence", { stop: [[]] }],
    ["a negative seed", { seed: -1 }],
    ["a temperature below 0", { sampling: { temperature: -1 } }],
  ])("%s", async (_, options) => {
    await expect(generate(model, { prompts, maxTokens: 3, ...options }).next()).rejects.toThrow(/^CUI3025/);
  });
});

test("logits that are not numbers end a generation", async () => {
  const parameters = new Map(randomParameters(config, 3));
  const norm = parameters.get("transformer.ln_f.weight")!;
  parameters.set(
    "transformer.ln_f.weight",
    new HostTensor(
      "f32",
      norm.shape,
      Float32Array.from(norm.data, () => Number.NaN),
    ),
  );
  using damaged = Samba.load(namedTensors(parameters), config);
  await expect(generate(damaged, { prompts: [[1]], maxTokens: 3 }).next()).rejects.toThrow(/^CUI3025.*not numbers/);
});
