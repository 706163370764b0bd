// A register budget that is no multiple of 8.
import { ceilDiv, type f32, type Global, type i32, kernel, role, type Static, work } from "cuica/dsl";

export const registersNotInSteps = kernel(
  import.meta.url,
  "registersNotInSteps",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        role("loads", { warps: 4, registers: 36 }, () => {
          y.write(x.read(tile), tile);
        });
        role("sums", { warps: 8, registers: 200 }, () => {
          y.write(x.read(tile), tile + n);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 12 } },
);
