// Packed sequences and the limit that a call gives of their lengths: whatever it is, operators give what they should or an assertion fails. Offsets lie
// on the device, so that only the kernels can tell.
import { AssertionFailure } from "../codegen/ir/report.ts";
import type { OperatorPlan } from "../codegen/ir/plan.ts";
import { causalConv1d } from "../kernels/causal-conv1d/operator.ts";
import { gatedDeltaRule } from "../kernels/linear-attention/delta-operator.ts";
import { linearAttention } from "../kernels/linear-attention/operator.ts";
import { selectiveScan } from "../kernels/selective-scan/operator.ts";
import { attention } from "../kernels/sliding-window-attention/operator.ts";
import { relativeError } from "./lib/errors.ts";
import { runPlan } from "./lib/operators.ts";
import { Random } from "./lib/random.ts";
import type { Execution } from "./lib/spec.ts";
import { HostTensor, randomTensor } from "./lib/tensors.ts";

const bounds = [0, 5, 75, 75];
const [tokens, heads, dim, channels, states] = [75, 2, 16, 24, 4];
/** Of the longest sequence. */
export const longest = 70;

interface LimitCase {
  readonly name: string;
  readonly plan: OperatorPlan;
  readonly limit: "maxTokens" | "maxQueries";
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly scalars: Readonly<Record<string, number>>;
  readonly multiprocessors: number;
}
const qkv = { q: [1, tokens, heads, dim], k: [1, tokens, heads, dim], v: [1, tokens, heads, dim] };
const common = { limit: "maxTokens", multiprocessors: 4 } as const;
const linear = { ...common, scalars: { scale: 0.25 } };
const f32 = { dtype: "f32", packed: true } as const;
const tiles = { chunk: 32, blockV: 16, stages: 1, warps: 1, gateBlock: 16, gateStages: 1, blocksEach: 1, chunksEach: 1 };
const scanShapes = {
  ...{ u: [1, tokens, channels], delta: [1, tokens, channels], A: [channels, states] },
  ...{ B: [1, tokens, 1, states], C: [1, tokens, 1, states] },
};
const scanTuning = { blockC: 8, blockT: 8, stages: 1, warps: 1, blocksEach: 1, rounds: 8, tilesEach: 1 };

export const limitCases: readonly LimitCase[] = [
  {
    ...common,
    name: "the selective scan in chunks",
    plan: selectiveScan({ ...f32, states, hasSoftplus: true }, scanTuning),
    shapes: scanShapes,
    scalars: {},
    multiprocessors: 132,
  },
  {
    ...common,
    name: "the selective scan in one piece",
    plan: selectiveScan({ ...f32, states, hasSoftplus: true }, scanTuning),
    shapes: scanShapes,
    scalars: {},
    multiprocessors: 1,
  },
  {
    ...common,
    name: "the causal convolution",
    plan: causalConv1d({ ...f32, width: 4 }, { blockT: 8, blockC: 16, warps: 1 }),
    shapes: { x: [1, tokens, channels], weight: [channels, 4] },
    scalars: {},
  },
  {
    ...linear,
    name: "linear attention without decays",
    plan: linearAttention({ ...f32, keyDim: dim, decay: "none" }, tiles),
    shapes: qkv,
  },
  {
    ...linear,
    name: "linear attention in segments",
    plan: linearAttention({ ...f32, keyDim: dim, decay: "none" }, tiles),
    shapes: qkv,
    multiprocessors: 132,
  },
  {
    ...linear,
    name: "linear attention with decays by token",
    plan: linearAttention({ ...f32, keyDim: dim, decay: "token" }, tiles),
    shapes: { ...qkv, logDecay: [1, tokens, heads] },
  },
  {
    ...linear,
    name: "linear attention with decays by channel",
    plan: linearAttention({ ...f32, keyDim: dim, decay: "channel" }, tiles),
    shapes: { ...qkv, gates: [1, tokens, heads, dim] },
  },
  {
    ...linear,
    name: "the gated delta rule",
    plan: gatedDeltaRule({ ...f32, keyDim: dim, decay: "none" }),
    shapes: { ...qkv, beta: [1, tokens, heads] },
  },
  {
    ...linear,
    name: "the gated delta rule with decays",
    plan: gatedDeltaRule({ ...f32, keyDim: dim, decay: "token" }),
    shapes: { ...qkv, beta: [1, tokens, heads], logDecay: [1, tokens, heads] },
  },
  {
    ...common,
    name: "attention",
    plan: attention({ ...f32, headDim: dim }),
    limit: "maxQueries",
    shapes: qkv,
    scalars: { left: -1, right: 0, queryOffset: 0, scale: 0.25 },
  },
];
/** Log decays and rates: at most 0. */
const negative = new Set(["logDecay", "gates", "A"]);
/** Runs a case with a limit; null where an assertion failed. */
export const runLimited = async (
  { plan, limit, shapes, scalars, multiprocessors }: LimitCase,
  given: number,
  execute: Execution,
): Promise<Readonly<Record<string, HostTensor>> | null> => {
  const random = new Random(1);
  const offsets = (): HostTensor => HostTensor.fromNumbers("i32", [bounds.length], bounds);
  const tensors = Object.fromEntries(
    plan.parameters
      .filter((p) => p.kind === "tensor")
      .map(({ name }) => {
        if (name.startsWith("cuSeqlens")) return [name, offsets()];
        const tensor = randomTensor(random, "f32", shapes[name]!, { scale: 0.3 });
        if (negative.has(name)) tensor.data.forEach((value, n) => (tensor.data[n] = -Math.abs(Number(value))));
        return [name, tensor];
      }),
  );
  try {
    return (await runPlan(plan, { tensors, scalars: { ...scalars, [limit]: given } }, execute, multiprocessors)).outputs;
  } catch (error) {
    if (error instanceof AssertionFailure && error.message.includes(`${limit} is at least the longest sequence's`)) return null;
    throw error;
  }
};
/** Throws where a limit gives other results than the right one; tells which of them were refused. */
export const refusedLimits = async (one: LimitCase, limits: readonly number[], execute: Execution): Promise<number[]> => {
  const expected = await runLimited(one, longest, execute);
  if (!expected) throw new Error(`${one.name}: the longest sequence's own length is refused`);
  const refused: number[] = [];
  for (const limit of limits) {
    const outputs = await runLimited(one, limit, execute);
    if (!outputs) refused.push(limit);
    else
      for (const [name, tensor] of Object.entries(expected)) {
        const error = relativeError(outputs[name]!.toNumbers(), tensor.toNumbers());
        if (!(error <= 1e-5)) throw new Error(`${one.name}: with ${one.limit} ${limit}, ${name} is off by ${error}`);
      }
  }
  return refused;
};
