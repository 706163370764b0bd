// What the reductions over a warp share: five exchanges with the lane at half the distance, so that every lane has the result and its bits do
// not depend on the execution.
import { combined, reductionMasks } from "../../codegen/ir/exchange.ts";
import type { Together } from "../../codegen/emit/js/threads.ts";
import { i32 } from "../../codegen/lowering/storage.ts";
import type { DType } from "../../codegen/ir/types.ts";
import { registerType, sameDType } from "./define.ts";
import { defineExchange, exchanged } from "./exchange.ts";

export const defineWarpReduction = (reduction: {
  readonly name: string;
  readonly doc: string;
  readonly instruction: "add" | "maximum" | "minimum" | "bitAnd" | "bitOr" | "bitXor";
  readonly dtypes: readonly DType[];
  readonly combine: (a: number, b: number) => number;
  /** JavaScript function of two values of a dtype. */
  readonly text: (dtype: DType | null) => string;
}) =>
  defineExchange({
    name: reduction.name,
    doc: `${reduction.doc} All 32 lanes of the warp take the step together, and all get the result.`,
    example: `const whole = yield* ${reduction.name}(part);`,
    agreement: "warp",
    js: <T extends number>(own: T): Together<T> => exchanged<T>(reduction.name, "warp", [own], combined(reduction.combine)),
    type: sameDType(reduction.name, 1, reduction.dtypes),
    lower: ({ args: [own] }, [value], lowering) => {
      const type = registerType(own!.dtype);
      return reductionMasks.reduce(
        (sum, mask) =>
          lowering.emit(reduction.instruction, type, [sum, lowering.emit("shuffle", type, [sum, i32(mask)], { mode: "xor" }, "other")]),
        value!,
      );
    },
    exchange: (dtype) => `combined(${reduction.text(dtype)})`,
  });
