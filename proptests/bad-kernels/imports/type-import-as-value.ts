// A dtype imported as a type and used as a value.
import { type f32, fragment, fill, copy, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const typeImportAsValue = kernel(
  import.meta.url,
  "typeImportAsValue",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([n])) {
        const part = fragment(f32, [64]);
        fill(part, 0);
        copy(part, y.at(range(tile * 64, 64)));
      }
    },
  { problem: {}, tuning: { warps: 4 } },
);
