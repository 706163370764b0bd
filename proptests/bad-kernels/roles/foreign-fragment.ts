// A fragment of the block used in a role.
import {
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  type i32,
  kernel,
  range,
  role,
  type Static,
  work,
} from "cuica/dsl";

export const foreignFragment = kernel(
  import.meta.url,
  "foreignFragment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = fragment(f32, [block]);
        fill(sums, 0);
        role("store", { warps: 4 }, () => copy(sums, y.at(range(tile * block, block))));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
