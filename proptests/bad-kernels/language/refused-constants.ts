// A kernel that refuses its constants.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const refusedConstants = kernel(
  import.meta.url,
  "refusedConstants",
  ({ headDim }: Static<{ headDim: number }>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      if (headDim % 16 !== 0) throw new Error("headDim must be a multiple of 16");
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(scale, tile);
      }
    },
  { problem: { headDim: 40 }, tuning: { block: 64, warps: 4 } },
);
