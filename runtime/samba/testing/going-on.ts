// Stopping and going on: what a generation gives must not depend on it, whichever places and instances its parts run on.
import { expect } from "vitest";
import { generate, type GenerateOptions } from "../generate.ts";
import type { Samba } from "../model.ts";
import { restoreState, saveState } from "../state-file.ts";

/** New tokens by sequence. */
const tokensOf = async (model: Samba, options: GenerateOptions): Promise<number[][]> => {
  const tokens: number[][] = (options.prompts ?? options.state!.tokens).map(() => []);
  for await (const { row, token } of generate(model, options)) tokens[row]!.push(token);
  return tokens;
};
/** Of any vocabulary of more than 9 tokens, and of different lengths. */
const prompts = [[1, 2, 3], [7], [4, 4, 4, 4, 4, 4, 9]];

/**
 * 10 tokens of `first`, whose state has room for no more and goes through the file `path`, and 10 of `second` are the 20 that `first` gives at once,
 * greedy ones and drawn ones.
 */
export const expectGoesOn = async (first: Samba, second: Samba, path: string): Promise<void> => {
  const given: number[][][] = [];
  for (const choice of [{}, { sampling: { temperature: 1.3, topP: 0.95 }, seed: 9 }]) {
    const whole = await tokensOf(first, { ...choice, prompts, maxTokens: 20 });
    using state = first.state(prompts.length, { maxTokens: 17 });
    const begun = await tokensOf(first, { ...choice, prompts, maxTokens: 10, state });
    expect([state.tokens, state.waiting]).toEqual([prompts.map((prompt) => prompt.length + 9), prompts.map(() => true)]);
    saveState(first, state, path);
    using restored = restoreState(second, path, { moreTokens: 10 });
    const more = await tokensOf(second, { ...choice, maxTokens: 10, state: restored });
    expect(begun.map((tokens, row) => [...tokens, ...more[row]!])).toEqual(whole);
    given.push(whole);
  }
  expect(given[0]).not.toEqual(given[1]);
};
