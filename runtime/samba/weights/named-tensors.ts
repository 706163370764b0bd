// Tensors by name, each made when it is asked for: the one form in which weights and states travel between files, models and tests.
import { expectKind } from "../../../codegen/ir/runtime-error.ts";
import { HostTensor } from "../../host-tensor.ts";

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

const isIterable = (value: unknown): value is Iterable<unknown> => typeof value === "object" && value !== null && Symbol.iterator in value;
/** Tensors that are in memory already. */
export const namedTensors = (tensors: Iterable<readonly [string, HostTensor]>): NamedTensors => {
  const given: unknown = tensors;
  const entries: readonly unknown[] | null = isIterable(given) ? [...given] : null;
  expectKind(
    "namedTensors",
    "the tensors",
    given,
    entries?.every((one) => Array.isArray(one) && typeof one[0] === "string" && one[1] instanceof HostTensor) === true,
    "a list or map of [name, HostTensor]",
  );
  const known = new Map(entries as (readonly [string, HostTensor])[]);
  const get = (name: string): HostTensor => {
    const tensor = known.get(name);
    if (!tensor) throw new RangeError(`there is no tensor ${name}`);
    return tensor;
  };
  return { names: () => [...known.keys()], facts: get, get };
};
