// A real sequence for attention: the bytes of a text file, each byte value embedded by seeded random vectors into query, key and value.
import { readFileSync } from "node:fs";
import { Random } from "../../proptests/lib/random.ts";
import { randomTensor } from "../../proptests/lib/tensors.ts";
import { HostTensor } from "../../runtime/host-tensor.ts";

export interface ByteSequence {
  readonly tokens: number;
  /** [1, token, head, dim] each. */
  readonly q: HostTensor;
  readonly k: HostTensor;
  readonly v: HostTensor;
}
export const embedBytes = (file: string, heads: number, dim: number): ByteSequence => {
  const bytes = readFileSync(file);
  const width = heads * dim;
  const embedded = (seed: number): HostTensor => {
    const table = randomTensor(new Random(seed), "bf16", [256, width]);
    const tensor = HostTensor.allocate("bf16", [1, bytes.length, heads, dim]);
    bytes.forEach((byte, token) => {
      tensor.data.set(table.data.subarray(byte * width, (byte + 1) * width), token * width);
    });
    return tensor;
  };
  return { tokens: bytes.length, q: embedded(1), k: embedded(2), v: embedded(3) };
};
