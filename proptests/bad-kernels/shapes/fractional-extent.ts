// An extent that does not divide.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const fractionalExtent = kernel(
  import.meta.url,
  "fractionalExtent",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment(f32, [block / 3]);
        fill(part, 0);
        copy(part, y.at(range(0, block / 3)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
