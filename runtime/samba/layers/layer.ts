// What every kind of layer provides: the parameters that it reads, the state that it keeps of each sequence, and its work in a pass.
import type { DType } from "../../../codegen/ir/types.ts";
import type { HostTensor } from "../../host-tensor.ts";
import type { Linear, Normed, Pass } from "../pass.ts";
import type { Tensor } from "../place.ts";

/** Parameters of one layer by their names behind the layer's path, ready for the place. */
export interface LayerParameters {
  /** In the model's dtype, as one matrix of all named ones below each other, its rows then taken in `order`. */
  linear(names: readonly string[], order?: readonly number[]): Linear;
  /** In f32, those of several names below each other, in `order` of their rows, in `shape`, after `change`. */
  f32(names: readonly string[], options?: F32Options): Tensor;
  /** Made here, in f32 or as it is. */
  constant(values: readonly number[] | HostTensor): Tensor;
}
export interface F32Options {
  readonly shape?: readonly number[];
  readonly order?: readonly number[];
  readonly change?: (value: number) => number;
}
/** A state of one sequence: zero before its first token. */
export interface StateFacts {
  readonly dtype: DType;
  /** Without the axis of sequences, which comes first. */
  readonly shape: readonly number[];
}
/** The sequences that a pass is about: one in `prefill`, all in `step`. */
export interface Sequences {
  /** A layer's state by name, [sequence, ...shape]. */
  state(name: string): Tensor;
  /** Tokens before the pass (of `prefill` only), and with it, [sequence], i32. */
  readonly positions: Tensor;
  readonly lengths: Tensor;
  /** `lengths` less the neighbour window of Self-Extend, and at least 0. */
  readonly farLengths: Tensor;
  /** Where entropies are asked for: gives an f32 tensor that the layer fills with terms of its own (`Entropies` says which). */
  readonly measured: ((shape: readonly number[]) => Tensor) | null;
}
/** One layer with its parameters. */
export interface BuiltLayer {
  /** States by name, of sequences of at most so many tokens. */
  states(mostTokens: number): Readonly<Record<string, StateFacts>>;
  /** Adds to `x.residual` [row, width] (f32) what the layer makes of `x`, and moves its states on. */
  build(pass: Pass, sequences: Sequences, x: Normed): Promise<void>;
}
