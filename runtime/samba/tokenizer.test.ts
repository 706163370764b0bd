// Tokenizers agree with Hugging Face's own library on its fixtures, and a stream gives what decoding at once gives, in whole characters.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { byteTokenizer, readTokenizer, type Tokenizer } from "./tokenizer.ts";

const fixtures = fileURLToPath(new URL("fixtures/tokenizers/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cuica-tokenizer-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly text: string;
  readonly tokens: number[];
  readonly decoded: string;
}
const expected = JSON.parse(readFileSync(`${fixtures}expected.json`, "utf8")) as Record<string, Case[]>;
const tokenizers: readonly (readonly [string, Tokenizer])[] = [
  ["bytes", byteTokenizer(257)],
  ["byte-level", readTokenizer(`${fixtures}byte-level.json`)],
  ["fallback", readTokenizer(`${fixtures}fallback.json`)],
];

describe.each(Object.keys(expected))("%s", (name) => {
  const tokenizer = readTokenizer(`${fixtures}${name}.json`);
  test.each(expected[name]!)("$text", ({ text, tokens, decoded }) => {
    expect([tokenizer.encode(text), tokenizer.decode(tokens)]).toEqual([tokens, decoded]);
  });
});

/** Texts without what a tokenizer may not keep: "▁" is a space in sentencepiece's manner, a byte-order mark that falls back to bytes is dropped. */
const texts = (unit: "binary" | "grapheme"): fc.Arbitrary<string> =>
  fc.string({ unit, minLength: 1 }).filter((text) => !/[▁\ufeff\ufffd]/.test(text));
test("a text that continues another has no token of a beginning", () => {
  const [bytes, plain, led] = tokenizers.map(([, tokenizer]) => tokenizer);
  for (const same of [bytes!, plain!]) expect(same.encode("the", { continues: true })).toEqual(same.encode("the"));
  const tokens = led!.encode("the");
  expect(led!.encode("the", { continues: true })).toEqual(tokens.slice(1));
  expect(led!.decode(tokens.slice(0, 1))).toBe("");
});
describe.each(tokenizers)("%s", (_, tokenizer) => {
  test("text comes back as it was", () => {
    fc.assert(
      fc.property(texts("binary"), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });
  /** Tokens of a text cut into chunks: characters of several tokens are cut everywhere. */
  const chunks = (tokens: readonly number[], sizes: readonly number[]): number[][] => {
    const cut: number[][] = [];
    for (let start = 0, n = 0; start < tokens.length; n++) {
      const end = start + (sizes.length > 0 ? sizes[n % sizes.length]! : 1);
      cut.push(tokens.slice(start, end));
      start = end;
    }
    return cut;
  };
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });
  test("a stream gives whole characters, and each as soon as it is whole", () => {
    fc.assert(
      fc.property(texts("grapheme"), sizes, (text, lengths) => {
        const stream = tokenizer.stream();
        let given = "";
        let pushed: number[] = [];
        for (const chunk of chunks(tokenizer.encode(text), lengths)) {
          given += stream.push(chunk);
          pushed = [...pushed, ...chunk];
          expect(given).not.toMatch(/\p{Surrogate}|\ufffd/u);
          expect(given).toBe(tokenizer.decode(pushed).replace(/\ufffd+$/, ""));
        }
        expect([given, stream.end()]).toEqual([text, ""]);
      }),
      { numRuns: 300 },
    );
  });
  test("a stream of any tokens gives what decoding them at once gives", () => {
    // The first tokens are special ones, and have no text.
    const tokens = fc.array(fc.oneof(fc.nat(tokenizer.vocabSize + 3), fc.nat(3)), { maxLength: 40, size: "max" });
    fc.assert(
      fc.property(tokens, sizes, (drawn, lengths) => {
        const stream = tokenizer.stream();
        const given = chunks(drawn, lengths).map((chunk) => stream.push(chunk));
        expect(given.join("") + stream.end()).toBe(tokenizer.decode(drawn));
        expect(stream.push(tokenizer.encode("again")) + stream.end()).toBe("again");
      }),
      { numRuns: 500 },
    );
  });
});

test("bytes: the documented tokens", () => {
  expect(byteTokenizer(256)).toMatchObject({ vocabSize: 256, endToken: null });
  const tokenizer = byteTokenizer(257);
  expect([tokenizer.vocabSize, tokenizer.endToken, tokenizer.encode("é!")]).toEqual([257, 256, [0xc3, 0xa9, 0x21]]);
  expect(tokenizer.decode([0x61, 256, 0xff, 300])).toBe("a\ufffd");
  const stream = tokenizer.stream();
  expect([stream.push([0xf0, 0x9f]), stream.push([0xa5]), stream.push([0x81]), stream.push([0xc3]), stream.end()]).toEqual([
    "",
    "",
    "🥁",
    "",
    "\ufffd",
  ]);
});

describe("tokenizer_config.json", () => {
  const beside = (config: string): Tokenizer => {
    const own = mkdtempSync(join(folder, "config-"));
    copyFileSync(`${fixtures}byte-level.json`, join(own, "tokenizer.json"));
    writeFileSync(join(own, "tokenizer_config.json"), config);
    return readTokenizer(join(own, "tokenizer.json"));
  };
  test.each([
    ['{"eos_token":"<|end|>"}', 0],
    ['{"eos_token":{"content":"<|end|>","special":true}}', 0],
    ['{"eos_token":null}', null],
    ["{}", null],
  ])("%s", (config, end) => {
    expect(beside(config).endToken).toBe(end);
  });
  test("decoding never cleans up, whatever it says", () => {
    const tokenizer = beside('{"clean_up_tokenization_spaces":true}');
    expect(tokenizer.decode(tokenizer.encode("a . b , c 's"))).toBe("a . b , c 's");
  });
  test("refused if it is no JSON", () => {
    expect(() => beside("{")).toThrow(/CUI3023.*tokenizer_config.json cannot be read/);
  });
});

describe("refused", () => {
  const file = (text: string): string => {
    const path = join(mkdtempSync(join(folder, "bad-")), "tokenizer.json");
    writeFileSync(path, text);
    return path;
  };
  test.each<[string, () => string, RegExp]>([
    ["no file", () => join(folder, "none.json"), /cannot be read: ENOENT/],
    ["no JSON", () => file("tokens"), /cannot be read/],
    ["no object", () => file("[1]"), /not a JSON object/],
    ["no model", () => file("{}"), /cannot be used/],
    [
      "an unknown model",
      () =>
        file(
          '{"model":{"type":"Surprise","vocab":{}},"added_tokens":[],"normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":null}',
        ),
      /cannot be used.*Surprise/,
    ],
  ])("%s", (_, make, message) => {
    const path = make();
    expect(() => readTokenizer(path)).toThrow(/CUI3023/);
    expect(() => readTokenizer(path)).toThrow(message);
  });
  test("a text that has no tokens", () => {
    const tokenizer = readTokenizer(
      file(
        '{"model":{"type":"WordPiece","continuing_subword_prefix":"","vocab":{"a":0,"b":1}},"added_tokens":[],"normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":null}',
      ),
    );
    expect(tokenizer.encode("ab")).toEqual([0, 1]);
    expect(() => tokenizer.encode("abc")).toThrow(/CUI3023.*no token for a part of "abc"/);
  });
});
