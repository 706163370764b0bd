// A fused kernel: maximum, sum and quotient of a row in one launch, where separate operations would read and write the matrix three times.
// Rows are of any length; the dtype is a constant of the problem, so the same source serves f32, f16 and bf16.
import { fileURLToPath } from "node:url";
import { Random } from "../proptests/lib/random.ts";
import { randomTensor } from "../proptests/lib/tensors.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import { report, runHere } from "./lib/here.ts";

const [rows, columns] = [64, 1000];
const x = randomTensor(new Random(1), "bf16", [rows, columns], { scale: 3 });
const y = HostTensor.allocate("bf16", [rows, columns]).poison();

const where = await runHere(
  { file: fileURLToPath(new URL("./kernels/softmax.ts", import.meta.url)), kernel: "softmax", problem: { dtype: "bf16" }, tuning: {} },
  { tensors: { x, y }, scalars: {} },
);
const values = x.toNumbers();
const sums = Array.from({ length: rows }, (_, i) =>
  values.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + Math.exp(value), 0),
);
// bf16 has 8 bits of mantissa: half a unit in the last place of 1 is 2^-9.
report("softmax", where, y.toNumbers(), (n) => Math.exp(values[n]!) / sums[Math.floor(n / columns)]!, 2 ** -9);
