// `cuica samba bench`: how fast a model reads prompts, over their lengths, and continues them, over batches, as a table and a picture.
import { writeFileSync } from "node:fs";
import type { Samba } from "../../runtime/samba/model.ts";
import { randomParameters } from "../../runtime/samba/parameters.ts";
import { loadModel } from "../../runtime/samba/weights/load.ts";
import { namedTensors } from "../../runtime/samba/weights/named-tensors.ts";
import { type Command, type Invocation, numberOption, outputOption, textOption, UsageError } from "../command.ts";
import { lineCharts } from "../line-chart.ts";
import { chooseConfig, deviceHelp, deviceOptions, placeModel } from "./samba-model.ts";

/** Whole numbers from 1, as "1,4,16". */
const listOption = (invocation: Invocation, name: string, otherwise: string): readonly number[] => {
  const words = textOption(invocation, name, otherwise).split(",");
  const wrong = words.find((word) => !/^[1-9]\d{0,8}$/.test(word));
  if (wrong !== undefined) throw new UsageError(`--${name} has ${JSON.stringify(wrong)}; it must be whole numbers from 1, as ${otherwise}`);
  return [...new Set(words.map(Number))].sort((a, b) => a - b);
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
/** Milliseconds of the median of `repeats` runs behind one that prepares code. */
const timed = async (repeats: number, work: () => Promise<unknown>): Promise<number> => {
  await work();
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
};
/** Tokens without meaning, each of the vocabulary. */
const someTokens = (model: Samba, count: number): number[] =>
  Array.from({ length: count }, (_, n) => (n * 7919 + 13) % model.config.vocabSize);

interface Measured {
  /** Of prefill, tokens of the prompt; of decode, sequences. */
  readonly size: number;
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
}
const prefill = async (model: Samba, length: number, repeats: number): Promise<Measured> => {
  const tokens = someTokens(model, length);
  const milliseconds = await timed(repeats, async () => {
    using state = model.state(1, { maxTokens: length });
    await model.prefill(state, tokens);
  });
  return { size: length, milliseconds, tokensPerSecond: (1000 * length) / milliseconds };
};
/** Steps of a whole batch, each sequence behind a prompt. */
const decode = async (model: Samba, batch: number, prompt: number, steps: number): Promise<Measured> => {
  using state = model.state(batch, { maxTokens: prompt + steps + 1 });
  for (let row = 0; row < batch; row++) await model.prefill(state, someTokens(model, prompt), { row });
  const tokens = someTokens(model, batch);
  const milliseconds = await timed(steps, () => model.step(state, tokens));
  return { size: batch, milliseconds, tokensPerSecond: (1000 * batch) / milliseconds };
};

export const sambaBenchCommand: Command = {
  name: "samba bench",
  usage: "(--model <dir> | --config <name-or-file>) [--lengths 256,1024,4096] [--batches 1,4]",
  summary: "times prompts over their lengths and continuations over batches",
  help: `  --model <dir>             a model's folder
  --config <name-or-file>   or a model of drawn weights: a preset, as Samba_421M, or a file of lit_gpt's fields
  --lengths <numbers>       tokens of a prompt (256,1024,4096)
  --batches <numbers>       sequences that are continued at once (1,4)
  --tokens <number>         steps of a continuation, behind a prompt of the shortest length (32)
  --repeats <number>        runs of a prompt, of which the median counts (3)
${deviceHelp}
  --out <file>              where the picture goes (.cuica/samba-bench.svg)

Times are what a caller waits: a step ends when its logits are on the host. Each is behind a run that makes code ready, which is not counted.

exit code: 0, 2 with --device gpu and no GPU
example: cuica samba bench --config Samba_421M --lengths 1024,8192 --batches 1,16`,
  options: {
    model: { type: "string" },
    config: { type: "string" },
    lengths: { type: "string" },
    batches: { type: "string" },
    tokens: { type: "string" },
    repeats: { type: "string" },
    ...deviceOptions,
    out: { type: "string" },
  },
  positionals: [0, 0],
  run: async (invocation) => {
    const { model: folder, config: given } = invocation.values;
    const lengths = listOption(invocation, "lengths", "256,1024,4096");
    const batches = listOption(invocation, "batches", "1,4");
    const steps = numberOption(invocation, "tokens", 1, 32);
    const repeats = numberOption(invocation, "repeats", 1, 3);
    const out = outputOption(invocation, "out", ".cuica/samba-bench.svg");
    if (out === null) throw new UsageError("--out is empty; name a file");
    if ((typeof folder === "string") === (typeof given === "string"))
      throw new UsageError("name a model with --model <dir>, or draw one with --config <name-or-file>");
    const config = typeof given === "string" ? chooseConfig(given) : null;
    using source = config ? null : loadModel(folder as string);
    using placed = config
      ? placeModel(invocation, namedTensors(randomParameters(config, 1)), config)
      : placeModel(invocation, source!.parameters, source!.config);
    const { model, where } = placed;
    invocation.show(`${model.config.name} on ${where}\n`);
    const row = (what: string, { milliseconds, tokensPerSecond }: Measured): void =>
      invocation.show(
        `  ${what.padEnd(28)} ${milliseconds.toFixed(2).padStart(10)} ms ${tokensPerSecond.toFixed(1).padStart(12)} tokens/s\n`,
      );
    const prompts: Measured[] = [];
    for (const length of lengths) {
      invocation.progress(`a prompt of ${length}`);
      const measured = await prefill(model, length, repeats);
      prompts.push(measured);
      row(`prompt of ${length} tokens`, measured);
    }
    const continuations: Measured[] = [];
    for (const batch of batches) {
      invocation.progress(`a batch of ${batch}`);
      const measured = await decode(model, batch, lengths[0]!, steps);
      continuations.push(measured);
      row(`a step of ${batch} sequence${batch > 1 ? "s" : ""}`, measured);
    }
    const points = (measured: readonly Measured[]) => measured.map(({ size, tokensPerSecond }) => [size, tokensPerSecond] as const);
    writeFileSync(
      out,
      lineCharts([
        {
          title: `${model.config.name}: prompts`,
          x: "tokens of the prompt",
          y: "tokens/s",
          series: [{ name: "prompt", points: points(prompts) }],
        },
        { title: where, x: "sequences at once", y: "tokens/s", series: [{ name: "decode", points: points(continuations) }] },
      ]),
    );
    return {
      exit: 0,
      text: `${out} shows them`,
      data: { model: model.config.name, where, prefill: prompts, decode: continuations, picture: out },
    };
  },
};
