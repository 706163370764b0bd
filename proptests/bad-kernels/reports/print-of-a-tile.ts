// A whole view cannot be printed; its elements can, in `parallel`.
import { type Global, type Static, type f32, type i32, kernel, print, range, work } from "cuica/dsl";

export const printOfATile = kernel(
  import.meta.url,
  "printOfATile",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) => (x: Global<f32, [i32]>) => {
    for (const [_block] of work([1])) {
      print("x", x.at(range(0, 4)));
    }
  },
  { problem: {}, tuning: { warps: 4 } },
);
