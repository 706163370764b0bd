// Entropies against a naive model in float64 that keeps whole matrices of probabilities, and their laws: chunks do not matter, equal scores give the
// logarithm of what is seen, one that outweighs all gives 0.
import { describe, expect, test } from "vitest";
import { entropyOf, selectionSumsOf, shares, softmax } from "../../kernels/entropy/reference.ts";
import { HostTensor } from "../host-tensor.ts";
import { headSize, layersOf, rotaryDimensions, type SambaConfig, sambaConfig, stepRank } from "./config.ts";
import { configFromJson } from "./config-json.ts";
import { Entropies } from "./entropies.ts";
import { readFixture } from "./fixtures/fixture.ts";
import { Samba } from "./model.ts";
import { parameterShapes, randomParameters } from "./parameters.ts";
import { namedTensors } from "./weights/named-tensors.ts";

type Matrix = readonly (readonly number[])[];
type Parameter = (name: string) => ArrayLike<number>;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);
const rows = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const silu = (x: number): number => x / (1 + Math.exp(-x));
const linear = (x: Matrix, weight: ArrayLike<number>): Matrix =>
  x.map((row) => rows(weight.length / row.length).map((n) => row.reduce((sum, value, d) => sum + value * weight[n * row.length + d]!, 0)));
const normed = (x: Matrix, weight: ArrayLike<number>, epsilon: number): Matrix =>
  x.map((row) => row.map((value, d) => (value / Math.sqrt(mean(row.map((one) => one * one)) + epsilon)) * weight[d]!));

/** Mamba's output, and the mean over channels of the entropies of its steps' shares of their sum over tokens. */
const mamba = (x: Matrix, p: Parameter, config: SambaConfig): { y: Matrix; heads: number[] } => {
  const [kernel, kernelBias, bias, logRate, D] = [p("conv1d.weight"), p("conv1d.bias"), p("dt_proj.bias"), p("A_log"), p("D")];
  const [inner, states, taps, rank] = [D.length, config.mambaState, config.mambaConv, stepRank(config)];
  const both = linear(x, p("in_proj.weight"));
  const u = both.map((_, t) =>
    rows(inner).map((c) => {
      const terms = rows(taps).map((i) => kernel[c * taps + i]! * (both[t - taps + 1 + i]?.[c] ?? 0));
      return silu(terms.reduce((a, b) => a + b, kernelBias[c]!));
    }),
  );
  const low = linear(u, p("x_proj.weight"));
  const steps = linear(
    low.map((row) => row.slice(0, rank)),
    p("dt_proj.weight"),
  ).map((row) => row.map((value, c) => Math.log1p(Math.exp(value + bias[c]!))));
  const state = rows(inner).map(() => rows(states).map(() => 0));
  const y = u.map((row, t) =>
    row.map((value, c) => {
      const own = state[c]!;
      for (const n of rows(states))
        own[n] = Math.exp(-Math.exp(logRate[c * states + n]!) * steps[t]![c]!) * own[n]! + steps[t]![c]! * value * low[t]![rank + n]!;
      return (dot(own, low[t]!.slice(rank + states)) + D[c]! * value) * silu(both[t]![inner + c]!);
    }),
  );
  const channels = rows(inner).map((c) => entropyOf(shares(steps.map((row) => row[c]!))));
  return { y: linear(y, p("out_proj.weight")), heads: [mean(channels)] };
};
/** Attention's output, and the mean over tokens of its probabilities' entropies, by head. */
const attention = (x: Matrix, p: Parameter, config: SambaConfig, window: number): { y: Matrix; heads: number[] } => {
  const { nHead, nQueryGroups } = config;
  const { neighbourWindow, groupSize } = config.selfExtend ?? { neighbourWindow: x.length, groupSize: 1 };
  const shift = neighbourWindow - Math.floor(neighbourWindow / groupSize);
  const [size, turned, group] = [headSize(config), rotaryDimensions(config), nHead / nQueryGroups];
  const packed = linear(x, p("attn.weight"));
  const at = (position: number, vector: readonly number[]): number[] =>
    vector.map((value, d) => {
      if (d >= turned) return value;
      const half = turned / 2;
      const angle = position * 10000 ** (-(2 * (d % half)) / turned);
      return value * Math.cos(angle) + (d < half ? -vector[d + half]! : vector[d - half]!) * Math.sin(angle);
    });
  const part = (t: number, n: number): readonly number[] => packed[t]!.slice(n * size, (n + 1) * size);
  const y: number[][] = x.map(() => []);
  const heads = rows(nHead).map((head) => {
    const first = Math.floor(head / group) * (group + 2);
    const turnedAt = (n: number, ahead: number) => ({
      near: x.map((_, t) => at(t, part(t, n))),
      far: x.map((_, t) => at(Math.floor(t / groupSize) + ahead, part(t, n))),
    });
    const [q, k] = [turnedAt(first + (head % group), shift), turnedAt(first + group, 0)] as const;
    const entropies = x.map((_, t) => {
      const keys = rows(t + 1).filter((s) => window < 0 || t - s < window);
      const scores = keys.map((s) => {
        const where = t - s < neighbourWindow ? "near" : "far";
        return dot(q[where][t]!, k[where][s]!) / Math.sqrt(size);
      });
      const probabilities = softmax(scores);
      y[t]!.push(...rows(size).map((d) => keys.reduce((sum, s, n) => sum + probabilities[n]! * part(s, first + group + 1)[d]!, 0)));
      return entropyOf(probabilities);
    });
    return mean(entropies);
  });
  return { y: linear(y, p("proj.weight")), heads };
};
/** By head of each layer of attention, and one number of each Mamba layer. */
const naiveEntropies = (config: SambaConfig, parameter: Parameter, tokens: readonly number[]): number[][] => {
  const width = config.nEmbd;
  const embedding = parameter("transformer.wte.weight");
  let residual: Matrix = tokens.map((token) => Array.from({ length: width }, (_, d) => embedding[token * width + d]!));
  const found: number[][] = [];
  for (const layer of layersOf(config)) {
    const x = normed(residual, parameter(`${layer.norm}.weight`), config.normEps);
    const p: Parameter = (name) => parameter(`${layer.path}.${name}`);
    let y: Matrix;
    if (layer.mixer === "mlp") {
      const [a, b] = [linear(x, p("swiglu.w1.weight")), linear(x, p("swiglu.w2.weight"))];
      y = linear(
        a.map((row, t) => row.map((value, n) => silu(value) * b[t]![n]!)),
        p("swiglu.w3.weight"),
      );
    } else {
      if (layer.mixer === "gla" || layer.mixer === "retention") throw new Error(`the naive model has no ${layer.mixer}`);
      const made = layer.mixer === "attention" ? attention(x, p, config, layer.window) : mamba(x, p, config);
      found.push(made.heads);
      y = made.y;
    }
    residual = residual.map((row, t) => row.map((value, d) => value + y[t]![d]!));
  }
  return found;
};

