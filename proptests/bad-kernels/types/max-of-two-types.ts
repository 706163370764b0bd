// `max` of an i32 and an f32.
import { ceilDiv, type f32, type Global, type i32, kernel, max, type Static, work } from "cuica/dsl";

export const maxOfTwoTypes = kernel(
  import.meta.url,
  "maxOfTwoTypes",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(max(n, scale), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
