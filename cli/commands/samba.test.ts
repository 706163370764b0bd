// The commands of models, in process: text, JSON and exit codes, on small models with drawn weights.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { type PartialConfig, sambaConfig } from "../../runtime/samba/config.ts";
import { configToJson } from "../../runtime/samba/config-json.ts";
import { randomParameters } from "../../runtime/samba/parameters.ts";
import { namedTensors } from "../../runtime/samba/weights/named-tensors.ts";
import { openSafetensors, writeSafetensors } from "../../runtime/samba/weights/safetensors.ts";
import { type Pickled, pickleOf, storageOf, tensorOf, type ZipPart, zipOf } from "../../runtime/samba/weights/testing/pth-writer.ts";
import { run } from "../run.ts";

const fixtureTokenizer = fileURLToPath(new URL("../../runtime/samba/fixtures/tokenizers/byte-level.json", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cuica-samba-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cuica = async (...args: string[]): Promise<{ code: number; out: string; error: string }> => {
  const texts = { out: "", error: "" };
  const code = await run(args, { out: (text) => void (texts.out += text), error: (text) => void (texts.error += text), terminal: false });
  return { code, ...texts };
};
const json = async (...args: string[]): Promise<{ code: number; data: Record<string, unknown> }> => {
  const { code, out } = await cuica(...args, "--json");
  return { code, data: JSON.parse(out) as Record<string, unknown> };
};

const config = sambaConfig({
  name: "tiny",
  vocabSize: 256,
  nLayer: 3,
  nHead: 2,
  nEmbd: 16,
  intermediateSize: 32,
  localWindow: 8,
  mbPerLayer: 2,
});
const parameters = randomParameters(config, 7);
const modelOf = (
  name: string,
  change: (weights: Map<string, typeof parameters extends ReadonlyMap<string, infer T> ? T : never>) => void = () => {},
): string => {
  const own = mkdtempSync(join(folder, `${name}-`));
  const weights = new Map(parameters);
  change(weights);
  writeFileSync(join(own, "config.json"), JSON.stringify(configToJson(config)));
  writeSafetensors(join(own, "model.safetensors"), namedTensors(weights));
  return own;
};
/** The same weights as a checkpoint of torch.save. */
const checkpointOf = (names: readonly string[]): string => {
  const path = join(mkdtempSync(join(folder, "pth-")), "in.pth");
  const tensors = names.map((name, key) => {
    const { shape, strides, data } = parameters.get(name)!;
    return [name, tensorOf(storageOf("FloatStorage", `${key}`, data.length), 0, shape, strides)] as const;
  });
  const storages = names.map((name, key) => ({ name: `m/data/${key}`, bytes: new Uint8Array(parameters.get(name)!.data.buffer) }));
  writeFileSync(path, zipOf([{ name: "m/data.pkl", bytes: pickleOf({ dictionary: [["model", { dictionary: tensors }]] }) }, ...storages]));
  return path;
};

describe("samba", () => {
  test("alone lists its commands", async () => {
    expect(await cuica("samba")).toMatchObject({ code: 2, out: expect.stringContaining("cuica samba inspect") as string });
    expect(await json("samba")).toMatchObject({ code: 2, data: expect.arrayContaining(["samba inspect", "samba convert"]) as string[] });
    expect((await cuica("samba", "--help")).code).toBe(0);
    expect(await cuica("samba", "dance")).toMatchObject({
      code: 2,
      error: expect.stringContaining("there is no command samba dance") as string,
    });
  });
});

describe("samba inspect", () => {
  test("a whole model", async () => {
    const own = modelOf("whole");
    const { code, out } = await cuica("samba", "inspect", "--model", own);
    expect([code, out]).toMatchInlineSnapshot(`
      [
        0,
        "tiny: 3 blocks of 16 dimensions, 20,656 parameters stored as f32
        mamba, mlp: blocks 0, 2
        attention over 8 tokens, mlp: block 1
      parameters
        embedding            4,096
        norms                  112
        mamba                6,720
        mlp                  4,608
        attention            1,024
        head                 4,096
      state of a sequence: 5.8 KiB in f32, 4.9 KiB in bf16
      vocabulary: 256 tokens (256 rows); the tokenizer has 256
      all 38 tensors are there
      ",
      ]
    `);
    const { data } = await json("samba", "inspect", "--model", own);
    expect(data).toMatchObject({ config: { n_layer: 3 }, missing: [], extra: [], misshapen: [], tokenizer: { vocabSize: 256 } });
    const elements = [...parameters.values()].reduce((sum, { size }) => sum + size, 0);
    expect(data["parameters"]).toMatchObject({ total: elements, dtypes: ["f32"] });
  });
  test("one that is incomplete ends with 1 and says of what", async () => {
    const own = modelOf("incomplete", (weights) => weights.delete("transformer.ln_f.weight"));
    expect(await cuica("samba", "inspect", "--model", own)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/transformer\.ln_f\.weight is missing/) as string,
    });
    expect(await json("samba", "inspect", "--model", own)).toMatchObject({ code: 1, data: { missing: ["transformer.ln_f.weight"] } });
  });
  test("wrong usage ends with 2, a folder that is none with 1", async () => {
    expect((await cuica("samba", "inspect")).code).toBe(2);
    expect(await json("samba", "inspect", "--model", join(folder, "none"))).toMatchObject({
      code: 1,
      data: { error: { code: "CUI3024" } },
    });
  });
});

