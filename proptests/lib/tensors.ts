// Random tensors in any memory layout. Storage that belongs to no element is poison, and stays so unless someone writes outside the tensor.
import fc from "fast-check";
import { contiguousStrides, HostTensor } from "../../dsl/host-tensor.ts";
import { storageFor, toStorage } from "../../codegen/ir/numeric.ts";
import type { DType } from "../../codegen/ir/types.ts";
import type { Random } from "./random.ts";

export { roundTo, tf32Value } from "../../codegen/ir/numeric.ts";
export { HostTensor } from "../../dsl/host-tensor.ts";
export type { DType, FloatType } from "../../codegen/ir/types.ts";

/** How a tensor lies in memory. */
export interface Layout {
  /** Axes from the slowest to the fastest in memory. */
  readonly order: readonly number[];
  /** Unused elements behind each row of the fastest axis. */
  readonly padding: number;
  /** Unused elements before and behind the whole tensor. */
  readonly margin: number;
}

export const rowMajor = (rank: number): Layout => ({ order: Array.from({ length: rank }, (_, axis) => axis), padding: 0, margin: 0 });

/** Layouts of a rank: the last axis stays fastest; paddings and margins are often multiples of 16 bytes, and often not. */
export const layoutArbitrary = (rank: number): fc.Arbitrary<Layout> => {
  const { order } = rowMajor(rank);
  return fc.record({
    order: fc.shuffledSubarray(order.slice(0, -1), { minLength: rank - 1 }).map((outer) => [...outer, rank - 1]),
    padding: fc.constantFrom(0, 0, 8, 16, 1, 3),
    margin: fc.constantFrom(0, 8, 64, 5),
  });
};

/** A poisoned tensor in that layout. */
export const allocate = (dtype: DType, shape: readonly number[], layout: Layout = rowMajor(shape.length)): HostTensor => {
  if (`${[...layout.order].sort((a, b) => a - b)}` !== `${rowMajor(shape.length).order}`)
    throw new RangeError(`order [${layout.order}] must name each of ${shape.length} axes once`);
  const extents = layout.order.map((axis) => shape[axis]!);
  const padded = extents.with(-1, extents.at(-1)! + layout.padding);
  const steps = contiguousStrides(padded);
  const strides = shape.map((_, axis) => steps[layout.order.indexOf(axis)]!);
  const elements = padded.reduce((product, extent) => product * extent, 1);
  return new HostTensor(dtype, shape, storageFor(dtype, elements + 2 * layout.margin), strides, layout.margin).poison();
};

/** Calls back with the place in storage of every element, in row-major order. */
const forEachPlace = (tensor: HostTensor, visit: (place: number) => void): void => {
  const nest = (axis: number, place: number): void => {
    if (axis === tensor.shape.length) return visit(place);
    for (let i = 0; i < tensor.shape[axis]!; i += 1) nest(axis + 1, place + i * tensor.strides[axis]!);
  };
  nest(0, tensor.offset);
};

/** Sets every element, in row-major order, rounded to the dtype. */
export const setAll = (tensor: HostTensor, next: () => number): HostTensor => {
  forEachPlace(tensor, (place) => {
    tensor.data[place] = toStorage(tensor.dtype, next());
  });
  return tensor;
};

export type Distribution = "normal" | "uniform";

/** Normal: deviation `scale`; uniform: from -scale to scale. */
export const randomTensor = (
  random: Random,
  dtype: DType,
  shape: readonly number[],
  options: { readonly distribution?: Distribution; readonly scale?: number; readonly layout?: Layout } = {},
): HostTensor => {
  const { distribution = "normal", scale = 1, layout = rowMajor(shape.length) } = options;
  return setAll(allocate(dtype, shape, layout), () => scale * (distribution === "normal" ? random.normal() : 2 * random.uniform() - 1));
};

/** Stored bits of every element, in row-major order. */
export const bitsOf = (tensor: HostTensor): number[] => {
  const bits: number[] = [];
  const { data } = tensor;
  const words = data instanceof Float32Array ? new Uint32Array(data.buffer, data.byteOffset, data.length) : data;
  forEachPlace(tensor, (place) => bits.push(words[place]!));
  return bits;
};

/** First place of storage that belongs to no element and is poison no more, or null. */
export const damagedPlace = (tensor: HostTensor): number | null => {
  const clean = new HostTensor(tensor.dtype, tensor.shape, tensor.data.slice(), tensor.strides, tensor.offset).poison();
  const mine = new Set<number>();
  forEachPlace(tensor, (place) => mine.add(place));
  for (let place = 0; place < tensor.data.length; place += 1) {
    if (!mine.has(place) && !Object.is(tensor.data[place], clean.data[place])) return place;
  }
  return null;
};
