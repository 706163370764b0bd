// Debugging a kernel: its body is ordinary TypeScript, and `run` executes it as JavaScript. A breakpoint in the kernel's file stops there
// (in VS Code: "JavaScript Debug Terminal", then `npx tsx examples/debug-run.ts`), and console.log prints tiles as they are.
import {
  ceilDiv,
  copy,
  f32,
  fragment,
  fill,
  type Global,
  HostTensor,
  type i32,
  kernel,
  parallel,
  range,
  reduceSum,
  serial,
  type Static,
  work,
} from "../dsl/index.ts";

// Sums of the rows of a matrix, with a line that an author would write while looking for a mistake.
export const rowSums = kernel(
  import.meta.url,
  "rowSums",
  (_problem: Static<object>, { blockM, blockN }: Static<{ blockM: number; blockN: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, sums: Global<f32, [i32]>) => {
      const [rows, columns] = x.shape;
      for (const [rowTile] of work([ceilDiv(rows, blockM)])) {
        const tile = fragment(f32, [blockM, blockN]);
        const total = fragment(f32, [blockM]);
        const part = fragment(f32, [blockM]);
        fill(total, 0);
        for (const step of serial(0, ceilDiv(columns, blockN))) {
          copy(x.at(range(rowTile * blockM, blockM), range(step * blockN, blockN)), tile);
          reduceSum(tile, 1, part);
          for (const [i] of parallel(blockM)) total[i] += part[i];
          // Only this run prints: the compiler leaves calls of console out.
          console.log(`  rows ${rowTile * blockM}..., columns ${step * blockN}...: total so far is [${total}]`);
        }
        copy(total, sums.at(range(rowTile * blockM, blockM)));
      }
    },
  { problem: {}, tuning: { blockM: 32, blockN: 64, warps: 4 } },
);

const x = HostTensor.fromNumbers(
  "f32",
  [3, 5],
  Float32Array.from({ length: 15 }, (_, n) => n),
);
const sums = HostTensor.allocate("f32", [3]).poison();
// Tiles of 2 x 4: small enough to read, and the last ones overhang in both directions.
rowSums.run({}, { blockM: 2, blockN: 4 }, x, sums);
console.log(`rowSums as JavaScript: [${sums.toNumbers()}]`);
if (`${sums.toNumbers()}` !== "10,35,60") process.exitCode = 1;
