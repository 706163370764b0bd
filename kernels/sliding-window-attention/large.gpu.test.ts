// Tensors past 2^31 elements, and tiles whose rows lie further apart than 32 bits reach: the same bits as where the same rows lie close together.
import { afterAll, expect, test } from "vitest";
import { Random } from "../../proptests/lib/random.ts";
import { bitsOf, HostTensor, randomTensor } from "../../proptests/lib/tensors.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { DeviceTensor, spanOf } from "../../runtime/cuda/tensor.ts";
import { PreparedKernel } from "../../runtime/prepare.ts";
import { attentionForward } from "./kernel.ts";
import { attentionTuning } from "./operator.ts";

const device = Device.open();
afterAll(() => device.dispose());
const [heads, dim] = [2, 64];

const configuration = {
  file: new URL("kernel.ts", import.meta.url).pathname,
  kernel: "attentionForward",
  problem: { ...attentionForward.defaults!.problem, headDim: dim, valueDim: dim },
  tuning: { ...attentionTuning(dim, dim) },
};

/** A token's heads and their elements side by side; batches and tokens as far apart as asked. */
const stridesOf = (batch: number, token: number): readonly number[] => [batch, token, dim, 1];
const token = heads * dim;

const place = (host: HostTensor, strides: readonly number[]): DeviceTensor => {
  const memory = DeviceTensor.allocate(device, host.dtype, [spanOf(host.shape, strides)]);
  const [batches, tokens] = host.shape as [number, number];
  for (let b = 0; b < batches; b++)
    for (let t = 0; t < tokens; t++) {
      const row = new HostTensor(host.dtype, [token], host.data.subarray((b * tokens + t) * token, (b * tokens + t + 1) * token));
      memory.slice(0, b * strides[0]! + t * strides[1]!, token).copyFromHost(row);
    }
  return memory;
};

const attend = async (tensors: readonly HostTensor[], strides: readonly number[]): Promise<number[]> => {
  const memories = tensors.map((host) => place(host, strides));
  const [q, k, v, output] = memories.map((memory, n) => memory.strided(tensors[n]!.shape, strides, 0));
  const { shape } = tensors[0]!;
  using logSumExp = DeviceTensor.allocate(device, "f32", [shape[0]!, heads, shape[1]!]);
  using prepared = await PreparedKernel.create(device, configuration, { policy: "off" });
  try {
    await prepared.run({
      tensors: {
        q: q!,
        k: k!,
        v: v!,
        output: output!,
        logSumExp,
        sinks: null,
        cuSeqlensQ: null,
        cuSeqlensK: null,
        cachedK: null,
        cachedV: null,
        cachedTokens: null,
      },
      scalars: { maxQueries: 0, left: 40, right: 0, queryOffset: 0, scale: 0.125, softcap: 0 },
    });
    const rows = [0, 1].slice(0, shape[0]).flatMap((b) => Array.from({ length: shape[1]! }, (_, t) => b * strides[0]! + t * strides[1]!));
    return [...rows.flatMap((at) => bitsOf(memories[3]!.slice(0, at, token).toHost())), ...bitsOf(logSumExp.toHost())];
  } finally {
    for (const memory of memories) memory.dispose();
  }
};

test.each([
  ["batches 2^31 elements apart", 2, stridesOf(2 ** 31 + 64, token)],
  ["tokens so far apart that a tile spans 2^32 elements", 1, stridesOf(0, 2 ** 26 + 64)],
])("%s", async (_, batches, strides) => {
  const random = new Random(7);
  const tensors = Array.from({ length: 4 }, () => randomTensor(random, "bf16", [batches, 70, heads, dim]));
  const near = await attend(tensors, stridesOf(70 * token, token));
  expect(new Set(near).size).toBeGreaterThan(1000);
  expect(await attend(tensors, strides)).toEqual(near);
});
