// Generation on a GPU: greedy tokens are PyTorch's, what is drawn with a seed is what the CPU draws, and stopping and going on changes nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device } from "../cuda/device.ts";
import { fixtureNames, readFixture } from "./fixtures/fixture.ts";
import { fixtureModel } from "./fixtures/model.ts";
import { generate, type GenerateOptions } from "./generate.ts";
import type { Samba } from "./model.ts";
import { expectGoesOn } from "./testing/going-on.ts";

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

// A state is of no place: one that was saved on the CPU goes on on a GPU, and the other way round.
test.each([
  ["samba", "f32", "gpu", "gpu"],
  ["samba", "bf16", "gpu", "gpu"],
  ["samba", "f32", "cpu", "gpu"],
  ["samba", "f32", "gpu", "cpu"],
  ["self-extend-swa-gqa", "f32", "gpu", "gpu"],
  ["self-extend-swa-gqa", "f32", "cpu", "gpu"],
] as const)(
  "%s, %s: what a %s began, another instance on a %s goes on with",
  async (name, dtype, first, second) => {
    const fixture = readFixture(name);
    const load = (place: "cpu" | "gpu"): Samba => fixtureModel(fixture, dtype, place === "gpu" ? device : "cpu");
    const folder = mkdtempSync(join(tmpdir(), "cuica-going-on-"));
    using begins = load(first);
    using goesOn = load(second);
    await expectGoesOn(begins, goesOn, join(folder, "state.safetensors"));
    rmSync(folder, { recursive: true });
  },
  300_000,
);
