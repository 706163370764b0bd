// `cuica samba entropy`: how spread out attention and selection of each layer are over a text, as a table and a picture.
import { readFileSync, writeFileSync } from "node:fs";
import { Entropies, type LayerEntropy } from "../../runtime/samba/entropies.ts";
import { loadModel } from "../../runtime/samba/weights/load.ts";
import { type Command, type Invocation, outputOption, UsageError } from "../command.ts";
import { type Chart, lineCharts } from "../line-chart.ts";
import { deviceHelp, deviceOptions, modelFolder, placeModel, tokenizerOf } from "./samba-model.ts";

/** What --prompt says, or the text in the file that --file names. */
const givenText = ({ values: { prompt, file } }: Invocation): string => {
  if ((typeof prompt === "string") === (typeof file === "string"))
    throw new UsageError("give a text with --prompt <text>, or a file of it with --file <path>");
  if (typeof prompt === "string") return prompt;
  try {
    return readFileSync(file as string, "utf8");
  } catch (error) {
    throw new UsageError(`--file cannot be read: ${(error as Error).message}`);
  }
};
const row = ({ block, kind, entropy, most, heads }: LayerEntropy): string =>
  [
    `${block}`.padStart(5),
    `  ${kind.padEnd(9)}`,
    entropy.toFixed(4).padStart(9),
    most.toFixed(4).padStart(9),
    ...(heads ? [`  ${heads.map((head) => head.toFixed(3)).join(" ")}`] : []),
  ].join("");
const chartOf = (kind: LayerEntropy["kind"], layers: readonly LayerEntropy[]): Chart[] => {
  const points = layers.filter((one) => one.kind === kind).map(({ block, entropy }) => [block, entropy] as const);
  return points.length === 0 ? [] : [{ title: `${kind} entropy`, x: "block", y: "nats", linear: true, series: [{ name: kind, points }] }];
};

export const sambaEntropyCommand: Command = {
  name: "samba entropy",
  usage: "--model <dir> (--prompt <text> | --file <path>)",
  summary: "how spread out attention and selection of each layer are over a text",
  help: `  --model <dir>       a folder of config.json, model.safetensors or its shards, and tokenizer.json
  --prompt <text>     the text
  --file <path>       or a file of it, in UTF-8
${deviceHelp}
  --out <file>        where the picture goes; none is drawn if left out

Attention: the entropy of each token's probabilities over the tokens that it sees, as a mean over tokens, and over heads. Selection, of Mamba: the
entropy of a channel's steps, each divided by their sum over the tokens of the text, as a mean over channels (arXiv 2406.07522, "Details of
Entropy Measurement"). In nats, beside what equal probabilities would have. Layers of other kinds have none.

exit code: 0, 1 if the model cannot be loaded, 2 with --device gpu and no GPU
example: cuica samba entropy --model samba-421m --file book.txt --out entropy.svg`,
  options: {
    model: { type: "string" },
    prompt: { type: "string" },
    file: { type: "string" },
    ...deviceOptions,
    out: { type: "string" },
  },
  positionals: [0, 0],
  run: async (invocation) => {
    const text = givenText(invocation);
    const out = outputOption(invocation, "out", "");
    const folder = modelFolder(invocation);
    using source = loadModel(folder);
    const tokens = tokenizerOf(folder, source).encode(text);
    if (tokens.length === 0) throw new UsageError("the text has no tokens: give some");
    using placed = placeModel(invocation, source.parameters, source.config);
    using state = placed.model.state(1, { maxTokens: tokens.length });
    const entropies = new Entropies();
    await placed.model.prefill(state, tokens, { entropies });
    const layers = entropies.layers();
    const charts = [...chartOf("attention", layers), ...chartOf("selection", layers)];
    const picture = charts.length > 0 ? out : null;
    if (picture !== null) writeFileSync(picture, lineCharts(charts));
    return {
      exit: 0,
      text: [
        `${source.config.name} on ${placed.where}: ${tokens.length} tokens`,
        ...(layers.length === 0
          ? ["no layer attends or selects"]
          : ["block  kind         nats  at most  heads", ...layers.map(row), ...(picture === null ? [] : [`${picture} shows them`])]),
      ].join("\n"),
      data: {
        model: source.config.name,
        where: placed.where,
        tokens: tokens.length,
        layers,
        picture,
      },
    };
  },
};
