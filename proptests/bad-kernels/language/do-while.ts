// `do` ... `while` is not in the language.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const doWhile = kernel(
  import.meta.url,
  "doWhile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let i = 0;
        do {
          i += 1;
        } while (i < n);
        y.write(f32(i), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
