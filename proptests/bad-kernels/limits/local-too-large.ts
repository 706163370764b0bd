// A local array that no thread has registers for.
import { ceilDiv, f32, type Global, type i32, kernel, local, type Static, work } from "cuica/dsl";

export const localTooLarge = kernel(
  import.meta.url,
  "localTooLarge",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const all = local(f32, [100_000]);
        all[0] = scale;
        y.write(all[0], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
