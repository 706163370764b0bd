// A class for what a function could do.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

class Sum {
  total = 0;
  add(value: number): void {
    this.total += value;
  }
}

export const classKernel = kernel(
  import.meta.url,
  "classKernel",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sum = new Sum();
        sum.add(scale);
        y.write(sum.total, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
