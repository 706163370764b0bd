// Integer and boolean expressions whose operands have become constants, as they do in loops that are written out. Nothing is folded whose
// value does not fit its type: such an overflow stays for the simulator to report.
import { binaryValue } from "../ir/fold.ts";
import { isValueOf } from "../ir/numeric.ts";
import type { OperationRecord } from "../ir/operation.ts";
import type { Expr } from "../ir/tile.ts";
import { isInteger } from "../ir/types.ts";

type Computed = Extract<Expr, { kind: "unary" | "binary" | "cast" | "call" }>;
/** The value for these operands, or null if it is not known. */
export const foldedValue = (
  e: Computed,
  values: readonly number[],
  operations: Readonly<Record<string, OperationRecord>>,
): number | null => {
  const [a, b] = values as [number, number];
  const known = (): number | null => {
    switch (e.kind) {
      case "unary":
        return e.op === "negate" ? -a + 0 : e.op === "not" ? 1 - a : null;
      case "binary":
        return binaryValue(e.op, a, b);
      case "cast":
        return e.dtype === "bool" ? Number(a !== 0) : a;
      case "call": {
        const record = operations[e.name];
        return record?.kind === "scalar" ? record.fold(values, e.args[0]!.dtype) : null;
      }
      default:
        return e satisfies never;
    }
  };
  const value = known();
  return value !== null && (e.dtype === "bool" || (isInteger(e.dtype) && isValueOf(e.dtype, value))) ? value + 0 : null;
};
