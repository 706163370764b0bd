// any: function, types, lowering and JavaScript in one record.
import { defineVote } from "./voting.ts";

export const any = defineVote<boolean>(
  "any",
  "Whether the condition holds in any lane of the warp.",
  "if (yield* any(x > limit)) hits += 1;",
  "bool",
);
