// The plan that lets sequences grow by a token.
import { allocation, integer, number, type OperatorPlan, tensor, tensorsNamed } from "../../dsl/operator.ts";

const { extent, lessEqual, scalar } = integer;

/** lengths [sequence] (i32) become lengths + 1, in place; behind [sequence] is max(lengths - distance, 0) of the new ones. */
export const advanceLengths = (): OperatorPlan<"lengths", "distance", "behind"> => ({
  name: "advanceLengths",
  url: import.meta.url,
  problem: {},
  tuning: { warps: 1 },
  parameters: [tensor("lengths", "i32", [null], true), number("distance", "i32")],
  requires: [{ argument: "distance", holds: lessEqual(0, scalar("distance")), says: "distance is not negative" }],
  outputs: [allocation("behind", "i32", [extent("lengths", 0)])],
  variants: [
    {
      name: "sequences",
      when: 1,
      workspace: [],
      launches: [
        {
          file: "./kernel.ts",
          kernel: "lengthsAdvance",
          problem: {},
          tuning: { warps: 1 },
          arguments: { ...tensorsNamed(["lengths", "behind"]), distance: scalar("distance") },
        },
      ],
    },
  ],
});
