// A matrix product with its bias and activation fused behind it. Tiles, stages and warps are tuning: they change the speed, not the result,
// so any choice may be tried against the same naive loops.
import { fileURLToPath } from "node:url";
import { Random } from "../proptests/lib/random.ts";
import { randomTensor } from "../proptests/lib/tensors.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import { report, runHere } from "./lib/here.ts";

const [rows, inner, columns] = [100, 96, 120];
const random = new Random(3);
const a = randomTensor(random, "bf16", [rows, inner], { scale: 0.2 });
const b = randomTensor(random, "bf16", [inner, columns]);
const bias = randomTensor(random, "f32", [columns]);
const [left, right, shift] = [a.toNumbers(), b.toNumbers(), bias.toNumbers()];
const expected = (n: number): number => {
  const [i, j] = [Math.floor(n / columns), n % columns];
  let sum = shift[j]!;
  for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[k * columns + j]!;
  return sum / (1 + Math.exp(-sum));
};

for (const tuning of [
  { blockM: 64, blockN: 64, blockK: 32, stages: 2, warps: 4 },
  { blockM: 32, blockN: 128, blockK: 16, stages: 3, warps: 2 },
]) {
  const c = HostTensor.allocate("bf16", [rows, columns]).poison();
  const where = await runHere(
    {
      file: fileURLToPath(new URL("./kernels/gemm.ts", import.meta.url)),
      kernel: "matrixProduct",
      problem: { dtype: "bf16", activation: "silu", hasBias: true },
      tuning,
    },
    { tensors: { a, b, bias, c }, scalars: {} },
  );
  report(`matrixProduct, tiles of ${tuning.blockM} x ${tuning.blockN},`, where, c.toNumbers(), expected, 2 ** -8);
}
