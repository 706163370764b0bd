// The states at which segments of several chunks begin, so that segments can be walked side by side: `segmentStates` finds what each adds to a state
// of zero and how it decays what came before, `carryStates` puts that together from the first segment to the last.
import {
  type bf16,
  ceilDiv,
  copy,
  type Dim,
  type DType,
  exp2,
  type f16,
  f32,
  fill,
  fragment,
  gemm,
  type Global,
  type i32,
  idiv,
  kernel,
  min,
  parallel,
  pipelined,
  range,
  remainder,
  serial,
  shared,
  type Static,
  transpose,
  work,
} from "../../dsl/index.ts";
import type { OutputsTuning } from "./outputs.ts";
import { chunkSlot, decayBetween, keyColumnsOf } from "./sums.ts";

/** As the fields of `OutputsProblem`. */
export interface SegmentsProblem<T extends number> {
  readonly dtype: DType<T>;
  /** Of the products: "3xtf32" for f32. */
  readonly precision: "ieee" | "3xtf32";
  readonly keyDim: number;
  readonly valueDim: number;
  readonly chunk: number;
  readonly decay: "none" | "scalar" | "channel";
  readonly hasSteps: boolean;
  readonly packed: boolean;
}

/**
 * Arguments as `chunkOutputs` takes them. Row sequence * segments + segment of `states` becomes the segment's own state, and of `segmentDecays` its
 * decay of each key channel; of segments that a sequence has not, and of its last, both are left as they are.
 */
export const segmentStates = kernel(
  import.meta.url,
  "segmentStates",
  <T extends f16 | bf16 | f32>(
    { dtype, precision, keyDim, valueDim, chunk, decay, hasSteps, packed }: Static<SegmentsProblem<T>>,
    { blockV, stages, warps }: Static<OutputsTuning>,
  ) =>
    (
      k: Global<T, [i32, i32, i32, Dim<"keyDim">]>,
      v: Global<T, [i32, i32, i32, Dim<"valueDim">]>,
      wholes: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      sums: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      steps: Global<f32, [i32, i32, i32, Dim<"chunk">]>,
      decays: Global<f32, [i32, i32, i32, Dim<"keyDim">]>,
      cuSeqlens: Global<i32, [i32]>,
      states: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      segmentDecays: Global<f32, [i32, i32, Dim<"keyDim">]>,
      segments: i32,
      segmentChunks: i32,
    ) => {
      const keyColumns = keyColumnsOf(keyDim, blockV, warps);
      const scalesValues = decay === "scalar" || hasSteps;
      const heads = v.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : k.shape[0];
      for (const [valueTile, head, row] of work([idiv(valueDim, blockV), heads, sequences * segments])) {
        const sequence = idiv(row, segments);
        const segment = remainder(row, segments);
        const batch = packed ? 0 : sequence;
        const first = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - first : k.shape[1];
        const chunks = ceilDiv(tokens, chunk);
        const from = segment * segmentChunks;
        const until = from + segmentChunks;
        if (until >= chunks) continue;
        const left = valueTile * blockV;
        const group = idiv(head, idiv(heads, k.shape[2]));
        const keys = packed ? k.slice(1, first, tokens) : k;
        const values = packed ? v.slice(1, first, tokens) : v;

        const state = fragment(f32, [blockV, keyColumns]);
        const kept = fragment(f32, [keyColumns]);
        const keyRows = shared(dtype, [chunk, keyColumns]);
        const valueRows = shared(dtype, [chunk, blockV]);
        const wholeTile = shared(f32, [chunk]);
        const sumTile = shared(f32, [chunk]);
        const stepTile = shared(f32, [chunk]);
        const decayTile = shared(f32, [keyColumns]);
        /** What of a token's value is left at the end of the chunk. */
        const weights = shared(f32, [chunk]);
        const valueFragment = fragment(dtype, [chunk, blockV]);
        const scaledValues = shared(dtype, [chunk, blockV]);
        fill(state, 0);
        fill(kept, 1);
        let keptTotal: f32 = 0;
        for (const n of pipelined(from, until, { stages })) {
          const slot = chunkSlot(packed, first, chunk, sequence, n);
          copy(keys.at(batch, range(n * chunk, chunk), group, range(0, keyColumns)), keyRows);
          copy(values.at(batch, range(n * chunk, chunk), head, range(left, blockV)), valueRows);
          if (decay === "scalar") {
            copy(wholes.at(batch, head, slot, range(0, chunk)), wholeTile);
            copy(sums.at(batch, head, slot, range(0, chunk)), sumTile);
          }
          if (hasSteps) copy(steps.at(batch, head, slot, range(0, chunk)), stepTile);
          if (decay === "channel") copy(decays.at(batch, head, slot, range(0, keyColumns)), decayTile);
          const total = decay === "scalar" ? wholeTile[chunk - 1]! + sumTile[chunk - 1]! : 0;
          if (scalesValues) {
            for (const [j] of parallel(chunk)) {
              const remaining = decay === "scalar" ? decayBetween(wholeTile, sumTile, j, chunk - 1) : 1;
              weights[j] = hasSteps ? remaining * stepTile[j] : remaining;
            }
            copy(valueRows, valueFragment);
            for (const [j, d] of parallel(chunk, blockV)) valueFragment[j][d] = dtype(f32(valueFragment[j][d]) * weights[j]);
            copy(valueFragment, scaledValues);
          }
          if (decay === "scalar") {
            const remains = exp2(total);
            for (const [d, c] of parallel(blockV, keyColumns)) state[d][c] *= remains;
            keptTotal += total;
          }
          if (decay === "channel") {
            for (const [d, c] of parallel(blockV, keyColumns)) state[d][c] *= decayTile[c];
            for (const [c] of parallel(keyColumns)) kept[c] *= decayTile[c];
          }
          if (scalesValues) gemm(transpose(scaledValues), keyRows, state, { precision });
          else gemm(transpose(valueRows), keyRows, state, { precision });
        }
        for (const [d, c] of parallel(blockV, keyColumns))
          if (keyColumns === keyDim || c < keyDim) states.write(state[d][c], row, head, c, left + d);
        if (decay === "scalar") fill(kept, exp2(keptTotal));
        if (valueTile === 0) copy(kept, segmentDecays.at(row, head, range(0, keyColumns)));
      }
    },
  {
    problem: { dtype: "bf16", precision: "ieee", keyDim: 128, valueDim: 128, chunk: 64, decay: "scalar", hasSteps: false, packed: false },
    tuning: { blockV: 128, stages: 2, warps: 8 },
  },
);

