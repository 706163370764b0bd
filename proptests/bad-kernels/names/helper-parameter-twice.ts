// A helper with two parameters of one name.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, parallel, range, type Static, work } from "cuica/dsl";

export const helperParameterTwice = kernel(
  import.meta.url,
  "helperParameterTwice",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = fragment(f32, [block]);
        fill(t, 0);
        const add = (a: f32, [b, a]: readonly [f32, f32]): f32 => a + b;
        for (const [i] of parallel(block)) t[i] = add(1, [2, 3]);
        copy(t, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
