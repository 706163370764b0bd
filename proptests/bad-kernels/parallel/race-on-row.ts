// Every column writes the row's element.
import {
  ceilDiv,
  copy,
  f32,
  fragment,
  type Global,
  type i32,
  kernel,
  parallel,
  range,
  type Static,
  work,
} from "cuica/dsl";

export const raceOnRow = kernel(
  import.meta.url,
  "raceOnRow",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const rowMax = fragment(f32, [16]);
        for (const [i, j] of parallel(16, block)) rowMax[i] = scale;
        copy(rowMax, y.at(range(0, 16)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
