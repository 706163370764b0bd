// wait: function, types, lowering and JavaScript in one record.
import type { Together } from "../../codegen/emit/js/threads.ts";
import type { NamedBarrier } from "../named-barrier.ts";
import { defineMeeting, waited } from "./meeting.ts";

export const wait = defineMeeting({
  name: "wait",
  doc: "Comes to a named barrier and waits until all warps of its round have come: what they did to memory before is done here.",
  example: "yield* wait(full);",
  js: function* (barrier: NamedBarrier): Together<void> {
    yield* waited(barrier);
  },
  type: (args) => (args.length === 0 ? { args: [], result: null } : { message: "wait takes a barrier and nothing else", argument: 1 }),
  instruction: "barrier",
});
