// Fragment elements in a serial loop.
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
  serial,
  type Static,
  work,
} from "cuica/dsl";

export const fragmentInSerial = kernel(
  import.meta.url,
  "fragmentInSerial",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const row = fragment(f32, [64]);
        fill(row, scale);
        for (const i of serial(0, 64)) row[i] = 0;
        copy(row, y.at(range(0, 64)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
