// The next token out of logits: the most likely one, or one drawn at a temperature from the top k and from the nucleus (Holtzman et al., "The
// Curious Case of Neural Text Degeneration", 2020). A draw depends on the seed, the sequence and the place alone: not on the batch, nor on
// what was drawn before.
import { philox, uniformFloat } from "../../dsl/index.ts";
import { RuntimeError } from "../cuda/errors.ts";

export interface Sampling {
  /** Logits are divided by it; 0, the default, takes the most likely token. */
  readonly temperature?: number;
  /** Draws from so many most likely tokens; all if left out. */
  readonly topK?: number;
  /** Draws from the fewest most likely tokens that have this share of the probability, after `topK`; 1 if left out. */
  readonly topP?: number;
}
/** Which draw it is. */
export interface Draw {
  readonly seed: number;
  /** Number of the sequence, and of the token in it. */
  readonly row: number;
  readonly index: number;
}

const refuse = (text: string, help: string): RuntimeError => new RuntimeError("CUI3025", text, help);
/** Throws CUI3025 for options that mean nothing. */
export const checkSampling = ({ temperature = 0, topK, topP = 1 }: Sampling): void => {
  if (!(temperature >= 0 && Number.isFinite(temperature))) throw refuse(`a temperature of ${temperature}`, "give a number from 0");
  if (topK !== undefined && !(Number.isSafeInteger(topK) && topK > 0)) throw refuse(`the top ${topK} tokens`, "give an integer from 1");
  if (!(topP > 0 && topP <= 1)) throw refuse(`a nucleus of ${topP}`, "give a probability above 0 and up to 1");
};

const mostLikely = (logits: Float32Array): number => {
  let best = 0;
  for (let n = 1; n < logits.length; n++) if (logits[n]! > logits[best]!) best = n;
  return best;
};

/** How many of the largest logits are kept. `sorted` is ascending. */
const keptCount = (sorted: Float32Array, weight: (logit: number) => number, { topK, topP = 1 }: Sampling): number => {
  const candidates = Math.min(topK ?? sorted.length, sorted.length);
  if (topP === 1) return candidates;
  const from = sorted.length - candidates;
  let total = 0;
  for (let n = from; n < sorted.length; n++) total += weight(sorted[n]!);
  let kept = 0;
  for (let sum = 0; kept < candidates && sum < topP * total; kept++) sum += weight(sorted[sorted.length - 1 - kept]!);
  return kept;
};

/**
 * One token of the logits [vocabulary] (f32). Of equally likely tokens the first counts as more likely. Throws CUI3025 if logits are NaN, or
 * none is finite.
 */
export const sampleToken = (logits: Float32Array, sampling: Sampling, { seed, row, index }: Draw): number => {
  const { temperature = 0, topK, topP = 1 } = sampling;
  const best = mostLikely(logits);
  const top = logits[best]!;
  if (!Number.isFinite(top) || logits.some(Number.isNaN))
    throw refuse(`logits of the sequence ${row} are not numbers`, "the weights are damaged, or too large for the dtype: try f32");
  if (temperature === 0) return best;
  const weight = (logit: number): number => Math.exp((logit - top) / temperature);

  // Above the threshold everything is kept; of those equal to it, the first ones.
  let threshold = Number.NEGATIVE_INFINITY;
  let equal = logits.length;
  if (topK !== undefined || topP < 1) {
    const sorted = logits.toSorted();
    const kept = keptCount(sorted, weight, sampling);
    threshold = sorted[sorted.length - kept]!;
    equal = kept - logits.reduce((above, logit) => above + (logit > threshold ? 1 : 0), 0);
  }
  const kept: number[] = [];
  let total = 0;
  for (let n = 0; n < logits.length; n++) {
    const logit = logits[n]!;
    if (!(logit > threshold || (logit === threshold && equal-- > 0))) continue;
    kept.push(n);
    total += weight(logit);
  }
  const [low, high] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  const [first, second] = philox([low, high], [row, index, 0, 0]);
  // 48 bits, so that rare tokens are drawn as often as they should be.
  let left = (uniformFloat(first) + uniformFloat(second) * 2 ** -24) * total;
  for (const n of kept) {
    left -= weight(logits[n]!);
    if (left < 0) return n;
  }
  return best;
};
