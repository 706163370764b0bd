// `delete` of a field.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const deleteKernel = kernel(
  import.meta.url,
  "deleteKernel",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const box: { left?: number } = { left: 1 };
        delete box.left;
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
