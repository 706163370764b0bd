// Histogram: how many elements fall into each bin. Each block counts its part in shared memory, thread by thread, and adds what it found to the
// tensor; atomics of integers give the same counts in every order. `counts` holds what was counted before (zeros at first).
import {
  atomicAdd,
  barrier,
  ceilDiv,
  fill,
  type Global,
  i32,
  kernel,
  max,
  min,
  shared,
  type Static,
  threads,
  work,
} from "../../dsl/index.ts";

export interface HistogramProblem {
  bins: number;
}
export interface HistogramTuning {
  warps: number;
  /** Elements that a block counts. */
  each: number;
}

export const histogram = kernel(
  import.meta.url,
  "histogram",
  ({ bins }: Static<HistogramProblem>, { each }: Static<HistogramTuning>) =>
    (x: Global<i32, [i32]>, counts: Global<i32, [i32]>) => {
      const [length] = x.shape;
      for (const [part] of work([ceilDiv(length, each)])) {
        const own = shared(i32, [bins]);
        fill(own, 0);
        threads(function* ({ thread, count }) {
          for (let i = thread; i < each; i += count) {
            const at = part * each + i;
            // What lies outside of the bins counts in the first and the last.
            if (at < length) atomicAdd(own.at(max(0, min(bins - 1, x.read(at)))), 1);
          }
          yield* barrier();
          for (let bin = thread; bin < bins; bin += count) if (own[bin]! > 0) atomicAdd(counts.at(bin), own[bin]!);
        });
      }
    },
  { problem: { bins: 256 }, tuning: { warps: 8, each: 8192 } },
);
