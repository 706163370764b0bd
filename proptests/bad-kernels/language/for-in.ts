// `for ... in` over the names of an object.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const forIn = kernel(
  import.meta.url,
  "forIn",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const weights = { left: 1, right: 2 };
        let sum = 0;
        for (const name in weights) sum += 1;
        y.write(f32(sum), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