const measured = async (model: Samba, tokens: readonly number[], chunks: readonly number[]): Promise<Entropies> => {
  using state = model.state(1, { maxTokens: tokens.length });
  const entropies = new Entropies();
  let from = 0;
  // Each but the last is a prefill of its own; the last is the chunk of the rest.
  for (const [n, chunk] of chunks.entries()) {
    const until = n === chunks.length - 1 ? tokens.length : from + chunk;
    await model.prefill(state, tokens.slice(from, until), { chunk, entropies });
    from = until;
  }
  return entropies;
};
const flat = (entropies: Entropies): number[] => entropies.layers().flatMap(({ heads, entropy }) => heads ?? [entropy]);
const expectClose = (actual: readonly number[], expected: readonly number[], most: number): void => {
  expect(actual.length).toBe(expected.length);
  for (const [n, value] of expected.entries()) expect(Math.abs(actual[n]! - value), `number ${n}`).toBeLessThan(most);
};

describe.each(["samba", "self-extend", "self-extend-swa-gqa"])("%s", (name) => {
  const fixture = readFixture(name);
  const config = configFromJson(fixture.config);
  const parameters = [...parameterShapes(config)].map(
    ([parameter, shape]) => [parameter, new HostTensor("f32", shape, fixture.parameter(parameter))] as const,
  );
  const tokens = [...fixture.prompt, ...fixture.greedy].slice(0, 120);
  test("the naive model's entropies, in any chunks", async () => {
    using model = Samba.load(namedTensors(parameters), config);
    const byName = new Map(parameters.map(([parameter, { data }]) => [parameter, data as Float32Array]));
    const expected = naiveEntropies(config, (parameter) => byName.get(parameter)!, tokens);
    const whole = await measured(model, tokens, [tokens.length]);
    expect(whole.tokens).toBe(tokens.length);
    expect(expected.flat().length).toBeGreaterThan(1);
    expectClose(flat(whole), expected.flat(), 2e-5);
    expectClose(
      whole.layers().map(({ entropy }) => entropy),
      expected.map(mean),
      2e-5,
    );
    for (const chunks of [[13], [50, 1, 19]]) expectClose(flat(await measured(model, tokens, chunks)), flat(whole), 1e-5);
    for (const { entropy, most } of whole.layers()) {
      expect(entropy).toBeGreaterThan(0);
      expect(entropy).toBeLessThan(most);
    }
  }, 60_000);
});

