// How spread out a model's choices are over a text, by the definitions of the Samba paper (arXiv 2406.07522, appendix C of version 1, E of version 3,
// "Details of Entropy Measurement"), summed in f64 on the host, in the order of tokens, from what each chunk of a prefill leaves: memory does not grow
// with the text, and chunks do not matter to the results.
import { RuntimeError } from "../cuda/errors.ts";
import type { HostTensor } from "../host-tensor.ts";
import { layersOf, type SambaConfig } from "./config.ts";
import type { SambaState } from "./state.ts";

/** The entropy of one layer, in nats. */
export interface LayerEntropy {
  /** Place of the layer in `layersOf`, and of its block in the model. */
  readonly layer: number;
  readonly block: number;
  readonly kind: "attention" | "selection";
  /** The mean over heads, or over channels. */
  readonly entropy: number;
  /** The most that it could be: that of equal probabilities. */
  readonly most: number;
  /** By head; null of a selection, which has none. */
  readonly heads: readonly number[] | null;
}

/** What a layer's tokens so far add up to. */
interface Sums {
  /** Of attention, by head. */
  readonly heads: Float64Array;
  /** Of a selection, by channel: see `selectionSums`. */
  readonly totals: Float64Array;
  readonly moments: Float64Array;
}

/**
 * Entropies of one sequence, gathered by `prefill(…, { entropies })`, also over several calls one behind the other.
 *
 * - Attention: for each head and token the entropy -sum p log p of its probabilities p over the keys that it sees; the mean over tokens, by head. The
 *   paper takes the mean over the tokens that were generated: read the prompt without entropies, and what follows with them.
 * - Selection, of Mamba's layers: the steps Δ = softplus(…) of each channel are divided by their sum over the tokens of the whole sequence, and the
 *   entropy of these shares is taken; the mean over channels. log of the number of tokens says that all tokens are taken in alike, 0 that one is, or
 *   that all steps are below what f32 can say.
 *
 * Layers of other kinds have none.
 */
export class Entropies {
  readonly #layers = new Map<number, Sums>();
  #sequence: { readonly config: SambaConfig; readonly state: SambaState; readonly row: number; readonly first: number } | null = null;
  #tokens = 0;

  /** Tokens so far. */
  get tokens(): number {
    return this.#tokens;
  }
  /** Says which sequence the next tokens are of. Throws CUI3025 if they do not continue those before. */
  follow(config: SambaConfig, state: SambaState, row: number): void {
    const at = state.tokens[row]!;
    this.#sequence ??= { config, state, row, first: at };
    if (this.#sequence.state !== state || this.#sequence.row !== row || this.#sequence.first + this.#tokens !== at)
      throw new RuntimeError(
        "CUI3025",
        "entropies of one sequence cannot go on with other tokens",
        "make new Entropies for each sequence, and give them to each of its prefills",
      );
  }
  /** Adds a layer's terms of some tokens: of attention [1, head, token]; of a selection [2, channel], as `selectionSums` gives. */
  add(layer: number, terms: HostTensor): void {
    const data = terms.data as Float32Array;
    const [rows, columns] = terms.shape.slice(-2) as [number, number];
    const isAttention = terms.shape.length === 3;
    let sums = this.#layers.get(layer);
    if (!sums) {
      const zeros = (count: number) => new Float64Array(count);
      const [heads, channels] = isAttention ? [rows, 0] : [0, columns];
      sums = { heads: zeros(heads), totals: zeros(channels), moments: zeros(channels) };
      this.#layers.set(layer, sums);
    }
    if (isAttention) for (let n = 0; n < data.length; n += 1) sums.heads[Math.floor(n / columns)]! += data[n]!;
    else
      for (let c = 0; c < columns; c += 1) {
        sums.totals[c]! += data[c]!;
        sums.moments[c]! += data[columns + c]!;
      }
  }
  /** Notes that so many tokens have been added. */
  counted(tokens: number): void {
    this.#tokens += tokens;
  }
  /** Of each layer that has one, from the first to the last. Empty before the first token. */
  layers(): LayerEntropy[] {
    if (!this.#sequence) return [];
    const { config, first } = this.#sequence;
    // No entropy is negative; a difference of rounded sums can be, and a sum of none is -0.
    const atLeastZero = (value: number): number => (value < 0 ? 0 : value + 0);
    const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
    return layersOf(config).flatMap((one, layer): LayerEntropy[] => {
      const sums = this.#layers.get(layer);
      if (!sums) return [];
      if (one.mixer === "attention") {
        const heads = Array.from(sums.heads, (sum) => atLeastZero(sum / this.#tokens));
        const seen = (token: number): number => (one.window < 0 ? token + 1 : Math.min(token + 1, one.window));
        const most = mean(Array.from({ length: this.#tokens }, (_, n) => Math.log(seen(first + n))));
        return [{ layer, block: one.block, kind: "attention", entropy: mean(heads), most, heads }];
      }
      const channels = Array.from(sums.totals, (total, c) => (total === 0 ? 0 : atLeastZero(Math.log(total) - sums.moments[c]! / total)));
      return [{ layer, block: one.block, kind: "selection", entropy: mean(channels), most: Math.log(this.#tokens), heads: null }];
    });
  }
}