describe("samba convert", () => {
  const names = [...parameters.keys()];
  const configFile = join(folder, "lit.json");
  writeFileSync(configFile, JSON.stringify(configToJson(config)));
  test("a checkpoint becomes a model's folder with the same tensors", async () => {
    const out = join(folder, "deep", "converted");
    const { code, data } = await json(
      "samba",
      "convert",
      checkpointOf(names),
      out,
      "--config",
      configFile,
      "--tokenizer",
      fixtureTokenizer,
    );
    expect([code, Object.keys(data["tensors"] as object)]).toEqual([0, names]);
    expect(readdirSync(out).sort()).toEqual(["config.json", "model.safetensors", "tokenizer.json"]);
    using file = openSafetensors(out);
    for (const [name, tensor] of parameters) expect(file.get(name).data).toEqual(tensor.data);
    expect((await cuica("samba", "inspect", "--model", out)).code).toBe(1);
  });
  test("without a config, weights alone", async () => {
    const out = join(folder, "alone");
    expect(await cuica("samba", "convert", checkpointOf(names), out)).toMatchObject({
      code: 0,
      out: expect.stringContaining("put a config.json beside it") as string,
    });
    expect(readdirSync(out)).toEqual(["model.safetensors"]);
  });
  test("weights of another config write nothing", async () => {
    const out = join(folder, "nothing");
    const { code, data } = await json("samba", "convert", checkpointOf(names.slice(1)), out, "--config", configFile);
    expect([code, data]).toMatchObject([
      1,
      { error: { code: "CUI3022", message: expect.stringContaining(`${names[0]} is missing`) as string } },
    ]);
    expect(readdirSync(folder)).not.toContain("nothing");
    expect((await cuica("samba", "convert", checkpointOf(names), out, "--config", "Samba_9B")).code).toBe(2);
  });
  test("a checkpoint that asks for more than tensors is refused", async () => {
    const path = join(folder, "bad.pth");
    writeFileSync(path, zipOf([{ name: "m/data.pkl", bytes: pickleOf({ call: { global: ["os", "system"] }, with: ["true"] }) }]));
    expect(await json("samba", "convert", path, join(folder, "bad"))).toMatchObject({ code: 1, data: { error: { code: "CUI3021" } } });
  });
});

