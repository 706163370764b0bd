// Gated linear attention (Yang et al., 2023, section 4.4) and retention (Sun et al., "Retentive Network", 2023, section 2.2): a decayed state of
// keys and values, then RMSNorm of each head and a swish gate.
import { logSigmoid } from "../../../kernels/activation/operator.ts";
import { linearAttention, linearAttentionStep } from "../../../kernels/linear-attention/operator.ts";
import { recurrentLinearAttention } from "../../../kernels/linear-attention/recurrent-operator.ts";
import { gatedRmsNorm } from "../../../kernels/norm/operator.ts";
import { rotaryFrequencies } from "../../../kernels/rotary/frequencies.ts";
import { rotaryTurn } from "../../../kernels/rotary/operator.ts";
import type { SambaConfig } from "../config.ts";
import type { Normed, Pass } from "../pass.ts";
import type { FloatName, Tensor } from "../place.ts";
import type { BuiltLayer, LayerParameters, Sequences } from "./layer.ts";

/** Epsilon of the norm of heads, whatever the model's is. */
const headEpsilon = 1e-5;
/** What log-sigmoid gates are divided by. */
const gateNormaliser = 16;

interface Shape {
  readonly heads: number;
  readonly keyDim: number;
  readonly valueDim: number;
}
/** What differs between the two: the decay, and what becomes of queries and keys. */
interface Kind {
  readonly decay: "head" | "channel";
  /** Arguments of the decay, for `x`, with the axes `place` in front of the heads. */
  decays(pass: Pass, x: Normed, place: readonly number[]): Promise<{ readonly rate?: Tensor; readonly gates?: Tensor }>;
  /** Queries or keys as they enter the state, [...axes, head, keyDim]. `part` gives them with other axes of as many rows. */
  position(
    pass: Pass,
    sequences: Sequences,
    part: (axes: readonly number[]) => Tensor,
    axes: readonly number[],
    name: string,
  ): Promise<Tensor>;
}

const linearLayer = ({ heads, keyDim, valueDim }: Shape, dtype: FloatName, parameters: LayerParameters, kind: Kind): BuiltLayer => {
  const input = parameters.linear(["q_proj", "k_proj", "v_proj"]);
  const gate = parameters.linear(["g_proj"]);
  const output = parameters.linear(["o_proj"]);
  const norm = parameters.f32(["g_norm_swish_gate.weight"]);
  const [keys, values] = [heads * keyDim, heads * valueDim];
  const scale = 1 / Math.sqrt(keyDim);

  const build = async (pass: Pass, sequences: Sequences, x: Normed): Promise<void> => {
    const { rows, place } = pass;
    const prefill = pass.mode === "prefill";
    // Of f32 one operator takes sequences of any number of tokens; otherwise single tokens have one of their own.
    const sequenceAxes = prefill ? [1, rows] : [rows, 1];
    const axes = prefill || dtype === "f32" ? sequenceAxes : [rows];
    const packedWidth = 2 * keys + values;
    const packed = pass.scratch("wide", [rows, packedWidth]);
    const gates = pass.scratch("inner", [rows, values]);
    const attended = pass.scratch("inner2", [rows, values]);
    const y = pass.scratch("inner3", [rows, values]);
    await pass.project(x, input, packed);
    await pass.project(x, gate, gates);
    const part =
      (first: number, size: number) =>
      (outer: readonly number[]): Tensor => {
        const strides = outer.map((_, axis) => packedWidth * outer.slice(axis + 1).reduce((a, b) => a * b, 1));
        return place.view(packed, [...outer, heads, size], [...strides, size, 1], first);
      };
    const q = await kind.position(pass, sequences, part(0, keyDim), axes, "q");
    const k = await kind.position(pass, sequences, part(keys, keyDim), axes, "k");
    const tensors = { q, k, v: part(2 * keys, valueDim)(axes), ...(await kind.decays(pass, x, axes)) };
    const state = sequences.state("memory");
    const attendedHeads = place.view(attended, [...axes, heads, valueDim]);
    const problem = { keyDim, valueDim, decay: kind.decay };
    if (dtype === "f32") {
      await pass.call(recurrentLinearAttention({ keyDim, valueDim, decay: kind.decay }), {
        tensors: { ...tensors, states: state },
        scalars: { scale },
        outputs: { output: attendedHeads },
      });
    } else if (prefill) {
      const finalState = pass.scratch("memory", state.shape, "f32");
      await pass.call(linearAttention({ ...problem, dtype, hasInitialState: true }), {
        tensors: { ...tensors, initialState: state },
        scalars: { scale },
        outputs: { output: attendedHeads, finalState },
      });
      pass.copy(finalState, state);
    } else
      await pass.call(linearAttentionStep({ ...problem, dtype }), {
        tensors: { ...tensors, states: state },
        scalars: { scale },
        outputs: { output: attendedHeads },
      });
    const byHead = (matrix: Tensor): Tensor => place.view(matrix, [rows * heads, valueDim]);
    await pass.call(gatedRmsNorm({ dtype, width: valueDim }), {
      tensors: { x: byHead(attended), gate: byHead(gates), weight: norm },
      scalars: { epsilon: headEpsilon },
      outputs: { y: byHead(y) },
    });
    await pass.projectOnto(x.residual, y, output);
  };
  return { states: () => ({ memory: { dtype: "f32", shape: [heads, keyDim, valueDim] } }), build };
};

