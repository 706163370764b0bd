// What the three reductions share: one record shape, told apart by the attribute `operation`.
import { emitJs } from "../../codegen/emit/js/ops/reduce.ts";
import { layout, lower } from "../../codegen/lowering/ops/reduce.ts";
import { operandDType, operandShape } from "../../codegen/ir/tile.ts";
import { type DType, widened } from "../../codegen/ir/types.ts";
import { blockOf } from "../tiles.ts";
import type { AnyOperand, Reduced } from "../types/messages.ts";
import { defineTile } from "./define.ts";

const allowed: readonly DType[] = ["f32", "i32", "u32", "i64"];

export const defineReduction = (reduction: {
  readonly name: string;
  readonly operation: "max" | "min" | "sum";
  readonly doc: string;
  readonly combine: (a: number, b: number) => number;
  readonly first: number;
}) =>
  defineTile({
    kind: "tile",
    name: reduction.name,
    doc: reduction.doc,
    example: `${reduction.name}(scores, 1, perRow);`,
    js: <A extends AnyOperand<"fragment">, const X extends 0 | 1, D extends AnyOperand<"fragment">>(
      from: A,
      axis: X,
      to: Reduced<A, X, D>,
    ): void => {
      const source = blockOf(from);
      const result = blockOf(to as D);
      const rank = source.shape.length;
      const along = rank === 1 ? 0 : axis;
      for (let kept = 0; kept < result.shape[0]!; kept++) {
        let value = reduction.first;
        for (let k = 0; k < source.shape[along]!; k++)
          value = reduction.combine(value, source.get(rank === 1 ? [k] : along === 1 ? [kept, k] : [k, kept]));
        result.set([kept], value);
      }
    },
    parameters: [
      { name: "from", kind: "operand", access: "read", spaces: ["fragment"] },
      { name: "axis", kind: "attribute" },
      { name: "to", kind: "operand", access: "write", spaces: ["fragment"] },
      { name: "options", kind: "options", defaults: { operation: reduction.operation } },
    ],
    check: ({ operands: [from, to], attributes: { axis } }) => {
      const shape = operandShape(from!);
      const dtype = operandDType(from!);
      if (shape.length > 2) return { message: `${reduction.name} takes a tile of rank 1 or 2, not ${shape.length}`, argument: 0 };
      if (typeof axis !== "number" || !Number.isInteger(axis) || axis < 0 || axis >= shape.length)
        return { message: `${reduction.name}: axis ${axis} does not exist in shape [${shape}]`, argument: 1 };
      if (!allowed.includes(dtype))
        return {
          message: `${reduction.name} takes ${allowed.join(", ")}, not ${dtype}`,
          argument: 0,
          help: `convert the tile to ${widened(dtype) === "f32" ? "f32" : "i32"} first`,
        };
      if (operandDType(to!) !== dtype)
        return { message: `${reduction.name}: dtypes differ: ${dtype} and ${operandDType(to!)}`, argument: 2 };
      const expected = shape.length === 1 ? [1] : shape.filter((_, a) => a !== axis);
      if (`${operandShape(to!)}` !== `${expected}`)
        return { message: `${reduction.name}: the result has shape [${expected}], not [${operandShape(to!)}]`, argument: 2 };
      return from!.kind === "tile" && from!.transposed
        ? { message: `${reduction.name}: reduce the tile itself along its other axis instead of its transpose`, argument: 0 }
        : null;
    },
    layout,
    lower,
    emitJs,
  });
