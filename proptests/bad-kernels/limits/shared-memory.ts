// One tile that no block has room for.
import { bf16, ceilDiv, copy, type Global, type i32, kernel, range, shared, type Static, work } from "cuica/dsl";

export const sharedMemory = kernel(
  import.meta.url,
  "sharedMemory",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (h: Global<bf16, [i32, i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const all = shared(bf16, [512, 512]);
        copy(h.at(range(0, 512), range(0, 512)), all);
        copy(all, h.at(range(tile * 512, 512), range(0, 512)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
