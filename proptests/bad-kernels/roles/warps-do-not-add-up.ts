// Roles of three warps in a block of four.
import { ceilDiv, type f32, type Global, type i32, kernel, role, type Static, work } from "cuica/dsl";

export const warpsDoNotAddUp = kernel(
  import.meta.url,
  "warpsDoNotAddUp",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        role("left", { warps: 1 }, () => y.write(0, tile));
        role("right", { warps: 2 }, () => y.write(0, tile + 1));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
