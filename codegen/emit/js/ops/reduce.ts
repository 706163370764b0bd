// reduceMax, reduceMin, reduceSum(from, axis, to): `to` becomes the reduction of `from` along one axis (of rank 1: a tile of shape [1]).
// Sums of floats are taken in f64 and rounded once; max and min ignore NaN, as a GPU's do.
import type { TileOp } from "../../../ir/tile.ts";
import { type DType, isInteger } from "../../../ir/types.ts";
import { type JsEmitter, at } from "../context.ts";
import { literal, round } from "../numbers.ts";

export const emitJs = (operation: TileOp, emitter: JsEmitter): void => {
  const from = emitter.operand(operation.operands[0]!);
  const to = emitter.operand(operation.operands[1]!);
  const { axis, operation: kind } = operation.attributes;
  const rank = from.shape.length;
  if (typeof axis !== "number" || !(axis >= 0 && axis < rank))
    throw new Error(`${at(operation.position)}: axis ${axis} of a tile of rank ${rank}`);
  const expected = rank === 1 ? [1] : from.shape.filter((_, number) => number !== axis);
  if (`${to.shape}` !== `${expected}` || from.dtype !== to.dtype) {
    throw new Error(`${at(operation.position)}: ${operation.name} gives ${from.dtype} [${expected}], not ${to.dtype} [${to.shape}]`);
  }
  if (operation.operands.some((operand) => operand.kind === "view"))
    throw new Error(`${at(operation.position)}: ${operation.name} takes tiles, not views of tensors`);
  const l = emitter.fresh("l");
  const result = emitter.fresh("result");
  emitter.loops(to, (index) => {
    const source = rank === 1 ? [l] : index.toSpliced(axis, 0, l);
    const value = from.read(source);
    const isSum = kind === "sum";
    emitter.line(`let ${result} = ${isSum ? "0" : identity(kind === "max", from.dtype)};`);
    emitter.block(`for (let ${l} = 0; ${l} < ${from.shape[axis]}; ${l}++)`, () => {
      // Of integers every partial sum must fit; floats are rounded once.
      if (isSum) emitter.line(`${result} ${isInteger(from.dtype) ? `= ${round(`${result} + ${value}`, from.dtype)}` : `+= ${value}`};`);
      else emitter.line(`if (${value} ${kind === "max" ? ">" : "<"} ${result}) ${result} = ${value};`);
    });
    emitter.line(to.write(index, isSum ? round(result, to.dtype) : result));
  });
};

/** The value that a maximum (else minimum) begins with. */
const identity = (isMaximum: boolean, dtype: DType): string => {
  if (dtype === "i32") return literal(isMaximum ? -(2 ** 31) : 2 ** 31 - 1, dtype);
  if (dtype === "u32") return isMaximum ? "0" : `${2 ** 32 - 1}`;
  return isMaximum ? "-Infinity" : "Infinity";
};
