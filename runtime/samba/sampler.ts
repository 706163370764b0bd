// How a state's next tokens are chosen, on the device of the model: a choice is part of a step, and no host waits for it.
import { expectKind } from "../../codegen/ir/runtime-error.ts";
import { HostTensor, philox } from "../../dsl/index.ts";
import { argmax, sampling } from "../../kernels/sampling/operator.ts";
import type { Pass } from "./pass.ts";
import { expectInstance } from "./kinds.ts";
import { Place, type Tensor } from "./place.ts";
import { checkSampling, checkSeed, type Sampling } from "./sampling.ts";
import type { SambaState } from "./state.ts";

export class Sampler implements Disposable {
  readonly #place: Place;
  readonly #greedy: boolean;
  /** By sequence: 0 where no token is wanted any more. */
  readonly #active: Tensor;
  readonly #choices: { readonly temperatures: Tensor; readonly topK: Tensor; readonly topP: Tensor; readonly seeds: Tensor };

  /** The same options for `batch` sequences, each with randomness of its own. `seed` is an integer from 0, below 2^53. Throws CUI3025. */
  constructor(place: Place, batch: number, options: Sampling, seed: number) {
    expectInstance("Sampler", "the place", place, Place);
    expectKind("Sampler", "the number of sequences", batch, Number.isSafeInteger(batch) && batch > 0, "an integer from 1");
    checkSampling(options);
    checkSeed(seed);
    const { temperature = 0, topK = 0, topP = 1 } = options;
    const tensor = (dtype: "i32" | "u32" | "f32", values: readonly number[], columns: readonly number[] = []): Tensor => {
      const made = place.allocate(dtype, [batch, ...columns]);
      place.write(made, HostTensor.fromNumbers(dtype, [batch, ...columns], values));
      return made;
    };
    const each = (value: number): number[] => new Array<number>(batch).fill(value);
    this.#place = place;
    this.#greedy = temperature === 0;
    this.#active = tensor("i32", each(1));
    const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const;
    const seeds = Array.from({ length: batch }, (_, row) => philox([...key], [row, 0, 0, 0]).slice(0, 2)).flat();
    this.#choices = {
      temperatures: tensor("f32", each(temperature)),
      topK: tensor("i32", each(Math.min(topK, 2 ** 31 - 1))),
      topP: tensor("f32", each(topP)),
      seeds: tensor("u32", seeds, [2]),
    };
  }
  /** No more tokens of a sequence: it goes on with none. */
  stop(row: number): void {
    this.#place.write(this.#place.view(this.#active, [1], undefined, row), HostTensor.fromNumbers("i32", [1], [0]));
  }
  /** Adds to a pass that logits [sequence, paddedVocabSize] of all sequences, or of one, give the state's next tokens. */
  async choose(pass: Pass, logits: Tensor, state: SambaState, row: number | null): Promise<void> {
    const { vocabSize: vocabulary, paddedVocabSize } = pass.config;
    const part = (tensor: Tensor): Tensor => (row === null ? tensor : state.row(tensor, row));
    const given = {
      logits: this.#place.view(logits, [logits.shape[0]!, vocabulary], [paddedVocabSize, 1]),
      active: part(this.#active),
    };
    const outputs = { tokens: part(state.nextTokens) };
    if (this.#greedy) return pass.call(argmax({ vocabulary }), { tensors: given, scalars: {}, outputs });
    const { temperatures, topK, topP, seeds } = this.#choices;
    const choices = { temperatures: part(temperatures), topK: part(topK), topP: part(topP), seeds: part(seeds) };
    const tensors = { ...given, ...choices, positions: part(state.lengths) };
    return pass.call(sampling({ vocabulary }), { tensors, scalars: {}, outputs });
  }
  dispose(): void {
    this.#place.free([this.#active, ...Object.values(this.#choices)]);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
