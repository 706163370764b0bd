// An asynchronous loop.
import { ceilDiv, type f32, type Global, type i32, kernel, serial, type Static, work } from "cuica/dsl";

export const forAwait = kernel(
  import.meta.url,
  "forAwait",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for await (const i of serial(0, n)) y.write(0, i);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
