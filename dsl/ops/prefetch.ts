// prefetch: function, layout, lowering and JavaScript in one record.
import { lower } from "../../codegen/lowering/ops/prefetch.ts";
import type { AnyOperand } from "../types/messages.ts";
import { defineTile } from "./define.ts";

export const prefetch = defineTile({
  kind: "tile",
  name: "prefetch",
  doc: "Asks for a rectangle of a tensor to be brought to the L2 cache, for a copy that comes later. It changes no value and no order; on the CPU it does nothing. What lies outside of the tensor is left alone.",
  example: "prefetch(weights.at(range(next, blockK), range(left, blockN)));",
  js: (_from: AnyOperand<"global">): void => {},
  parameters: [{ name: "from", kind: "operand", access: "read", spaces: ["global"] }],
  check: () => null,
  layout: () => {},
  lower,
  emitJs: () => {},
});
