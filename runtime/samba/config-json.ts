// A model folder's config.json: the fields of lit_gpt's Config by their own names. Fields that would change the model and are not supported are
// refused, as are unknown ones; fields that only concern training are passed over.
import { expectConfig } from "./kinds.ts";
import { configError, type PartialConfig, type SambaConfig, sambaConfig } from "./config.ts";

const fields = {
  name: "name",
  blockSize: "block_size",
  vocabSize: "vocab_size",
  paddedVocabSize: "padded_vocab_size",
  nLayer: "n_layer",
  nEmbd: "n_embd",
  nHead: "n_head",
  nQueryGroups: "n_query_groups",
  intermediateSize: "intermediate_size",
  localWindow: "local_window",
  fullPerLayer: "full_per_layer",
  mbPerLayer: "mb_per_layer",
  retPerLayer: "ret_per_layer",
  glaPerLayer: "gla_per_layer",
  attnLayerPos: "attn_layer_pos",
  retHeads: "ret_heads",
  glaHeads: "gla_heads",
  mambaSwaMlp: "mamba_swa_mlp",
  mamba: "mamba",
  ablMamba: "abl_mamba",
  mlp: "mlp",
  nope: "nope",
  scAttn: "sc_attn",
  bias: "bias",
  normEps: "norm_eps",
  rotaryPercentage: "rotary_percentage",
  condenseRatio: "condense_ratio",
  tiedEmbeddings: "tied_embeddings",
  selfExtend: "self_extend",
  mambaState: "mamba_state",
  mambaConv: "mamba_conv",
  mambaExpand: "mamba_expand",
} as const satisfies Record<keyof SambaConfig, string>;

/** What has one supported value: [field, values that are accepted]. */
const fixed: Readonly<Record<string, readonly unknown[]>> = {
  parallel_residual: [false],
  shared_attention_norm: [false],
  use_mega: [false],
  rms_norm: [true],
  _norm_class: ["RMSNorm", "FusedRMSNorm"],
  _mlp_class: ["LLaMAMLP"],
};
/** Of the code base's files and of training; they change no result. */
const passedOver = new Set(["org", "residual_in_fp32", "fused_add_norm", "padding_multiple", "mamba_init"]);
const types: Readonly<Record<string, string>> = {
  name: "string",
  mamba_swa_mlp: "boolean",
  mamba: "boolean",
  abl_mamba: "boolean",
  mlp: "boolean",
  nope: "boolean",
  sc_attn: "boolean",
  bias: "boolean",
  tied_embeddings: "boolean",
  attn_layer_pos: "object",
  self_extend: "object",
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Blocks that attend, as a list or as Python's text of one: "[1, 5,]". */
const positions = (value: unknown): readonly number[] => {
  const list: unknown = typeof value === "string" && /^\[[\d\s,]*\]$/.test(value) ? value.match(/\d+/g)?.map(Number) : value;
  if (!Array.isArray(list)) throw configError("attn_layer_pos", `is ${JSON.stringify(value)}`, "give a list of numbers of blocks");
  return list;
};
const selfExtend = (value: unknown): SambaConfig["selfExtend"] => {
  const { neighbour_window, group_size, ...others } = isObject(value) ? value : {};
  if (typeof neighbour_window !== "number" || typeof group_size !== "number" || Object.keys(others).length > 0)
    throw configError("self_extend", `is ${JSON.stringify(value)}`, 'give {"neighbour_window": …, "group_size": …}');
  return { neighbourWindow: neighbour_window, groupSize: group_size };
};

/**
 * The config of a parsed config.json. null stands for a field's default, which is that of `sambaConfig` and not always lit_gpt's own. Embeddings are tied if `tied_embeddings` says so or, where it is left
 * out, if `mamba` or `mamba_init` is set, as that code base ties them.
 */
export const configFromJson = (json: unknown): SambaConfig => {
  if (!isObject(json)) throw configError("the file", "is no JSON object", "give the fields of a model");
  const own: Readonly<Record<string, keyof SambaConfig>> = Object.fromEntries(
    Object.entries(fields).map(([field, name]) => [name, field as keyof SambaConfig]),
  );
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) {
    const field = own[name];
    if (value === null || passedOver.has(name)) continue;
    if (Object.hasOwn(fixed, name)) {
      if (!fixed[name]!.includes(value))
        throw configError(
          name,
          `is ${JSON.stringify(value)}`,
          `only ${fixed[name]!.map((one) => JSON.stringify(one)).join(" or ")} is supported`,
        );
      continue;
    }
    if (!field) throw configError(name, "is not known", "remove it if it does not change the model");
    const type = types[name] ?? "number";
    if (field === "attnLayerPos") given[field] = positions(value);
    else if (field === "selfExtend") given[field] = selfExtend(value);
    else if (typeof value === type) given[field] = value;
    else throw configError(name, `is ${JSON.stringify(value)}`, `give a ${type}`);
  }
  for (const name of ["n_layer", "n_embd", "vocab_size"])
    if (!Object.hasOwn(given, own[name]!)) throw configError(name, "is missing", "give a number");
  const padded = json["padding_multiple"];
  const extra = {
    ...(typeof padded === "number" && padded > 0 ? { paddedVocabSize: Math.ceil((given["vocabSize"] as number) / padded) * padded } : {}),
    ...(json["mamba_init"] === true ? { tiedEmbeddings: true } : {}),
  };
  return sambaConfig({ ...extra, ...given } as PartialConfig);
};

/** The JSON value of a config; `configFromJson` of it is the same config. */
export const configToJson = (config: SambaConfig): Readonly<Record<string, unknown>> => {
  expectConfig("configToJson", config);
  return Object.fromEntries(
    Object.entries(fields).map(([field, name]) => {
      const value = config[field as keyof SambaConfig];
      if (field !== "selfExtend" || config.selfExtend === null) return [name, value];
      return [name, { neighbour_window: config.selfExtend.neighbourWindow, group_size: config.selfExtend.groupSize }];
    }),
  );
};
