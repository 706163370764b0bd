// Two variables assigned at once.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const chainedAssignment = kernel(
  import.meta.url,
  "chainedAssignment",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let first = 0;
        let second = 0;
        first = second = n;
        y.write(f32(first + second), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