export interface CarryProblem {
  readonly keyDim: number;
  readonly valueDim: number;
  readonly chunk: number;
  readonly packed: boolean;
  readonly hasInitialState: boolean;
}
export interface CarryTuning {
  /** Key channels of a block: divides keyDim. */
  readonly blockK: number;
  readonly warps: number;
}
/** Turns the rows of `states` from what segments add into what they begin with. `tokens`: of sequences that are not packed. */
export const carryStates = kernel(
  import.meta.url,
  "carryStates",
  ({ keyDim, valueDim, chunk, packed, hasInitialState }: Static<CarryProblem>, { blockK }: Static<CarryTuning>) =>
    (
      initialState: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      cuSeqlens: Global<i32, [i32]>,
      states: Global<f32, [i32, i32, Dim<"keyDim">, Dim<"valueDim">]>,
      segmentDecays: Global<f32, [i32, i32, Dim<"keyDim">]>,
      tokens: i32,
      segments: i32,
      segmentChunks: i32,
    ) => {
      const [rows, heads] = states.shape;
      for (const [keyTile, head, sequence] of work([idiv(keyDim, blockK), heads, idiv(rows, segments)])) {
        const top = keyTile * blockK;
        const length = packed ? cuSeqlens.read(sequence + 1) - cuSeqlens.read(sequence) : tokens;
        const used = min(segments, ceilDiv(ceilDiv(length, chunk), segmentChunks));
        const carried = fragment(f32, [blockK, valueDim]);
        const own = fragment(f32, [blockK, valueDim]);
        const kept = fragment(f32, [blockK]);
        if (hasInitialState) copy(initialState.at(sequence, head, range(top, blockK), range(0, valueDim)), carried);
        else fill(carried, 0);
        for (const segment of serial(0, used - 1)) {
          const row = sequence * segments + segment;
          copy(states.at(row, head, range(top, blockK), range(0, valueDim)), own);
          copy(segmentDecays.at(row, head, range(top, blockK)), kept);
          copy(carried, states.at(row, head, range(top, blockK), range(0, valueDim)));
          for (const [c, d] of parallel(blockK, valueDim)) carried[c][d] = carried[c][d] * kept[c] + own[c][d];
        }
        // The last segment's own state is nobody's: an empty sequence has its first row alone.
        const last = sequence * segments + (used > 0 ? used - 1 : 0);
        copy(carried, states.at(last, head, range(top, blockK), range(0, valueDim)));
      }
    },
  { problem: { keyDim: 128, valueDim: 128, chunk: 64, packed: false, hasInitialState: false }, tuning: { blockK: 16, warps: 4 } },
);
