// How a call's arguments look to launch expressions: shapes, strides and addresses by name; and how many blocks they make.
import { evaluateInteger, type IntegerEnvironment } from "../codegen/ir/plan.ts";
import type { KernelSignature, TensorParameter, TensorPlacement } from "../codegen/signature.ts";
import { RuntimeError } from "./cuda/errors.ts";
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

/** Of every GPU's launches, and alike on the CPU. */
const mostBlocks = 2 ** 31 - 1;
/** Blocks of a call; throws if they are more than a launch may have. */
export const blocksOf = ({ name, grid }: KernelSignature, environment: IntegerEnvironment): number => {
  const blocks = evaluateInteger(grid, environment);
  if (!(Number.isInteger(blocks) && blocks <= mostBlocks))
    throw new RuntimeError(
      "CUI3006",
      `${name}: the extents of \`work\` make ${blocks} blocks of this call's shapes and scalars, where a launch has at most ${mostBlocks}`,
      "use larger tiles, or split the call",
    );
  return blocks;
};
