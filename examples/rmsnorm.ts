// An extent as a constant: the width of a row is part of the problem, so the compiler knows the trip count, and a tensor of another width is
// refused before anything runs. Scalars (epsilon) are passed at launch.
import { fileURLToPath } from "node:url";
import { Random } from "../proptests/lib/random.ts";
import { randomTensor } from "../proptests/lib/tensors.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import { report, runHere } from "./lib/here.ts";

const [rows, width, epsilon] = [32, 768, 1e-5];
const random = new Random(2);
const x = randomTensor(random, "f16", [rows, width]);
const weight = randomTensor(random, "f16", [width]);
const y = HostTensor.allocate("f16", [rows, width]).poison();
const configuration = {
  file: fileURLToPath(new URL("./kernels/rmsnorm.ts", import.meta.url)),
  kernel: "rmsNorm",
  problem: { dtype: "f16", width },
  tuning: {},
};

const where = await runHere(configuration, { tensors: { x, weight, y }, scalars: { epsilon } });
const [values, weights] = [x.toNumbers(), weight.toNumbers()];
const scales = Array.from({ length: rows }, (_, i) => {
  const squares = values.subarray(i * width, (i + 1) * width).reduce((sum, value) => sum + value * value, 0);
  return 1 / Math.sqrt(squares / width + epsilon);
});
report("rmsNorm", where, y.toNumbers(), (n) => values[n]! * scales[Math.floor(n / width)]! * weights[n % width]!, 2 ** -10);

// The wrong width is an error that names the argument.
try {
  await runHere(configuration, { tensors: { x, weight: HostTensor.allocate("f16", [width / 2]), y }, scalars: { epsilon } });
  throw new Error("a weight of half the width was accepted");
} catch (error) {
  const { message } = error as Error;
  if (!message.includes('argument "weight"')) throw error;
  console.log(`  and of a weight of half the width it says: ${message.split("\n")[0]}`);
}
