// A property that tensors do not have.
import { ceilDiv, type f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const tensorLength = kernel(
  import.meta.url,
  "tensorLength",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const i of serial(0, y.length)) y.write(0, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
