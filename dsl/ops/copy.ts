// copy: function, shape and dtype rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/copy.ts";
import { layout, lower } from "../../codegen/lowering/ops/copy.ts";
import { operandDType } from "../../codegen/ir/tile.ts";
import type { AnyOperand, SameShape, SameType } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { moveElements, transferParameters, transferProblem } from "./transfer.ts";

export const copy = defineTile({
  kind: "tile",
  name: "copy",
  doc: "Copies a tile or a view to another of the same shape and dtype. Outside of a tensor, reads give 0 and writes are dropped.",
  example: "copy(q.at(batch, range(top, blockM), head, range(0, headDim)), queries);",
  js: <A extends AnyOperand, B extends AnyOperand>(from: A, to: SameShape<A, B, SameType<A, B, B, "copy">, "copy">): void =>
    moveElements(from, to as B),
  parameters: transferParameters,
  check: ({ operands: [from, to] }) =>
    transferProblem("copy", from!, to!) ??
    (operandDType(from!) === operandDType(to!)
      ? null
      : {
          message: `copy: dtypes differ: ${operandDType(from!)} and ${operandDType(to!)}`,
          argument: 1,
          help: "use convert(from, to) to change the dtype",
        }),
  layout,
  lower,
  emitJs,
});
