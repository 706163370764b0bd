// A loop of unknown length for every element.
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
  serial,
  type Static,
  work,
} from "cuica/dsl";

export const loopInsideUnknown = kernel(
  import.meta.url,
  "loopInsideUnknown",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = fragment(f32, [64]);
        for (const [i] of parallel(64)) {
          let sum: f32 = 0;
          for (const t of serial(0, n)) sum += x.read(t, i);
          row[i] = sum;
        }
        copy(row, y.at(range(0, 64)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
