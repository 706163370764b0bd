// More registers than a thread can have.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const maxRegisters = kernel(
  import.meta.url,
  "maxRegisters",
  (_problem: Static<object>, _tuning: Static<{ warps: number; maxRegisters: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([n])) {
        y.write(scale, tile);
      }
    },
  { problem: {}, tuning: { warps: 4, maxRegisters: 1000 } },
);
