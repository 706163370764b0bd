// An atomic addition to a tile as a whole.
import { atomicAdd, ceilDiv, f32, fill, type Global, i32, kernel, shared, type Static, threads, work } from "cuica/dsl";

export const atomicOnATile = kernel(
  import.meta.url,
  "atomicOnATile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const counts = shared(i32, [16]);
        fill(counts, 0);
        atomicAdd(counts, 1);
        threads(({ warp }) => {
          y.write(f32(counts[warp]!), tile);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
