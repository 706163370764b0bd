// A tensor that may be absent, said in its type.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, parallel, range, type Static, work } from "../../../dsl/index.ts";

export const scale = kernel(
  import.meta.url,
  "scale",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, bias: Global<f32, [i32]> | null) => {
      for (const [tile] of work([ceilDiv(x.shape[0], block)])) {
        const here = range(tile * block, block);
        const [a, b] = [fragment(f32, [block]), fragment(f32, [block])];
        copy(x.at(here), a);
        if (bias !== null) {
          copy(bias.at(here), b);
          for (const [i] of parallel(block)) a[i] += b[i];
        }
        copy(a, x.at(here));
      }
    },
  { problem: {}, tuning: { block: 256, warps: 2 } },
);
