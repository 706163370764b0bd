// shuffleXor: function, types, lowering and JavaScript in one record.
import { defineShuffle } from "./shuffling.ts";

export const shuffleXor = defineShuffle({
  name: "shuffleXor",
  doc: "The value that the lane holds whose index differs from the own in the bits of `mask`.",
  example: "const other = yield* shuffleXor(x, 1);",
  mode: "xor",
});
