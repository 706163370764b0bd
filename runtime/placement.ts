// How a call's arguments look to launch expressions: shapes, strides and addresses by name.
import type { IntegerEnvironment } from "../codegen/ir/plan.ts";
import type { TensorParameter, TensorPlacement } from "../codegen/signature.ts";
import { contiguousStrides } from "./host-tensor.ts";

/** A tensor that the problem leaves out: no elements, and strides that any class allows. */
export const emptyPlacement = (parameter: TensorParameter): TensorPlacement => {
  const shape = parameter.extents.map((extent) => extent ?? 0);
  return { shape, strides: contiguousStrides(shape).map((stride, axis) => (axis === shape.length - 1 ? stride : stride * 16)), address: 0 };
};
export const environmentOf = (
  tensor: (name: string) => TensorPlacement,
  scalar: (name: string) => number,
  multiprocessors: number,
): IntegerEnvironment => ({
  extent: (name, axis) => tensor(name).shape[axis]!,
  scalar,
  multiprocessors,
});
