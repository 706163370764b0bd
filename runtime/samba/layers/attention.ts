// Softmax attention over a window or over all tokens, with grouped heads and rotary positions (Su et al., "RoFormer", 2021). Keys and values of
// earlier tokens lie in a ring buffer. Self-Extend (Jin et al., "LLM Maybe LongLM", 2024) attends twice, to near keys at their own positions and to
// far ones at grouped positions, and joins both by their log-sum-exps.
import { causalConv1d, causalConv1dUpdate } from "../../../kernels/causal-conv1d/operator.ts";
import { attentionEntropy } from "../../../kernels/entropy/operator.ts";
import { mergeAttentions } from "../../../kernels/merge/operator.ts";
import { rotaryFrequencies } from "../../../kernels/rotary/frequencies.ts";
import { cacheAppend, rotary, rotaryAppend } from "../../../kernels/rotary/operator.ts";
import { attention, attentionDecode } from "../../../kernels/sliding-window-attention/operator.ts";
import { RuntimeError } from "../../cuda/errors.ts";
import { headSize, rotaryDimensions, type SambaConfig } from "../config.ts";
import { shortConvolution } from "../parameters.ts";
import type { Normed, Pass } from "../pass.ts";
import type { FloatName, Tensor } from "../place.ts";
import type { BuiltLayer, LayerParameters, Sequences, StateFacts } from "./layer.ts";

/** Radians of position 1 are powers of its inverse. */
const rotaryBase = 10000;
/** Rows of queries, keys and values that lie one kind behind another, in the order of packed ones: each group its queries, its key, its value. */
const packedOrder = ({ nHead, nQueryGroups, nEmbd }: SambaConfig): readonly number[] => {
  const size = nEmbd / nHead;
  const queries = nHead / nQueryGroups;
  const head = (first: number): readonly number[] => Array.from({ length: size }, (_, n) => first * size + n);
  return Array.from({ length: nQueryGroups }, (_, group) => [
    ...Array.from({ length: queries }, (_, member) => head(group * queries + member)).flat(),
    ...head(nHead + group),
    ...head(nHead + nQueryGroups + group),
  ]).flat();
};
/** Positions of Self-Extend's far keys. */
interface Far {
  /** Keys at this distance or more are far. */
  readonly from: number;
  readonly groupSize: number;
  /** Added to the grouped position of a query. */
  readonly queryShift: number;
}

/** Of a chunk of a prompt, turned to its positions. */
interface Chunk {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}
interface Attended {
  readonly y: Tensor;
  readonly logSumExp: Tensor;
  /** What is to be put into the caches; a step has done so. */
  readonly chunk: Chunk | null;
}

