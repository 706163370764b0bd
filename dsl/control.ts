// Loops of the language and their JS meaning: each is an ordinary iterable, and what the compiler makes of it is said here.
import { runRoles, runThreads, type Together } from "../codegen/emit/js/threads.ts";
import type { Scalar } from "../codegen/ir/exchange.ts";
import { place } from "./place.ts";
import type { i32 } from "./types/scalars.ts";
import type { Lane } from "./types/shapes.ts";

function* tuples(
  extents: readonly number[],
  firstFastest: boolean,
  reversed: number | undefined,
  enter: (tuple: readonly number[], n: number) => void,
  leave: () => void = () => {},
): Generator<number[]> {
  const total = extents.reduce((a, b) => a * b, 1);
  const order = extents.map((_, axis) => axis);
  if (!firstFastest) order.reverse();
  for (let n = 0; n < total; n++) {
    const tuple = extents.map(() => 0);
    let rest = n;
    for (const axis of order) {
      const i = rest % extents[axis]!;
      tuple[axis] = axis === reversed ? extents[axis]! - 1 - i : i;
      rest = Math.floor(rest / extents[axis]!);
    }
    enter(tuple, n);
    yield tuple;
    leave();
  }
}
function* count(first: number, last: number, step: number): Generator<number> {
  if (!(Number.isInteger(step) && step > 0)) throw new RangeError(`the step of a loop must be a positive integer, not ${step}`);
  for (let i = first; i < last; i += step) yield i;
}

/** The grid: the body runs once for every index tuple, each by one block, in no order that it may rely on. The first index varies fastest;
 * `reversed` names an axis that is walked from its end (long rows first). */
export const work = <const E extends readonly i32[]>(
  extents: readonly [...E],
  options: { readonly reversed?: number } = {},
): Iterable<{ [K in keyof E]: i32 }> =>
  tuples(
    extents,
    true,
    options.reversed,
    (_, block) => {
      place.block = block;
      place.thread = 0;
      waitingRoles = [];
    },
    runWaitingRoles,
  ) as unknown as Iterable<{ [K in keyof E]: i32 }>;
function* elements(extents: readonly number[]): Generator<number[]> {
  try {
    yield* tuples(extents, false, undefined, (tuple) => {
      place.element = tuple;
    });
  } finally {
    place.element = null;
  }
}
/** Elementwise: the body runs once for every index tuple, in any order, and writes only its own element. */
export const parallel = <const D extends readonly number[]>(...extents: D): Iterable<{ [K in keyof D]: Lane }> =>
  elements(extents) as unknown as Iterable<{ [K in keyof D]: Lane }>;
/** A serial loop whose copies from tensors to shared tiles are fetched `stages - 1` iterations ahead. */
export const pipelined = (first: i32, last: i32, _options: { readonly stages: number }): Iterable<i32> => count(first, last, 1);
/** first, first + step, ... while less than last. */
export const serial = (first: i32, last: i32, step = 1): Iterable<i32> => count(first, last, step);
/** A serial loop with constant bounds that the compiler writes out. */
export const unrolled = (first: i32, last: i32, step = 1): Iterable<i32> => count(first, last, step);

/** Warps of those who run: the kernel's, or within a role the role's; and whether one of their threads runs alone. */
let executorWarps = 4;
let isThread = false;
/** How many threads the code that runs stands for. */
export const threadsHere = (): number => (isThread ? 1 : 32 * executorWarps);
/** Runs `body` as the code of so many warps. */
export const withWarps = (warps: number, body: () => void): void => {
  const outer = executorWarps;
  executorWarps = warps;
  try {
    body();
  } finally {
    executorWarps = outer;
  }
};

/** One thread of per-thread code: its index and its warp's among the threads that run the code, its index in the warp, and how many threads run it. */
export interface Thread {
  readonly thread: i32;
  readonly warp: i32;
  readonly lane: i32;
  readonly count: number;
}
/** Code of a thread that others interrupt: whenever it goes on, it is the place of what reports. */
function* asThread(code: Together<void>, thread: number): Together<void> {
  for (let value: Scalar = 0; ; ) {
    place.thread = thread;
    const { done, value: meeting } = code.next(value);
    if (done) return;
    value = yield meeting;
  }
}
/**
 * Per-thread code: `body` runs once for every thread of the block (or of the role), with arrays and variables of its own. It reaches elements of
 * shared tiles and tensors, and no fragments. Nothing orders one thread's accesses after another's but the steps at which they meet: a body with
 * such steps is a `function*`, and each step a `yield*`: `threads(function* ({ lane }) { const sum = yield* warpSum(lane); … });`
 */
export const threads = (body: (thread: Thread) => void | Together<void>): void => {
  const count = 32 * executorWarps;
  const first = place.thread;
  const waiting: (Together<void> | null)[] = [];
  isThread = true;
  try {
    for (let thread = 0; thread < count; thread++) {
      const lane = thread % 32;
      place.thread = first + thread;
      const started = body({ thread, warp: (thread - lane) / 32, lane, count });
      waiting.push(typeof started === "object" ? started : null);
    }
    if (waiting.some((code) => code !== null)) runThreads(count, (thread) => asThread(waiting[thread]!, first + thread));
  } finally {
    place.thread = first;
    isThread = false;
  }
};

let openRoles = 0;
export const insideRole = (): boolean => openRoles > 0;
/** Runs some of a role's code as the role's. */
const asRole = <T>(warps: number, first: number, body: () => T): T => {
  let result: T;
  openRoles += 1;
  place.thread = first;
  try {
    withWarps(warps, () => {
      result = body();
    });
  } finally {
    openRoles -= 1;
  }
  return result!;
};
/** Roles of this work item that meet others, and those behind them: they run side by side at its end. */
let waitingRoles: [name: string, code: () => Together<void>][] = [];
const runWaitingRoles = (): void => {
  const roles = waitingRoles;
  waitingRoles = [];
  runRoles(roles);
};
/**
 * Work of some of the block's warps, beside that of the other roles: the last statements of the loop over work, their warps adding up to the
 * block's. `registers` are what each thread of the role may use on GPUs that move them between warps (Hopper); elsewhere they are checked only.
 * Roles hand tiles to later roles through rings, or meet at named barriers: the body is then a `function*`. Here, in the JS run, they run one
 * after the other, or, where they meet, side by side.
 */
export const role = (
  name: string,
  { warps }: { readonly warps: number; readonly registers?: number },
  body: () => void | Together<void>,
): void => {
  const first = place.thread;
  const start = (): Together<void> | null => asRole(warps, first, body) ?? null;
  const started = waitingRoles.length === 0 ? start() : null;
  if (started || waitingRoles.length > 0)
    waitingRoles.push([
      name,
      function* () {
        const code = started ?? start();
        while (code) {
          const { done, value } = asRole(warps, first, () => code.next(0));
          if (done) return;
          yield value;
        }
      },
    ]);
  place.thread = first + 32 * warps;
};
