// A tile as long as the tensor.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const tensorExtent = kernel(
  import.meta.url,
  "tensorExtent",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const [rows, columns] = x.shape;
        const row = fragment(f32, [columns]);
        copy(x.at(tile, range(0, columns)), row);
        copy(row, x.at(tile, range(0, columns)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
