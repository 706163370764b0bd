// The configuration of a model of the Samba family, in the words of microsoft/Samba's lit_gpt Config. Whatever passes `sambaConfig` runs in
// every dtype, on the CPU and on a GPU: what the family does not have, and what its kernels do not take, is refused by the field's name, never ignored.
import { expectKind, isObject, shownValue } from "../../codegen/ir/runtime-error.ts";
import { RuntimeError } from "../cuda/errors.ts";

/** Self-Extend (arXiv 2401.01325): keys at a distance of `neighbourWindow` or more are attended to at positions divided by `groupSize`. */
export interface SelfExtend {
  readonly neighbourWindow: number;
  readonly groupSize: number;
}

/** Every field of a model that decides its parameters or its results. */
export interface SambaConfig {
  readonly name: string;
  /** Tokens it was trained on at once. Nothing is limited by it. */
  readonly blockSize: number;
  readonly vocabSize: number;
  /** Rows of the embedding: `vocabSize` rounded up. Tokens from `vocabSize` on are never sampled. */
  readonly paddedVocabSize: number;
  /** Blocks. Each is a mixer and an MLP, or as `mambaSwaMlp` and `mamba` say. */
  readonly nLayer: number;
  readonly nEmbd: number;
  readonly nHead: number;
  /** Heads of keys and values: `nHead` is MHA, 1 is MQA. */
  readonly nQueryGroups: number;
  readonly intermediateSize: number;
  /** Tokens that attention sees, its own included; -1: all. */
  readonly localWindow: number;
  /** Every so many blocks one attends to all tokens, whatever `localWindow` says. */
  readonly fullPerLayer: number;
  /** Blocks 0, n, 2n, … mix by Mamba; -1: none. */
  readonly mbPerLayer: number;
  /** The same of retention and of gated linear attention. */
  readonly retPerLayer: number;
  readonly glaPerLayer: number;
  /** Blocks that attend; all others mix by Mamba, and the three fields above do not count. */
  readonly attnLayerPos: readonly number[] | null;
  readonly retHeads: number;
  readonly glaHeads: number;
  /** Each block is Mamba, attention and MLP. */
  readonly mambaSwaMlp: boolean;
  /** Each block is Mamba alone. */
  readonly mamba: boolean;
  /** An MLP of twice the model's width in Mamba's place. */
  readonly ablMamba: boolean;
  readonly mlp: boolean;
  /** No rotary positions in attention. */
  readonly nope: boolean;
  /** Short causal convolutions with SiLU on queries, keys and values. */
  readonly scAttn: boolean;
  /** Biases of attention's and the MLP's projections. */
  readonly bias: boolean;
  readonly normEps: number;
  /** The part of a head's dimensions that is rotated. */
  readonly rotaryPercentage: number;
  /** Positions are divided by it. */
  readonly condenseRatio: number;
  /** Logits are products with the embedding itself. */
  readonly tiedEmbeddings: boolean;
  readonly selfExtend: SelfExtend | null;
  /** Of Mamba: states a channel, taps of its convolution, channels a dimension of the model. */
  readonly mambaState: number;
  readonly mambaConv: number;
  readonly mambaExpand: number;
}

/** What must be said of a model; the rest has defaults. `nHead` and `intermediateSize` may be left out of a pure Mamba. */
export type PartialConfig = Partial<SambaConfig> & Pick<SambaConfig, "nLayer" | "nEmbd" | "vocabSize">;

export const configError = (field: string, text: string, help: string): RuntimeError =>
  new RuntimeError("CUI3024", `config: ${field} ${text}`, help);

/** What to give for each field. */
const kinds: Readonly<
  Record<keyof SambaConfig, "a text" | "a number" | "true or false" | "a list of numbers, or null" | "an object, or null">
