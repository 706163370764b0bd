// A fragment that is too much for one warp.
import { copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const fragmentForOneWarp = kernel(
  import.meta.url,
  "fragmentForOneWarp",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([n])) {
        const all = fragment(f32, [128, 128]);
        fill(all, 0);
        copy(all, x.at(range(tile * 128, 128), range(0, 128)));
      }
    },
  { problem: {}, tuning: { warps: 1 } },
);
