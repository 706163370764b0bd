// Text to tokens and back: a `tokenizer.json` through Hugging Face's own JavaScript library, or the bytes of UTF-8 as they are. Decoding as a
// stream gives, chunk by chunk, what decoding everything at once gives, and never half a character.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import { expectKind } from "../../codegen/ir/runtime-error.ts";
import { RuntimeError } from "../cuda/errors.ts";
import { expectPath, expectTokens } from "./kinds.ts";

/** Text of tokens that arrive one after another. */
export interface TextStream {
  /** The text that these tokens complete: "" while a character is incomplete. */
  push(tokens: readonly number[]): string;
  /** What is left: U+FFFD for a character that was never completed, else "". Further tokens begin a new text. */
  end(): string;
}
export interface Tokenizer {
  /** Tokens are integers from 0 to below this. */
  readonly vocabSize: number;
  /** The token that ends a text, if there is one. */
  readonly endToken: number | null;
  /**
   * Tokens of a text, led by the one that begins every text where the tokenizer has such a one; `continues` leaves that out, as it must be of a
   * text behind another.
   */
  encode(text: string, options?: { readonly continues?: boolean }): number[];
  /** Text of tokens. Special tokens, and tokens that the vocabulary leaves out (a model's padding), have none. */
  decode(tokens: readonly number[]): string;
  stream(): TextStream;
}

const expectText = (text: string): void => expectKind("a tokenizer", "what to encode", text, typeof text === "string", "a text");
const tokenizerError = (text: string, help: string): RuntimeError => new RuntimeError("CUI3023", text, help);

/** The end of a text, behind the 256 bytes. */
const END_OF_TEXT = 256;
/**
 * One token a byte of UTF-8; token 256 ends a text, if the model's vocabulary has it. Tokens from there on have no text, and bytes that
 * are no UTF-8 decode to U+FFFD. The default of models whose vocabulary is of 256 or 257 tokens.
 */
export const byteTokenizer = (vocabSize: 256 | 257): Tokenizer => {
  expectKind("byteTokenizer", "the vocabulary", vocabSize, vocabSize === 256 || vocabSize === 257, "256 or 257");
  const bytesOf = (tokens: readonly number[]): Uint8Array => {
    expectTokens("a tokenizer", "what to decode", tokens);
    return Uint8Array.from(tokens.filter((token) => token < END_OF_TEXT));
  };
  const decoder = () => new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    vocabSize,
    endToken: vocabSize > END_OF_TEXT ? END_OF_TEXT : null,
    encode: (text) => {
      expectText(text);
      return [...new TextEncoder().encode(text)];
    },
    decode: (tokens) => decoder().decode(bytesOf(tokens)),
    stream: () => {
      const partial = decoder();
      return { push: (tokens) => partial.decode(bytesOf(tokens), { stream: true }), end: () => partial.decode() };
    },
  };
};

/** What the decoders put for bytes that are no character, and once for a character whose last bytes are still to come. */
const INCOMPLETE = "\ufffd";
/**
 * A stream over a decoder of whole sequences. It decodes the latest tokens again with each new one; all but a last U+FFFD is settled. When
 * nothing is open, only the latest chunk stays, as context: decoders treat the beginning of a text in their own ways.
 */
const streamOver = (decode: (tokens: readonly number[]) => string): TextStream => {
  let latest: number[] = [];
  /** Text of `latest` that was given out. */
  let given = "";
  return {
    push: (tokens) => {
      const before = latest.length;
      latest.push(...tokens);
      const text = decode(latest);
      const settled = text.endsWith(INCOMPLETE) ? text.slice(0, -1) : text;
      const fresh = settled.slice(given.length);
      given = settled;
      if (settled === text && before > 0) {
        const context = latest.slice(before);
        const contextText = decode(context);
        // A chunk without text would not be the beginning of one.
        if (contextText !== "" && !contextText.endsWith(INCOMPLETE)) {
          latest = context;
          given = contextText;
        }
      }
      return fresh;
    },
    end: () => {
      const rest = decode(latest).slice(given.length);
      latest = [];
      given = "";
      return rest;
    },
  };
};

const parse = (path: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw tokenizerError(`${path} cannot be read: ${(error as Error).message}`, "fetch it again from where the model came from");
  }
  throw tokenizerError(`${path} is not a JSON object`, "fetch it again from where the model came from");
};

/** Kinds of models that the library has; files of early versions leave it out. */
const models: readonly unknown[] = ["BPE", "Unigram", "WordPiece"];
/**
 * Reads `tokenizer.json`, and of `tokenizer_config.json` beside it, if there is one, which token ends a text. Throws CUI3023 if they
 * cannot be read or ask for what the library does not have.
 */
export const readTokenizer = (path: string): Tokenizer => {
  expectPath("readTokenizer", path);
  const described = parse(path);
  const configPath = join(path, "..", "tokenizer_config.json");
  const config = existsSync(configPath) ? parse(configPath) : {};
  let library: HuggingFaceTokenizer;
  try {
    // Of an unknown kind the library would make a guess.
    const kind = (described["model"] as { readonly type?: unknown } | undefined)?.type;
    if (kind !== undefined && !models.includes(kind)) throw new Error(`its model is ${String(kind)}, not ${models.join(", ")}`);
    library = new HuggingFaceTokenizer(described, config);
  } catch (error) {
    throw tokenizerError(
      `${path} cannot be used: ${(error as Error).message}`,
      "it must be a tokenizer.json of Hugging Face's tokenizers; a sentencepiece model is converted by their library",
    );
  }
  const known: ReadonlySet<number> = new Set(library.get_vocab().values());
  const decode = (tokens: readonly number[]): string => {
    expectTokens("a tokenizer", "what to decode", tokens);
    const ours = tokens.filter((token) => known.has(token));
    // No cleaning up: it removes spaces that the tokens have, and depends on what follows.
    return ours.length === 0 ? "" : library.decode(ours, { skip_special_tokens: true, clean_up_tokenization_spaces: false });
  };
  const end = config["eos_token"];
  const endText = typeof end === "object" && end !== null && "content" in end ? end.content : end;
  return {
    vocabSize: Math.max(-1, ...known) + 1,
    endToken: typeof endText === "string" ? (library.token_to_id(endText) ?? null) : null,
    encode: (text, { continues = false } = {}) => {
      expectText(text);
      const ids: number[] = library.encode(text, { add_special_tokens: !continues }).ids;
      if (ids.every((id) => known.has(id))) return ids;
      throw tokenizerError(
        `${path} has no token for a part of ${JSON.stringify(text)}`,
        "its vocabulary has neither bytes nor a token for the unknown",
      );
    },
    decode,
    stream: () => streamOver(decode),
  };
};
