// `in` of an object.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const inOperator = kernel(
  import.meta.url,
  "inOperator",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const box = { left: 1 };
        y.write("left" in box ? 1 : 0, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
