// Register budgets that together ask for more than the block has.
import { ceilDiv, type f32, type Global, type i32, kernel, role, type Static, work } from "cuica/dsl";

export const registersBeyondThePool = kernel(
  import.meta.url,
  "registersBeyondThePool",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        role("loads", { warps: 4, registers: 32 }, () => {
          y.write(x.read(tile), tile);
        });
        role("sums", { warps: 8, registers: 240 }, () => {
          y.write(x.read(tile), tile + n);
        });
      }
    },
  { problem: {}, tuning: { block: 64, warps: 12 } },
);
