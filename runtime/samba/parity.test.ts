// The runtime against PyTorch: logits and greedy continuations of every architecture.
import { describe, expect, test } from "vitest";
import { HostTensor, packNumbers, unpackNumbers } from "../host-tensor.ts";
import { configFromJson } from "./config-json.ts";
import { type Fixture, fixtureNames, readFixture } from "./fixtures/fixture.ts";
import { Samba } from "./model.ts";
import { parameterShapes } from "./parameters.ts";
import { namedTensors } from "./weights/named-tensors.ts";

const rounded = (values: Float32Array): Float32Array => unpackNumbers("bf16", packNumbers("bf16", values));
const load = (fixture: Fixture, dtype: "f32" | "bf16"): Samba => {
  const config = configFromJson(fixture.config);
  const parameters = [...parameterShapes(config)].map(([name, shape]) => {
    const values = fixture.parameter(name);
    return [name, new HostTensor("f32", shape, dtype === "f32" ? values : rounded(values))] as const;
  });
  return Samba.load(namedTensors(parameters), config, { dtype });
};
const largestError = ({ positions }: Fixture, expected: Float32Array, logits: HostTensor): number => {
  const width = logits.shape[1]!;
  const errors = positions.map((position, n) =>
    Math.max(...Array.from({ length: width }, (_, token) => Math.abs(logits.get([position, token]) - expected[n * width + token]!))),
  );
  return Math.max(...errors);
};
const largest = (logits: Float32Array, end: number): number => {
  let best = 0;
  for (let n = 1; n < end; n++) if (logits[n]! > logits[best]!) best = n;
  return best;
};

describe.each(fixtureNames())("%s", (name) => {
  const fixture = readFixture(name);
  test("f32: logits within 1e-4, and the same 64 greedy tokens", async () => {
    using model = load(fixture, "f32");
    const { vocabSize, paddedVocabSize } = model.config;
    const state = model.state(1, { maxTokens: fixture.prompt.length + fixture.greedy.length });
    const logits = await model.prefill(state, fixture.prompt, { chunk: 64, logits: "all" });
    expect(largestError(fixture, fixture.logits, logits)).toBeLessThan(1e-4);
    const generated = [largest((logits.data as Float32Array).subarray(-paddedVocabSize), vocabSize)];
    while (generated.length < fixture.greedy.length) {
      const next = await model.step(state, [generated.at(-1)!]);
      generated.push(largest(next.data as Float32Array, vocabSize));
    }
    expect(generated).toEqual(fixture.greedy);
  }, 120_000);
  test("bf16: logits at most twice as far from the truth as PyTorch's", async () => {
    using model = load(fixture, "bf16");
    const state = model.state(1, { maxTokens: fixture.prompt.length });
    const logits = await model.prefill(state, fixture.prompt, { logits: "all" });
    expect(largestError(fixture, fixture.logitsOfRounded, logits)).toBeLessThan(2 * fixture.bf16Error);
  }, 120_000);
});
