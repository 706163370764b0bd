// Two expressions joined by a comma.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const comma = kernel(
  import.meta.url,
  "comma",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let k = 0;
        const last = (k += 1, k);
        y.write(f32(last), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