export const attentionLayer = (config: SambaConfig, window: number, dtype: FloatName, parameters: LayerParameters): BuiltLayer => {
  const { nHead: heads, nQueryGroups: groups, nEmbd: width, scAttn, condenseRatio, selfExtend } = config;
  const headDim = headSize(config);
  const rotaryDim = rotaryDimensions(config);
  const packedWidth = width + 2 * groups * headDim;
  const scale = 1 / Math.sqrt(headDim);
  const input = parameters.linear(["attn"]);
  const output = parameters.linear(["proj"]);
  const frequencies = rotaryDim > 0 ? parameters.constant(rotaryFrequencies(rotaryDim, rotaryBase, condenseRatio)) : null;
  const convolution = scAttn
    ? parameters.f32(["q_conv1d.weight", "k_conv1d.weight", "v_conv1d.weight"], {
        shape: [packedWidth, shortConvolution],
        order: packedOrder(config),
      })
    : null;
  const far: Far | null =
    selfExtend !== null && selfExtend.groupSize > 1 && (window < 0 || window > selfExtend.neighbourWindow)
      ? {
          from: selfExtend.neighbourWindow,
          groupSize: selfExtend.groupSize,
          queryShift: selfExtend.neighbourWindow - Math.floor(selfExtend.neighbourWindow / selfExtend.groupSize),
        }
      : null;
  /** Keys that are attended to at their own positions, and at grouped ones. */
  const nearWindow = far ? far.from : window;
  const farWindow = far && window > 0 ? window - far.from : -1;

  const states = (mostTokens: number): Readonly<Record<string, StateFacts>> => {
    const capacity = window < 0 ? mostTokens : Math.min(window, mostTokens);
    if (!Number.isFinite(capacity))
      throw new RuntimeError(
        "CUI3025",
        "a layer attends to all tokens, and the state does not say how many there may be",
        "give maxTokens: prompt and continuation together",
      );
    const cache: StateFacts = { dtype, shape: [capacity, groups, headDim] };
    return {
      keys: cache,
      values: cache,
      ...(far ? { farKeys: cache } : {}),
      ...(convolution ? { conv: { dtype, shape: [shortConvolution - 1, packedWidth] } } : {}),
    };
  };

  const convolved = async (pass: Pass, sequences: Sequences, packed: Tensor, weight: Tensor): Promise<Tensor> => {
    const { rows, place } = pass;
    const y = pass.scratch("wide2", [rows, packedWidth]);
    const state = sequences.state("conv");
    const problem = { dtype, width: shortConvolution, hasSilu: true };
    if (pass.mode === "step") {
      await pass.call(causalConv1dUpdate(problem), { tensors: { x: packed, weight, state }, scalars: {}, outputs: { y } });
      return y;
    }
    const lastState = pass.scratch("convState", state.shape);
    const whole = (matrix: Tensor): Tensor => place.view(matrix, [1, rows, packedWidth]);
    await pass.call(causalConv1d({ ...problem, hasInitialState: true }), {
      tensors: { x: whole(packed), weight, initialState: state },
      scalars: {},
      outputs: { y: whole(y), lastState },
    });
    pass.copy(lastState, state);
    return y;
  };

  /** Attends at positions of their own or, with `grouped`, at those of far keys. */
  const attend = async (pass: Pass, sequences: Sequences, packed: Tensor, grouped: Far | null): Promise<Attended> => {
    const { rows, place } = pass;
    const [batch, tokens] = pass.mode === "prefill" ? [1, rows] : [rows, 1];
    const name = (base: string): string => (grouped ? `${base} far` : base);
    const [q, y] = [
      pass.scratch(name("q"), [batch, tokens, heads, headDim]),
      pass.scratch(name("attended"), [batch, tokens, heads, headDim]),
    ];
    const logSumExp = pass.scratch(name("logSumExp"), [batch, heads, tokens], "f32");
    const [keyCache, valueCache] = [sequences.state(grouped ? "farKeys" : "keys"), sequences.state("values")];
    const capacity = keyCache.shape[1]!;
    const turn = {
      qkv: place.view(packed, [batch, tokens, packedWidth]),
      lengths: sequences.lengths,
      ...(frequencies ? { frequencies } : {}),
    };
    const turned = { dtype, headDim, rotaryDim, heads, kvHeads: groups, groupSize: grouped?.groupSize ?? 1 };
    const scalars = { back: tokens, ...(grouped ? { queryShift: grouped.queryShift } : {}) };
    const decode = async (lengths: Tensor, seen: number): Promise<void> => {
      await pass.call(attentionDecode({ dtype, headDim }), {
        tensors: { q, k: keyCache, v: valueCache, lengths },
        scalars: { window: seen < 0 || seen > capacity ? -1 : seen, scale },
        outputs: { output: y, logSumExp },
      });
    };
    if (pass.mode === "step") {
      await pass.call(rotaryAppend(turned), { tensors: { ...turn, k: keyCache, v: valueCache }, scalars, outputs: { q } });
      await (grouped ? decode(sequences.farLengths, farWindow) : decode(sequences.lengths, nearWindow));
      return { y, logSumExp, chunk: null };
    }
    const [k, v] = [pass.scratch(name("k"), [1, tokens, groups, headDim]), pass.scratch(name("v"), [1, tokens, groups, headDim])];
    await pass.call(rotary(turned), { tensors: turn, scalars, outputs: { q, k, v } });
    // Far keys of a chunk all lie in the cache, for a chunk has at most `from` tokens.
    if (grouped) await decode(sequences.farLengths, farWindow);
    else
      await pass.call(attention({ dtype, headDim, cached: true }), {
        tensors: { q, k, v, cachedK: keyCache, cachedV: valueCache, cachedTokens: sequences.positions },
        scalars: { left: nearWindow < 0 ? -1 : nearWindow - 1, right: 0, scale },
        outputs: { output: y, logSumExp },
      });
    return { y, logSumExp, chunk: { q, k, v } };
  };
  /** Terms of the entropy of the probabilities that `logSumExp` normalises: those of keys at their own positions, or of far ones. */
  const measure = async (pass: Pass, sequences: Sequences, { q, k }: Chunk, logSumExp: Tensor, grouped: Far | null): Promise<void> => {
    const entropy = sequences.measured?.(logSumExp.shape);
    if (!entropy) return;
    const cache = { cachedK: sequences.state(grouped ? "farKeys" : "keys"), cachedTokens: sequences.positions };
    await pass.call(attentionEntropy({ dtype, headDim, hasChunk: grouped === null }), {
      tensors: { q, ...(grouped ? {} : { k }), ...cache, logSumExp },
      scalars: { nearest: grouped?.from ?? 0, window: grouped ? window : nearWindow, scale },
      outputs: { entropy },
    });
  };
  /** Puts a chunk into the caches, behind all that reads what it overwrites. */
  const append = async (pass: Pass, sequences: Sequences, { k, v }: Chunk, grouped: Far | null): Promise<void> => {
    const put = async (x: Tensor, cache: Tensor): Promise<void> =>
      pass.call(cacheAppend({ dtype, headDim }), { tensors: { x, lengths: sequences.positions, cache }, scalars: {} });
    await put(k, sequences.state(grouped ? "farKeys" : "keys"));
    if (!grouped) await put(v, sequences.state("values"));
  };

  const build = async (pass: Pass, sequences: Sequences, x: Normed): Promise<void> => {
    const { rows, place } = pass;
    const packed = pass.scratch("wide", [rows, packedWidth]);
    await pass.project(x, input, packed);
    const given = convolution ? await convolved(pass, sequences, packed, convolution) : packed;
    const farther = far ? await attend(pass, sequences, given, far) : null;
    const near = await attend(pass, sequences, given, null);
    const y = farther ? pass.scratch("merged", near.y.shape) : near.y;
    const logSumExp = farther ? pass.scratch("logSumExp merged", near.logSumExp.shape, "f32") : near.logSumExp;
    if (farther)
      await pass.call(mergeAttentions({ dtype, headDim }), {
        tensors: { first: near.y, firstLogSumExp: near.logSumExp, second: farther.y, secondLogSumExp: farther.logSumExp },
        scalars: {},
        outputs: { output: y, logSumExp },
      });
    for (const [part, grouped] of [
      [farther, far],
      [near, null],
    ] as const) {
      if (!part?.chunk) continue;
      await measure(pass, sequences, part.chunk, logSumExp, grouped);
      await append(pass, sequences, part.chunk, grouped);
    }
    await pass.projectOnto(x.residual, place.view(y, [rows, width]), output);
  };
  return { states, build };
};
