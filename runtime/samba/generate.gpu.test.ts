// Generation on a GPU: greedy tokens are PyTorch's, and what is drawn with a seed is what the CPU draws.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device } from "../cuda/device.ts";
import { fixtureNames, readFixture } from "./fixtures/fixture.ts";
import { fixtureModel } from "./fixtures/model.ts";
import { generate, type GenerateOptions } from "./generate.ts";
import type { Samba } from "./model.ts";

let device: Device;
beforeAll(() => {
  device = Device.open();
});
afterAll(() => device.dispose());

/** New tokens by sequence. */
const all = async (model: Samba, options: GenerateOptions): Promise<number[][]> => {
  const tokens: number[][] = options.prompts!.map(() => []);
  for await (const { row, token } of generate(model, options)) tokens[row]!.push(token);
  return tokens;
};

test.each(fixtureNames())(
  "%s, f32: the 64 greedy tokens",
  async (name) => {
    const fixture = readFixture(name);
    using model = fixtureModel(fixture, "f32", device);
    const tokens = await all(model, { prompts: [fixture.prompt], maxTokens: fixture.greedy.length, chunk: 64 });
    expect(tokens).toEqual([fixture.greedy]);
  },
  300_000,
);

// 20 sequences are more than kernels for few rows take.
test.each([1, 3, 20])(
  "a batch of %i, f32: greedy and drawn tokens are those of the CPU",
  async (batch) => {
    const fixture = readFixture("samba");
    using model = fixtureModel(fixture, "f32", device);
    using onCpu = fixtureModel(fixture, "f32");
    const prompts = Array.from({ length: batch }, (_, row) => fixture.prompt.slice(row, 3 * row + 5));
    const options = { prompts, maxTokens: 16, stop: [fixture.greedy.slice(2, 4)] };
    const drawn = { ...options, sampling: { temperature: 1.2, topK: 30, topP: 0.9 }, seed: 2 ** 40 + 7 };
    const greedy = await all(model, options);
    expect(greedy).toEqual(await all(onCpu, options));
    const sampled = await all(model, drawn);
    expect(sampled).toEqual(await all(onCpu, drawn));
    expect(sampled).not.toEqual(greedy);
    expect(await all(model, drawn)).toEqual(sampled);
  },
  300_000,
);
