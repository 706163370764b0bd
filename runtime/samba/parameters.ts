// The parameters of a model: their names and shapes as microsoft/Samba's state dictionaries have them, and random ones for tests and benchmarks.
import { storageFor } from "../../codegen/ir/numeric.ts";
import { expectKind } from "../../codegen/ir/runtime-error.ts";
import { HostTensor } from "../../dsl/index.ts";
import { packNumbers } from "../host-tensor.ts";
import { type FloatName, isFloatName } from "./weights/convert.ts";
import { expectConfig } from "./kinds.ts";
import { headSize, innerSize, type Layer, layersOf, type SambaConfig, stepRank } from "./config.ts";

type Shape = readonly number[];
/** Rank of gated linear attention's gates. */
const gateRank = 16;
/** Taps of attention's short convolutions. */
export const shortConvolution = 4;

/** Every parameter's shape by name, in the order of a state dictionary. `lm_head.weight` is left out if embeddings are tied. */
export const parameterShapes = (config: SambaConfig): ReadonlyMap<string, Shape> => {
  expectConfig("parameterShapes", config);
  const shapes = new Map<string, Shape>([["transformer.wte.weight", [config.paddedVocabSize, config.nEmbd]]]);
  for (const layer of layersOf(config)) {
    shapes.set(`${layer.norm}.weight`, [config.nEmbd]);
    for (const [name, shape] of layerShapes(config, layer)) shapes.set(`${layer.path}.${name}`, shape);
  }
  shapes.set("transformer.ln_f.weight", [config.nEmbd]);
  if (!config.tiedEmbeddings) shapes.set("lm_head.weight", [config.paddedVocabSize, config.nEmbd]);
  return shapes;
};

type Entry = readonly [name: string, shape: Shape];
const linear = (name: string, rows: number, columns: number, bias = false): readonly Entry[] => [
  [`${name}.weight`, [rows, columns]],
  ...(bias ? [[`${name}.bias`, [rows]] as const] : []),
];
const layerShapes = (config: SambaConfig, layer: Layer): readonly Entry[] => {
  const { nEmbd: width, bias } = config;
  switch (layer.mixer) {
    case "mamba": {
      const inner = innerSize(config);
      const rank = stepRank(config);
      return [
        ["A_log", [inner, config.mambaState]],
        ["D", [inner]],
        ...linear("in_proj", 2 * inner, width),
        ["conv1d.weight", [inner, 1, config.mambaConv]],
        ["conv1d.bias", [inner]],
        ...linear("x_proj", rank + 2 * config.mambaState, inner),
        ...linear("dt_proj", inner, rank, true),
        ...linear("out_proj", width, inner),
      ];
    }
    case "attention": {
      const size = headSize(config);
      const keys = config.nQueryGroups * size;
      const convolutions = [
        ["q", width],
        ["k", keys],
        ["v", keys],
      ] as const;
      return [
        ...linear("attn", width + 2 * keys, width, bias),
        ...linear("proj", width, width, bias),
        ...(config.scAttn ? convolutions.map(([name, channels]): Entry => [`${name}_conv1d.weight`, [channels, 1, shortConvolution]]) : []),
      ];
    }
    case "retention":
      return [
        ...linear("q_proj", width, width),
        ...linear("k_proj", width, width),
        ...linear("v_proj", 2 * width, width),
        ...linear("g_proj", 2 * width, width),
        ...linear("o_proj", width, 2 * width),
        ["g_norm_swish_gate.weight", [(2 * width) / config.retHeads]],
      ];
    case "gla":
      return [
        ...linear("q_proj", width / 2, width),
        ...linear("k_proj", width / 2, width),
        ...linear("v_proj", width, width),
        ...linear("g_proj", width, width),
        ...linear("gk_proj.0", gateRank, width),
        ...linear("gk_proj.1", width / 2, gateRank, true),
        ...linear("o_proj", width, width),
        ["g_norm_swish_gate.weight", [width / config.glaHeads]],
      ];
    case "mlp":
      return [
        ...linear("swiglu.w1", layer.hidden, width, bias),
        ...linear("swiglu.w2", layer.hidden, width, bias),
        ...linear("swiglu.w3", width, layer.hidden, bias),
      ];
    default:
      return layer satisfies never;
  }
};

/** Numbers in [-1, 1) of a seed: a 32-bit permutation of the index (murmur3's finaliser), so that any part can be made by itself. */
const uniform = (key: number, count: number): Float32Array => {
  const values = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    let h = (Math.imul(n, 0x9e3779b9) + key) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    values[n] = ((h ^ (h >>> 16)) | 0) / 2 ** 31;
  }
  return values;
};
const keyOf = (seed: number, name: string): number => {
  let key = 0x811c9dc5 ^ seed;
  for (let n = 0; n < name.length; n++) key = Math.imul(key ^ name.charCodeAt(n), 0x01000193);
  return key;
};
/** The middle of a parameter's values, and how far they go from it: activations keep about their size from layer to layer. */
const spread = (name: string, shape: Shape): readonly [centre: number, reach: number] => {
  if (name.endsWith("A_log")) return [1.25, 1.25];
  if (name.endsWith("dt_proj.bias")) return [-4, 2];
  if (name.endsWith(".bias")) return [0, 0.1];
  if (shape.length === 1) return [1, 0.5];
  if (name.includes("conv1d")) return [0, 0.75];
  return [0, name.includes("wte") ? 0.1 : Math.sqrt(3 / shape[1]!)];
};

/** Values of a parameter that are drawn; they repeat behind one another. Prime, so that no two rows are the same. */
const period = 262139;
/**
 * Parameters drawn from a seed, by name: what tests and benchmarks run on. The same on every machine, and fast for billions of numbers.
 */
export const randomParameters = (config: SambaConfig, seed: number, dtype: FloatName = "f32"): ReadonlyMap<string, HostTensor> => {
  expectConfig("randomParameters", config);
  expectKind("randomParameters", "the seed", seed, Number.isSafeInteger(seed), "an integer");
  expectKind("randomParameters", "the dtype", dtype, isFloatName(dtype), '"f32", "bf16" or "f16"');
  return new Map(
    [...parameterShapes(config)].map(([name, shape]) => {
      const [centre, reach] = spread(name, shape);
      const size = shape.reduce((a, b) => a * b, 1);
      const values = uniform(keyOf(seed, name), Math.min(size, period));
      for (let n = 0; n < values.length; n++) values[n] = centre + reach * values[n]!;
      const data = storageFor(dtype, size);
      data.set(packNumbers(dtype, values));
      for (let filled = values.length; filled < size; filled *= 2) data.copyWithin(filled, 0, Math.min(filled, size - filled));
      return [name, new HostTensor(dtype, shape, data)];
    }),
  );
};