> = {
  name: "a text",
  blockSize: "a number",
  vocabSize: "a number",
  paddedVocabSize: "a number",
  nLayer: "a number",
  nEmbd: "a number",
  nHead: "a number",
  nQueryGroups: "a number",
  intermediateSize: "a number",
  localWindow: "a number",
  fullPerLayer: "a number",
  mbPerLayer: "a number",
  retPerLayer: "a number",
  glaPerLayer: "a number",
  retHeads: "a number",
  glaHeads: "a number",
  normEps: "a number",
  rotaryPercentage: "a number",
  condenseRatio: "a number",
  mambaState: "a number",
  mambaConv: "a number",
  mambaExpand: "a number",
  mambaSwaMlp: "true or false",
  mamba: "true or false",
  ablMamba: "true or false",
  mlp: "true or false",
  nope: "true or false",
  scAttn: "true or false",
  bias: "true or false",
  tiedEmbeddings: "true or false",
  attnLayerPos: "a list of numbers, or null",
  selfExtend: "an object, or null",
};
const isOf = (kind: (typeof kinds)[keyof SambaConfig], value: unknown): boolean => {
  switch (kind) {
    case "a text":
      return typeof value === "string";
    case "a number":
      return typeof value === "number";
    case "true or false":
      return typeof value === "boolean";
    case "a list of numbers, or null":
      return value === null || (Array.isArray(value) && value.every((one) => typeof one === "number"));
    case "an object, or null":
      return value === null || isObject(value);
    default:
      return kind satisfies never;
  }
};
const shown = (value: unknown): string =>
  typeof value === "object"
    ? JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part))
    : shownValue(value);
const checkKinds = (given: PartialConfig): void => {
  for (const [field, value] of Object.entries(given)) {
    if (!Object.hasOwn(kinds, field)) throw configError(field, "is not known", "leave it out, or spell it as SambaConfig does");
    const kind = kinds[field as keyof SambaConfig];
    if (!isOf(kind, value)) throw configError(field, `is ${shown(value)}`, `give ${kind}`);
  }
};
/** Whether a value is what `sambaConfig` returns: an object with every field. */
export const isConfig = (value: unknown): value is SambaConfig =>
  isObject(value) && Object.keys(kinds).every((field) => Object.hasOwn(value, field));

/** Multiple that vocabularies are padded to. */
const paddingMultiple = 64;
const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** Fills what is left out and checks all of it. Throws CUI3024, which names the field. */
export const sambaConfig = (fields: PartialConfig): SambaConfig => {
  expectKind("sambaConfig", "the config", fields, isObject(fields), "an object of fields");
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as PartialConfig;
  checkKinds(given);
  const nHead = given.nHead ?? (given.mamba ? 1 : Number.NaN);
  const config: SambaConfig = {
    name: "samba",
    blockSize: 4096,
    paddedVocabSize: roundUp(given.vocabSize, paddingMultiple),
    nQueryGroups: nHead,
    intermediateSize: given.mamba || given.mlp === false ? 0 : Number.NaN,
    localWindow: -1,
    fullPerLayer: 1000000,
    mbPerLayer: -1,
    retPerLayer: -1,
    glaPerLayer: -1,
    attnLayerPos: null,
    retHeads: Math.floor(nHead / 2),
    glaHeads: Math.floor(given.nEmbd / 384),
    mambaSwaMlp: false,
    mamba: false,
    ablMamba: false,
    mlp: true,
    nope: false,
    scAttn: false,
    bias: false,
    normEps: 1e-5,
    rotaryPercentage: 1,
    condenseRatio: 1,
    tiedEmbeddings: given.mamba === true,
    selfExtend: null,
    mambaState: 16,
    mambaConv: 4,
    mambaExpand: 2,
    ...given,
    nHead,
  };
  check(config);
  return config;
};

/** What fields may be at most. The first ones keep every parameter below `mostElements`, and a config from asking for endless blocks. */
const most = {
  nLayer: 1024,
  nEmbd: 16384,
  vocabSize: 2 ** 21,
  paddedVocabSize: 2 ** 21,
  /** Windows and groups are added to positions, which are i32. */
  window: 2 ** 30,
  headSize: 256,
  /** Keys of a head of retention or gated linear attention; there are at most twice as many values. */
  linearKeys: 512,
  mambaState: 256,
  mambaConv: 32,
} as const;
const mostElements = 2 ** 31 - 1;
/** Keys and values of heads of retention and gated linear attention are multiples of it. */
const linearUnit = 16;

