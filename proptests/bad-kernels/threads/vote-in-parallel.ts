// A vote in an elementwise loop, where lanes are the compiler's business.
import { ballot, ceilDiv, f32, type Global, type i32, kernel, parallel, type Static, work } from "cuica/dsl";

export const voteInParallel = kernel(
  import.meta.url,
  "voteInParallel",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        for (const [i] of parallel(block)) {
          const positive = ballot(x.read(tile * block + i) > 0);
          y.write(f32(positive), tile * block + i);
        }
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
