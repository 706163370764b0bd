// `npm run bench:samba`: how fast a model of the Samba family reads prompts and continues them, on the GPU or on the CPU, with drawn weights; beside it, in the
// same run, another model, and PyTorch with both where a Python with PyTorch is. Decoding is compared with the time that reading weights and states once takes
// at the memory's measured bandwidth. Prints a table, or JSON with --json.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Device, gpuAvailable } from "../runtime/cuda/device.ts";
import { layersOf, type SambaConfig, sambaConfig } from "../runtime/samba/config.ts";
import { generate } from "../runtime/samba/generate.ts";
import { defaultChunk, Samba } from "../runtime/samba/model.ts";
import { parameterShapes, randomParameters } from "../runtime/samba/parameters.ts";
import { presets } from "../runtime/samba/presets.ts";
import { Sampler } from "../runtime/samba/sampler.ts";
import { namedTensors } from "../runtime/samba/weights/named-tensors.ts";
import { copyBandwidth } from "./harness.ts";
import { peer, type PeerMissing, type PeerTime } from "./samba-peer.ts";

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const tokensOf = (config: SambaConfig, count: number): number[] =>
  Array.from({ length: count }, (_, n) => (n * 7919 + 13) % config.vocabSize);
const numbers = (text: string): number[] => text.split(",").filter(Boolean).map(Number);
/** Elements that a step reads of the weights: all but the embedding's rows, of which it needs one a sequence, unless they are the head as well. */
const weightsRead = (config: SambaConfig): number =>
  [...parameterShapes(config)].reduce(
    (sum, [name, shape]) => (name === "transformer.wte.weight" && !config.tiedEmbeddings ? sum : sum + shape.reduce((a, b) => a * b, 1)),
    0,
  );

interface Row {
  readonly kind: "prefill" | "decode" | "generate";
  readonly what: string;
  readonly batch: number;
  /** Of the prompt, before the step, or new. */
  readonly tokens: number;
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
  /** Of decoding: the part of the time that the memory needs at least. */
  readonly ofBandwidth?: number;
  /** Bytes that the model and its work held at most, on the device; that the process has, on the CPU. */
  readonly memory: number;
}
interface Settings {
  readonly prompts: readonly number[];
  readonly batches: readonly number[];
  /** Tokens before the steps. */
  readonly contexts: readonly number[];
  readonly steps: number;
  /** New tokens of a whole generation; 0 for none. */
  readonly generate: number;
  readonly chunk: number;
  /** Of the device, in GB/s. */
  readonly bandwidth: number | null;
  readonly add: (row: Row) => void;
}

/** Times a model alone on a device. */
const measureModel = async (config: SambaConfig, device: Device | null, settings: Settings): Promise<void> => {
  const { prompts, batches, contexts, steps, generate: newTokens, chunk, bandwidth, add } = settings;
  const dtype = device ? "bf16" : "f32";
  using model = Samba.load(namedTensors(randomParameters(config, 1, dtype)), config, { device: device ?? "cpu", dtype });
  /** At most since it was asked before. */
  const memory = (): number => {
    const bytes = device ? device.memory().peak : process.memoryUsage().rss;
    device?.resetPeak();
    return bytes;
  };
  const finish = (): void => device?.synchronize();
  const full = layersOf(config).some((layer) => layer.mixer === "attention" && layer.window < 0);
  for (const length of prompts) {
    const tokens = tokensOf(config, length);
    const times: number[] = [];
    for (let n = 0; n < 3; n++) {
      using state = model.state(1, full ? { maxTokens: length } : {});
      finish();
      const start = performance.now();
      await model.prefill(state, tokens, { chunk });
      times.push(performance.now() - start);
    }
    const milliseconds = Math.min(...times.slice(1));
    const facts = { kind: "prefill", what: `prompt of ${length} tokens`, batch: 1, tokens: length } as const;
    add({ ...facts, milliseconds, tokensPerSecond: (1000 * length) / milliseconds, memory: memory() });
  }
  for (const batch of batches) {
    const rounds = 4;
    const maxTokens = Math.max(...contexts) + rounds * steps;
    using state = model.state(batch, full ? { maxTokens } : {});
    let seen = 0;
    for (const context of contexts) {
      for (let row = 0; row < batch; row++) await model.prefill(state, tokensOf(config, context - seen), { row, chunk });
      using sampler = new Sampler(model.place, batch, {}, 0);
      const step = await model.prepareStep(state, sampler);
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        finish();
        const start = performance.now();
        for (let n = 0; n < steps; n++) step.launch();
        finish();
        times.push((performance.now() - start) / steps);
      }
      seen = context + rounds * steps;
      const milliseconds = median(times.slice(1));
      // Of a state that grows, what lies before the steps.
      const stateBytes = full ? (state.bytes * context) / maxTokens : state.bytes;
      const bytes = weightsRead(config) * (dtype === "f32" ? 4 : 2) + stateBytes;
      add({
        ...{ kind: "decode", what: `a step of ${batch} behind ${context} tokens`, batch, tokens: context },
        ...{ milliseconds, tokensPerSecond: (1000 * batch) / milliseconds, memory: memory() },
        ...(bandwidth ? { ofBandwidth: bytes / bandwidth / 1e6 / milliseconds } : {}),
      });
    }
  }
  if (newTokens > 0) {
    memory(); // Forgets what the steps held.
    const start = performance.now();
    let early = 0;
    for await (const { index } of generate(model, { prompts: [tokensOf(config, 16)], maxTokens: newTokens }))
      if (index === 256) early = memory();
    const milliseconds = performance.now() - start;
    const what = `${newTokens} new tokens (${(early / 2 ** 30).toFixed(2)} GiB at the 256th)`;
    add({
      kind: "generate",
      what,
      batch: 1,
      tokens: newTokens,
      milliseconds,
      tokensPerSecond: (1000 * newTokens) / milliseconds,
      memory: memory(),
    });
  }
};

