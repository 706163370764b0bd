// The rest of an object.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const objectRest = kernel(
  import.meta.url,
  "objectRest",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const box = { left: 1, right: 2, top: 3 };
        const { left, ...others } = box;
        y.write(scale * left * others.right, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
