// z = x + y, elementwise: the smallest kernel there is.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, parallel, range, type Static, work } from "../../dsl/index.ts";

export interface VectorAddTuning {
  block: number;
  warps: number;
}

export const vectorAdd = kernel(
  import.meta.url,
  "vectorAdd",
  (_problem: Static<object>, { block }: Static<VectorAddTuning>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, z: Global<f32, [i32]>) => {
      for (const [tile] of work([ceilDiv(x.shape[0], block)])) {
        const a = fragment(f32, [block]);
        const b = fragment(f32, [block]);
        copy(x.at(range(tile * block, block)), a);
        copy(y.at(range(tile * block, block)), b);
        for (const [i] of parallel(block)) a[i] += b[i];
        copy(a, z.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 1024, warps: 4 } },
);
