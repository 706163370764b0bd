// A fragment that only a loop fills, which may not run.
import {
  ceilDiv,
  copy,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  range,
  serial,
  type Static,
  work,
} from "cuica/dsl";

export const writtenInALoop = kernel(
  import.meta.url,
  "writtenInALoop",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = fragment(f32, [block]);
        for (const i of serial(0, n)) copy(x.at(i, range(0, block)), sums);
        copy(sums, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
