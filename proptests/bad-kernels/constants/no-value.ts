// A constant that nobody gives a value.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const noValue = kernel(
  import.meta.url,
  "noValue",
  (_problem: Static<object>, { blockN }: Static<{ blockN: number; warps: number }>) =>
    (y: Global<f32, [i32]>, scale: f32) => {
      for (const [tile] of work([ceilDiv(y.shape[0], blockN)])) {
        const part = fragment(f32, [blockN]);
        fill(part, scale);
        copy(part, y.at(range(tile * blockN, blockN)));
      }
    },
);
