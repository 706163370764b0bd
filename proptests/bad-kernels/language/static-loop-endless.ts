// A compile-time loop that would never end.
import { ceilDiv, type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const total = (): number => {
  let sum = 0;
  for (let i = 0; i < 1e12; i++) sum += i;
  return sum;
};
const constant = total();
const table = (): number => constant;

export const staticLoopEndless = kernel(
  import.meta.url,
  "staticLoopEndless",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        y.write(scale * table(), tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
