// Models on a GPU: PyTorch's logits in both dtypes, the CPU's steps as graphs, and memory that does not grow.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Device } from "../cuda/device.ts";
import type { HostTensor } from "../host-tensor.ts";
import { Entropies } from "./entropies.ts";
import { fixtureNames, readFixture } from "./fixtures/fixture.ts";
import { fixtureModel, largestError } from "./fixtures/model.ts";

let device: Device;
beforeAll(() => {
  device = Device.open();
});
afterAll(() => device.dispose());

describe.each(fixtureNames())("%s", (name) => {
  const fixture = readFixture(name);
  const maxTokens = fixture.prompt.length + fixture.greedy.length;

  test("f32: logits within 1e-4 of PyTorch's, and steps are those of the CPU", async () => {
    using model = fixtureModel(fixture, "f32", device);
    using onCpu = fixtureModel(fixture, "f32");
    using state = model.state(1, { maxTokens });
    const expectedState = onCpu.state(1, { maxTokens });
    const logits = await model.prefill(state, fixture.prompt, { chunk: 64, logits: "all" });
    expect(largestError(fixture, fixture.logits, logits)).toBeLessThan(1e-4);
    await onCpu.prefill(expectedState, fixture.prompt);
    for (const token of fixture.greedy.slice(0, 8)) {
      const [actual, expected] = [(await model.step(state, [token])).data, (await onCpu.step(expectedState, [token])).data];
      expect(Math.max(...Array.from(actual, (value, n) => Math.abs(value - expected[n]!)))).toBeLessThan(1e-4);
    }
  }, 300_000);

  test("bf16: logits at most twice as far from the truth as PyTorch's, of a prompt and of steps", async () => {
    using model = fixtureModel(fixture, "bf16", device);
    using state = model.state(1, { maxTokens });
    const logits = await model.prefill(state, fixture.prompt, { logits: "all" });
    expect(largestError(fixture, fixture.logitsOfRounded, logits)).toBeLessThan(2 * fixture.bf16Error);
    state.clear(0);
    const last = fixture.prompt.length - 1;
    await model.prefill(state, fixture.prompt.slice(0, last - 20), { chunk: 32 });
    let stepped: HostTensor | null = null;
    for (const token of fixture.prompt.slice(last - 20)) stepped = await model.step(state, [token]);
    const width = stepped!.shape[1]!;
    const expected = fixture.logitsOfRounded.subarray(fixture.positions.indexOf(last) * width).subarray(0, width);
    const error = Math.max(...Array.from(expected, (value, token) => Math.abs(stepped!.get([0, token]) - value)));
    expect(error).toBeLessThan(2 * fixture.bf16Error);
  }, 300_000);
});

test.each(["samba", "self-extend-swa-gqa"])(
  "entropies of %s are those of the CPU, and near in bf16",
  async (name) => {
    const fixture = readFixture(name);
    const entropiesOf = async (dtype: "f32" | "bf16", where: Device | "cpu", chunk: number): Promise<number[]> => {
      using model = fixtureModel(fixture, dtype, where);
      using state = model.state(1, { maxTokens: fixture.prompt.length });
      const entropies = new Entropies();
      await model.prefill(state, fixture.prompt, { chunk, entropies });
      return entropies.layers().flatMap(({ heads, entropy }) => heads ?? [entropy]);
    };
    const expected = await entropiesOf("f32", "cpu", 64);
    for (const [dtype, chunk, most] of [
      ["f32", 64, 5e-5],
      ["f32", 23, 5e-5],
      ["bf16", 64, 0.03],
    ] as const) {
      const actual = await entropiesOf(dtype, device, chunk);
      expect(actual.length).toBe(expected.length);
      for (const [n, value] of expected.entries()) expect(Math.abs(actual[n]! - value)).toBeLessThan(most);
    }
  },
  300_000,
);

test("steps that nobody waits for take no more memory", async () => {
  using model = fixtureModel(readFixture("samba"), "bf16", device);
  using state = model.state(3);
  for (const row of [0, 1, 2]) await model.prefill(state, [1, 2, 3, 4 + row], { row });
  const step = await model.prepareStep(state);
  step.launch();
  device.synchronize();
  const { free } = device.memory();
  for (let n = 0; n < 500; n++) step.launch();
  device.synchronize();
  expect(device.memory().free).toBe(free);
  expect([...model.place.read(state.lengths).toNumbers()]).toEqual([505, 505, 505]);
  expect(model.place.read(step.logits).toNumbers().every(Number.isFinite)).toBe(true);
}, 300_000);
