// One token of the selective scan, for decoding: each row's state lies in a slot of a pool and moves on by the token, in place. One block
// takes `blockC` channels of one row.
import {
  type bf16,
  ceilDiv,
  convert,
  copy,
  type Dim,
  type DType,
  exp2,
  type f16,
  f32,
  fill,
  fma,
  fragment,
  gemv,
  type Global,
  type i32,
  idiv,
  kernel,
  parallel,
  range,
  remainder,
  type Static,
  work,
  silu,
  softplus,
} from "../../dsl/index.ts";

const LOG2E = 1.4426950408889634;

export interface StepProblem<T extends number> {
  readonly dtype: DType<T>;
  readonly states: number;
  /** Channels that share a row of B and C; 0 if all do. */
  readonly groupChannels: number;
  readonly hasD: boolean;
  readonly hasGate: boolean;
  readonly hasBias: boolean;
  readonly hasSoftplus: boolean;
  /** Row n's state is that of slot slots[n] of the pool instead of slot n; where slots[n] is negative, y is 0 and no state is touched. */
  readonly hasSlots: boolean;
}
export interface StepTuning {
  readonly blockC: number;
  readonly warps: number;
}
/**
 * u, delta, z and y [row, channel]; A [channel, state]; B and C [row, group, state]; D and deltaBias [channel]; state [slot, channel,
 * state], f32. Rows of one call have slots of their own. Tensors that the problem leaves out may be null.
 */
export const scanStep = kernel(
  import.meta.url,
  "scanStep",
  <T extends f32 | f16 | bf16>(
    { states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasSlots }: Static<StepProblem<T>>,
    { blockC }: Static<StepTuning>,
  ) =>
    (
      u: Global<T, [i32, i32]>,
      delta: Global<T, [i32, i32]>,
      A: Global<f32, [i32, Dim<"states">]>,
      B: Global<T, [i32, i32, Dim<"states">]>,
      C: Global<T, [i32, i32, Dim<"states">]>,
      D: Global<f32, [i32]>,
      z: Global<T, [i32, i32]>,
      deltaBias: Global<f32, [i32]>,
      slots: Global<i32, [i32]>,
      state: Global<f32, [i32, i32, Dim<"states">]>,
      y: Global<T, [i32, i32]>,
    ) => {
      const channels = groupChannels === 0 ? u.shape[1] : groupChannels;
      const channelTiles = ceilDiv(channels, blockC);
      const groups = groupChannels === 0 ? 1 : B.shape[1];
      for (const [tileOfGroup, row] of work([channelTiles * groups, u.shape[0]])) {
        const group = groupChannels === 0 ? 0 : idiv(tileOfGroup, channelTiles);
        const left = (groupChannels === 0 ? tileOfGroup : remainder(tileOfGroup, channelTiles)) * blockC;
        const first = group * groupChannels;
        const here = range(left, blockC);
        const allStates = range(0, states);
        const slot = hasSlots ? slots.read(row) : row;
        const output = fragment(f32, [blockC]);
        fill(output, 0);
        if (slot >= 0) {
          const before = fragment(f32, [blockC, states]);
          const rate = fragment(f32, [blockC, states]);
          const input = fragment(f32, [blockC]);
          const step = fragment(f32, [blockC]);
          const bias = fragment(f32, [blockC]);
          const skip = fragment(f32, [blockC]);
          const gate = fragment(f32, [blockC]);
          const BRow = fragment(f32, [states]);
          const CRow = fragment(f32, [states]);
          const slotState = groupChannels === 0 ? state : state.slice(1, first, channels);
          copy(slotState.at(slot, here, allStates), before);
          copy((groupChannels === 0 ? A : A.slice(0, first, channels)).at(here, allStates), rate);
          convert((groupChannels === 0 ? u : u.slice(1, first, channels)).at(row, here), input);
          convert((groupChannels === 0 ? delta : delta.slice(1, first, channels)).at(row, here), step);
          convert(B.at(row, group, allStates), BRow);
          convert(C.at(row, group, allStates), CRow);
          if (hasBias) copy((groupChannels === 0 ? deltaBias : deltaBias.slice(0, first, channels)).at(here), bias);
          if (hasD) copy((groupChannels === 0 ? D : D.slice(0, first, channels)).at(here), skip);
          if (hasGate) convert((groupChannels === 0 ? z : z.slice(1, first, channels)).at(row, here), gate);
          for (const [c] of parallel(blockC)) {
            const raw = hasBias ? step[c] + bias[c] : step[c];
            step[c] = hasSoftplus ? softplus(raw) : raw;
          }
          for (const [c, n] of parallel(blockC, states))
            before[c][n] = fma(exp2(step[c] * (rate[c][n] * LOG2E)), before[c][n], step[c] * input[c] * BRow[n]);
          copy(before, slotState.at(slot, here, allStates));
          gemv(before, CRow, output);
          for (const [c] of parallel(blockC)) {
            const through = hasD ? fma(skip[c], input[c], output[c]) : output[c];
            output[c] = hasGate ? through * silu(gate[c]) : through;
          }
        }
        convert(output, (groupChannels === 0 ? y : y.slice(1, first, channels)).at(row, here));
      }
    },
  {
    problem: {
      dtype: "bf16",
      states: 16,
      groupChannels: 0,
      hasD: true,
      hasGate: true,
      hasBias: true,
      hasSoftplus: true,
      hasSlots: false,
    },
    tuning: { blockC: 32, warps: 4 },
  },
);
