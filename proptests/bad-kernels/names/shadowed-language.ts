// A variable that hides a function of the language.
import { ceilDiv, type f32, type Global, type i32, kernel, max, type Static, work } from "cuica/dsl";

export const shadowedLanguage = kernel(
  import.meta.url,
  "shadowedLanguage",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const max = scale;
        y.write(max(max, 0), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
