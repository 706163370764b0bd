// all: function, types, lowering and JavaScript in one record.
import { defineVote } from "./voting.ts";

export const all = defineVote<boolean>(
  "all",
  "Whether the condition holds in all lanes of the warp.",
  "const done = yield* all(i >= n);",
  "bool",
);
