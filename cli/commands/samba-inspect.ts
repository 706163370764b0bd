// `cuica samba inspect`: what a model's folder says and holds, and whether the two agree, without loading it.
import { layersOf, type SambaConfig } from "../../runtime/samba/config.ts";
import { configToJson } from "../../runtime/samba/config-json.ts";
import { parameterShapes } from "../../runtime/samba/parameters.ts";
import { stateSize } from "../../runtime/samba/state-size.ts";
import { describeProblems, openModel, weightProblems } from "../../runtime/samba/weights/load.ts";
import type { Command } from "../command.ts";
import { modelFolder } from "./samba-model.ts";

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Parameters by the kind of their layer. */
const parametersByPart = (config: SambaConfig): Readonly<Record<string, number>> => {
  const layers = layersOf(config);
  const totals: Record<string, number> = {};
  for (const [name, shape] of parameterShapes(config)) {
    const layer = layers.find(({ path }) => name.startsWith(`${path}.`));
    const part = layer?.mixer ?? (name.endsWith("wte.weight") ? "embedding" : name === "lm_head.weight" ? "head" : "norms");
    totals[part] = (totals[part] ?? 0) + product(shape);
  }
  return totals;
};
/** Neighbouring blocks that are alike, as one line. */
const layerLines = (config: SambaConfig): readonly string[] => {
  const blocks = new Map<number, string>();
  for (const layer of layersOf(config)) {
    const words =
      layer.mixer === "attention" ? `attention over ${layer.window < 0 ? "all tokens" : `${layer.window} tokens`}` : layer.mixer;
    blocks.set(layer.block, [...(blocks.has(layer.block) ? [blocks.get(layer.block)!] : []), words].join(", "));
  }
  const numbers = new Map<string, number[]>();
  for (const [block, words] of blocks) numbers.set(words, [...(numbers.get(words) ?? []), block]);
  return [...numbers].map(([words, at]) => `${words}: ${at.length === 1 ? "block" : "blocks"} ${at.join(", ")}`);
};
const inUnits = (bytes: number): string =>
  bytes >= 2 ** 30
    ? `${(bytes / 2 ** 30).toFixed(2)} GiB`
    : bytes >= 2 ** 20
      ? `${(bytes / 2 ** 20).toFixed(2)} MiB`
      : `${(bytes / 2 ** 10).toFixed(1)} KiB`;

export const sambaInspectCommand: Command = {
  name: "samba inspect",
  usage: "--model <dir>",
  summary: "a model's layers, parameters and state, and whether its weights are complete",
  help: `  --model <dir>   a folder of config.json, model.safetensors or its shards, and tokenizer.json

exit code: 0, 1 if weights are missing, misshapen or of no layer, or a file cannot be read`,
  options: { model: { type: "string" } },
  positionals: [0, 0],
  run: (invocation) => {
    using model = openModel(modelFolder(invocation));
    const { config, parameters, tokenizer } = model;
    const byPart = parametersByPart(config);
    const total = Object.values(byPart).reduce((a, b) => a + b, 0);
    const names = parameters.names();
    const dtypes = [...new Set(names.map((name) => parameters.facts(name).dtype))].sort();
    const state = { f32: stateSize(config, "f32"), bf16: stateSize(config, "bf16") };
    const problems = weightProblems(parameters, config);
    const lines = describeProblems(problems);
    const grows = state.f32.perToken > 0;
    const stateText = (dtype: "f32" | "bf16"): string =>
      `${inUnits(state[dtype].constant)}${grows ? ` and ${state[dtype].perToken} bytes a token` : ""} in ${dtype}`;
    return {
      exit: lines.length === 0 ? 0 : 1,
      text: [
        `${config.name}: ${config.nLayer} blocks of ${config.nEmbd} dimensions, ${total.toLocaleString("en")} parameters stored as ${dtypes.join(", ")}`,
        ...layerLines(config).map((line) => `  ${line}`),
        "parameters",
        ...Object.entries(byPart).map(([part, count]) => `  ${part.padEnd(10)} ${count.toLocaleString("en").padStart(15)}`),
        `state of a sequence: ${stateText("f32")}, ${stateText("bf16")}`,
        `vocabulary: ${config.vocabSize} tokens (${config.paddedVocabSize} rows); ${tokenizer ? `the tokenizer has ${tokenizer.vocabSize}` : "there is no tokenizer.json"}`,
        ...(lines.length === 0
          ? [`all ${parameterShapes(config).size} tensors are there`]
          : [`of the weights`, ...lines.map((line) => `  ${line}`)]),
      ].join("\n"),
      data: {
        config: configToJson(config),
        layers: layersOf(config),
        parameters: { total, byPart, dtypes },
        stateBytes: state,
        tokenizer: tokenizer && { vocabSize: tokenizer.vocabSize, endToken: tokenizer.endToken },
        ...problems,
      },
    };
  },
};
