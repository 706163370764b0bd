// `cuica samba generate`: continues a text with a model.
import { generate } from "../../runtime/samba/generate.ts";
import type { Sampling } from "../../runtime/samba/sampling.ts";
import { restoreState, saveState } from "../../runtime/samba/state-file.ts";
import { StopText } from "../../runtime/samba/stop-text.ts";
import { loadModel } from "../../runtime/samba/weights/load.ts";
import { type Command, type Invocation, numberOption, outputOption, UsageError } from "../command.ts";
import { deviceHelp, deviceOptions, modelFolder, placeModel, tokenizerOf } from "./samba-model.ts";

/** A number from `least`, or undefined where none is given. */
const realOption = ({ values }: Invocation, name: string, least: number): number | undefined => {
  const value = values[name];
  if (value === undefined) return undefined;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (!(number >= least && Number.isFinite(number)))
    throw new UsageError(`--${name} is ${String(value)}; it must be a number of at least ${least}`);
  return number;
};
/** Text with \n, \t and \\ written out. */
const unescaped = (text: string): string => text.replace(/\\([nt\\])/g, (_, letter: string) => ({ n: "\n", t: "\t" })[letter] ?? "\\");

/** What --stop gives, each time that it is given. */
const stopTexts = ({ values: { stop = [] } }: Invocation): readonly string[] => {
  const texts = stop as readonly string[];
  if (texts.includes("")) throw new UsageError("--stop is empty; give the text to end before");
  return texts.map(unescaped);
};
/** How tokens are chosen. What draws nothing is refused, rather than passed over. */
const samplingOf = (invocation: Invocation): Sampling & { readonly seed: number } => {
  const temperature = realOption(invocation, "temperature", 0) ?? 0;
  const given = ["top-k", "top-p", "seed"].find((name) => invocation.values[name] !== undefined);
  if (temperature === 0 && given !== undefined)
    throw new UsageError(
      `--${given} is of tokens that are drawn, and without a temperature the most likely one is taken: add --temperature 1`,
    );
  const topP = realOption(invocation, "top-p", 0);
  return {
    temperature,
    seed: numberOption(invocation, "seed", 0, 0),
    ...(invocation.values["top-k"] === undefined ? {} : { topK: numberOption(invocation, "top-k", 1, 1) }),
    ...(topP === undefined ? {} : { topP }),
  };
};

