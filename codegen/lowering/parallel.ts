// Elementwise loops: the body is lowered once for every register of the loop's layout. What does not depend on all of the loop's indices is
// computed once for the registers that share it. Invariant: a value is shared only if nothing the body writes can change it.
import { registerCoordinates, registerCount } from "../layout/fragment.ts";
import type { Operand, RegisterRef } from "../ir/lowered.ts";
import type { Buffer, Expr, Parallel, Statement, Store, Variable } from "../ir/tile.ts";
import { f32, i32, isImmediate, type Lowering, LoweringError, registerTypeOf } from "./context.ts";
import { valueToStore } from "./expressions.ts";
import { lowerEffect } from "./threads.ts";
import { ParallelScope } from "./parallel-scope.ts";
import { storeLocal } from "./local.ts";
import { storeElement } from "./views.ts";

/** Writes one element of a fragment; 16-bit elements wait until both halves of their register are there, if nothing needs them before. */
const storeFragment = (lowering: Lowering, scope: ParallelScope, store: Store, buffer: Buffer, index: readonly Expr[]): void => {
  const r = scope.elementRegister(lowering, buffer, index);
  const { register, packed, layout } = lowering.fragment(buffer);
  // A register of its own keeps the value as it is; a half of one is rounded by the packing.
  const value = packed ? valueToStore(lowering, store.value, buffer.dtype) : lowering.expression(store.value);
  if (!packed) {
    const itself = value.kind === "register" && value.register === register && value.index === r;
    if (!itself) lowering.emitTo([{ kind: "register", register, index: r }], "move", [value]);
    return;
  }
  const pair = r >> 1;
  const { storedLast, storedFirst, elements } = scope.packing(buffer);
  if (!storedLast) {
    // Every element is written before it is read: what was not yet has no value.
    const isEmpty = storedFirst && !elements.has(r ^ 1);
    elements.add(r);
    const other = isEmpty ? f32(0) : lowering.fragmentValue(buffer, r ^ 1);
    return lowering.emitTo([{ kind: "register", register, index: pair }], "packPair", r & 1 ? [other, value] : [value, other], {
      dtype: buffer.dtype,
    });
  }
  const key = `${buffer.name} ${pair}`;
  const held = scope.pending.get(key) ?? { buffer, pair, halves: [undefined, undefined] };
  // A half waits while other elements are computed: a variable is copied, for it may change.
  held.halves[r & 1] = value.kind === "register" && !lowering.isStable(value.register) ? lowering.kept(value, "half") : value;
  scope.pending.set(key, held);
  const single = registerCount(layout) % 2 === 1 && r === registerCount(layout) - 1;
  if ((held.halves[0] && held.halves[1]) || single) {
    lowering.emitTo([{ kind: "register", register, index: pair }], "packPair", [held.halves[0] ?? f32(0), held.halves[1] ?? f32(0)], {
      dtype: buffer.dtype,
    });
    scope.pending.delete(key);
  }
};

const statement = (lowering: Lowering, scope: ParallelScope, s: Statement): void => {
  lowering.position = s.position;
  switch (s.kind) {
    case "let": {
      scope.define(s.variable, s.value);
      const value = lowering.kept(lowering.expression(s.value), s.variable.name);
      if (!s.variable.mutable) lowering.bindings.set(s.variable, value);
      else {
        const register = lowering.fresh(s.variable.name, registerTypeOf(s.variable.dtype));
        lowering.emitTo([register], "move", [value]);
        lowering.bindings.set(s.variable, register);
      }
      return;
    }
    case "assign":
      return lowering.emitTo([lowering.bindings.get(s.variable) as RegisterRef], "move", [lowering.expression(s.value)]);
    case "store":
      if (s.target.kind === "element" && s.target.buffer.space === "local") return storeLocal(lowering, s);
      if (s.target.kind === "element" && s.target.buffer.space === "fragment")
        return storeFragment(lowering, scope, s, s.target.buffer, s.target.index);
      if (scope.storePair(lowering, s)) return;
      scope.flush(s.target);
      return scope.whenOwned(lowering, () => storeElement(lowering, s));
    case "if": {
      const condition = lowering.expression(s.condition);
      const branch = (body: readonly Statement[]) => (): void =>
        scope.nested(() => {
          body.forEach((inner) => statement(lowering, scope, inner));
          scope.flush();
        });
      scope.flush();
      return lowering.when(condition, false, branch(s.then), branch(s.otherwise));
    }
    case "for": {
      const first = lowering.expression(s.first);
      const last = lowering.expression(s.last);
      if (first.kind !== "immediate" || last.kind !== "immediate")
        throw new LoweringError(s.position, "a loop inside `parallel` needs bounds known at compile time");
      for (let at = first.value; at < last.value; at += s.step) {
        lowering.bindings.set(s.variable, i32(at));
        scope.iteration(s.variable, at, () => s.body.forEach((inner) => statement(lowering, scope, inner)));
      }
      return;
    }
    case "effect":
      // The result is each element's own.
      if (s.result) scope.declare(s.result);
      scope.flush();
      return lowerEffect(lowering, s);
    case "while":
    case "threads":
    case "parallel":
    case "work":
    case "tile":
    case "ringBegin":
    case "ringProduce":
    case "ringWait":
    case "ringRelease":
    case "roles":
    case "barrier":
      throw new LoweringError(s.position, `a ${s.kind} statement cannot stand inside \`parallel\``);
    default:
      return s satisfies never;
  }
};

export const lowerParallel = (lowering: Lowering, loop: Parallel): void => {
  const layout = lowering.layouts.get(loop);
  if (!layout) throw new LoweringError(loop.position, "this parallel loop has no layout");
  const scope = new ParallelScope(lowering, loop, layout);
  const owner = lowering.owner(layout);
  const changed = scope.storesToMemoryOnly || owner === null ? null : scope.changed(loop);
  // Every thread with a copy of an element would read what the element's owner may have written already.
  if (changed)
    throw new LoweringError(
      loop.position,
      `the loop reads and writes ${changed.name} and writes a fragment too, and several threads hold each of its elements: use one loop for ${changed.name} and one for the fragment`,
    );
  const elements = (): void => {
    lowering.parallel = scope;
    for (let r = 0; r < registerCount(layout); r++) {
      scope.begin(registerCoordinates(layout, r));
      for (const s of loop.body) statement(lowering, scope, s);
      scope.flush();
    }
  };
  lowering.when(scope.storesToMemoryOnly ? owner : null, false, elements);
  for (const { buffer, pair, halves } of scope.pending.values()) {
    const { register } = lowering.fragment(buffer);
    const half = (n: number): Operand => halves[n] ?? lowering.fragmentValue(buffer, 2 * pair + n);
    lowering.emitTo([{ kind: "register", register, index: pair }], "packPair", [half(0), half(1)], { dtype: buffer.dtype });
  }
  lowering.parallel = null;
};

/** Value of a loop index for the element at hand. */
export const laneValue = (lowering: Lowering, variable: Variable): Operand | null => {
  const lane = lowering.parallel?.lane(variable);
  if (!lane) return null;
  return isImmediate(lane.base, 0) ? i32(lane.constant) : lowering.add(lane.base, i32(lane.constant));
};
