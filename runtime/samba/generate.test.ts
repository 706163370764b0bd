// Generation: what a batch gives is what each prompt gives alone, greedy tokens are those of the logits, and sequences end where they are told to.
import { afterAll, describe, expect, test } from "vitest";
import { sambaConfig } from "./config.ts";
import { generate, type GenerateOptions } from "./generate.ts";
import { Samba } from "./model.ts";
import { randomParameters } from "./parameters.ts";
import { namedTensors } from "./weights/named-tensors.ts";

const config = sambaConfig({ vocabSize: 50, nLayer: 2, nEmbd: 16, mamba: true });
const model = Samba.load(namedTensors(randomParameters(config, 3)), config);
afterAll(() => model.dispose());
const prompts = [[1, 2, 3], [7], [4, 4, 4, 4, 4, 4, 9]];

/** New tokens by sequence. */
const all = async (options: GenerateOptions): Promise<number[][]> => {
  const tokens: number[][] = options.prompts.map(() => []);
  const ended = new Set<number>();
  for await (const { row, token, index, last } of generate(model, options)) {
    expect([index, ended.has(row)]).toEqual([tokens[row]!.length, false]);
    tokens[row]!.push(token);
    if (last) ended.add(row);
  }
  expect(ended.size).toBe(options.prompts.length);
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