describe("laws", () => {
  const config = sambaConfig({
    ...{ vocabSize: 50, nLayer: 4, nEmbd: 32, nHead: 2, intermediateSize: 32, localWindow: 6, mbPerLayer: 4, retPerLayer: 3, retHeads: 1 },
  });
  /** A model in which parameters whose names end so are multiplied. */
  const modelWith = (factors: Readonly<Record<string, number>>): Samba => {
    const changed = [...randomParameters(config, 3)].map(([name, tensor]) => {
      const factor = Object.entries(factors).find(([ending]) => name.endsWith(ending))?.[1] ?? 1;
      const values = Array.from(tensor.toNumbers(), (value) => value * factor);
      return [name, HostTensor.fromNumbers("f32", tensor.shape, values)] as const;
    });
    return Samba.load(namedTensors(changed), config);
  };
  const text = rows(33).map((n) => (n * n * 7 + n) % 50);
  test("equal scores and equal steps give the logarithm of how many there are", async () => {
    using model = modelWith({ "attn.attn.weight": 0, "dt_proj.weight": 0 });
    const layers = (await measured(model, text, [8])).layers();
    expect(layers.map(({ kind, block }) => [kind, block])).toEqual([
      ["selection", 0],
      ["attention", 1],
      ["attention", 2],
    ]);
    for (const { entropy, most } of layers) expect(Math.abs(entropy - most)).toBeLessThan(1e-5);
    expect(layers[0]!.most).toBeCloseTo(Math.log(33), 12);
    expect(layers[1]!.most).toBeCloseTo(mean(text.map((_, n) => Math.log(Math.min(n + 1, 6)))), 12);
  });
  test("scores far apart give 0", async () => {
    using model = modelWith({ "attn.attn.weight": 1e4 });
    for (const { kind, heads } of (await measured(model, text, [8])).layers())
      if (kind === "attention") for (const head of heads!) expect(head).toBeLessThan(0.02);
  });
  test("a step that outweighs all others gives 0, wherever it is", () => {
    for (const at of [0, 1, 2]) {
      const entropies = new Entropies();
      using model = modelWith({});
      using state = model.state();
      entropies.follow(config, state, 0);
      for (const chunk of rows(3)) {
        const others = [-80, -70, -90];
        const sums = selectionSumsOf(chunk === at ? [...others, 80] : others, 0, Math.fround, "forward");
        entropies.add(0, HostTensor.fromNumbers("f32", [2, 1], sums));
      }
      expect(entropies.layers()[0]!.entropy).toBeCloseTo(0, 12);
    }
  });
  test("the shares are of the sum, as the paper says: steps of 1, 1 and 2", () => {
    const entropies = new Entropies();
    using model = modelWith({});
    using state = model.state();
    entropies.follow(config, state, 0);
    for (const steps of [[1, 1], [2]]) {
      const delta = steps.map((step) => Math.log(Math.expm1(step)));
      entropies.add(0, HostTensor.fromNumbers("f32", [2, 1], selectionSumsOf(delta, 0, Math.fround, "forward")));
    }
    expect(entropies.layers()[0]!.entropy).toBeCloseTo(1.5 * Math.LN2, 6);
  });
  test("one token has none, and it is not negative", async () => {
    using model = modelWith({});
    for (const { entropy } of (await measured(model, [7], [1])).layers()) expect(Object.is(entropy, 0) || entropy > 0).toBe(true);
  });
  test("bf16 is near", async () => {
    using model = modelWith({});
    using narrow = Samba.load(namedTensors(randomParameters(config, 3)), config, { dtype: "bf16" });
    expectClose(flat(await measured(narrow, text, [8])), flat(await measured(model, text, [8])), 0.02);
  });
  test("logits are what they are without, and tokens of elsewhere are refused", async () => {
    using model = modelWith({});
    const state = model.state(2);
    const entropies = new Entropies();
    expect(entropies.layers()).toEqual([]);
    const plain = await model.prefill(state, text, { row: 1, chunk: 5 });
    expect((await model.prefill(state, text, { chunk: 5, entropies })).data).toEqual(plain.data);
    await expect(model.prefill(state, text, { row: 1, entropies })).rejects.toThrow(/CUI3025: entropies of one sequence/);
    await model.step(state, [1, 2]);
    await expect(model.prefill(state, text, { entropies })).rejects.toThrow(/CUI3025: entropies of one sequence/);
  });
});
