// An import of a name that the file does not export.
import { gelu } from "./helpers/activations.ts";
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const missingExport = kernel(
  import.meta.url,
  "missingExport",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(gelu(scale), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
