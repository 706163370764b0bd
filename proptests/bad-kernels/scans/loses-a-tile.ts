// The combination of a scan over two tiles returns a value for one.
import { ceilDiv, copy, f32, fragment, type Global, type i32, kernel, range, scan, type Static, work } from "cuica/dsl";

export const losesATile = kernel(
  import.meta.url,
  "losesATile",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const decay = fragment(f32, [block]);
        const state = fragment(f32, [block]);
        copy(x.at(range(tile * block, block)), decay);
        copy(y.at(range(tile * block, block)), state);
        scan(0, { decay, state }, (left, right) => ({ state: right.decay * left.state + right.state }));
        copy(state, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
