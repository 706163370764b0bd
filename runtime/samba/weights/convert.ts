// Host tensors of weights in another dtype, without gaps, or one below another.
import { storageFor } from "../../../codegen/ir/numeric.ts";
import { RuntimeError } from "../../cuda/errors.ts";
import { contiguousStrides, HostTensor, packNumbers, unpackNumbers } from "../../host-tensor.ts";

/** What weights are stored as. */
export type FloatName = "f32" | "bf16" | "f16";
export const isFloatName = (dtype: unknown): dtype is FloatName => dtype === "f32" || dtype === "bf16" || dtype === "f16";

/** The tensor without gaps, and nothing else in its storage: itself or a view if it lies so. */
export const compact = (tensor: HostTensor): HostTensor => {
  const { dtype, shape, strides, offset, data, size } = tensor;
  const expected = contiguousStrides(shape);
  if (shape.every((extent, axis) => extent === 1 || strides[axis] === expected[axis]))
    return offset === 0 && data.length === size ? tensor : new HostTensor(dtype, shape, data.subarray(offset, offset + size));
  const copy = HostTensor.allocate(dtype, shape);
  copy.copyFrom(tensor);
  return copy;
};
/** Its values, each rounded once to a dtype, without gaps; no copy if nothing changes. Throws CUI3022 for integers. */
export const asFloat = (tensor: HostTensor, dtype: FloatName): HostTensor => {
  if (!isFloatName(tensor.dtype))
    throw new RuntimeError("CUI3022", `a parameter is stored as ${tensor.dtype}`, "store weights as f32, bf16 or f16");
  const { dtype: from, shape, data } = compact(tensor);
  return from === dtype ? compact(tensor) : new HostTensor(dtype, shape, packNumbers(dtype, unpackNumbers(from as FloatName, data)));
};
/** Tensors one below another along their first axis, whose rows are then taken in `order`, if it is given. */
export const joinRows = (parts: readonly HostTensor[], order?: readonly number[]): HostTensor => {
  if (parts.length === 1 && !order) return compact(parts[0]!);
  const [{ dtype, shape }] = parts as readonly [HostTensor];
  const dense = parts.map((part) => compact(part.dtype === dtype ? part : asFloat(part, dtype as FloatName)));
  const rows = dense.reduce((sum, part) => sum + part.shape[0]!, 0);
  const length = shape.slice(1).reduce((a, b) => a * b, 1);
  const data = storageFor(dtype, rows * length);
  let end = 0;
  for (const part of dense) {
    data.set(part.data, end);
    end += part.data.length;
  }
  if (!order) return new HostTensor(dtype, [rows, ...shape.slice(1)], data);
  const sorted = storageFor(dtype, rows * length);
  order.forEach((row, place) => sorted.set(data.subarray(row * length, (row + 1) * length), place * length));
  return new HostTensor(dtype, [rows, ...shape.slice(1)], sorted);
};
