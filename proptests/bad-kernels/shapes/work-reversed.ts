// An axis of work that is not there, reversed.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workReversed = kernel(
  import.meta.url,
  "workReversed",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([n], { reversed: 1 })) y.write(0, tile);
    },
  { problem: {}, tuning: { warps: 4 } },
);
