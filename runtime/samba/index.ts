// Language models of the Samba family, as a program uses them: `using folder = loadModel(path); using model = Samba.load(folder.parameters,
// folder.config, { device: "cpu" }); for await (const { token } of generate(model, { prompts, maxTokens })) …`.

/** A model ready to run, what it keeps of its sequences, and the continuation of prompts. */
export { type LoadOptions, type PrefillOptions, Samba, type StateOptions, type Step } from "./model.ts";
export { generate, type GeneratedToken, type GenerateOptions } from "./generate.ts";
export { SambaState } from "./state.ts";
/** Generations that are stopped and go on later, in another process if need be. */
export { type RestoreOptions, restoreState, saveState } from "./state-file.ts";
/** How tokens are chosen, and text at which to stop. */
export { Sampler } from "./sampler.ts";
export type { Sampling } from "./sampling.ts";
export { StopText } from "./stop-text.ts";
/** Architectures: fields as lit_gpt names them, and known configurations by name. */
export { type PartialConfig, type SambaConfig, sambaConfig, type SelfExtend } from "./config.ts";
export { configFromJson, configToJson } from "./config-json.ts";
export { presets } from "./presets.ts";
/** Parameters by name: of a folder, of host tensors, or drawn. */
export { loadModel, type ModelFolder, openModel } from "./weights/load.ts";
export { type NamedTensors, namedTensors } from "./weights/named-tensors.ts";
export { weightsDigest } from "./weights/digest.ts";
export { parameterShapes, randomParameters } from "./parameters.ts";
export type { FloatName } from "./weights/convert.ts";
/** Text to tokens and back. */
export { byteTokenizer, readTokenizer, type TextStream, type Tokenizer } from "./tokenizer.ts";
/** How spread out layers' choices are. */
export { Entropies, type LayerEntropy } from "./entropies.ts";
