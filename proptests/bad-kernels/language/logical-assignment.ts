// `??=` is assignment, comparison and branch in one.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const logicalAssignment = kernel(
  import.meta.url,
  "logicalAssignment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let k = n;
        k ??= 3;
        y.write(f32(k), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
