// Expressions that have no value for some operands: a quotient by 0, a shift by 32 bits, a u32 below 0. JavaScript does not come to them where a
// condition keeps it away (`n > 0 ? idiv(x, n) : 0`), and so no execution may.
import type { OperationRecord } from "../ir/operation.ts";
import type { Expr } from "../ir/tile.ts";
import { walkExpression } from "./walk.ts";

/** Whether an expression may be computed only where the program comes to it. */
export const isPartial = (e: Expr, operations: Readonly<Record<string, OperationRecord>>): boolean => {
  let found = false;
  walkExpression(e, (part) => {
    if (part.kind === "binary") found ||= part.op === "subtract" && part.dtype === "u32";
    if (part.kind !== "call") return;
    const record = operations[part.name];
    // Constants of which there is no value are refused.
    found ||= record?.kind === "scalar" && record.partial === true && part.args.at(-1)!.kind !== "constant";
  });
  return found;
};
