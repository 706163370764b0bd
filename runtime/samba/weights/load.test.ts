// A model's folder is loaded, or refused with a list of everything that is wrong with its weights.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { HostTensor } from "../../host-tensor.ts";
import { type SambaConfig, sambaConfig } from "../config.ts";
import { configToJson } from "../config-json.ts";
import { randomParameters } from "../parameters.ts";
import { loadModel, openModel, weightProblems } from "./load.ts";
import { namedTensors } from "./named-tensors.ts";
import { writeSafetensors } from "./safetensors.ts";

const folder = mkdtempSync(join(tmpdir(), "cuica-load-"));
afterAll(() => rmSync(folder, { recursive: true }));
const small = { vocabSize: 256, nLayer: 2, nHead: 2, nEmbd: 16, intermediateSize: 32, localWindow: 4, mbPerLayer: 2 };
const config = sambaConfig(small);

/** A folder of that config and these parameters. */
const made = (parameters: ReadonlyMap<string, HostTensor>, of: SambaConfig = config): string => {
  const own = mkdtempSync(join(folder, "model-"));
  writeFileSync(join(own, "config.json"), JSON.stringify(configToJson(of)));
  writeSafetensors(join(own, "model.safetensors"), namedTensors(parameters));
  return own;
};

test("config, weights and a tokenizer of bytes", () => {
  const parameters = randomParameters(config, 1);
  using model = loadModel(made(parameters));
  expect(model.config).toEqual(config);
  expect(model.tokenizer).toMatchObject({ vocabSize: 256, endToken: null });
  for (const [name, tensor] of parameters) expect(model.parameters.get(name).data).toEqual(tensor.data);
});

test("all that is wrong is in one error", () => {
  const parameters = new Map(randomParameters(config, 1));
  parameters.delete("transformer.h.0.attn.A_log");
  parameters.delete("lm_head.weight");
  parameters.set("transformer.ln_f.weight", HostTensor.allocate("f32", [17]));
  parameters.set("transformer.h.2.norm_1.weight", HostTensor.allocate("f32", [16]));
  const own = made(parameters);
  expect(() => loadModel(own)).toThrow(
    /CUI3022: .*\n {4}transformer.h.0.attn.A_log is missing\n {4}lm_head.weight is missing\n {4}transformer.ln_f.weight has shape \[17\], not \[16\]\n {4}transformer.h.2.norm_1.weight is of no layer\n/,
  );
  using model = openModel(own);
  expect(weightProblems(model.parameters, model.config)).toEqual({
    missing: ["transformer.h.0.attn.A_log", "lm_head.weight"],
    extra: ["transformer.h.2.norm_1.weight"],
    misshapen: [{ name: "transformer.ln_f.weight", shape: [17], expected: [16] }],
  });
});

test("tied embeddings may be named twice, if they are the same", () => {
  const tied = sambaConfig({ ...small, tiedEmbeddings: true });
  const parameters = new Map(randomParameters(tied, 1));
  const embedding = parameters.get("transformer.wte.weight")!;
  parameters.set("lm_head.weight", embedding);
  loadModel(made(parameters, tied))[Symbol.dispose]();
  const other = new HostTensor("f32", embedding.shape, embedding.data.slice());
  other.set([3, 3], 9);
  parameters.set("lm_head.weight", other);
  expect(() => loadModel(made(parameters, tied))).toThrow(/CUI3022.*\n {4}lm_head.weight is of no layer/);
});

describe("tokenizers", () => {
  const tokenizer = fileURLToPath(new URL("../fixtures/tokenizers/byte-level.json", import.meta.url));
  const withTokenizer = (vocabSize: number): string => {
    const of = sambaConfig({ ...small, vocabSize });
    const own = made(randomParameters(of, 1), of);
    copyFileSync(tokenizer, join(own, "tokenizer.json"));
    return own;
  };
  test("one in the folder is the model's", () => {
    using model = loadModel(withTokenizer(320));
    expect(model.tokenizer!.vocabSize).toBe(
      Object.keys((JSON.parse(readFileSync(tokenizer, "utf8")) as { model: { vocab: object } }).model.vocab).length,
    );
  });
  test("one with more tokens than the embedding is refused", () => {
    expect(() => loadModel(withTokenizer(200))).toThrow(/CUI3023.*320 tokens, and the model's embedding 256/);
  });
  test("a vocabulary that is not of bytes has none without a file", () => {
    const of = sambaConfig({ ...small, vocabSize: 320 });
    using model = loadModel(made(randomParameters(of, 1), of));
    expect(model.tokenizer).toBeNull();
  });
});

describe("refused", () => {
  test("a folder without a config, or with one that is no JSON", () => {
    expect(() => loadModel(folder)).toThrow(/CUI3024.*config.json cannot be read: ENOENT/);
    const own = made(randomParameters(config, 1));
    writeFileSync(join(own, "config.json"), "{");
    expect(() => loadModel(own)).toThrow(/CUI3024.*cannot be read/);
  });
  test("a folder without weights", () => {
    const own = mkdtempSync(join(folder, "bare-"));
    writeFileSync(join(own, "config.json"), JSON.stringify(configToJson(config)));
    expect(() => loadModel(own)).toThrow(/CUI3020.*neither model.safetensors/);
  });
});
