import { describe, expect, test } from "vitest";
import { layersOf, type PartialConfig, sambaConfig } from "./config.ts";
import { configFromJson, configToJson } from "./config-json.ts";
import { parameterShapes, randomParameters } from "./parameters.ts";
import { presets } from "./presets.ts";

const base: PartialConfig = { vocabSize: 250, nLayer: 4, nHead: 3, nEmbd: 96, intermediateSize: 176 };
const json = { vocab_size: 250, n_layer: 4, n_head: 3, n_embd: 96, intermediate_size: 176 };
const parameterCount = (name: string): number =>
  [...parameterShapes(presets[name]!).values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);

describe("presets", () => {
  // Figures of the names, and of the state dictionaries that the code base makes of them.
  test.each([
    ["Samba_421M", 421e6],
    ["Samba_1.3B", 1.32e9],
    ["Samba_1.7B", 1.74e9],
    ["Samba_3.8B", 3.83e9],
    ["Mamba_430M", 432e6],
    ["LLaMA_438M", 438e6],
    ["LLaMA_1.3B", 1.34e9],
  ])("%s has about %d parameters", (name, count) => {
    expect(Math.abs(parameterCount(name) / count - 1)).toBeLessThan(0.01);
  });
  test("a config and its JSON are one", () => {
    for (const preset of Object.values(presets)) expect(configFromJson(JSON.parse(JSON.stringify(configToJson(preset))))).toEqual(preset);
    const selfExtend = sambaConfig({ ...base, selfExtend: { neighbourWindow: 8, groupSize: 4 } });
    expect(configFromJson(configToJson(selfExtend))).toEqual(selfExtend);
  });
});

describe("config.json", () => {
  test("fields of training are passed over, those that tie embeddings are not", () => {
    expect(configFromJson({ ...json, org: "x", padding_multiple: 128, mamba_init: true, n_query_groups: null })).toEqual(
      sambaConfig({ ...base, paddedVocabSize: 256, tiedEmbeddings: true }),
    );
  });
  test("Python's text of a list", () => {
    expect(configFromJson({ ...json, attn_layer_pos: "[1,3,]" }).attnLayerPos).toEqual([1, 3]);
  });
  test.each([
    ["use_mega", { use_mega: true }],
    ["parallel_residual", { parallel_residual: true }],
    ["_norm_class", { _norm_class: "LayerNorm" }],
    ["rope_theta", { rope_theta: 500000 }],
    ["n_layer", { n_layer: "4" }],
    ["self_extend", { self_extend: { group_size: 4 } }],
    ["attn_layer_pos", { attn_layer_pos: "[a]" }],
  ])("%s is refused by name", (field, change) => {
    expect(() => configFromJson({ ...json, ...change })).toThrow(new RegExp(`CUI3024: config: ${field} `));
  });
});

describe("sambaConfig", () => {
  test.each<readonly [string, Partial<PartialConfig>]>([
    ["nHead", { nHead: 5 }],
    ["nQueryGroups", { nQueryGroups: 2 }],
    ["localWindow", { localWindow: 0 }],
    ["attnLayerPos", { attnLayerPos: [4] }],
    ["mambaSwaMlp", { mamba: true, mambaSwaMlp: true }],
    ["glaHeads", { glaPerLayer: 2 }],
    ["retHeads", { retPerLayer: 2, retHeads: 5 }],
    ["rotaryPercentage", { rotaryPercentage: 0.1 }],
    ["selfExtend", { selfExtend: { neighbourWindow: 8, groupSize: 0 } }],
    ["selfExtend", { nope: true, selfExtend: { neighbourWindow: 8, groupSize: 4 } }],
    ["paddedVocabSize", { paddedVocabSize: 128 }],
  ])("%s out of its range is refused by name", (field, change) => {
    expect(() => sambaConfig({ ...base, ...change })).toThrow(new RegExp(`CUI3024: config: ${field} `));
  });
  test("an MLP's width must be given where there is one", () => {
    const { intermediateSize, ...without } = base;
    expect(() => sambaConfig(without)).toThrow("config: intermediateSize is NaN");
    expect(sambaConfig({ ...without, mlp: false }).intermediateSize).toBe(0);
  });
});

describe("layers", () => {
  const kinds = (change: Partial<PartialConfig>): string =>
    layersOf(sambaConfig({ ...base, ...change }))
      .map((layer) => (layer.mixer === "attention" ? `attention ${layer.window}` : layer.mixer))
      .join(", ");
  test.each([
    ["mamba, mlp, attention 48, mlp, mamba, mlp, attention 48, mlp", { mbPerLayer: 2, localWindow: 48 }],
    ["mamba, attention 48, mlp, mamba, attention 48, mlp", { nLayer: 2, mambaSwaMlp: true, localWindow: 48 }],
    ["attention 48, mlp, attention -1, mlp", { nLayer: 2, localWindow: 48, fullPerLayer: 2 }],
    ["mamba, mamba", { nLayer: 2, mamba: true }],
    ["gla, mlp, attention -1, mlp", { nLayer: 2, glaPerLayer: 2, glaHeads: 3 }],
    ["mlp, mlp, attention -1, mlp", { nLayer: 2, attnLayerPos: [1], ablMamba: true }],
    ["mamba, attention -1", { nLayer: 2, mbPerLayer: 2, mlp: false }],
  ])("%s", (expected, change) => {
    expect(kinds(change)).toBe(expected);
  });
});

test("random parameters have the shapes, and are those of their seed", () => {
  const config = sambaConfig({ ...base, mbPerLayer: 2 });
  const [first, again, other] = [1, 1, 2].map((seed) => randomParameters(config, seed)) as [
    ReturnType<typeof randomParameters>,
    ReturnType<typeof randomParameters>,
    ReturnType<typeof randomParameters>,
  ];
  expect([...first].map(([name, { shape }]) => [name, shape])).toEqual([...parameterShapes(config)]);
  expect(again).toEqual(first);
  expect(other.get("lm_head.weight")).not.toEqual(first.get("lm_head.weight"));
});
