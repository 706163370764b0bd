// Four operations in one launch: convolution along the sequence, SiLU, RMSNorm over the channels and a gate. It is causal: what comes later
// changes no bit of what was before.
import { fileURLToPath } from "node:url";
import { Random } from "../proptests/lib/random.ts";
import { randomTensor } from "../proptests/lib/tensors.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import { report, runHere } from "./lib/here.ts";

const [sequences, length, channels, width, epsilon] = [2, 19, 768, 4, 1e-5];
const random = new Random(3);
const tensors = {
  x: randomTensor(random, "bf16", [sequences, length, channels]),
  gate: randomTensor(random, "bf16", [sequences, length, channels]),
  taps: randomTensor(random, "bf16", [width, channels]),
  bias: randomTensor(random, "bf16", [channels]),
  scale: randomTensor(random, "bf16", [channels]),
  y: HostTensor.allocate("bf16", [sequences, length, channels]).poison(),
};
const configuration = {
  file: fileURLToPath(new URL("./kernels/gated-convolution.ts", import.meta.url)),
  kernel: "gatedConvolution",
  problem: { dtype: "bf16", channels, width, hasBias: true },
  tuning: {},
};

const where = await runHere(configuration, { tensors, scalars: { epsilon } });
const silu = (x: number): number => x / (1 + Math.exp(-x));
const activated = Float64Array.from({ length: sequences * length * channels }, (_, n) => {
  const [sequence, t, j] = [Math.floor(n / (length * channels)), Math.floor(n / channels) % length, n % channels];
  let sum = tensors.bias.get([j]);
  for (let k = Math.max(0, width - 1 - t); k < width; k++)
    sum += tensors.x.get([sequence, t + k - (width - 1), j]) * tensors.taps.get([k, j]);
  return silu(sum);
});
const norms = Array.from({ length: sequences * length }, (_, row) => {
  const squares = activated.subarray(row * channels, (row + 1) * channels).reduce((sum, value) => sum + value * value, 0);
  return 1 / Math.sqrt(squares / channels + epsilon);
});
const gates = tensors.gate.toNumbers();
const expected = (n: number): number =>
  activated[n]! * norms[Math.floor(n / channels)]! * tensors.scale.get([n % channels]) * silu(gates[n]!);
report("gatedConvolution", where, tensors.y.toNumbers(), expected, 2 ** -8);

// The same with a shorter past only.
const past = 7;
const first = (tensor: HostTensor): HostTensor =>
  HostTensor.fromNumbers("bf16", [1, past, channels], tensor.toNumbers().subarray(0, past * channels));
const shorter = {
  ...tensors,
  x: first(tensors.x),
  gate: first(tensors.gate),
  y: HostTensor.allocate("bf16", [1, past, channels]).poison(),
};
await runHere(configuration, { tensors: shorter, scalars: { epsilon } });
const whole = tensors.y.toNumbers();
if (shorter.y.toNumbers().some((value, n) => !Object.is(value, whole[n]))) throw new Error("the future changed the past");
console.log(`  and the first ${past} rows are bit for bit the same without those that follow`);
