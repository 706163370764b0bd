// Entries of `./samba`, each as a function of one value, for callers in JavaScript that give it one of another kind.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as samba from "../index.ts";

const config = samba.sambaConfig({ vocabSize: 9, nLayer: 1, nEmbd: 8, mamba: true });
const parameters = samba.namedTensors(samba.randomParameters(config, 1));
const model = samba.Samba.load(parameters, config);
const state = model.state(1);
const folder = mkdtempSync(join(tmpdir(), "cuica-entries-"));
const path = join(folder, "state.safetensors");
samba.saveState(model, state, path);
const tokenizer = samba.byteTokenizer(257);
const partial = { vocabSize: 9, nLayer: 1, nEmbd: 8, nHead: 1, intermediateSize: 4 };

const untyped = (f: unknown): ((...values: unknown[]) => unknown) => f as (...values: unknown[]) => unknown;
const method = (of: object, name: string): ((...values: unknown[]) => unknown) =>
  untyped((of as Readonly<Record<string, unknown>>)[name]).bind(of);
const load = method(samba.Samba, "load");
const prefill = method(model, "prefill");
const makeState = method(model, "state");
const generate = async (own: unknown, options: unknown): Promise<void> => {
  for await (const _ of samba.generate(own as never, options as never));
};
const greedy = { prompts: [[1]], maxTokens: 1 };
/** With one field of the options given. */
const generating = (field: string) => (value: unknown) => generate(model, { ...greedy, [field]: value });
const [saveState, restoreState, sambaConfig] = [untyped(samba.saveState), untyped(samba.restoreState), untyped(samba.sambaConfig)];
const make = (kind: unknown, ...values: unknown[]): unknown => new (kind as new (...given: unknown[]) => unknown)(...values);
const field =
  (f: (...values: unknown[]) => unknown, ...before: unknown[]) =>
  (name: string) =>
  (value: unknown) =>
    f(...before, { [name]: value });
const named = (prefix: string, of: (name: string) => (value: unknown) => unknown, names: readonly string[]) =>
  names.map((name) => [`${prefix}'s ${name}`, of(name)] as const);

export const sambaFolder = folder;
export const sambaEntries: Readonly<Record<string, (value: unknown) => unknown>> = {
  "Samba.load's parameters": (v) => load(v, config),
  "Samba.load's config": (v) => load(parameters, v),
  ...Object.fromEntries(named("Samba.load", field(load, parameters, config), ["device", "dtype"])),
  "Samba.state's batch": (v) => makeState(v),
  "Samba.state's maxTokens": (v) => makeState(1, { maxTokens: v }),
  "Samba.prefill's state": (v) => prefill(v, [1]),
  "Samba.prefill's tokens": (v) => prefill(state, v),
  ...Object.fromEntries(named("Samba.prefill", field(prefill, state, [1]), ["row", "chunk", "logits", "sampler", "entropies"])),
  "Samba.step's state": (v) => method(model, "step")(v, [1]),
  "Samba.step's tokens": (v) => method(model, "step")(state, v),
  "Samba.prepareStep's state": (v) => method(model, "prepareStep")(v),
  "Samba.prepareStep's sampler": (v) => method(model, "prepareStep")(state, v),
  "generate's model": (v) => generate(v, greedy),
  "generate's options": (v) => generate(model, v),
  ...Object.fromEntries(named("generate", generating, ["prompts", "state", "maxTokens", "stop", "seed", "chunk"])),
  "generate's prompt": (v) => generating("prompts")([v]),
  "generate's stop sequence": (v) => generating("stop")([v]),
  ...Object.fromEntries(
    named("sampling", (name) => (v) => generating("sampling")({ temperature: 1, [name]: v }), ["temperature", "topK", "topP"]),
  ),
  "saveState's model": (v) => saveState(v, state, path),
  "saveState's state": (v) => saveState(model, v, path),
  "restoreState's model": (v) => restoreState(v, path),
  "restoreState's path": (v) => restoreState(model, v),
  "restoreState's moreTokens": (v) => restoreState(model, path, { moreTokens: v }),
  "Sampler's place": (v) => make(samba.Sampler, v, 1, {}, 0),
  "Sampler's batch": (v) => make(samba.Sampler, model.place, v, {}, 0),
  "Sampler's seed": (v) => make(samba.Sampler, model.place, 1, {}, v),
  "StopText's texts": (v) => make(samba.StopText, v),
  "StopText.push's text": (v) => untyped((text: never) => new samba.StopText(["ab"]).push(text))(v),
  sambaConfig: (v) => sambaConfig(v),
  ...Object.fromEntries(named("sambaConfig", (name) => (v) => sambaConfig({ ...partial, [name]: v }), Object.keys(config))),
  configFromJson: (v) => untyped(samba.configFromJson)(v),
  configToJson: (v) => untyped(samba.configToJson)(v),
  loadModel: (v) => untyped(samba.loadModel)(v),
  openModel: (v) => untyped(samba.openModel)(v),
  namedTensors: (v) => untyped(samba.namedTensors)(v),
  "namedTensors' tensor": (v) => untyped(samba.namedTensors)([["x", v]]),
  "weightsDigest's parameters": (v) => untyped(samba.weightsDigest)(v, config),
  "weightsDigest's config": (v) => untyped(samba.weightsDigest)(parameters, v),
  parameterShapes: (v) => untyped(samba.parameterShapes)(v),
  "randomParameters' config": (v) => untyped(samba.randomParameters)(v, 1),
  "randomParameters' seed": (v) => untyped(samba.randomParameters)(config, v),
  "randomParameters' dtype": (v) => untyped(samba.randomParameters)(config, 1, v),
  byteTokenizer: (v) => untyped(samba.byteTokenizer)(v),
  readTokenizer: (v) => untyped(samba.readTokenizer)(v),
  "a tokenizer's text": (v) => untyped(tokenizer.encode)(v),
  "a tokenizer's tokens": (v) => untyped(tokenizer.decode)(v),
  "a tokenizer's stream": (v) => untyped(tokenizer.stream().push)(v),
};
