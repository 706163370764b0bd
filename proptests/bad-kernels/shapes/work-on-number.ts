// `work` of a number instead of an array.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workOnNumber = kernel(
  import.meta.url,
  "workOnNumber",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work(n)) y.write(0, tile);
    },
  { problem: {}, tuning: { warps: 4 } },
);
