// `npm start`: a small language model from its checkpoint to text. Loads the Samba of `examples/models`, checks the kernels that it is made of
// against their definitions, checks that reading a text in one pass and token by token is the same, and continues a prompt, on the GPU if there is
// one and else on the CPU back end. `npm start -- "Now there was"` continues another one. Ends with code 1 if anything disagrees.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { specs as convolution } from "../kernels/causal-conv1d/spec.ts";
import { specs as scan } from "../kernels/selective-scan/spec.ts";
import { specs as attention } from "../kernels/sliding-window-attention/spec.ts";
import { familySpecs } from "../proptests/families.ts";
import type { Spec } from "../proptests/lib/spec.ts";
import { Device, gpuAvailable } from "../runtime/cuda/device.ts";
import { runOnCpu } from "../runtime/executions.ts";
import { generate } from "../runtime/samba/generate.ts";
import { Samba } from "../runtime/samba/model.ts";
import { parameterShapes } from "../runtime/samba/parameters.ts";
import { stateSize } from "../runtime/samba/state-size.ts";
import type { Tokenizer } from "../runtime/samba/tokenizer.ts";
import { loadModel } from "../runtime/samba/weights/load.ts";

const folder = fileURLToPath(new URL("models/samba-kjv", import.meta.url));
const prompt = process.argv[2] ?? "In the beginning";
const newTokens = 400;
const sampling = { temperature: 0.7, topP: 0.95 };
const shown = (path: string): string => relative(process.cwd(), path);
const seconds = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** A few random cases of every kernel against its definition. On a GPU each kernel is verified there when it is first used, besides. */
const checkKernels = async (): Promise<void> => {
  const start = performance.now();
  const specs = [...familySpecs, ...convolution, ...scan, ...attention] as readonly Spec[];
  let cases = 0;
  for (const spec of specs) {
    const tuning = spec.tunings[0]!;
    for (const one of fc.sample(spec.cases({ tuning, work: 1e5 }), { numRuns: 3, seed: 1 })) {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K2. ${spec.name}`);
      try {
        await spec.check(one, tuning, (configuration, call) => runOnCpu(configuration, call));
      } catch (error) {
        throw new Error(`WRONG: ${spec.name}: ${(error as Error).message}\n  in the case ${JSON.stringify(one)}`);
      }
      cases++;
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  console.log(`2. ${specs.length} kernels agree with their definitions on ${cases} random cases (${seconds(start)})`);
};

/** Logits of a text's last token: all of it in one pass, in chunks, and its end token by token. */
const checkModel = async (model: Samba, tokenizer: Tokenizer): Promise<void> => {
  const start = performance.now();
  const tokens = tokenizer.encode("And it came to pass in those days, that there went out a decree from Caesar Augustus.");
  const last = tokens.length - 8;
  using whole = model.state(1, { maxTokens: tokens.length });
  using parts = model.state(1, { maxTokens: tokens.length });
  const expected = (await model.prefill(whole, tokens)).toNumbers();
  await model.prefill(parts, tokens.slice(0, last), { chunk: 17 });
  let actual = expected;
  for (const token of tokens.slice(last)) actual = (await model.step(parts, [token])).toNumbers();
  const difference = actual.reduce((most, value, n) => Math.max(most, Math.abs(value - expected[n]!)), 0);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Sums in another order differ by some hundred roundings, relative to the largest logit.
  const allowed = scale * (model.dtype === "f32" ? 1e-4 : 5e-2);
  if (!(difference <= allowed)) throw new Error(`WRONG: one pass and steps differ by ${difference}, which should be at most ${allowed}`);
  console.log(
    `3. ${tokens.length} tokens in one pass, and in chunks and steps, give the same logits: they differ by ${difference.toExponential(1)} of ${scale.toFixed(1)} (${seconds(start)})`,
  );
};

const continueText = async (model: Samba, tokenizer: Tokenizer, where: string): Promise<void> => {
  const tokens = tokenizer.encode(prompt);
  console.log(
    `4. ${JSON.stringify(prompt)}, continued at temperature ${sampling.temperature}, from ${100 * sampling.topP} % of the probability:\n`,
  );
  process.stdout.write(prompt);
  const text = tokenizer.stream();
  // Code that is made ready meanwhile is no part of a rate.
  const clock = (): number => performance.now() - model.place.preparing;
  const start = clock();
  let first = start;
  let count = 0;
  for await (const { token } of generate(model, { prompts: [tokens], maxTokens: newTokens, sampling, seed: 1 })) {
    if (count++ === 0) first = clock();
    process.stdout.write(text.push([token]));
  }
  const rate = (tokensOf: number, milliseconds: number): string => `${((1000 * tokensOf) / milliseconds).toFixed(1)} tokens/s`;
  console.log(
    `${text.end()}\n\n5. ${where}: the prompt's ${tokens.length} tokens at ${rate(tokens.length, first - start)}, ${count} new ones at ${rate(count - 1, clock() - first)}`,
  );
};

const main = async (): Promise<void> => {
  const start = performance.now();
  using device = gpuAvailable() ? Device.open() : null;
  using source = loadModel(folder);
  const { config, parameters, tokenizer } = source;
  using model = Samba.load(parameters, config, { device: device ?? "cpu" });
  const count = [...parameterShapes(config).values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const where = `${device?.name ?? "CPU back end"}, ${model.dtype}`;
  console.log(
    `1. ${shown(folder)}: ${config.name}, ${(count / 1e6).toFixed(2)} million parameters, ${(stateSize(config, model.dtype).constant / 2 ** 20).toFixed(2)} MiB of state whatever the length (${seconds(start)})`,
  );
  await checkKernels();
  await checkModel(model, tokenizer!);
  await continueText(model, tokenizer!, where);
  if (!device)
    console.log(
      "   With a GPU (sm_80 or newer, NVIDIA driver, NVRTC) this same program runs there. `npm run cuica -- doctor` says what is missing here.",
    );
};
try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