export const sambaGenerateCommand: Command = {
  name: "samba generate",
  usage: "--model <dir> (--prompt <text> | --restore <file>)",
  summary: "continues a text with a model",
  help: `  --model <dir>           a folder of config.json, model.safetensors or its shards, and tokenizer.json
  --prompt <text>         the text to continue
  --max-tokens <number>   new tokens at most (128)
  --temperature <number>  0, if left out, takes the most likely token each time; 1 draws tokens as likely as the model has them
  --top-k <number>        draw from so many most likely tokens; needs a temperature
  --top-p <number>        draw from the fewest most likely tokens that have this share of the probability; needs a temperature
  --seed <number>         the same seed draws the same tokens (0); needs a temperature
  --stop <text>           end before this text; \\n is a new line. May be given several times: the first that comes ends it
  --stream                write text as it comes; with --json, a line {"token", "text"} for each token, one {"text"} if text was held back at the
                          end, and a last line with what --json alone gives
  --save <file>           at the end, write the state of the generation to a file (safetensors)
  --restore <file>        go on where a saved generation ended, of the same model and dtype: behind --prompt, if it is given
${deviceHelp}

Generation also ends with the tokenizer's token for the end of a text. Tokens a second leave out what making code ready takes, which is told beside
them. A generation that is saved and restored has the tokens of one that went on; a character that the end cuts in two is U+FFFD in both texts.

exit code: 0, 1 if the model cannot be loaded or the state is of another, 2 with --device gpu and no GPU
example: cuica samba generate --model samba-421m --prompt "Once upon a time" --temperature 0.8 --top-p 0.95 --stream`,
  options: {
    model: { type: "string" },
    prompt: { type: "string" },
    "max-tokens": { type: "string" },
    temperature: { type: "string" },
    "top-k": { type: "string" },
    "top-p": { type: "string" },
    seed: { type: "string" },
    stop: { type: "string", multiple: true },
    stream: { type: "boolean" },
    save: { type: "string" },
    restore: { type: "string" },
    ...deviceOptions,
  },
  positionals: [0, 0],
  run: async (invocation) => {
    const { prompt: given, restore, stream, json } = invocation.values;
    const restored = typeof restore === "string" ? restore : null;
    if (typeof given !== "string" && restored === null)
      throw new UsageError("give the text to continue with --prompt <text>, or a saved generation with --restore <file>");
    const prompt = typeof given === "string" ? given : "";
    const maxTokens = numberOption(invocation, "max-tokens", 1, 128);
    const { seed, ...sampling } = samplingOf(invocation);
    const stops = new StopText(stopTexts(invocation));
    const folder = modelFolder(invocation);
    using source = loadModel(folder);
    const { config, parameters } = source;
    const tokenizer = tokenizerOf(folder, source);
    const tokens = prompt === "" ? [] : tokenizer.encode(prompt, { continues: restored !== null });
    if (tokens.length === 0 && restored === null) throw new UsageError("the prompt has no tokens: give some text");
    const save = outputOption(invocation, "save", "");
    using placed = placeModel(invocation, parameters, config);
    const { model } = placed;
    const room = tokens.length + maxTokens;
    // Without --save the generation's own state will do, and steps need not wait for one another.
    using state =
      restored !== null ? restoreState(model, restored, { moreTokens: room }) : save === null ? null : model.state(1, { maxTokens: room });
    if (state !== null && state.batch !== 1)
      throw new UsageError(`${restored} holds ${state.batch} sequences, and this command continues one`);

    const text = tokenizer.stream();
    const readyBefore = model.place.preparing;
    /** Milliseconds that go by, without those of making code ready. */
    const clock = (): number => performance.now() - model.place.preparing;
    const started = clock();
    let [first, last] = [started, started];
    const generated: number[] = [];
    let written = "";
    let ended: "maxTokens" | "end" | "stop" = "maxTokens";
    const give = (more: string, token?: number): void => {
      written += more;
      if (stream !== true) invocation.progress(`${generated.length} tokens`);
      else {
        invocation.show(more);
        if (token !== undefined || more !== "") invocation.showData({ ...(token === undefined ? {} : { token }), text: more });
      }
    };
    if (stream === true) invocation.show(prompt);
    const options = { prompts: [tokens], maxTokens, sampling, seed, ...(state === null ? {} : { state }) };
    for await (const { token } of generate(model, options)) {
      last = clock();
      if (generated.length === 0) first = last;
      if (token === tokenizer.endToken) {
        ended = "end";
        break;
      }
      generated.push(token);
      give(stops.push(text.push([token])), token);
      if (stops.stopped) {
        ended = "stop";
        break;
      }
    }
    if (!stops.stopped) give(stops.push(text.end()) + stops.end());
    if (save !== null) saveState(model, state!, save);
    const rate = (count: number, milliseconds: number): number | null => (count > 0 ? (1000 * count) / milliseconds : null);
    const speed = { prompt: rate(tokens.length, first - started), generation: rate(generated.length - 1, last - first) };
    const preparation = (model.place.preparing - readyBefore) / 1000;
    const shown = (value: number | null): string => (value === null ? "-" : value.toFixed(1));
    const remark = `${placed.where}: ${tokens.length} tokens of the prompt at ${shown(speed.prompt)}/s, ${generated.length} new ones at ${shown(speed.generation)}/s, beside ${preparation.toFixed(1)} s of making code ready`;
    if (json !== true) {
      invocation.remark(stream === true ? `\n${remark}` : remark);
      if (save !== null) invocation.remark(`${save} holds the state: go on with --restore`);
    }
    return {
      exit: 0,
      text: stream === true ? "" : prompt + written,
      data: {
        prompt,
        text: written,
        promptTokens: tokens.length,
        tokens: generated,
        ended,
        where: placed.where,
        tokensPerSecond: speed,
        preparationSeconds: preparation,
        seed,
        restored,
        saved: save,
      },
    };
  },
};
