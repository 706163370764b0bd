// A local array indexed in a loop that is not written out.
import { ceilDiv, f32, type Global, type i32, kernel, local, serial, type Static, work } from "cuica/dsl";

export const localInSerialLoop = kernel(
  import.meta.url,
  "localInSerialLoop",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const sums = local(f32, [4]);
        for (const i of serial(0, 4)) sums[i] = scale;
        y.write(sums[0], tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
