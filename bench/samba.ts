// `npm run bench:samba`: how fast a model of the Samba family reads prompts and continues them, on the GPU or on the CPU, with drawn weights. Decoding is
// compared with the time that reading its weights and states once takes at the memory's measured bandwidth. Prints a table, or JSON with --json.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Device, gpuAvailable } from "../runtime/cuda/device.ts";
import { layersOf, type SambaConfig } from "../runtime/samba/config.ts";
import { Samba } from "../runtime/samba/model.ts";
import { parameterShapes, randomParameters } from "../runtime/samba/parameters.ts";
import { presets } from "../runtime/samba/presets.ts";
import { namedTensors } from "../runtime/samba/weights/named-tensors.ts";
import { copyBandwidth } from "./harness.ts";

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const tokensOf = (config: SambaConfig, count: number): number[] =>
  Array.from({ length: count }, (_, n) => (n * 7919 + 13) % config.vocabSize);
const numbers = (text: string): number[] => text.split(",").map(Number);
/** Bytes that a step reads of the weights: all but the embedding's rows, of which it needs one a sequence, unless they are the head as well. */
const weightBytes = (config: SambaConfig, elementBytes: number): number =>
  [...parameterShapes(config)].reduce(
    (sum, [name, shape]) =>
      name === "transformer.wte.weight" && !config.tiedEmbeddings ? sum : sum + elementBytes * shape.reduce((a, b) => a * b, 1),
    0,
  );

interface Row {
  readonly what: string;
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
  /** Of decoding: the part of the time that the memory needs at least. */
  readonly ofBandwidth?: number;
  /** Bytes of the device, or of the process, that are in use afterwards. */
  readonly memory: number;
}

export const main = async (args: readonly string[]): Promise<0 | 2> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string", default: "Samba_1.3B" },
      device: { type: "string", default: gpuAvailable() ? "gpu" : "cpu" },
      prompts: { type: "string", default: "2048,16384,131072" },
      batches: { type: "string", default: "1,16" },
      context: { type: "string", default: "4096" },
      steps: { type: "string", default: "64" },
      chunk: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const config = presets[values.config];
  if (!config) {
    process.stderr.write(`bench: there is no preset ${values.config}; there are ${Object.keys(presets).join(", ")}\n`);
    return 2;
  }
  if (values.device === "gpu" && !gpuAvailable()) {
    process.stderr.write("bench: no GPU that CUDA can use; `cuica doctor` says what is missing\n");
    return 2;
  }
  using device = values.device === "gpu" ? Device.open() : null;
  const dtype = device ? "bf16" : "f32";
  const bandwidth = device ? copyBandwidth(device, 2 ** 30) : null;
  using model = Samba.load(namedTensors(randomParameters(config, 1, dtype)), config, { device: device ?? "cpu", dtype });
  const chunk = values.chunk === undefined ? {} : { chunk: Number(values.chunk) };
  const finish = (): void => device?.synchronize();
  const memory = (): number => {
    if (!device) return process.memoryUsage().rss;
    const { free, total } = device.memory();
    return total - free;
  };
  const full = layersOf(config).some((layer) => layer.mixer === "attention" && layer.window < 0);
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    if (values.json) return;
    const share = row.ofBandwidth === undefined ? "" : `  ${(100 * row.ofBandwidth).toFixed(0)}% of the bandwidth`;
    process.stdout.write(
      `${row.what.padEnd(44)} ${row.milliseconds.toFixed(2).padStart(10)} ms ${row.tokensPerSecond.toFixed(1).padStart(12)} tokens/s ${(row.memory / 2 ** 30).toFixed(2).padStart(7)} GiB${share}\n`,
    );
  };

  for (const length of numbers(values.prompts)) {
    const tokens = tokensOf(config, length);
    const times: number[] = [];
    for (let n = 0; n < 3; n++) {
      using state = model.state(1, full ? { maxTokens: length } : {});
      finish();
      const start = performance.now();
      await model.prefill(state, tokens, chunk);
      times.push(performance.now() - start);
    }
    const milliseconds = median(times.slice(1));
    add({ what: `prompt of ${length} tokens`, milliseconds, tokensPerSecond: (1000 * length) / milliseconds, memory: memory() });
  }
  const [context, steps] = [Number(values.context), Number(values.steps)];
  for (const batch of numbers(values.batches)) {
    using state = model.state(batch, full ? { maxTokens: context + 4 * steps + 8 } : {});
    for (let row = 0; row < batch; row++) await model.prefill(state, tokensOf(config, context), { row, ...chunk });
    const step = await model.prepareStep(state);
    const times: number[] = [];
    for (let round = 0; round < 4; round++) {
      finish();
      const start = performance.now();
      for (let n = 0; n < steps; n++) step.launch();
      finish();
      times.push((performance.now() - start) / steps);
    }
    const milliseconds = median(times.slice(1));
    const bytes = weightBytes(config, dtype === "f32" ? 4 : 2) + state.bytes;
    add({
      what: `a step of ${batch} behind ${context} tokens`,
      milliseconds,
      tokensPerSecond: (1000 * batch) / milliseconds,
      memory: memory(),
      ...(bandwidth ? { ofBandwidth: bytes / bandwidth / 1e6 / milliseconds } : {}),
    });
  }
  if (values.json)
    process.stdout.write(`${JSON.stringify({ model: config.name, where: device?.name ?? "cpu", dtype, bandwidth, rows }, null, 1)}\n`);
  return 0;
};
if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
