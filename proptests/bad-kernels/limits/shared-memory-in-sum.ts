// Tiles that fit one by one, and not together.
import { ceilDiv, copy, f32, fill, type Global, type i32, kernel, range, shared, type Static, work } from "cuica/dsl";

export const sharedMemoryInSum = kernel(
  import.meta.url,
  "sharedMemoryInSum",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const first = shared(f32, [32, 512]);
        const second = shared(f32, [64, 512]);
        const third = shared(f32, [32, 512]);
        fill(first, 0);
        fill(second, 1);
        fill(third, 2);
        copy(first, x.at(range(0, 32), range(0, 512)));
        copy(second, x.at(range(32, 64), range(0, 512)));
        copy(third, x.at(range(96, 32), range(0, 512)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
