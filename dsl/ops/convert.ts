// convert: function, shape rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/copy.ts";
import { layout, lower } from "../../codegen/lowering/ops/copy.ts";
import type { AnyOperand, SameShape } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { moveElements, transferParameters, transferProblem } from "./transfer.ts";

export const convert = defineTile({
  kind: "tile",
  name: "convert",
  doc: "Copies a tile or a view to another of the same shape, converting every element. To a float it rounds to nearest even; what is too large becomes infinity, of 8-bit floats the largest finite value. To an integer, floats truncate and saturate (NaN gives 0), integers keep their low bits. To bool, 0 is false. Outside of a tensor, reads give 0 and writes are dropped.",
  example: "convert(sums, o.at(batch, range(top, blockM), head, range(0, headDim)));",
  js: <A extends AnyOperand, B extends AnyOperand>(from: A, to: SameShape<A, B, B, "convert">): void => moveElements(from, to as B),
  parameters: transferParameters,
  check: ({ operands: [from, to] }) => transferProblem("convert", from!, to!),
  layout,
  lower,
  emitJs,
});
