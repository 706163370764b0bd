// shuffleDown: function, types, lowering and JavaScript in one record.
import { defineShuffle } from "./shuffling.ts";

export const shuffleDown = defineShuffle({
  name: "shuffleDown",
  doc: "The value that the lane `distance` above the own holds.",
  example: "const behind = yield* shuffleDown(x, 1);",
  mode: "down",
});
