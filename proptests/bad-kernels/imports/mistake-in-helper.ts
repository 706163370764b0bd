// The mistake is in another file.
import { middle } from "./helpers/halves.ts";
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const mistakeInHelper = kernel(
  import.meta.url,
  "mistakeInHelper",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(f32(middle(n)), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
