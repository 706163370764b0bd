// A static extent of a tensor, which a loop goes past; and an index that no argument brings back inside.
import { ceilDiv, type Dim, f32, type Global, type i32, kernel, max, serial, type Static, work } from "cuica/dsl";

export const indexLeavesTensor = kernel(
  import.meta.url,
  "indexLeavesTensor",
  ({ width }: Static<{ width: number }>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, Dim<"width">]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let sum: f32 = 0;
        for (const j of serial(0, width)) sum += x.read(tile, width - j);
        y.write(sum + x.read(tile, max(n, width)), tile);
      }
    },
  { problem: { width: 32 }, tuning: { block: 64, warps: 4 } },
);
