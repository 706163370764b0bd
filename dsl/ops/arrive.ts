// arrive: function, types, lowering and JavaScript in one record.
import type { Together } from "../../codegen/emit/js/threads.ts";
import { threadsHere } from "../control.ts";
import { counterOf, type NamedBarrier } from "../named-barrier.ts";
import { defineMeeting } from "./meeting.ts";

export const arrive = defineMeeting({
  name: "arrive",
  doc: "Comes to a named barrier and goes on: what was done to memory before it is done for those who wait there for this round.",
  example: "yield* arrive(empty);",
  // biome-ignore lint/correctness/useYield: a step of several threads, though it waits for none
  js: function* (barrier: NamedBarrier): Together<void> {
    counterOf(barrier).arrive(threadsHere());
  },
  type: (args) => (args.length === 0 ? { args: [], result: null } : { message: "arrive takes a barrier and nothing else", argument: 1 }),
  instruction: "barrierArrive",
});
