// A whole fragment where one value is expected.
import { ceilDiv, f32, fill, fragment, type Global, type i32, kernel, max, type Static, work } from "cuica/dsl";

export const tileAsScalar = kernel(
  import.meta.url,
  "tileAsScalar",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        y.write(max(sums, 0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
