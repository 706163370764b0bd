// Per-thread code and the steps that threads take: the body is one thread's program already. Loops and conditions that the threads of a warp may
// disagree on are lowered as such; the front end has checked that no step of several threads stands under them.
import type { LoweredNode, Operand, RegisterRef } from "../ir/lowered.ts";
import type { Effect, For, NamedBarrier, Statement, Threads, While } from "../ir/tile.ts";
import { Uniformity } from "../passes/uniformity.ts";
import { byteSize } from "../ir/types.ts";
import { i32, type Lowering, LoweringError, registerTypeOf } from "./context.ts";
import { fromWords, wordCount, wordsOf, wordType } from "./elements.ts";
import { takeBarrier } from "./roles.ts";

export const lowerThreads = (lowering: Lowering, s: Threads): void => {
  for (const variable of [s.thread, s.warp, s.lane])
    lowering.bindings.set(variable, lowering.special(variable.name as "thread" | "warp" | "lane"));
  lowering.threads = new Uniformity(s, lowering.operations);
  lowering.statements(s.body);
  lowering.threads = null;
};

/** Whether the lanes of a warp surely take the same way. */
export const isConverged = (lowering: Lowering, s: Statement): boolean => lowering.threads?.ofControl(s) !== "thread";

/** The body, and what it has to do before it comes again. */
const loop = (lowering: Lowering, s: For | While, test: (into: RegisterRef) => void, body: () => void): void => {
  const running = lowering.fresh("running", "predicate");
  test(running);
  const nodes: readonly LoweredNode[] = lowering.capture(() => {
    body();
    lowering.position = s.position;
    test(running);
  });
  lowering.nodes.push({ kind: "while", condition: running, uniform: isConverged(lowering, s), body: nodes, position: s.position });
};
export const lowerWhile = (lowering: Lowering, s: While): void =>
  loop(
    lowering,
    s,
    (running) => lowering.emitTo([running], "move", [lowering.expression(s.condition)]),
    () => lowering.statements(s.body),
  );
/** A counting loop whose bounds threads may disagree on. */
export const lowerOwnFor = (lowering: Lowering, s: For): void => {
  const variable = lowering.fresh(s.variable.name, "i32");
  const last = lowering.kept(lowering.expression(s.last), `${s.variable.name}_last`);
  lowering.emitTo([variable], "move", [lowering.expression(s.first)]);
  lowering.bindings.set(s.variable, variable);
  loop(
    lowering,
    s,
    (running) => lowering.emitTo([running], "compare", [variable, last], { operation: "less" }),
    () => {
      lowering.statements(s.body);
      lowering.emitTo([variable], "add", [variable, i32(s.step)]);
    },
  );
};

/** A step that the executor takes once: its first thread does, and tells the others the result. */
const once = (lowering: Lowering, s: Effect, step: () => Operand | null): void => {
  if (!s.result) return lowering.when(lowering.firstThread, false, step);
  const { dtype, name } = s.result;
  const place = lowering.allocate(`${name}_of_all`, byteSize[dtype], 16);
  lowering.when(lowering.firstThread, false, () =>
    wordsOf(lowering, step()!).forEach((word, n) => lowering.emitTo([], "storeShared", [place, word], { width: 4, offset: 4 * n })),
  );
  lowering.barrier();
  const words = Array.from({ length: wordCount(1, dtype) }, (_, n) =>
    lowering.emit("loadShared", wordType(dtype), [place], { width: 4, offset: 4 * n }, name),
  );
  lowering.bindings.set(s.result, fromWords(lowering, words, registerTypeOf(dtype)));
  // The next such step may come at once: all must have read this one's result.
  lowering.barrier();
};

export const lowerEffect = (lowering: Lowering, s: Effect): void => {
  const record = lowering.operations[s.name];
  if (record?.kind !== "effect") throw new LoweringError(s.position, `no step ${s.name}`);
  const args = s.args.map((a) => lowering.expression(a));
  const step = (): Operand | null => record.lower(s, args, lowering);
  const keep = (): void => {
    const result = step();
    if (s.result) lowering.bindings.set(s.result, lowering.kept(result!, s.result.name));
  };
  switch (s.where) {
    case "executor":
      return record.together === "thread" && record.agreement !== "executor" ? once(lowering, s, step) : keep();
    case "threads":
      return keep();
    case "parallel": {
      const scope = lowering.parallel!;
      const shared = scope.storesToMemoryOnly || record.agreement === "executor" ? null : lowering.owner(scope.layout);
      if (shared && s.result)
        throw new LoweringError(
          s.position,
          `the result of ${s.name} is known to one thread only, while several hold copies of this loop's fragments; write it to memory, or take the step in a loop of its own`,
        );
      const take = record.agreement === "executor" ? (step: () => void) => step() : (step: () => void) => scope.whenOwned(lowering, step);
      return take(keep);
    }
    default:
      return s.where satisfies never;
  }
};

/** A step at a named barrier, by the instruction for it. */
export const lowerMeeting = (
  lowering: Lowering,
  barrier: NamedBarrier,
  name: "barrier" | "barrierArrive" | "barrierAny",
  condition?: Operand,
): Operand | null => {
  const known = lowering.namedBarriers.get(barrier);
  const id = known ?? takeBarrier(lowering);
  lowering.namedBarriers.set(barrier, id);
  const attributes = { id, threads: 32 * barrier.warps };
  if (condition) return lowering.emit(name, "predicate", [condition], attributes, "any");
  lowering.emitTo([], name, [], attributes);
  return null;
};
