// A local array of the thread, written by all elements.
import { ceilDiv, f32, type Global, type i32, kernel, local, parallel, type Static, work } from "cuica/dsl";

export const raceOnLocal = kernel(
  import.meta.url,
  "raceOnLocal",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = local(f32, [2]);
        sums[0] = 0;
        for (const [i] of parallel(block)) sums[0] += y.read(i);
        y.write(sums[0], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
