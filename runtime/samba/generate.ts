// Continues prompts: each is read by itself, in chunks, into its row of the state; then every sequence takes one token a step, of which each may
// be at another place. What is drawn for a sequence does not depend on the others.
import { RuntimeError } from "../cuda/errors.ts";
import type { HostTensor } from "../host-tensor.ts";
import type { Samba } from "./model.ts";
import { checkSampling, type Sampling, sampleToken } from "./sampling.ts";
import type { SambaState } from "./state.ts";

export interface GenerateOptions {
  /** Tokens of each sequence; at least one each. */
  readonly prompts: readonly (readonly number[])[];
  /** New tokens of each sequence, at most. */
  readonly maxTokens: number;
  readonly sampling?: Sampling;
  /** A sequence ends with the first of these sequences of tokens among its new ones, which is given out as well. */
  readonly stop?: readonly (readonly number[])[];
  /** Integer from 0, below 2^53. */
  readonly seed?: number;
  /** Tokens of a prompt that are read at once. */
  readonly chunk?: number;
}
/** A new token. */
export interface GeneratedToken {
  /** Number of its prompt. */
  readonly row: number;
  readonly token: number;
  /** Number of the token among the new ones of its sequence. */
  readonly index: number;
  /** Whether it is the last one of its sequence. */
  readonly last: boolean;
}

const check = ({ prompts, maxTokens, stop = [], seed = 0 }: GenerateOptions): void => {
  const refuse = (text: string, help: string): RuntimeError => new RuntimeError("CUI3025", text, help);
  if (prompts.length === 0 || prompts.some((prompt) => prompt.length === 0))
    throw refuse("a prompt without tokens", "give each sequence a token, of the text's beginning for one");
  if (!(Number.isSafeInteger(maxTokens) && maxTokens > 0)) throw refuse(`${maxTokens} new tokens`, "give maxTokens as an integer from 1");
  if (stop.some((tokens) => tokens.length === 0)) throw refuse("a stop sequence without tokens", "leave it out");
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw refuse(`a seed of ${seed}`, "give an integer from 0");
};

/** The tokens of one row of logits that may be sampled. */
const rowOf = (logits: HostTensor, row: number, vocabSize: number): Float32Array => {
  const width = logits.shape[1]!;
  return (logits.data as Float32Array).subarray(row * width, row * width + vocabSize);
};
const endsWith = (tokens: readonly number[], end: readonly number[]): boolean =>
  end.length <= tokens.length && end.every((token, n) => token === tokens[tokens.length - end.length + n]);

/**
 * New tokens as they come, all sequences by turns. Breaking out of the loop ends it and frees its state. Throws CUI3025 for options that cannot
 * be carried out, before anything is given out.
 */
export async function* generate(model: Samba, options: GenerateOptions): AsyncGenerator<GeneratedToken, void, undefined> {
  const { prompts, maxTokens, sampling = {}, stop = [], seed = 0, chunk } = options;
  check(options);
  checkSampling(sampling);
  const { vocabSize } = model.config;
  const longest = Math.max(...prompts.map((prompt) => prompt.length));
  using state: SambaState = model.state(prompts.length, { maxTokens: longest + maxTokens });
  const tokens: number[][] = prompts.map(() => []);
  const running = new Set(prompts.keys());
  const draw = (row: number, logits: Float32Array): GeneratedToken => {
    const own = tokens[row]!;
    const index = own.length;
    const token = sampleToken(logits, sampling, { seed, row, index });
    own.push(token);
    const last = own.length === maxTokens || stop.some((end) => endsWith(own, end));
    if (last) running.delete(row);
    return { row, token, index, last };
  };

  const first: Float32Array[] = [];
  for (const [row, prompt] of prompts.entries())
    first.push(rowOf(await model.prefill(state, prompt, chunk === undefined ? { row } : { row, chunk }), 0, vocabSize));
  for (const [row, logits] of first.entries()) yield draw(row, logits);
  while (running.size > 0) {
    // A sequence that has ended takes its last token again, which no one sees.
    const logits = await model.step(
      state,
      tokens.map((own) => own.at(-1)!),
    );
    for (const row of [...running]) yield draw(row, rowOf(logits, row, vocabSize));
  }
}
