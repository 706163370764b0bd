// Tensors for the exact kernels: small integers, in any place of memory.
import { HostTensor } from "../../dsl/index.ts";
import { allocate, type DType, type Layout, setAll } from "../lib/tensors.ts";

/** Small integers, no two neighbours alike. */
export const ramp = (dtype: DType, shape: readonly number[], most = 50, layout?: Layout): HostTensor => {
  let n = 0;
  const low = dtype === "u32" ? 0 : -most;
  return setAll(layout ? allocate(dtype, shape, layout) : allocate(dtype, shape), () => low + ((n++ * 37) % (most - low + 1)));
};
export const words = (shape: readonly number[], first: number): HostTensor => {
  let n = first;
  return setAll(allocate("u32", shape), () => {
    n = Math.imul(n, 747796405) >>> 0;
    return n;
  });
};
export const cyclic = (list: readonly number[]): (() => number) => {
  let n = 0;
  return () => list[n++ % list.length]!;
};
export const padded = (rank: number, padding: number, margin: number): Layout => ({
  order: Array.from({ length: rank }, (_, axis) => axis),
  padding,
  margin,
});
/** The tensor with its last two axes swapped in memory. */
export const turned = (t: HostTensor): HostTensor =>
  new HostTensor(
    t.dtype,
    [...t.shape.slice(0, -2), t.shape.at(-1)!, t.shape.at(-2)!],
    t.data,
    [...t.strides.slice(0, -2), t.strides.at(-1)!, t.strides.at(-2)!],
    t.offset,
  );
/** One row, said to be very far from the next. */
export const lonely = (t: HostTensor): HostTensor => new HostTensor(t.dtype, t.shape, t.data, t.strides.with(0, 2 ** 40), t.offset);
