// The runtime against PyTorch: logits and greedy continuations of every architecture.
import { expect, test } from "vitest";
import { HostTensor } from "../host-tensor.ts";
import { configFromJson } from "./config-json.ts";
import { type Fixture, fixtureNames, readFixture } from "./fixtures/fixture.ts";
import { Samba } from "./model.ts";
import { parameterShapes } from "./parameters.ts";
import { namedTensors } from "./weights/named-tensors.ts";

const load = (fixture: Fixture): Samba => {
  const config = configFromJson(fixture.config);
  const parameters = namedTensors(
    [...parameterShapes(config)].map(([name, shape]) => [name, new HostTensor("f32", shape, fixture.parameter(name))]),
  );
  return Samba.load(parameters, config, { device: "cpu" });
};
const largest = (logits: Float32Array, end: number): number => {
  let best = 0;
  for (let n = 1; n < end; n++) if (logits[n]! > logits[best]!) best = n;
  return best;
};

test.each(fixtureNames().filter((name) => !process.env.ONLY || name === process.env.ONLY))(
  "%s: f32 logits within 1e-4 and 64 greedy tokens",
  async (name) => {
    const fixture = readFixture(name);
    using model = load(fixture);
    const { vocabSize, paddedVocabSize } = model.config;
    const state = model.state(1, { maxTokens: 256 });
    const logits = await model.prefill(state, fixture.prompt, { chunk: 64, logits: "all" });
    let error = 0;
    fixture.positions.forEach((position, n) => {
      for (let token = 0; token < paddedVocabSize; token++)
        error = Math.max(error, Math.abs(logits.get([position, token]) - fixture.logits[n * paddedVocabSize + token]!));
    });
    expect(error).toBeLessThan(1e-4);
    const generated = [largest((logits.data as Float32Array).subarray(-paddedVocabSize), vocabSize)];
    while (generated.length < fixture.greedy.length) {
      const next = await model.step(state, [generated.at(-1)!]);
      generated.push(largest(next.data as Float32Array, vocabSize));
    }
    expect(generated).toEqual(fixture.greedy);
  },
);
