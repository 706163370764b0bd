// A helper that returns a tile or a number.
import { ceilDiv, f32, fragment, type Fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const choose = (t: Fragment<f32, [number]>, n: i32): Fragment<f32, [number]> | number => {
  if (n > 3) return t;
  return 0;
};

export const helperReturnsTileOrNumber = kernel(
  import.meta.url,
  "helperReturnsTileOrNumber",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = fragment(f32, [block]);
        const chosen = choose(t, n);
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
