// An enum of modes.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

enum Mode {
  once = 0,
  twice = 1,
}

export const enumKernel = kernel(
  import.meta.url,
  "enumKernel",
  ({ mode }: Static<{ mode: number }>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(mode === Mode.twice ? 2 * scale : scale, tile);
      }
    },
  { problem: { mode: 1 }, tuning: { block: 64, warps: 4 } },
);
