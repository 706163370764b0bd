// `switch` over a constant of the kernel.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const switchKernel = kernel(
  import.meta.url,
  "switchKernel",
  ({ mode }: Static<{ mode: number }>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let factor = 1.5;
        switch (mode) {
          case 1:
            factor = 2;
            break;
          default:
            factor = 3;
        }
        y.write(scale * factor, tile);
      }
    },
  { problem: { mode: 1 }, tuning: { block: 64, warps: 4 } },
);
