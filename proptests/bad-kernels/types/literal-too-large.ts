// A literal that no i32 holds.
import { ceilDiv, f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

export const literalTooLarge = kernel(
  import.meta.url,
  "literalTooLarge",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const far = n + 4_294_967_296;
        y.write(f32(far), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
