// A variable that began as 0 and gets a half.
import { ceilDiv, f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const integerVariableGetsFraction = kernel(
  import.meta.url,
  "integerVariableGetsFraction",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let total = 0;
        for (const i of serial(0, n)) total += 0.5;
        y.write(f32(total), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