describe("samba convert leaves nothing behind", () => {
  const floats = new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer);
  const tensor = tensorOf(storageOf("FloatStorage", "0", 4), 0, [4], [1]);
  const crafted = (name: string, value: Pickled, part: Partial<ZipPart> = {}): string => {
    const path = join(mkdtempSync(join(folder, "crafted-")), "in.pth");
    const pickle = { name: "m/data.pkl", bytes: pickleOf({ dictionary: [[name, value]] }) };
    writeFileSync(path, zipOf([pickle, { name: "m/data/0", bytes: floats, ...part }]));
    return path;
  };
  const of = (shape: number[], strides: number[], type = "FloatStorage", length = 4): Pickled =>
    tensorOf(storageOf(type, "0", length), 0, shape, strides);
  test.each<[string, string, RegExp]>([
    [
      "a scalar as 10 GB",
      crafted("w", of([50000, 50000], [0, 0])),
      /tensor "w" of shape \[50000,50000\], strides \[0,0\].*more than 8 times/,
    ],
    ["more than there are numbers for", crafted("w", of([2 ** 50, 2 ** 50, 2 ** 50], [0, 0, 0])), /tensor "w".*more than 8 times/],
    ["a dtype without a place", crafted("w", of([2], [1], "DoubleStorage", 2)), /"w" as DoubleStorage/],
    ["a wrong checksum", crafted("w", tensor, { sum: 1 }), /checksum differs/],
    ["a name that safetensors keep for themselves", crafted("__metadata__", tensor), /__metadata__/],
  ])("%s", async (_, path, message) => {
    const before = readdirSync(folder);
    const own = mkdtempSync(join(folder, "there-"));
    writeFileSync(join(own, "config.json"), "mine");
    for (const out of [join(folder, "deep-bad", "out"), own]) {
      const { code, data } = await json("samba", "convert", path, out, "--tokenizer", fixtureTokenizer);
      expect([code, data]).toMatchObject([1, { error: { code: "CUI3020", message: expect.stringMatching(message) as string } }]);
    }
    expect(readdirSync(own)).toEqual(["config.json"]);
    rmSync(own, { recursive: true });
    expect(readdirSync(folder)).toEqual(before);
  });
  test("an output that is a file is wrong usage", async () => {
    const path = crafted("w", tensor);
    expect((await cuica("samba", "convert", path, path)).code).toBe(2);
  });
});

describe("samba bench", () => {
  const small = join(folder, "small.json");
  writeFileSync(small, JSON.stringify({ name: "pure", mamba: true, n_layer: 1, n_embd: 32, vocab_size: 64 }));
  test("measures what it is asked for and draws it", async () => {
    const out = join(folder, "plots", "bench.svg");
    const asked = [
      "--config",
      small,
      "--lengths",
      "32,8",
      "--batches",
      "2",
      "--tokens",
      "3",
      "--repeats",
      "1",
      "--device",
      "cpu",
      "--out",
      out,
    ];
    const { code, data } = await json("samba", "bench", ...asked);
    expect([code, data]).toMatchObject([
      0,
      { model: "pure", where: "the CPU, f32", prefill: [{ size: 8 }, { size: 32 }], decode: [{ size: 2 }] },
    ]);
    const [{ size, milliseconds, tokensPerSecond }] = data["decode"] as [{ size: number; milliseconds: number; tokensPerSecond: number }];
    expect(tokensPerSecond).toBeCloseTo((1000 * size) / milliseconds, 6);
    expect(readFileSync(out, "utf8").match(/<circle/g)).toHaveLength(3);
  });
  test.each([
    [[]],
    [["--config", small, "--model", folder]],
    [["--config", small, "--lengths", "1,x"]],
    [["--config", small, "--tokens", "0"]],
    [["--config", small, "--device", "tpu"]],
    [["--config", small, "--out", folder]],
    [["--config", small, "--out", join(small, "bench.svg")]],
  ])("wrong usage ends with 2, before anything is measured: %s", async (args) => {
    expect(await cuica("samba", "bench", ...args)).toMatchObject({ code: 2, out: "" });
  });
});

