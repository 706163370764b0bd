// Two roles of one name.
import { ceilDiv, type f32, type Global, type i32, kernel, role, type Static, work } from "cuica/dsl";

export const sameName = kernel(
  import.meta.url,
  "sameName",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        role("half", { warps: 2 }, () => y.write(0, tile));
        role("half", { warps: 2 }, () => y.write(1, tile + 1));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
