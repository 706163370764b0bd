// A tile handed from role to role without a ring.
import { ceilDiv, copy, f32, type Global, type i32, kernel, range, role, shared, type Static, work } from "cuica/dsl";

export const sharedWithoutRing = kernel(
  import.meta.url,
  "sharedWithoutRing",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, positions: Global<i32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const part = shared(f32, [block]);
        role("loads", { warps: 1 }, () => copy(x.at(tile, range(0, block)), part));
        role("stores", { warps: 3 }, () => copy(part, y.at(range(tile * block, block))));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
