// A loop over work inside another one.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const workInWork = kernel(
  import.meta.url,
  "workInWork",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [again] of work([n])) y.write(scale, again);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
