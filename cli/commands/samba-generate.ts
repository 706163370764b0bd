// `cuica samba generate`: continues a text with a model.
import { generate } from "../../runtime/samba/generate.ts";
import { StopText } from "../../runtime/samba/stop-text.ts";
import { loadModel } from "../../runtime/samba/weights/load.ts";
import { type Command, type Invocation, numberOption, UsageError } from "../command.ts";
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

export const sambaGenerateCommand: Command = {
  name: "samba generate",
  usage: "--model <dir> --prompt <text>",
  summary: "continues a text with a model",
  help: `  --model <dir>           a folder of config.json, model.safetensors or its shards, and tokenizer.json
  --prompt <text>         the text to continue
  --max-tokens <number>   new tokens at most (128)
  --temperature <number>  0, if left out, takes the most likely token each time; 1 draws tokens as likely as the model has them
  --top-k <number>        draw from so many most likely tokens
  --top-p <number>        draw from the fewest most likely tokens that have this share of the probability
  --seed <number>         the same seed draws the same tokens (0)
  --stop <text>           end before this text; \\n is a new line
  --stream                write text as it comes
${deviceHelp}

Generation also ends with the tokenizer's token for the end of a text.

exit code: 0, 1 if the model cannot be loaded, 2 with --device gpu and no GPU
example: cuica samba generate --model samba-421m --prompt "Once upon a time" --temperature 0.8 --top-p 0.95 --stream`,
  options: {
    model: { type: "string" },
    prompt: { type: "string" },
    "max-tokens": { type: "string" },
    temperature: { type: "string" },
    "top-k": { type: "string" },
    "top-p": { type: "string" },
    seed: { type: "string" },
    stop: { type: "string" },
    stream: { type: "boolean" },
    ...deviceOptions,
  },
  positionals: [0, 0],
  run: async (invocation) => {
    const { prompt, stop, stream, json } = invocation.values;
    if (typeof prompt !== "string") throw new UsageError("give the text to continue with --prompt <text>");
    if (stream === true && json === true) throw new UsageError("--stream writes text and --json data: leave one of them out");
    const maxTokens = numberOption(invocation, "max-tokens", 1, 128);
    const seed = numberOption(invocation, "seed", 0, 0);
    const temperature = realOption(invocation, "temperature", 0) ?? 0;
    const topP = realOption(invocation, "top-p", 0);
    const topK = invocation.values["top-k"] === undefined ? undefined : numberOption(invocation, "top-k", 1, 1);
    const folder = modelFolder(invocation);
    using source = loadModel(folder);
    const { config, parameters } = source;
    const tokenizer = tokenizerOf(folder, source);
    const tokens = tokenizer.encode(prompt);
    if (tokens.length === 0) throw new UsageError("the prompt has no tokens: give some text");
    using placed = placeModel(invocation, parameters, config);

    const text = tokenizer.stream();
    const stops = new StopText(typeof stop === "string" ? [unescaped(stop)] : []);
    const started = performance.now();
    let [firstAt, lastAt] = [started, started];
    const generated: number[] = [];
    let written = "";
    let ended: "maxTokens" | "end" | "stop" = "maxTokens";
    const give = (more: string): void => {
      written += more;
      if (stream === true) invocation.show(more);
      else invocation.progress(`${generated.length} tokens`);
    };
    if (stream === true) invocation.show(prompt);
    const sampling = { temperature, ...(topK === undefined ? {} : { topK }), ...(topP === undefined ? {} : { topP }) };
    for await (const { token } of generate(placed.model, { prompts: [tokens], maxTokens, sampling, seed })) {
      lastAt = performance.now();
      if (generated.length === 0) firstAt = lastAt;
      if (token === tokenizer.endToken) {
        ended = "end";
        break;
      }
      generated.push(token);
      give(stops.push(text.push([token])));
      if (stops.stopped) {
        ended = "stop";
        break;
      }
    }
    if (!stops.stopped) give(stops.push(text.end()) + stops.end());
    const rate = (count: number, milliseconds: number): number | null => (count > 0 ? (1000 * count) / milliseconds : null);
    const speed = { prompt: rate(tokens.length, firstAt - started), generation: rate(generated.length - 1, lastAt - firstAt) };
    const shown = (value: number | null): string => (value === null ? "-" : value.toFixed(1));
    const remark = `${placed.where}: ${tokens.length} tokens of the prompt at ${shown(speed.prompt)}/s, ${generated.length} new ones at ${shown(speed.generation)}/s`;
    if (json !== true) invocation.remark(stream === true ? `\n${remark}` : remark);
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
        seed,
      },
    };
  },
};
