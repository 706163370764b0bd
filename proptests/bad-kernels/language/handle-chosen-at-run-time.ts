// Which tile a name means depends on data.
import { ceilDiv, copy, f32, fill, fragment, type Global, type i32, kernel, range, type Static, work } from "cuica/dsl";

export const handleChosenAtRunTime = kernel(
  import.meta.url,
  "handleChosenAtRunTime",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, n: i32, scale: f32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        let target = fragment(f32, [block]);
        const other = fragment(f32, [block]);
        fill(target, 0);
        fill(other, 1);
        if (n > 3) target = other;
        copy(target, y.at(range(tile * block, block)));
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
