// `unrolled` with a bound known at run time.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, unrolled, work } from "cuica/dsl";

export const unrolledRunTime = kernel(
  import.meta.url,
  "unrolledRunTime",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const i of unrolled(0, n)) y.write(0, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
