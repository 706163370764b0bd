// Choosing a token by its definition, in float64: which tokens take part (the largest k, then the smallest set of the most likely that holds a probability
// p; Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020), and which of them wins the race of exponential variables.
import { philox } from "../../dsl/index.ts";

export interface SamplingRow {
  readonly logits: readonly number[];
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly seed: readonly [number, number];
  readonly position: number;
}

/** Weights, of which the largest is 1, of the tokens that take part; 0 for the others. Equal logits stay or go together. */
export const weightsOf = ({ logits, temperature, topK, topP }: SamplingRow): number[] => {
  const top = Math.max(...logits);
  const weights = logits.map((logit) => (temperature > 0 ? Math.exp((logit - top) / temperature) : logit === top ? 1 : 0));
  const sorted = [...weights].sort((a, b) => b - a);
  const fewest = temperature > 0 && topK > 0 ? sorted[Math.min(topK, sorted.length) - 1]! : 0;
  const kept = weights.map((weight) => (weight >= fewest ? weight : 0));
  if (!(temperature > 0 && topP < 1)) return kept;
  const wanted = topP * kept.reduce((sum, weight) => sum + weight, 0);
  let held = 0;
  let last = 1;
  for (const weight of [...kept].sort((a, b) => b - a)) {
    if (held >= wanted) break;
    held += weight;
    last = weight;
  }
  return kept.map((weight) => (weight >= last ? weight : 0));
};

/** When each token arrives in the race: Infinity for those that do not take part. */
export const timesOf = (row: SamplingRow): number[] =>
  weightsOf(row).map((weight, token) => {
    if (weight === 0) return Number.POSITIVE_INFINITY;
    if (row.temperature <= 0) return 0;
    const [bits] = philox(row.seed, [token, row.position, 0, 0]);
    return -Math.log1p(-(bits + 0.5) / 2 ** 32) / weight;
  });
