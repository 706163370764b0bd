// Where to fetch is computed by the loop.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  pipelined,
  range,
  shared,
  type Static,
  work,
} from "cuica/dsl";

export const addressFromLoop = kernel(
  import.meta.url,
  "addressFromLoop",
  (_problem: Static<object>, { block, stages }: Static<{ block: number; stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = shared(f32, [block]);
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        let at = n;
        for (const t of pipelined(0, n, { stages })) {
          copy(x.at(at, range(0, block)), part);
          for (const [i] of parallel(block)) sums[i] += part[i];
          at += 3;
        }
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, stages: 3, warps: 4 } },
);
