// `copy` from tensor to tensor.
import { ceilDiv, copy, type f32, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const copyBetweenTensors = kernel(
  import.meta.url,
  "copyBetweenTensors",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>, z: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        copy(y.at(range(tile * block, block)), z.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
