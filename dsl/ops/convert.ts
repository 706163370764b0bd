// convert: function, shape rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/copy.ts";
import { layout, lower } from "../../codegen/lowering/ops/copy.ts";
import type { AnyOperand, SameShape } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { moveElements, transferParameters, transferProblem } from "./transfer.ts";

export const convert = defineTile({
  kind: "tile",
  name: "convert",
  doc: "Copies a tile or a view to another of the same shape, converting every element: to a float it rounds to nearest even, to an integer it truncates. Outside of a tensor, reads give 0 and writes are dropped.",
  example: "convert(sums, o.at(batch, range(top, blockM), head, range(0, headDim)));",
  js: <A extends AnyOperand, B extends AnyOperand>(from: A, to: SameShape<A, B, B, "convert">): void => moveElements(from, to as B),
  parameters: transferParameters,
  check: ({ operands: [from, to] }) => transferProblem("convert", from!, to!),
  layout,
  lower,
  emitJs,
});
