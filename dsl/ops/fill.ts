// fill: function, dtype rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/fill.ts";
import { layout, lower } from "../../codegen/lowering/ops/fill.ts";
import { roundTo } from "../../codegen/ir/numeric.ts";
import { operandDType } from "../../codegen/ir/tile.ts";
import { blockOf } from "../tiles.ts";
import type { AnyOperand } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { forEachIndex } from "./indices.ts";

export const fill = defineTile({
  kind: "tile",
  name: "fill",
  doc: "Sets every element of a tile to one value.",
  example: "fill(sums, 0);",
  js: (tile: AnyOperand<"shared" | "fragment">, value: number): void => {
    const block = blockOf(tile);
    const rounded = roundTo(block.dtype, value);
    forEachIndex(block.shape, (index) => block.set(index, rounded));
  },
  parameters: [
    { name: "tile", kind: "operand", access: "write", spaces: ["shared", "fragment"] },
    { name: "value", kind: "scalar" },
  ],
  check: ({ operands: [tile], scalars: [value] }) =>
    operandDType(tile!) === value!.dtype
      ? null
      : {
          message: `fill: the tile holds ${operandDType(tile!)}, the value is ${value!.dtype}`,
          argument: 1,
          help: `convert it: ${operandDType(tile!)}(x)`,
        },
  layout,
  lower,
  emitJs,
});
