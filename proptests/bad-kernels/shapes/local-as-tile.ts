// A local array as the operand of a tile operation.
import { ceilDiv, f32, fill, type Global, type i32, kernel, local, type Static, work } from "cuica/dsl";

export const localAsTile = kernel(
  import.meta.url,
  "localAsTile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = local(f32, [4]);
        fill(sums, 0);
        y.write(sums[0], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