const figures = (name: string, time: { milliseconds: number; tokensPerSecond: number }, bytes: number, more: string): string =>
  `${name.padEnd(40)} ${time.milliseconds.toFixed(3).padStart(11)} ms ${time.tokensPerSecond.toFixed(1).padStart(11)} tokens/s ${(bytes / 2 ** 30).toFixed(2).padStart(6)} GiB${more}\n`;

const usage = `npm run bench:samba -- [options]
  --config NAME     a preset (Samba_1.3B)
  --against NAME    another one beside it, with --groups N query groups (6)
  --device gpu|cpu
  --prompts LIST    lengths of prompts (2048,16384,131072)
  --batches LIST    sequences that step together (1,16)
  --contexts LIST   tokens before the steps, ascending, at least 4 times the steps apart (4096)
  --steps N         of one timing (64)
  --generate N      new tokens of one sequence, by the loop that users run (none)
  --chunk N         tokens of a prompt at a time (${defaultChunk.gpu}; on the CPU ${defaultChunk.cpu})
  --no-peer         leave PyTorch out
  --json`;
const options = {
  config: { type: "string", default: "Samba_1.3B" },
  against: { type: "string" },
  groups: { type: "string", default: "6" },
  device: { type: "string", default: gpuAvailable() ? "gpu" : "cpu" },
  prompts: { type: "string", default: "2048,16384,131072" },
  batches: { type: "string", default: "1,16" },
  contexts: { type: "string", default: "4096" },
  steps: { type: "string", default: "64" },
  generate: { type: "string", default: "0" },
  chunk: { type: "string" },
  "no-peer": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export const main = async (args: readonly string[]): Promise<0 | 2> => {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options }>>;
  try {
    parsed = parseArgs({ args: [...args], options });
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n${usage}\n`);
    return 2;
  }
  const { values } = parsed;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const unknown = [values.config, values.against].find((name) => name !== undefined && !presets[name]);
  if (unknown !== undefined) {
    process.stderr.write(`bench: there is no preset ${unknown}; there are ${Object.keys(presets).join(", ")}\n`);
    return 2;
  }
  const onGpu = values.device === "gpu";
  if (onGpu && !gpuAvailable()) {
    process.stderr.write("bench: no GPU that CUDA can use; `cuica doctor` says what is missing\n");
    return 2;
  }
  const configs = [presets[values.config]!];
  if (values.against !== undefined) {
    const nQueryGroups = Number(values.groups);
    configs.push(sambaConfig({ ...presets[values.against]!, name: `${values.against}, ${nQueryGroups} query groups`, nQueryGroups }));
  }
  const print = (text: string): void => void (values.json || process.stdout.write(text));
  const [steps, newTokens] = [Number(values.steps), Number(values.generate)];
  const chunk = values.chunk === undefined ? defaultChunk[onGpu ? "gpu" : "cpu"] : Number(values.chunk);

  let where = "cpu";
  let bandwidth: number | null = null;
  if (onGpu) {
    using device = Device.open();
    where = device.name;
    bandwidth = copyBandwidth(device, 2 ** 30);
    print(`${where}, bf16, copies at ${bandwidth.toFixed(0)} GB/s\n`);
  }
  const models: { readonly model: string; readonly parameters: number; readonly rows: (Row & { peer?: PeerTime | PeerMissing })[] }[] = [];
  for (const config of configs) {
    const parameters = [...parameterShapes(config).values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const rows: Row[] = [];
    models.push({ model: config.name, parameters, rows });
    print(`${config.name}, ${(parameters / 1e9).toFixed(2)} billion parameters\n`);
    const add = (row: Row): void => {
      rows.push(row);
      const share = row.ofBandwidth === undefined ? "" : `  ${(100 * row.ofBandwidth).toFixed(0)}% of the bandwidth`;
      print(figures(`  ${row.what}`, row, row.memory, share));
    };
    // A device of its own, so that no memory of another model is kept for reuse.
    using device = onGpu ? Device.open() : null;
    const lists = { prompts: numbers(values.prompts), batches: numbers(values.batches), contexts: numbers(values.contexts) };
    await measureModel(config, device, { ...lists, steps, generate: newTokens, chunk, bandwidth, add });
  }
  // When all memory of ours is free.
  let asks = onGpu && !values["no-peer"];
  for (const [n, { model, rows }] of models.entries()) {
    if (asks) print(`${model}, PyTorch\n`);
    for (const [at, row] of rows.entries()) {
      if (!asks) break;
      if (row.kind === "generate") continue;
      const { kind, batch, tokens, what, milliseconds } = row;
      const found = peer({ kind, config: configs[n]!, batch, tokens, chunk });
      if ("missing" in found) {
        process.stderr.write(`  ${what}: PyTorch is not compared with: ${found.missing}\n`);
        asks = !found.everywhere;
      } else
        print(figures(`  ${what}`, found, found.peakBytes, `  ${(found.milliseconds / milliseconds).toFixed(2)} times ours; ${found.how}`));
      rows[at] = { ...row, peer: found };
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ where, dtype: onGpu ? "bf16" : "f32", bandwidth, chunk, models }, null, 1)}\n`);
  return 0;
};
if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
