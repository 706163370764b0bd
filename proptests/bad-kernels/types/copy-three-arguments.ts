// `copy` with a third argument.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const copyThreeArguments = kernel(
  import.meta.url,
  "copyThreeArguments",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = fragment(f32, [block]);
        copy(y.at(range(tile * block, block)), sums, scale);
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
