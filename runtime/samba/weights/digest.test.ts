// The digest of weights: it is theirs, however they are stored, and changes with every parameter.
import { expect, test } from "vitest";
import { HostTensor } from "../../host-tensor.ts";
import { sambaConfig } from "../config.ts";
import { randomParameters } from "../parameters.ts";
import { asFloat } from "./convert.ts";
import { weightsDigest } from "./digest.ts";
import { namedTensors } from "./named-tensors.ts";

const config = sambaConfig({ vocabSize: 64, nLayer: 2, nHead: 2, nEmbd: 32, intermediateSize: 48, mbPerLayer: 2 });
const parameters = randomParameters(config, 3, "bf16");
const digest = (changed: Iterable<readonly [string, HostTensor]> = []): string =>
  weightsDigest(namedTensors(new Map([...parameters, ...changed])), config);

test("the same values in another dtype, in another order and behind other strides are the same weights", () => {
  const wide = [...parameters].map(([name, tensor]) => [name, asFloat(tensor, "f32")] as const);
  expect(digest(wide)).toBe(digest());
  expect(weightsDigest(namedTensors(wide.toReversed()), config)).toBe(digest());
  const [name, { shape, data }] = wide.find(([, tensor]) => tensor.shape.length === 2)!;
  const [rows, columns] = shape as [number, number];
  const turned = HostTensor.allocate("f32", [columns, rows]);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) turned.set([c, r], data[r * columns + c] as number);
  expect(digest([[name, new HostTensor("f32", shape, turned.data, [1, rows])]])).toBe(digest());
});
test("any other parameter is other weights", () => {
  const seen = new Set([digest()]);
  for (const [name, tensor] of parameters) {
    const values = Float32Array.from(tensor.toNumbers(), (value) => value + 1);
    seen.add(digest([[name, HostTensor.fromNumbers("f32", tensor.shape, values)]]));
  }
  expect(seen.size).toBe(parameters.size + 1);
});
test("first and last value count, and every one of a small parameter", () => {
  const changedAt = (name: string, place: number): string => {
    const tensor = parameters.get(name)!;
    const values = [...tensor.toNumbers()];
    values[place]! += 1;
    return digest([[name, HostTensor.fromNumbers("f32", tensor.shape, values)]]);
  };
  const [wide, narrow] = ["transformer.wte.weight", "transformer.ln_f.weight"];
  for (const [name, place] of [[wide, 0], [wide, 64 * 32 - 1], ...Array.from({ length: 32 }, (_, n) => [narrow, n] as const)] as const)
    expect(changedAt(name, place), `${name} ${place}`).not.toBe(digest());
});
