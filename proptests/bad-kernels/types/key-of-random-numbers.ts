// The mistake shows inside the language's own helper.
import { type f32, type Global, type i32, kernel, philox, type Static, u32, uniformFloat, work } from "cuica/dsl";

export const keyOfRandomNumbers = kernel(
  import.meta.url,
  "keyOfRandomNumbers",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32) => {
      for (const [i] of work([n])) {
        const [bits] = philox([0.5, 0], [u32(i), 0, 0, 0]);
        y.write(uniformFloat(bits), i);
      }
    },
  { problem: {}, tuning: { warps: 4 } },
);
