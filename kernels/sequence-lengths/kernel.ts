// Lengths of sequences that grow by a token each, on the device.
import { type Global, type i32, kernel, max, type Static, work } from "../../dsl/index.ts";

/** lengths [sequence] grow by 1, in place; behind [sequence] is `distance` less, at least 0. */
export const lengthsAdvance = kernel(
  import.meta.url,
  "lengthsAdvance",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (lengths: Global<i32, [i32]>, behind: Global<i32, [i32]>, distance: i32) => {
      for (const [sequence] of work([lengths.shape[0]])) {
        const length = lengths.read(sequence) + 1;
        lengths.write(length, sequence);
        behind.write(max(length - distance, 0), sequence);
      }
    },
  { problem: {}, tuning: { warps: 1 } },
);
