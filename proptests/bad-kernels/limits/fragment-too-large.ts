// A fragment that no register file holds.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const fragmentTooLarge = kernel(
  import.meta.url,
  "fragmentTooLarge",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const all = fragment(f32, [512, 512]);
        fill(all, 0);
        copy(all, x.at(range(0, 512), range(0, 512)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
