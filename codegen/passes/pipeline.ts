// The passes over tile IR, in order. Each states what it takes for granted and what holds after it; the verifier runs after every one.
import type { OperationRecord } from "../ir/operation.ts";
import type { Statement } from "../ir/tile.ts";
import { closeHazards } from "./hazards.ts";
import { splitMasks } from "./masks.ts";
import { makeRings } from "./rings.ts";
import { verifyTile } from "./verify.ts";

type Operations = Readonly<Record<string, OperationRecord>>;

export interface Pass {
  readonly name: string;
  /** Statements that may no longer (or, before it, may not yet) occur; checked by the verifier. */
  readonly requires: string;
  readonly ensures: string;
  run(body: readonly Statement[], operations: Operations): readonly Statement[];
}

export const passes: readonly Pass[] = [
  {
    name: "masks",
    requires: "the front end's statements",
    ensures: "elementwise loops with affine masks have a mask-free version",
    run: splitMasks,
  },
  { name: "rings", requires: "pipelined loops are legal", ensures: "no pipelined loop is left; prefetching is explicit", run: makeRings },
  {
    name: "hazards",
    requires: "rings are explicit",
    ensures: "conflicting accesses to shared memory are separated by barriers",
    run: closeHazards,
  },
];

export interface Stage {
  readonly name: string;
  readonly body: readonly Statement[];
}

/** Runs all passes; `observe` sees the program after each (and before the first, as "front end"). */
export const runPasses = (
  body: readonly Statement[],
  operations: Operations,
  observe: (stage: Stage) => void = () => {},
): readonly Statement[] => {
  observe({ name: "front end", body });
  let ringsMade = false;
  return passes.reduce((current, pass) => {
    const next = pass.run(current, operations);
    ringsMade ||= pass.run === makeRings;
    const problems = verifyTile(next, ringsMade);
    if (problems.length > 0) throw new Error(`after pass ${pass.name}: ${problems.join("; ")}`);
    observe({ name: pass.name, body: next });
    return next;
  }, body);
};
