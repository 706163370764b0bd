// shuffle: function, types, lowering and JavaScript in one record.
import { defineShuffle } from "./shuffling.ts";

export const shuffle = defineShuffle({
  name: "shuffle",
  doc: "The value that lane `lane` (modulo 32) holds.",
  example: "const first = yield* shuffle(x, 0);",
  mode: "index",
});