const check = (config: SambaConfig): void => {
  const refuse = (field: keyof SambaConfig, help: string): never => {
    throw configError(field, `is ${shown(config[field])}`, help);
  };
  const demand = (condition: boolean, field: keyof SambaConfig, help: string): void => {
    if (!condition) refuse(field, help);
  };
  const isCount = (value: unknown, largest: number = Number.MAX_SAFE_INTEGER): boolean =>
    Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= largest;
  const positive = (...fields: readonly (keyof SambaConfig)[]): void => {
    for (const field of fields) demand(isCount(config[field]), field, "give an integer from 1");
  };
  const { nEmbd, nHead, selfExtend, attnLayerPos } = config;
  for (const field of ["nLayer", "nEmbd", "vocabSize", "paddedVocabSize"] as const)
    demand(isCount(config[field], most[field]), field, `give an integer from 1 to ${most[field]}`);
  positive("nHead", "nQueryGroups", "fullPerLayer", "blockSize", "condenseRatio", "mambaExpand");
  demand(config.paddedVocabSize >= config.vocabSize, "paddedVocabSize", `give vocabSize, ${config.vocabSize}, or more`);
  demand(
    config.localWindow === -1 || isCount(config.localWindow, most.window),
    "localWindow",
    `give tokens, from 1 to ${most.window}, or -1`,
  );
  for (const field of ["mbPerLayer", "retPerLayer", "glaPerLayer"] as const)
    demand(config[field] === -1 || isCount(config[field]), field, "give an integer from 1, or -1");
  demand(Math.fround(config.normEps) > 0 && Number.isFinite(Math.fround(config.normEps)), "normEps", "give a positive number of f32");
  demand(
    attnLayerPos === null ||
      (new Set(attnLayerPos).size === attnLayerPos.length &&
        attnLayerPos.every((at) => Number.isSafeInteger(at) && at >= 0 && at < config.nLayer)),
    "attnLayerPos",
    `give numbers of blocks from 0 to ${config.nLayer - 1}, each once`,
  );
  demand(!(config.mamba && config.mambaSwaMlp), "mambaSwaMlp", "a pure Mamba (mamba) has no attention: set one of the two");
  const mixers = new Set(layersOf(config).map(({ mixer }) => mixer));
  if (mixers.has("attention")) {
    demand(nEmbd % nHead === 0, "nHead", `give a divisor of nEmbd, ${nEmbd}`);
    demand(
      headSize(config) <= most.headSize,
      "nHead",
      `a head has at most ${most.headSize} of nEmbd's ${nEmbd} dimensions: give more heads`,
    );
    demand(nHead % config.nQueryGroups === 0, "nQueryGroups", `give a divisor of nHead, ${nHead}`);
    demand(config.rotaryPercentage > 0 && config.rotaryPercentage <= 1, "rotaryPercentage", "give a fraction in (0, 1], or set nope");
    const turned = rotaryDimensions(config);
    demand(
      turned % 2 === 0,
      "rotaryPercentage",
      `an even number of a head's ${headSize(config)} dimensions is rotated, not ${turned}: give another fraction, or set nope`,
    );
  }
  if (mixers.has("mamba")) {
    demand(isCount(config.mambaState, most.mambaState), "mambaState", `give an integer from 1 to ${most.mambaState}`);
    demand(
      config.mambaConv > 1 && isCount(config.mambaConv, most.mambaConv),
      "mambaConv",
      `give an integer from 2 to ${most.mambaConv}: a convolution of one tap has no state`,
    );
    demand(
      2 * innerSize(config) * nEmbd <= mostElements,
      "mambaExpand",
      `the input projection has at most ${mostElements} weights: give less`,
    );
  }
  const linear = (field: "retHeads" | "glaHeads", keys: number): void => {
    positive(field);
    demand(
      keys % linearUnit === 0 && keys <= most.linearKeys,
      field,
      `a head has a multiple of ${linearUnit}, of at most ${most.linearKeys}, as keys, not ${keys}: ${allowed(field, (keys * config[field]) / linearUnit)}`,
    );
  };
  /** Numbers of heads that divide the keys of all heads, given in units. */
  const allowed = (field: string, units: number): string => {
    const heads = Array.from({ length: Math.floor(units) }, (_, n) => n + 1).filter(
      (count) => units % count === 0 && (units * linearUnit) / count <= most.linearKeys,
    );
    return heads.length > 0 ? `give ${field} as one of ${heads.join(", ")}` : "give another nEmbd";
  };
  if (mixers.has("retention")) linear("retHeads", nEmbd / config.retHeads);
  if (mixers.has("gla")) linear("glaHeads", nEmbd / 2 / config.glaHeads);
  if (config.mlp && !config.mamba) {
    positive("intermediateSize");
    demand(
      2 * config.intermediateSize * nEmbd <= mostElements,
      "intermediateSize",
      `an MLP has at most ${mostElements} weights going in: give less`,
    );
  }
  demand(config.paddedVocabSize * nEmbd <= mostElements, "paddedVocabSize", `the embedding has at most ${mostElements} weights: give less`);
  if (selfExtend !== null) {
    const { neighbourWindow, groupSize } = selfExtend;
    const natural = [neighbourWindow, groupSize].every((value) => isCount(value, most.window));
    demand(natural, "selfExtend", `give neighbourWindow and groupSize as integers from 1 to ${most.window}`);
    demand(!config.nope, "selfExtend", "regroups positions, and nope has none: set one of the two");
    demand(mixers.has("attention"), "selfExtend", "regroups the positions of attention, and no block attends: leave it out");
  }
};