describe("samba entropy", () => {
  const own = modelOf("entropy");
  const options = ["--model", own, "--device", "cpu"];
  test("a table, data and a picture of a text say the same", async () => {
    const [text, out] = [join(folder, "text.txt"), join(folder, "plots", "entropy.svg")];
    writeFileSync(text, "Samba é uma dança");
    const { code, data } = await json("samba", "entropy", ...options, "--file", text, "--out", out);
    expect([code, data]).toMatchObject([0, { model: "tiny", where: "the CPU, f32", tokens: 19, picture: out }]);
    const layers = data["layers"] as { kind: string; block: number; entropy: number; most: number; heads: number[] | null }[];
    expect(layers.map(({ kind, block }) => `${kind} ${block}`)).toEqual(["selection 0", "attention 1", "selection 2"]);
    for (const { entropy, most } of layers) expect(entropy > 0 && entropy <= most + 1e-6).toBe(true);
    expect(layers[1]!.heads).toHaveLength(2);
    expect(readFileSync(out, "utf8").match(/<circle/g)).toHaveLength(3);
    const plain = await cuica("samba", "entropy", ...options, "--prompt", "Samba é uma dança");
    expect(plain).toMatchObject({ code: 0, error: "" });
    const [title, , ...rows] = plain.out.trimEnd().split("\n");
    expect(title).toBe("tiny on the CPU, f32: 19 tokens");
    expect((await cuica("samba", "entropy", ...options, "--prompt", "S")).out).not.toMatch(/-0\.0/);
    expect(rows.map((line) => line.trim().split(/\s+/).slice(0, 4))).toEqual(
      layers.map(({ block, kind, entropy, most }) => [`${block}`, kind, entropy.toFixed(4), most.toFixed(4)]),
    );
  });
  test.each([
    [["--prompt", "x"]],
    [options],
    [[...options, "--prompt", ""]],
    [[...options, "--prompt", "x", "--file", "y"]],
    [[...options, "--file", join(folder, "none.txt")]],
  ])("wrong usage ends with 2: %s", async (args) => {
    expect((await cuica("samba", "entropy", ...args)).code).toBe(2);
  });
});

