// Continues prompts, or states: each prompt is read by itself, in chunks, into its row of the state; then every sequence takes one token a step, of
// which each may be at another place. What is drawn for a sequence does not depend on the others.
import { expectKind, shownValue } from "../../codegen/ir/runtime-error.ts";
import { RuntimeError } from "../cuda/errors.ts";
import { readBehind } from "./behind.ts";
import { expectInstance, expectOptional, expectOptions, expectTokens } from "./kinds.ts";
import { Samba, type Step } from "./model.ts";
import { Sampler } from "./sampler.ts";
import { checkSampling, checkSeed, type Sampling } from "./sampling.ts";
import { SambaState } from "./state.ts";

export interface GenerateOptions {
  /** Tokens of each sequence; at least one each, unless `state` has one to go on from. May be left out with a `state`. */
  readonly prompts?: readonly (readonly number[])[];
  /**
   * A state to go on from, with one sequence a prompt: prompts are read behind what it has. It stays the caller's, and at the end each sequence of it
   * has read all of its tokens but the last one given out, which waits in it: the next call goes on there, as does one of `restoreState` after
   * `saveState`, with the same tokens as if it had not stopped if sampling and seed are the same. On a GPU a step then waits for the one before.
   */
  readonly state?: SambaState;
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

/** The prompts, of which a state's sequences may have none. */
const check = (model: Samba, options: GenerateOptions): readonly (readonly number[])[] => {
  expectInstance("generate", "the model", model, Samba);
  expectOptions("generate", options);
  const { state, maxTokens, sampling = {}, stop = [], seed = 0 } = options;
  expectOptional("generate", "the state", state, SambaState);
  for (const [what, lists] of [
    ["prompts", options.prompts ?? []],
    ["stop", stop],
  ] as const) {
    expectKind("generate", `\`${what}\``, lists, Array.isArray(lists), "an array of arrays of tokens");
    for (const list of lists) expectTokens("generate", `one of \`${what}\``, list);
  }
  checkSampling(sampling);
  checkSeed(seed);
  const refuse = (text: string, help: string): RuntimeError => new RuntimeError("CUI3025", text, help);
  const prompts = options.prompts ?? state?.tokens.map(() => []) ?? [];
  if (prompts.length !== (state?.batch ?? prompts.length))
    throw refuse(`${prompts.length} prompts for a state of ${state!.batch} sequences`, "give one of each, which may be empty");
  if (prompts.length === 0 || prompts.some((prompt, row) => prompt.length === 0 && !state?.waiting[row]))
    throw refuse(
      "a prompt without tokens",
      "give each sequence a token, of the text's beginning for one; only a state of a generation goes on without",
    );
  if (!(Number.isSafeInteger(maxTokens) && maxTokens > 0))
    throw refuse(`${shownValue(maxTokens)} new tokens`, "give maxTokens as an integer from 1");
  if (stop.some((tokens) => tokens.length === 0)) throw refuse("a stop sequence without tokens", "leave it out");
  prompts.forEach((prompt, row) => state?.checkRoom(row, prompt.length + (state.waiting[row] ? maxTokens : maxTokens - 1)));
  return prompts;
};

const endsWith = (tokens: readonly number[], end: readonly number[]): boolean =>
  end.length <= tokens.length && end.every((token, n) => token === tokens[tokens.length - end.length + n]);

/**
 * New tokens as they come, all sequences by turns. Breaking out of the loop ends it, and frees its state if it is not the caller's, which then stands
 * behind the last token given out (of several sequences, behind the last turn, whose tokens wait in its `nextTokens`). Throws CUI3025 for options
 * that cannot be carried out, before anything is given out.
 */
export async function* generate(model: Samba, options: GenerateOptions): AsyncGenerator<GeneratedToken, void, undefined> {
  const prompts = check(model, options);
  const { maxTokens, sampling = {}, stop = [], seed = 0, chunk } = options;
  const longest = Math.max(...prompts.map((prompt) => prompt.length));
  using sampler = new Sampler(model.place, prompts.length, sampling, seed);
  using own = options.state ? null : model.state(prompts.length, { maxTokens: longest + maxTokens });
  const state = options.state ?? own!;
  // Running ahead would read tokens into the caller's state that end no sequence, or were never asked for.
  using chosen = readBehind(model.place, state.nextTokens, own ? undefined : 1);
  const tokens: number[][] = prompts.map(() => []);
  const running = new Set(prompts.keys());
  /** Of the caller's sequences that end before others: how they were then. */
  const ended: (() => void)[] = [];
  const given = function* (): Generator<GeneratedToken> {
    const next = chosen.next().toNumbers();
    for (const row of [...running]) {
      const made = tokens[row]!;
      const index = made.length;
      const token = next[row]!;
      if (token < 0)
        throw new RuntimeError(
          "CUI3025",
          `logits of the sequence ${row} are not numbers`,
          "the weights are damaged, or too large for the dtype: try f32",
        );
      made.push(token);
      const last = made.length === maxTokens || stop.some((end) => endsWith(made, end));
      if (last) {
        running.delete(row);
        if (running.size > 0) {
          if (!own) {
            ended.push(state.kept(row));
            // From here on it counts for nothing, and needs no room.
            state.clear(row);
          }
          sampler.stop(row);
        }
      }
      yield { row, token, index, last };
    }
  };

  let step: Step | null = null;
  try {
    let taken = 0;
    if (prompts.some((prompt) => prompt.length > 0)) {
      const waiting = model.place.read(state.nextTokens).toNumbers();
      for (const [row, prompt] of prompts.entries()) {
        const read = state.waiting[row] ? [waiting[row]!, ...prompt] : prompt;
        await model.prefill(state, read, { row, sampler, ...(chunk === undefined ? {} : { chunk }) });
      }
      chosen.take();
      taken++;
      yield* given();
    }
    step = await model.prepareStep(state, sampler);
    for (let read = taken; running.size > 0; read++) {
      for (; taken < maxTokens && taken - read < chosen.ahead; taken++) {
        step.launch();
        chosen.take();
      }
      yield* given();
    }
  } finally {
    if (step && !own) state.ends(step);
    for (const restore of ended) restore();
  }
}
