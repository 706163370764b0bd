// A sum that began as 0, over f32 values.
import { ceilDiv, type f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const integerVariableGetsFloat = kernel(
  import.meta.url,
  "integerVariableGetsFloat",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let total = 0;
        for (const i of serial(0, n)) total += x.read(tile, i);
        y.write(total, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
