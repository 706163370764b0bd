// A function that the language does not have.
import { f32, type Global, type i32, kernel, sigmoid, type Static, work } from "cuica/dsl";

export const notInTheLanguage = kernel(
  import.meta.url,
  "notInTheLanguage",
  (_problem: Static<object>, _tuning: Static<{ warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([n])) y.write(sigmoid(scale), tile);
    },
  { problem: {}, tuning: { warps: 4 } },
);
