// The configuration of a model of the Samba family, in the words of microsoft/Samba's lit_gpt Config. Whatever passes `sambaConfig` can be run:
// what the family does not have is refused by the field's name, never ignored.
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

/** Multiple that vocabularies are padded to. */
const paddingMultiple = 64;
const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** Fills what is left out and checks all of it. Throws CUI3024, which names the field. */
export const sambaConfig = (given: PartialConfig): SambaConfig => {
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
    tiedEmbeddings: given.mamba ?? false,
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

const check = (config: SambaConfig): void => {
  const positive = (...fields: readonly (keyof SambaConfig)[]): void => {
    for (const field of fields)
      if (!(Number.isSafeInteger(config[field]) && (config[field] as number) > 0))
        throw configError(field, `is ${config[field]}`, "give an integer from 1");
  };
  const demand = (condition: boolean, field: keyof SambaConfig, help: string): void => {
    if (!condition) throw configError(field, `is ${JSON.stringify(config[field])}`, help);
  };
  positive("nLayer", "nEmbd", "nHead", "vocabSize", "paddedVocabSize", "nQueryGroups", "fullPerLayer", "blockSize", "condenseRatio");
  positive("mambaState", "mambaConv", "mambaExpand");
  demand(config.paddedVocabSize >= config.vocabSize, "paddedVocabSize", `give vocabSize, ${config.vocabSize}, or more`);
  demand(config.nEmbd % config.nHead === 0, "nHead", `give a divisor of nEmbd, ${config.nEmbd}`);
  demand(config.nHead % config.nQueryGroups === 0, "nQueryGroups", `give a divisor of nHead, ${config.nHead}`);
  demand(
    config.localWindow === -1 || (Number.isSafeInteger(config.localWindow) && config.localWindow > 0),
    "localWindow",
    "give tokens, or -1",
  );
  for (const field of ["mbPerLayer", "retPerLayer", "glaPerLayer"] as const)
    demand(config[field] === -1 || (Number.isSafeInteger(config[field]) && config[field] > 0), field, "give an integer from 1, or -1");
  demand(config.rotaryPercentage > 0 && config.rotaryPercentage <= 1, "rotaryPercentage", "give a fraction in (0, 1], or set nope");
  demand(config.nope || rotaryDimensions(config) % 2 === 0, "rotaryPercentage", "an even number of a head's dimensions is rotated");
  demand(config.normEps > 0, "normEps", "give a positive number");
  demand(
    config.attnLayerPos === null || config.attnLayerPos.every((at) => Number.isSafeInteger(at) && at >= 0 && at < config.nLayer),
    "attnLayerPos",
    `give numbers of blocks from 0 to ${config.nLayer - 1}`,
  );
  demand(!(config.mamba && config.mambaSwaMlp), "mambaSwaMlp", "a pure Mamba (mamba) has no attention: set one of the two");
  const mixers = new Set(layersOf(config).map(({ mixer }) => mixer));
  if (mixers.has("retention")) {
    positive("retHeads");
    demand(config.nEmbd % config.retHeads === 0, "retHeads", `give a divisor of nEmbd, ${config.nEmbd}`);
    demand((config.nEmbd / config.retHeads) % 2 === 0, "retHeads", "an even number of a head's dimensions is rotated");
  }
  if (mixers.has("gla")) {
    positive("glaHeads");
    demand(config.nEmbd % (2 * config.glaHeads) === 0, "glaHeads", `give a divisor of half of nEmbd, ${config.nEmbd / 2}`);
  }
  if (config.mlp && !config.mamba) positive("intermediateSize");
  if (config.selfExtend !== null) {
    const { neighbourWindow, groupSize } = config.selfExtend;
    const natural = [neighbourWindow, groupSize].every((value) => Number.isSafeInteger(value) && value > 0);
    demand(natural, "selfExtend", "give neighbourWindow and groupSize as integers from 1");
    demand(!config.nope, "selfExtend", "regroups positions, and nope has none: set one of the two");
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
