// A helper that returns a promise.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const fetchRow = async (row: i32): Promise<f32> => row * 2;

export const asyncHelper = kernel(
  import.meta.url,
  "asyncHelper",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(fetchRow(tile), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