describe("samba generate", () => {
  const ofVocabulary = (vocabSize: number, more: Partial<PartialConfig> = {}): string => {
    const pure = sambaConfig({ name: "pure", vocabSize, nLayer: 1, nEmbd: 32, mamba: true, ...more });
    const own = mkdtempSync(join(folder, "pure-"));
    writeFileSync(join(own, "config.json"), JSON.stringify(configToJson(pure)));
    writeSafetensors(join(own, "model.safetensors"), namedTensors(randomParameters(pure, 2)));
    return own;
  };
  const own = ofVocabulary(256);
  const shipped = fileURLToPath(new URL("../../examples/models/samba-kjv", import.meta.url));
  const options = ["--model", own, "--prompt", "Samba é", "--max-tokens", "12", "--device", "cpu"];
  const drawn = [...options, "--temperature", "1", "--top-k", "40", "--top-p", "0.9", "--seed", "3"];

  test("text, data and a stream say the same", async () => {
    const { code, data } = await json("samba", "generate", ...drawn);
    expect([code, data]).toMatchObject([0, { prompt: "Samba é", promptTokens: 8, where: "the CPU, f32", seed: 3 }]);
    expect(data["tokens"]).toHaveLength(12);
    expect(Buffer.from(data["tokens"] as number[]).toString()).toBe(data["text"]);
    const plain = await cuica("samba", "generate", ...drawn);
    expect([plain.code, plain.out]).toEqual([0, `Samba é${data["text"] as string}\n`]);
    expect(plain.error).toMatch(/the CPU, f32: 8 tokens of the prompt at [\d.]+\/s, 12 new ones at [\d.]+\/s/);
    expect(await cuica("samba", "generate", ...drawn, "--stream")).toMatchObject({ code: 0, out: `Samba é${data["text"] as string}` });
    expect((await json("samba", "generate", ...drawn, "--seed", "4")).data["tokens"]).not.toEqual(data["tokens"]);
  });
  test("a stream of data is a line for each token, and one of the whole", async () => {
    const { data } = await json("samba", "generate", ...drawn, "--stop", "no such text");
    const { code, out, error } = await cuica("samba", "generate", ...drawn, "--stop", "no such text", "--stream", "--json");
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const whole = lines.pop()!;
    expect([code, error]).toEqual([0, ""]);
    const { tokensPerSecond: _, preparationSeconds: __, ...same } = data;
    expect(whole).toMatchObject(same);
    expect(lines.flatMap(({ token }) => (token === undefined ? [] : [token]))).toEqual(data["tokens"]);
    expect(lines.map(({ text }) => text).join("")).toBe(data["text"]);
    const failed = await cuica("samba", "generate", "--model", "none", "--prompt", "x", "--stream", "--json");
    expect(JSON.parse(failed.out.trimEnd().split("\n").pop()!)).toMatchObject({ error: { code: "CUI3024" } });
  });
  test("a generation that is saved, restored and continued has the tokens of one that went on", async () => {
    const state = join(folder, "states", "generation.safetensors");
    const { data: whole } = await json("samba", "generate", ...drawn, "--max-tokens", "20");
    const { data: begun } = await json("samba", "generate", ...drawn, "--max-tokens", "10", "--save", state);
    expect(begun).toMatchObject({ saved: state, restored: null });
    const [model, path, , , ...rest] = drawn;
    const more = await json("samba", "generate", model!, path!, ...rest, "--max-tokens", "10", "--restore", state);
    expect(more).toMatchObject({ code: 0, data: { saved: null, restored: state, prompt: "", promptTokens: 0 } });
    expect([...(begun["tokens"] as number[]), ...(more.data["tokens"] as number[])]).toEqual(whole["tokens"]);
    // In place, and behind more text.
    const told = await json("samba", "generate", model!, path!, ...rest, "--prompt", " e", "--restore", state, "--save", state);
    expect(told).toMatchObject({ code: 0, data: { saved: state, restored: state, promptTokens: 2 } });
    expect(await json("samba", "generate", "--model", shipped, "--device", "cpu", "--restore", state)).toMatchObject({
      code: 1,
      data: { error: { code: "CUI3026" } },
    });
  });
  test("tokens a second are of running: code that is not ready yet is told beside them", async () => {
    // Kernels of this many states are of no other test.
    const [, , ...rest] = drawn;
    const args = ["--model", ofVocabulary(256, { mambaState: 5 }), ...rest];
    const before = performance.now();
    const { data } = await json("samba", "generate", ...args);
    const whole = (performance.now() - before) / 1000;
    const { prompt, generation } = data["tokensPerSecond"] as { prompt: number; generation: number };
    const preparation = data["preparationSeconds"] as number;
    expect(8 / prompt + 11 / generation + preparation).toBeLessThan(whole);
    expect((await json("samba", "generate", ...args)).data["preparationSeconds"]).toBeLessThan(preparation / 2);
  });
  test("the token that ends a text ends it, and is not one of its tokens", async () => {
    const [, , ...rest] = drawn;
    const { data } = await json("samba", "generate", "--model", ofVocabulary(257), ...rest, "--max-tokens", "3000");
    expect(data).toMatchObject({ ended: "end" });
    expect(data["tokens"]).not.toContain(256);
  });
  test("the model of examples/models writes what it was trained on", async () => {
    const { data } = await json(
      "samba",
      "generate",
      "--model",
      shipped,
      "--prompt",
      "In the beginning God ",
      "--max-tokens",
      "40",
      "--device",
      "cpu",
    );
    expect(data["text"]).toMatchInlineSnapshot(`
      "was grieved for the truth.
      And the thing"
    `);
  });
  test("a stop sequence ends it, and is not part of the text", async () => {
    const { data: free } = await json("samba", "generate", ...drawn);
    const text = free["text"] as string;
    const stop = text.slice(2, 4);
    const { data } = await json("samba", "generate", ...drawn, "--stop", stop);
    expect(data).toMatchObject({ ended: "stop", text: text.slice(0, text.indexOf(stop)) });
    const several = ["--stop", "no such text", "--stop", text.slice(4, 6), "--stop", stop];
    expect((await json("samba", "generate", ...drawn, ...several)).data).toMatchObject({ ended: "stop", text: data["text"] });
  });
  test.each([
    [[]],
    [["--model", own]],
    [["--prompt", "x"]],
    [[...options, "--temperature", "warm"]],
    [[...options, "--top-k", "0"]],
    [[...options, "--stop", ""]],
    [[...options, "--top-k", "5"]],
    [[...options, "--top-p", "0.5", "--temperature", "0"]],
    [[...options, "--seed", "1"]],
    [[...options, "--save", folder]],
    [["--model", own, "--prompt", ""]],
  ])("wrong usage ends with 2: %s", async (args) => {
    expect((await cuica("samba", "generate", ...args)).code).toBe(2);
  });
  test("a nucleus of nothing, and a model without a tokenizer, end with 1", async () => {
    expect(await json("samba", "generate", ...options, "--temperature", "1", "--top-p", "0")).toMatchObject({
      code: 1,
      data: { error: { code: "CUI3025" } },
    });
    expect(await json("samba", "generate", "--model", ofVocabulary(300), "--prompt", "x")).toMatchObject({
      code: 1,
      data: { error: { code: "CUI3023" } },
    });
  });
});
