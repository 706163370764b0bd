// shuffleUp: function, types, lowering and JavaScript in one record.
import { defineShuffle } from "./shuffling.ts";

export const shuffleUp = defineShuffle({
  name: "shuffleUp",
  doc: "The value that the lane `distance` below the own holds.",
  example: "const before = yield* shuffleUp(x, 1);",
  mode: "up",
});
