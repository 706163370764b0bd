// A shift by more bits than there are.
import { ceilDiv, f32, type Global, type i32, kernel, shiftLeft, type Static, work } from "cuica/dsl";

export const shiftTooFar = kernel(
  import.meta.url,
  "shiftTooFar",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(f32(shiftLeft(n, 32)), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
