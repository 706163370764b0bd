// ballot: function, types, lowering and JavaScript in one record.
import type { u32 } from "../types/scalars.ts";
import { defineVote } from "./voting.ts";

export const ballot = defineVote<u32>(
  "ballot",
  "The warp's conditions as bits: bit n is lane n's.",
  "const holders = yield* ballot(x > 0);",
  "u32",
);
