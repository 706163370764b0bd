// Tensors by name, each made when it is asked for: the one form in which weights and states travel between files, models and tests.
import type { HostTensor } from "../../host-tensor.ts";

/** What is known of a tensor without its elements. */
export interface TensorFacts {
  /** A dtype of cuica, or the file's own word for one that cuica does not have. */
  readonly dtype: string;
  readonly shape: readonly number[];
}
export interface NamedTensors {
  names(): string[];
  /** Throws if there is no tensor of that name. */
  facts(name: string): TensorFacts;
  /** The tensor: a view of its file where there is one. Throws if there is none of that name, or it cannot be had as a HostTensor. */
  get(name: string): HostTensor;
}

/** Tensors that are in memory already. */
export const namedTensors = (tensors: Iterable<readonly [string, HostTensor]>): NamedTensors => {
  const known = new Map(tensors);
  const get = (name: string): HostTensor => {
    const tensor = known.get(name);
    if (!tensor) throw new RangeError(`there is no tensor ${name}`);
    return tensor;
  };
  return { names: () => [...known.keys()], facts: get, get };
};