/** Heads of width / glaHeads values and half as many keys, each key channel with a gate of its own. */
export const glaLayer = ({ nEmbd: width, glaHeads: heads }: SambaConfig, dtype: FloatName, parameters: LayerParameters): BuiltLayer => {
  const [down, up] = [parameters.linear(["gk_proj.0"]), parameters.linear(["gk_proj.1"])] as const;
  const [keyDim, valueDim] = [width / 2 / heads, width / heads];
  return linearLayer({ heads, keyDim, valueDim }, dtype, parameters, {
    decay: "channel",
    position: async (_pass, _sequences, part, axes) => part(axes),
    decays: async (pass, x, axes) => {
      const low = pass.scratch("low", [pass.rows, down.weight.shape[0]!]);
      const logits = pass.scratch("gateLogits", [pass.rows, heads * keyDim]);
      const gates = pass.scratch("gates", [pass.rows, heads * keyDim], "f32");
      await pass.project(x, down, low);
      await pass.project(low, up, logits);
      await pass.call(logSigmoid({ dtype }), { tensors: { x: logits }, scalars: { scale: 1 / gateNormaliser }, outputs: { y: gates } });
      return { gates: pass.place.view(gates, [...axes, heads, keyDim]) };
    },
  });
};

/** Heads of width / retHeads keys, turned by their positions, and twice as many values; head h keeps 1 - 2^(-5 - h) a token. */
export const retentionLayer = (
  { nEmbd: width, retHeads: heads }: SambaConfig,
  dtype: FloatName,
  parameters: LayerParameters,
): BuiltLayer => {
  const keyDim = width / heads;
  const rate = parameters.constant(Array.from({ length: heads }, (_, head) => Math.log1p(-(2 ** (-5 - head)))));
  const frequencies = parameters.constant(rotaryFrequencies(keyDim));
  return linearLayer({ heads, keyDim, valueDim: 2 * keyDim }, dtype, parameters, {
    decay: "head",
    decays: async () => ({ rate }),
    position: async (pass, sequences, part, axes, name) => {
      const [batch, tokens] = pass.mode === "prefill" ? [1, pass.rows] : [pass.rows, 1];
      const y = pass.scratch(name, [batch, tokens, heads, keyDim]);
      await pass.call(rotaryTurn({ dtype, headDim: keyDim }), {
        tensors: { x: part([batch, tokens]), frequencies, lengths: sequences.lengths },
        scalars: { back: tokens },
        outputs: { y },
      });
      return pass.place.view(y, [...axes, heads, keyDim]);
    },
  });
};
