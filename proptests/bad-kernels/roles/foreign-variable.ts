// A variable of the block assigned in a role.
import { ceilDiv, f32, type Global, type i32, kernel, role, serial, type Static, work } from "cuica/dsl";

export const foreignVariable = kernel(
  import.meta.url,
  "foreignVariable",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let count = 0;
        role("count", { warps: 4 }, () => {
          for (const i of serial(0, n)) count += 1;
          y.write(f32(count), tile);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
