// Addresses and bounds of views of tensor arguments. Block bases are computed in 64 bits always; offsets inside a tile in 32 bits where the
// tensor's class promises that they fit, else in 64. A check is left out only where it is proved to hold.
import type { Operand } from "../ir/lowered.ts";
import type { Buffer, Expr, Store, View, ViewAxis } from "../ir/tile.ts";
import { byteSize, type DType } from "../ir/types.ts";
import { i32, i64, type Lowering, LoweringError } from "./context.ts";
import { accessWidth, elementOf, packRun, wordCount, wordType } from "./elements.ts";
import { indexValue, valueToStore } from "./expressions.ts";

/** One kept axis of a view. */
export interface AxisPlace {
  /** Axis of the tensor. */
  readonly axis: number;
  readonly size: number;
  /** Element stride: i64, and as i32 where the class allows it. */
  readonly stride: Operand;
  /** Index i exists iff i < limit (null: always) ... */
  readonly limit: Operand | null;
  /** ... and i >= lower (null: always). */
  readonly lower: Operand | null;
  /** Number known to divide the axis's first element. */
  readonly divisor: number;
}
export interface ViewPlace {
  readonly view: View;
  /** Byte address of element 0 of every kept axis, i64. */
  readonly base: Operand;
  readonly axes: readonly AxisPlace[];
  readonly elementBytes: number;
  readonly aligned: boolean;
}

const axisLength = (lowering: Lowering, view: View, axis: ViewAxis, n: number): Operand =>
  axis.length ? indexValue(lowering, axis.length) : lowering.tensors.get(view.tensor)!.extents[n]!;

/** True if start + size <= length can be proved. */
const inside = (lowering: Lowering, view: View, axis: ViewAxis, n: number): boolean => {
  const start = lowering.facts.constant(axis.start);
  const length = axis.length ? lowering.facts.constant(axis.length) : view.tensor.extents[n];
  return start !== null && length !== null && length !== undefined && start >= 0 && start + axis.size! <= length;
};

export const placeView = (lowering: Lowering, view: View): ViewPlace => {
  const storage = lowering.tensors.get(view.tensor)!;
  const elementBytes = byteSize[view.tensor.dtype];
  const axes: AxisPlace[] = [];
  let elements: Operand = i64(0);
  view.axes.forEach((axis, n) => {
    const start = indexValue(lowering, axis.start);
    const stride = storage.strides[n]!;
    let first = lowering.wide(start);
    if (axis.begin) first = lowering.add(first, lowering.wide(indexValue(lowering, axis.begin)));
    elements = lowering.add(elements, lowering.multiply(first, stride));
    if (axis.size === null) return;
    const bounded = !inside(lowering, view, axis, n);
    const divisor = lowering.facts.divisor(axis.start);
    const beginDivisor = axis.begin ? lowering.facts.divisor(axis.begin) : 0;
    axes.push({
      axis: n,
      size: axis.size,
      stride,
      limit: bounded ? lowering.subtract(axisLength(lowering, view, axis, n), start) : null,
      lower: bounded && !lowering.facts.nonNegative(axis.start) ? lowering.subtract(i32(0), start) : null,
      divisor: gcd(divisor, beginDivisor),
    });
  });
  const base = lowering.add(storage.pointer, lowering.multiply(elements, i64(elementBytes)));
  return { view, base, axes, elementBytes, aligned: storage.class === "aligned" };
};
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Stride of an axis in bytes, as the type that offsets inside a tile are computed in. */
export const strideBytes = (lowering: Lowering, place: ViewPlace, axis: AxisPlace): Operand => {
  if (axis.stride.kind === "immediate") return (place.aligned ? i32 : i64)(axis.stride.value * place.elementBytes);
  const name = `${place.view.tensor.name} ${axis.axis}`;
  return lowering.invariant(`stride bytes ${name} ${place.aligned}`, () => {
    const bytes = lowering.multiply(axis.stride, i64(place.elementBytes));
    return place.aligned ? lowering.emit("convert", "i32", [bytes]) : bytes;
  });
};

/** Address of the element at `index` (one i32 per kept axis). */
export const elementAddress = (lowering: Lowering, place: ViewPlace, index: readonly Operand[]): Operand => {
  let offset: Operand = place.aligned ? i32(0) : i64(0);
  place.axes.forEach((axis, n) => {
    const at = place.aligned ? index[n]! : lowering.wide(index[n]!);
    offset = lowering.add(offset, lowering.multiply(at, strideBytes(lowering, place, axis)));
  });
  return lowering.add(place.base, lowering.wide(offset));
};

/** Whether index + extra - 1 of a kept axis exists (extra consecutive elements do), or null if it always does. */
export const axisInBounds = (lowering: Lowering, axis: AxisPlace, index: Operand, count = 1): Operand | null => {
  const upper = axis.limit === null ? null : lowering.compare("lessEqual", lowering.add(index, i32(count)), axis.limit);
  const lower = axis.lower === null ? null : lowering.compare("greaterEqual", index, axis.lower);
  return lowering.and(upper, lower);
};

// ---- single elements

/** Address of one element. */
export const elementPlace = (lowering: Lowering, view: View): Operand => {
  if (view.axes.some((axis) => axis.size !== null))
    throw new LoweringError(lowering.position, `tensor ${view.tensor.name}: a single element needs an index on every axis`);
  return placeView(lowering, view).base;
};
export const readElement = (lowering: Lowering, view: View): Operand => {
  const { dtype } = view.tensor;
  const address = elementPlace(lowering, view);
  const attributes = { width: accessWidth(dtype), offset: 0, cache: "default" };
  const words = lowering.emitEach(wordCount(1, dtype), "loadGlobal", wordType(dtype), [address], attributes, "t");
  return elementOf(lowering, words, dtype, 0);
};

/** Address of an element of a shared tile; `column` in place of the last index. */
export const sharedAddressOf = (lowering: Lowering, buffer: Buffer, index: readonly Expr[], column?: Operand): Operand => {
  let row: Operand = i32(0);
  index.slice(0, -1).forEach((e, axis) => {
    row = lowering.add(lowering.multiply(row, i32(buffer.shape[axis]!)), lowering.expression(e));
  });
  return lowering.sharedElement(buffer, row, column ?? lowering.expression(index[index.length - 1]!));
};

/** Bits of a scalar as memory holds them, and their width. */
export const storedBits = (
  lowering: Lowering,
  value: Operand,
  dtype: DType,
): { readonly bits: readonly Operand[]; readonly width: 1 | 2 | 4 } => ({
  bits: packRun(lowering, [value], dtype),
  width: accessWidth(dtype),
});

/** Writes one element of a shared tile or of a tensor. */
export const storeElement = (lowering: Lowering, store: Store): void => {
  const { target } = store;
  const dtype = target.kind === "view" ? target.tensor.dtype : target.buffer.dtype;
  const address = target.kind === "view" ? elementPlace(lowering, target) : sharedAddressOf(lowering, target.buffer, target.index);
  const { bits, width } = storedBits(lowering, valueToStore(lowering, store.value, dtype), dtype);
  if (target.kind === "view") lowering.emitTo([], "storeGlobal", [address, ...bits], { width, offset: 0, cache: "default" });
  else lowering.emitTo([], "storeShared", [address, ...bits], { width, offset: 0 });
};
