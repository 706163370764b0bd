// An f32 stored where i32 is.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const floatIntoInteger = kernel(
  import.meta.url,
  "floatIntoInteger",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, counts: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        counts.write(x.read(tile, 0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
