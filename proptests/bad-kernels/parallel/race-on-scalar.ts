// A sum over the elements in a variable.
import { ceilDiv, type f32, type Global, type i32, kernel, parallel, type Static, work } from "cuica/dsl";

export const raceOnScalar = kernel(
  import.meta.url,
  "raceOnScalar",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let total: f32 = 0;
        for (const [i] of parallel(block)) total += y.read(tile * block + i);
        y.write(total, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
