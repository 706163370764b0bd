// `slice` without a length.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const sliceTwoArguments = kernel(
  import.meta.url,
  "sliceTwoArguments",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rows = y.slice(0, n);
        y.write(rows.read(0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
