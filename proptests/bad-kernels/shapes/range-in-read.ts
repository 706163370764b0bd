// A range where one element is read.
import { ceilDiv, type f32, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const rangeInRead = kernel(
  import.meta.url,
  "rangeInRead",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(y.read(range(0, 16)), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
