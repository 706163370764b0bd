// A tile allocated beside the kernel.
import { ceilDiv, f32, fill, type Global, type i32, kernel, shared, type Static, work } from "cuica/dsl";

const scratch = shared(f32, [16]);

export const tileOutsideKernel = kernel(
  import.meta.url,
  "tileOutsideKernel",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        fill(scratch, 0);
        y.write(scratch[0]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
