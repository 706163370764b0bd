// Threads of per-thread code where statements run one after another: each thread is a coroutine that runs to its next meeting, in the order of
// the threads, and goes on once all that it meets are there. Threads that come to different meetings throw, where a GPU would stand still.
import type { Exchange, Scalar } from "../../ir/exchange.ts";
import type { NamedBarrier } from "./named-barrier.ts";

/** What a thread yields: with whom it meets, what it brings, and what they make of it together. */
export interface Exchanging {
  readonly name: string;
  readonly together: "warp" | "executor";
  readonly brought: readonly Scalar[];
  readonly exchange: Exchange;
}
/** It waits until a round of a named barrier is over. */
export interface NamedMeeting {
  readonly name: string;
  readonly together: "named";
  readonly barrier: NamedBarrier;
  readonly round: number;
}
export type Meeting = Exchanging | NamedMeeting;
/** Code that meets other threads and ends with a T. Write `yield*` before a call that gives one. */
export type Together<T> = Generator<Meeting, T, Scalar>;

interface Running {
  readonly code: Generator<Meeting, void, Scalar>;
  at: Meeting | null;
}
const advance = (thread: Running, value: Scalar): void => {
  const { done, value: next } = thread.code.next(value);
  thread.at = done ? null : next;
};

/** Those whose barrier's round is over go on, once it is known who they are: the first of them may end another round. Whether there were any. */
const passBarriers = (threads: readonly Running[]): boolean => {
  const passing = threads.filter(({ at }) => at?.together === "named" && at.barrier.round > at.round);
  for (const thread of passing) advance(thread, 0);
  return passing.length > 0;
};
/** The threads all stand at one meeting: they take its results and go on. */
const meet = (threads: readonly Running[], describe: (n: number) => string): void => {
  const { name, exchange } = threads[0]!.at as Exchanging;
  const other = threads.findIndex(({ at }) => at!.name !== name);
  if (other >= 0)
    throw new Error(`${describe(0)} is at ${name} while ${describe(other)} is at ${threads[other]!.at!.name}: they must meet`);
  const results = exchange(threads.map(({ at }) => (at as Exchanging).brought));
  threads.forEach((thread, n) => {
    advance(thread, results[n]!);
  });
};

const runWarp = (warp: readonly Running[], first: number): void => {
  const describe = (n: number): string => `thread ${first + n}`;
  for (;;) {
    const waiting = warp.findIndex(({ at }) => at?.together === "warp");
    if (waiting < 0) return;
    const elsewhere = warp.findIndex(({ at }) => at?.together !== "warp");
    if (elsewhere >= 0)
      throw new Error(
        `${describe(waiting)} is at ${warp[waiting]!.at!.name}, which the whole warp must come to; ${describe(elsewhere)} ${warp[elsewhere]!.at ? `is at ${warp[elsewhere]!.at!.name}` : "has ended"}`,
      );
    meet(warp, describe);
  }
};

/** Runs `body` once for each of `count` threads, 32 to a warp. */
export const runThreads = (count: number, body: (thread: number) => Generator<Meeting, void, Scalar>): void => {
  const threads = Array.from({ length: count }, (_, n): Running => ({ code: body(n), at: null }));
  for (const thread of threads) advance(thread, 0);
  for (;;) {
    for (let first = 0; first < count; first += 32) runWarp(threads.slice(first, first + 32), first);
    if (passBarriers(threads)) continue;
    const waiting = threads.findIndex(({ at }) => at !== null);
    if (waiting < 0) return;
    const stuck = threads.findIndex(({ at }) => at?.together === "named");
    if (stuck >= 0) throw new Error(`thread ${stuck} waits for ever at ${(threads[stuck]!.at as NamedMeeting).barrier.describe()}`);
    const ended = threads.findIndex(({ at }) => at === null);
    if (ended >= 0)
      throw new Error(`thread ${waiting} is at ${threads[waiting]!.at!.name}, which all threads must come to; thread ${ended} has ended`);
    meet(threads, (n) => `thread ${n}`);
  }
};

/** Runs the code of roles side by side, each until it waits at a named barrier. */
export const runRoles = (roles: readonly (readonly [name: string, code: () => Together<void>])[]): void => {
  const running = roles.map(([, code]): Running => ({ code: code(), at: null }));
  for (const role of running) advance(role, 0);
  while (passBarriers(running));
  const stuck = running.flatMap(({ at }, n) => (at?.together === "named" ? [`role '${roles[n]![0]}' at ${at.barrier.describe()}`] : []));
  if (stuck.length > 0) throw new Error(`roles wait for ever: ${stuck.join(", ")}`);
};
