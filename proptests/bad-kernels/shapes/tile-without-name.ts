// A property that tiles do not have.
import { ceilDiv, f32, fill, fragment, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const tileWithoutName = kernel(
  import.meta.url,
  "tileWithoutName",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block]);
        fill(part, 0);
        for (const i of serial(0, part.length)) y.write(0, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
