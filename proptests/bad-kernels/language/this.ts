// `this` in a helper.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

function f(this: { factor: number }): number {
  return this.factor;
}

export const thisKernel = kernel(
  import.meta.url,
  "thisKernel",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(f(), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
