// A row of a tile is no array of all its elements: what lies behind a row's end is another row. The loop's last step is 48.
import { ceilDiv, f32, fill, type Global, type i32, kernel, serial, shared, type Static, work } from "cuica/dsl";

export const indexLeavesRow = kernel(
  import.meta.url,
  "indexLeavesRow",
  (_problem: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>, n: i32) => {
      for (const [tile] of work([ceilDiv(n, block)])) {
        const t = shared(f32, [4, 64]);
        fill(t, 0);
        for (const i of serial(0, 64, 16)) {
          const column = i * 2;
          t[0]![column] = 1;
        }
        y.write(t[3]![63]!, tile);
      }
    },
  { problem: {}, tuning: { block: 64, warps: 4 } },
);
