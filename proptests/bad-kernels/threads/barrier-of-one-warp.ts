// One warp waits for all at a barrier that the others never reach.
import { barrier, ceilDiv, f32, type Global, type i32, kernel, shared, type Static, threads, work } from "cuica/dsl";

export const barrierOfOneWarp = kernel(
  import.meta.url,
  "barrierOfOneWarp",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const total = shared(f32, [1]);
        threads(function* ({ warp, lane }) {
          if (warp === 0) {
            if (lane === 0) total[0] = x.read(tile);
            yield* barrier();
          }
          if (lane === 0) y.write(total[0], tile);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
