// A model's folder: config.json, model.safetensors or its shards, and, unless the vocabulary is of bytes, tokenizer.json. What is missing, what
// no layer has a use for and what has another shape is listed in one error, name by name.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RuntimeError } from "../../cuda/errors.ts";
import type { HostTensor } from "../../host-tensor.ts";
import type { SambaConfig } from "../config.ts";
import { configFromJson } from "../config-json.ts";
import { expectPath } from "../kinds.ts";
import { parameterShapes } from "../parameters.ts";
import { byteTokenizer, readTokenizer, type Tokenizer } from "../tokenizer.ts";
import { compact } from "./convert.ts";
import type { NamedTensors } from "./named-tensors.ts";
import { openSafetensors } from "./safetensors.ts";

/** A model that is not on a device yet. Disposing closes its files, and leaves tensors that were taken valid. */
export interface ModelFolder extends Disposable {
  readonly config: SambaConfig;
  readonly parameters: NamedTensors;
  /** Null where the folder has none and the vocabulary is not of bytes. */
  readonly tokenizer: Tokenizer | null;
}

/** How weights differ from what a config asks for. */
export interface WeightProblems {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly misshapen: readonly { readonly name: string; readonly shape: readonly number[]; readonly expected: readonly number[] }[];
}
const HEAD = "lm_head.weight";
const EMBEDDING = "transformer.wte.weight";
const bytesOf = (tensor: HostTensor): Uint8Array => {
  const { data } = compact(tensor);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};
/** Whether a checkpoint of tied embeddings names them twice, as PyTorch's state dictionaries do. */
const repeatsEmbedding = (parameters: NamedTensors, config: SambaConfig, names: ReadonlySet<string>): boolean => {
  if (!config.tiedEmbeddings || !names.has(HEAD) || !names.has(EMBEDDING)) return false;
  const [head, embedding] = [parameters.facts(HEAD), parameters.facts(EMBEDDING)];
  if (head.dtype !== embedding.dtype || `${head.shape}` !== `${embedding.shape}`) return false;
  return Buffer.compare(bytesOf(parameters.get(HEAD)), bytesOf(parameters.get(EMBEDDING))) === 0;
};
/** Compares names and shapes. A second copy of tied embeddings is no problem if it is one. */
export const weightProblems = (parameters: NamedTensors, config: SambaConfig): WeightProblems => {
  const shapes = parameterShapes(config);
  const names = new Set(parameters.names());
  const extra = [...names].filter((name) => !shapes.has(name));
  return {
    missing: [...shapes.keys()].filter((name) => !names.has(name)),
    extra: repeatsEmbedding(parameters, config, names) ? extra.filter((name) => name !== HEAD) : extra,
    misshapen: [...shapes].flatMap(([name, expected]) => {
      if (!names.has(name)) return [];
      const { shape } = parameters.facts(name);
      return `${shape}` === `${expected}` ? [] : [{ name, shape, expected }];
    }),
  };
};
/** One line a problem. */
export const describeProblems = ({ missing, extra, misshapen }: WeightProblems): readonly string[] => [
  ...missing.map((name) => `${name} is missing`),
  ...misshapen.map(({ name, shape, expected }) => `${name} has shape [${shape}], not [${expected}]`),
  ...extra.map((name) => `${name} is of no layer`),
];

const readConfig = (folder: string): SambaConfig => {
  const path = join(folder, "config.json");
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new RuntimeError(
      "CUI3024",
      `config: ${path} cannot be read: ${(error as Error).message}`,
      "name a model's folder: config.json with the fields of lit_gpt's Config, beside model.safetensors",
    );
  }
  return configFromJson(json);
};
const findTokenizer = (folder: string, { vocabSize, paddedVocabSize }: SambaConfig): Tokenizer | null => {
  const path = join(folder, "tokenizer.json");
  if (!existsSync(path)) return vocabSize === 256 || vocabSize === 257 ? byteTokenizer(vocabSize) : null;
  const tokenizer = readTokenizer(path);
  if (tokenizer.vocabSize > paddedVocabSize)
    throw new RuntimeError(
      "CUI3023",
      `${path} has ${tokenizer.vocabSize} tokens, and the model's embedding ${paddedVocabSize}`,
      "use the tokenizer that the model was trained with",
    );
  return tokenizer;
};

/** Opens a folder, whatever its weights are. */
export const openModel = (folder: string): ModelFolder => {
  expectPath("openModel", folder);
  const config = readConfig(folder);
  const tokenizer = findTokenizer(folder, config);
  const parameters = openSafetensors(folder);
  return { config, parameters, tokenizer, [Symbol.dispose]: () => parameters[Symbol.dispose]() };
};
/**
 * Opens a folder whose weights are those of its config. Throws CUI3020 (weights that cannot be read), CUI3022 (those that are missing, misshapen
 * or of no layer, all by name), CUI3023 (a tokenizer) or CUI3024 (the config).
 */
export const loadModel = (folder: string): ModelFolder => {
  expectPath("loadModel", folder);
  const model = openModel(folder);
  const problems = describeProblems(weightProblems(model.parameters, model.config));
  if (problems.length === 0) return model;
  model[Symbol.dispose]();
  throw new RuntimeError(
    "CUI3022",
    `the weights of ${folder} are not those of its config:\n    ${problems.join("\n    ")}`,
    "check that weights and config are of one model; `cuica samba inspect` shows both",
  );
};