/** Dimensions of one head of attention. */
export const headSize = ({ nEmbd, nHead }: SambaConfig): number => nEmbd / nHead;
/** The first so many of them are rotated. */
export const rotaryDimensions = (config: SambaConfig): number => (config.nope ? 0 : Math.floor(config.rotaryPercentage * headSize(config)));
/** Channels of Mamba, and the rank of its step size. */
export const innerSize = ({ nEmbd, mambaExpand }: SambaConfig): number => nEmbd * mambaExpand;
export const stepRank = ({ nEmbd }: SambaConfig): number => Math.ceil(nEmbd / 16);

interface LayerPlace {
  /** Number of its block. */
  readonly block: number;
  /** Names of the norm before it and of its own parameters, as `transformer.h.0.norm_1` and `transformer.h.0.attn`. */
  readonly norm: string;
  readonly path: string;
}
/** One addition to the residual stream: norm, then a mixer or an MLP. `window` counts tokens, -1 is all; `hidden` is an MLP's width. */
export type Layer =
  | (LayerPlace & { readonly mixer: "mamba" | "gla" | "retention" })
  | (LayerPlace & { readonly mixer: "attention"; readonly window: number })
  | (LayerPlace & { readonly mixer: "mlp"; readonly hidden: number });

/** All layers of a model in the order in which they run: two or three of a block, one of a pure Mamba. */
export const layersOf = (config: SambaConfig): readonly Layer[] =>
  Array.from({ length: config.nLayer }, (_, block): readonly Layer[] => {
    const at = (norm: string, path: string): LayerPlace => {
      const root = `transformer.h.${block}`;
      return { block, norm: `${root}.${norm}`, path: `${root}.${path}` };
    };
    if (config.mamba) return [{ ...at("norm", "mixer"), mixer: "mamba" }];
    const local = block % config.fullPerLayer < config.fullPerLayer - 1;
    const window = local ? config.localWindow : -1;
    const first: readonly Layer[] = config.mambaSwaMlp
      ? [
          { ...at("norm_m", "mb"), mixer: "mamba" },
          { ...at("norm_attn", "attn"), mixer: "attention", window },
        ]
      : [{ ...at("norm_1", "attn"), ...mixerOf(config, block, window) }];
    return config.mlp ? [...first, { ...at("norm_2", "mlp"), mixer: "mlp", hidden: config.intermediateSize }] : first;
  }).flat();

type Mixer =
  | { readonly mixer: "mamba" | "gla" | "retention" }
  | { readonly mixer: "attention"; readonly window: number }
  | { readonly mixer: "mlp"; readonly hidden: number };
const mixerOf = (config: SambaConfig, block: number, window: number): Mixer => {
  const every = (period: number): boolean => period > 0 && block % period === 0;
  const mamba: Mixer = config.ablMamba ? { mixer: "mlp", hidden: 2 * config.nEmbd } : { mixer: "mamba" };
  if (config.attnLayerPos !== null) return config.attnLayerPos.includes(block) ? { mixer: "attention", window } : mamba;
  if (every(config.mbPerLayer)) return mamba;
  if (every(config.retPerLayer)) return { mixer: "retention" };
  if (every(config.glaPerLayer)) return { mixer: "gla" };
  return { mixer: "attention", window };
};
