// A loop that is left early.
import { ceilDiv, f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const breakSerial = kernel(
  import.meta.url,
  "breakSerial",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let found = 0;
        for (const i of serial(0, n)) {
          if (x.read(tile, i) > 0) break;
          found = i;
        }
        y.write(f32(found), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
