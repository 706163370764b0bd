// `cuica samba generate`, in process: text, data and streams of both, how a text ends, and states that are saved and restored.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { type PartialConfig, sambaConfig } from "../../runtime/samba/config.ts";
import { configToJson } from "../../runtime/samba/config-json.ts";
import { randomParameters } from "../../runtime/samba/parameters.ts";
import { namedTensors } from "../../runtime/samba/weights/named-tensors.ts";
import { writeSafetensors } from "../../runtime/samba/weights/safetensors.ts";
import { cuica, json } from "../testing/run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "cuica-samba-generate-"));
afterAll(() => rmSync(folder, { recursive: true }));

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
