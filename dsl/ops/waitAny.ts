// waitAny: function, types, lowering and JavaScript in one record.
import type { Together } from "../../codegen/emit/js/threads.ts";
import type { NamedBarrier } from "../named-barrier.ts";
import { defineMeeting, waited } from "./meeting.ts";
import { conditionRule } from "./voting.ts";

export const waitAny = defineMeeting({
  name: "waitAny",
  doc: "Waits at a named barrier, and tells all who do whether the condition holds for any of them. All of a round come by waitAny then.",
  example: "const again = yield* waitAny(round, changed);",
  js: (barrier: NamedBarrier, condition: boolean): Together<boolean> => waited(barrier, condition),
  type: conditionRule("waitAny", "bool"),
  instruction: "barrierAny",
});
