// The runtime against PyTorch: logits and greedy continuations of every architecture.
import { describe, expect, test } from "vitest";
import { fixtureNames, readFixture } from "./fixtures/fixture.ts";
import { fixtureModel, largestError } from "./fixtures/model.ts";

const largest = (logits: Float32Array, end: number): number => {
  let best = 0;
  for (let n = 1; n < end; n++) if (logits[n]! > logits[best]!) best = n;
  return best;
};

describe.each(fixtureNames())("%s", (name) => {
  const fixture = readFixture(name);
  test("f32: logits within 1e-4, and the same 64 greedy tokens", async () => {
    using model = fixtureModel(fixture, "f32");
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
    using model = fixtureModel(fixture, "bf16");
    const state = model.state(1, { maxTokens: fixture.prompt.length });
    const logits = await model.prefill(state, fixture.prompt, { logits: "all" });
    expect(largestError(fixture, fixture.logitsOfRounded, logits)).toBeLessThan(2 * fixture.bf16Error);
  }, 120_000);
});
