// A label, to leave two loops at once.
import { ceilDiv, type f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const labelledBreak = kernel(
  import.meta.url,
  "labelledBreak",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        rows: for (const i of serial(0, n)) {
          for (const j of serial(0, n)) {
            if (x.read(i, j) < 0) break rows;
          }
        }
        y.write(0, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
