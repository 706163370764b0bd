// A tile without a dtype.
import { ceilDiv, type f32, fill, fragment, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const noDtype = kernel(
  import.meta.url,
  "noDtype",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = fragment([block]);
        fill(part, 0);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
