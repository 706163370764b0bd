// A local array indexed by a run-time value.
import { ceilDiv, f32, type Global, type i32, kernel, local, type Static, unrolled, work } from "cuica/dsl";

export const localRunTimeIndex = kernel(
  import.meta.url,
  "localRunTimeIndex",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = local(f32, [4]);
        for (const i of unrolled(0, 4)) sums[i] = scale;
        y.write(sums[n], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
