// The selective scan of Mamba, forward: h' = exp(dt A) h + dt u B, y = C h' + D u, gated by silu(z), over sequences of any length. One
// block takes `blockC` channels of one sequence, all their states in f32 registers, and walks the tokens in tiles of `blockT` that are
// fetched ahead: time steps are prepared for a whole tile, the recurrence runs step by step, and the tile is then gated and written. Tokens
// that overhang a sequence have time step 0, which leaves the state as it is. Where channels are few, chunks of a sequence are blocks of
// their own: a first launch finds what each chunk adds to a zero state, `scanCarry` turns that into the state before each chunk, and the
// last launch starts from there.
import {
  assert,
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
  max,
  min,
  parallel,
  pipelined,
  range,
  reduceSum,
  remainder,
  shared,
  type Static,
  unrolled,
  work,
  silu,
  softplus,
} from "../../dsl/index.ts";

const LOG2E = 1.4426950408889634;

/** `whole`: one chunk a sequence. `ends`: only what each chunk adds to a zero state. `chunks`: chunks that start from `chunkStates`. */
export type ScanPass = "whole" | "ends" | "chunks";
export interface ScanProblem<T extends number> {
  readonly dtype: DType<T>;
  /** States of a channel. */
  readonly states: number;
  /** Channels that share a row of B and C; 0 if all do. */
  readonly groupChannels: number;
  readonly hasD: boolean;
  readonly hasGate: boolean;
  readonly hasBias: boolean;
  readonly hasSoftplus: boolean;
  readonly hasInitialState: boolean;
  /** u, delta, z and y are [batch, channel, token], so that tokens lie side by side in memory. */
  readonly channelsFirst: boolean;
  /** Sequences are walked from their last token to their first. */
  readonly reverse: boolean;
  /** Sequences lie one behind the other in a batch of 1; cuSeqlens says where each begins. */
  readonly packed: boolean;
  readonly pass: ScanPass;
}
export interface ScanTuning {
  /** Channels of a block, and tokens of a tile: a multiple of 4. */
  readonly blockC: number;
  readonly blockT: number;
  readonly stages: number;
  readonly warps: number;
}

/**
 * u, delta, z and y [batch, token, channel], or [batch, channel, token]; A [channel, state]; B and C [batch, token, group, state]; D and
 * deltaBias [channel]; initialState and lastState [sequence, channel, state]; chunkStates [sequence, chunk, channel, state] and chunkSteps
 * (sums of time steps) [sequence, chunk, channel]. `chunks` is at least the longest sequence's number of chunks of `chunkTiles` tiles.
 * Tensors that the problem leaves out may be null.
 */
export const scanForward = kernel(
  import.meta.url,
  "scanForward",
  <T extends f32 | f16 | bf16>(
    {
      dtype,
      states,
      groupChannels,
      hasD,
      hasGate,
      hasBias,
      hasSoftplus,
      hasInitialState,
      channelsFirst,
      reverse,
      packed,
      pass,
    }: Static<ScanProblem<T>>,
    { blockC, blockT, stages }: Static<ScanTuning>,
  ) =>
    (
      u: Global<T, [i32, i32, i32]>,
      delta: Global<T, [i32, i32, i32]>,
      A: Global<f32, [i32, Dim<"states">]>,
      B: Global<T, [i32, i32, i32, Dim<"states">]>,
      C: Global<T, [i32, i32, i32, Dim<"states">]>,
      D: Global<f32, [i32]>,
      z: Global<T, [i32, i32, i32]>,
      deltaBias: Global<f32, [i32]>,
      initialState: Global<f32, [i32, i32, Dim<"states">]>,
      cuSeqlens: Global<i32, [i32]>,
      y: Global<T, [i32, i32, i32]>,
      lastState: Global<f32, [i32, i32, Dim<"states">]>,
      chunkStates: Global<f32, [i32, i32, i32, Dim<"states">]>,
      chunkSteps: Global<f32, [i32, i32, i32]>,
      chunks: i32,
      chunkTiles: i32,
    ) => {
      if (blockT % 4 !== 0) throw new Error("blockT must be a multiple of 4: steps are taken four at a time");
      const [tokenAxis, channelAxis] = channelsFirst ? ([2, 1] as const) : ([1, 2] as const);
      const channels = groupChannels === 0 ? u.shape[channelAxis] : groupChannels;
      const channelTiles = ceilDiv(channels, blockC);
      const groups = groupChannels === 0 ? 1 : B.shape[2];
      const sequences = packed ? cuSeqlens.shape[0] - 1 : u.shape[0];
      for (const [tileOfGroup, chunk, sequence] of work([channelTiles * groups, chunks, sequences])) {
        const batch = packed ? 0 : sequence;
        const firstToken = packed ? cuSeqlens.read(sequence) : 0;
        const tokens = packed ? cuSeqlens.read(sequence + 1) - firstToken : u.shape[tokenAxis];
        const chunkLength = chunkTiles * blockT;
        const start = chunk * chunkLength;
        const isLast = tokens - start <= chunkLength;
        if (packed && pass === "ends")
          if (chunk === 0 && tileOfGroup === 0)
            assert(tokens <= chunks * chunkLength, "maxTokens is at least the longest sequence's length");
        if (chunk > 0 && start >= tokens) continue;
        if (pass === "ends" && isLast) continue;
        const group = groupChannels === 0 ? 0 : idiv(tileOfGroup, channelTiles);
        const left = (groupChannels === 0 ? tileOfGroup : remainder(tileOfGroup, channelTiles)) * blockC;
        // This sequence's tokens, and this group's channels.
        const first = group * groupChannels;
        const uSequence = packed ? u.slice(tokenAxis, firstToken, tokens) : u;
        const deltaSequence = packed ? delta.slice(tokenAxis, firstToken, tokens) : delta;
        const zSequence = packed ? z.slice(tokenAxis, firstToken, tokens) : z;
        const ySequence = packed ? y.slice(tokenAxis, firstToken, tokens) : y;
        const BSequence = packed ? B.slice(1, firstToken, tokens) : B;
        const CSequence = packed ? C.slice(1, firstToken, tokens) : C;
        const uGroup = groupChannels === 0 ? uSequence : uSequence.slice(channelAxis, first, channels);
        const deltaGroup = groupChannels === 0 ? deltaSequence : deltaSequence.slice(channelAxis, first, channels);
        const zGroup = groupChannels === 0 ? zSequence : zSequence.slice(channelAxis, first, channels);
        const yGroup = groupChannels === 0 ? ySequence : ySequence.slice(channelAxis, first, channels);
        const here = range(left, blockC);
        const allStates = range(0, states);

        // Tiles of tokens and channels lie as the tensors do.
        const [tileRows, tileColumns] = channelsFirst ? [blockC, blockT] : [blockT, blockC];
        const uRows = shared(dtype, [tileRows, tileColumns]);
        const deltaRows = shared(dtype, [tileRows, tileColumns]);
        const zRows = shared(dtype, [tileRows, tileColumns]);
        const BRows = shared(dtype, [blockT, states]);
        const CRows = shared(dtype, [blockT, states]);
        /** Time steps, dt * u, B, C, and C h for the tile, in f32. */
        const steps = shared(f32, [tileRows, tileColumns]);
        const inputs = shared(f32, [tileRows, tileColumns]);
        const BValues = shared(f32, [blockT, states]);
        const CValues = shared(f32, [blockT, states]);
        const results = shared(f32, [tileRows, tileColumns]);

        const state = fragment(f32, [blockC, states]);
        const rate = fragment(f32, [blockC, states]);
        const bias = fragment(f32, [blockC]);
        const skip = fragment(f32, [blockC]);
        const tile = fragment(f32, [tileRows, tileColumns]);
        const scaled = fragment(f32, [tileRows, tileColumns]);
        const gate = fragment(f32, [tileRows, tileColumns]);
        const stepSums = fragment(f32, [tileRows, tileColumns]);

        copy((groupChannels === 0 ? A : A.slice(0, first, channels)).at(here, allStates), rate);
        for (const [c, n] of parallel(blockC, states)) rate[c][n] *= LOG2E;
        if (hasBias) copy((groupChannels === 0 ? deltaBias : deltaBias.slice(0, first, channels)).at(here), bias);
        if (hasD) copy((groupChannels === 0 ? D : D.slice(0, first, channels)).at(here), skip);
        const statesBefore = groupChannels === 0 ? initialState : initialState.slice(1, first, channels);
        const statesOfChunks = groupChannels === 0 ? chunkStates : chunkStates.slice(2, first, channels);
        if (pass === "chunks") copy(statesOfChunks.at(sequence, chunk, here, allStates), state);
        else if (pass === "whole" && hasInitialState) copy(statesBefore.at(sequence, here, allStates), state);
        else fill(state, 0);
        if (pass === "ends") fill(stepSums, 0);

        const length = min(tokens - start, chunkLength);
        for (const n of pipelined(0, ceilDiv(max(length, 0), blockT), { stages })) {
          // Row 0 of the tile; with `reverse` the tile's last row is taken first, and its first rows may lie before the sequence.
          const position = start + n * blockT;
          const top = reverse ? tokens - position - blockT : position;
          const ofTile = range(top, blockT);
          const rows = range(channelsFirst ? left : top, tileRows);
          const columns = range(channelsFirst ? top : left, tileColumns);
          copy(uGroup.at(batch, rows, columns), uRows);
          copy(deltaGroup.at(batch, rows, columns), deltaRows);
          copy(BSequence.at(batch, ofTile, group, allStates), BRows);
          if (pass !== "ends") copy(CSequence.at(batch, ofTile, group, allStates), CRows);
          if (hasGate && pass !== "ends") copy(zGroup.at(batch, rows, columns), zRows);

          convert(deltaRows, tile);
          convert(uRows, scaled);
          for (const [i, j] of parallel(tileRows, tileColumns)) {
            const raw = hasBias ? tile[i][j] + bias[channelsFirst ? i : j] : tile[i][j];
            const token = top + (channelsFirst ? j : i);
            const exists = reverse ? token >= 0 : token < tokens;
            tile[i][j] = exists ? (hasSoftplus ? softplus(raw) : raw) : 0;
            scaled[i][j] *= tile[i][j];
            if (pass === "ends") stepSums[i][j] += tile[i][j];
          }
          copy(tile, steps);
          copy(scaled, inputs);
          convert(BRows, BValues);
          if (pass !== "ends") convert(CRows, CValues);

          const CRow = fragment(f32, [states]);
          const outputs = [fragment(f32, [blockC]), fragment(f32, [blockC]), fragment(f32, [blockC]), fragment(f32, [blockC])];
          for (const four of unrolled(0, blockT, 4)) {
            for (const k of [0, 1, 2, 3]) {
              const t = reverse ? blockT - 1 - four - k : four + k;
              for (const [c, s] of parallel(blockC, states))
                state[c][s] = fma(
                  exp2((channelsFirst ? steps[c]![t]! : steps[t]![c]) * rate[c][s]),
                  state[c][s],
                  (channelsFirst ? inputs[c]![t]! : inputs[t]![c]) * BValues[t]![s],
                );
              if (pass !== "ends") {
                for (const [s] of parallel(states)) CRow[s] = CValues[t]![s];
                gemv(state, CRow, outputs[k]!);
              }
            }
            if (pass !== "ends")
              for (const [c] of parallel(blockC))
                for (const k of [0, 1, 2, 3]) {
                  const t = reverse ? blockT - 1 - four - k : four + k;
                  if (channelsFirst) results[c]![t] = outputs[k]![c];
                  else results[t]![c] = outputs[k]![c];
                }
          }

          if (pass !== "ends") {
            copy(results, tile);
            if (hasD) convert(uRows, scaled);
            if (hasGate) convert(zRows, gate);
            for (const [i, j] of parallel(tileRows, tileColumns)) {
              const through = hasD ? fma(skip[channelsFirst ? i : j], scaled[i][j], tile[i][j]) : tile[i][j];
              tile[i][j] = hasGate ? through * silu(gate[i][j]) : through;
            }
            convert(tile, yGroup.at(batch, rows, columns));
          }
        }

        const statesBehind = groupChannels === 0 ? lastState : lastState.slice(1, first, channels);
        if (pass === "ends") {
          const sums = fragment(f32, [blockC]);
          const stepsOfChunks = groupChannels === 0 ? chunkSteps : chunkSteps.slice(2, first, channels);
          reduceSum(stepSums, channelsFirst ? 1 : 0, sums);
          copy(sums, stepsOfChunks.at(sequence, chunk, here));
          copy(state, statesOfChunks.at(sequence, chunk, here, allStates));
        } else if (isLast) copy(state, statesBehind.at(sequence, here, allStates));
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
      hasInitialState: false,
      channelsFirst: false,
      reverse: false,
      packed: false,
      pass: "whole",
    },
    tuning: { blockC: 64, blockT: 32, stages: 2, warps: 4 },
  },
);

export interface CarryProblem {
  readonly states: number;
  readonly hasInitialState: boolean;
  readonly packed: boolean;
}
export interface CarryTuning {
  readonly blockC: number;
  readonly stages: number;
  readonly warps: number;
}
/**
 * The state before each chunk, from what each chunk adds to a zero state (`ends`) and by how much it decays a state (exp(A * chunkSteps));
 * shapes as for scanForward, `starts` as `ends`. `tokens`: of each sequence, unless packed.
 */
export const scanCarry = kernel(
  import.meta.url,
  "scanCarry",
  ({ states, hasInitialState, packed }: Static<CarryProblem>, { blockC, stages }: Static<CarryTuning>) =>
    (
      A: Global<f32, [i32, Dim<"states">]>,
      initialState: Global<f32, [i32, i32, Dim<"states">]>,
      cuSeqlens: Global<i32, [i32]>,
      ends: Global<f32, [i32, i32, i32, Dim<"states">]>,
      chunkSteps: Global<f32, [i32, i32, i32]>,
      starts: Global<f32, [i32, i32, i32, Dim<"states">]>,
      tokens: i32,
      chunkLength: i32,
    ) => {
      const [sequences, , channels] = ends.shape;
      for (const [tile, sequence] of work([ceilDiv(channels, blockC), sequences])) {
        const length = packed ? cuSeqlens.read(sequence + 1) - cuSeqlens.read(sequence) : tokens;
        const here = range(tile * blockC, blockC);
        const allStates = range(0, states);
        const added = shared(f32, [blockC, states]);
        const summed = shared(f32, [blockC]);
        const state = fragment(f32, [blockC, states]);
        const rate = fragment(f32, [blockC, states]);
        copy(A.at(here, allStates), rate);
        for (const [c, n] of parallel(blockC, states)) rate[c][n] *= LOG2E;
        if (hasInitialState) copy(initialState.at(sequence, here, allStates), state);
        else fill(state, 0);
        copy(state, starts.at(sequence, 0, here, allStates));
        for (const chunk of pipelined(0, ceilDiv(length, chunkLength) - 1, { stages })) {
          copy(ends.at(sequence, chunk, here, allStates), added);
          copy(chunkSteps.at(sequence, chunk, here), summed);
          for (const [c, n] of parallel(blockC, states)) state[c][n] = fma(exp2(summed[c] * rate[c][n]), state[c][n], added[c][n]);
          copy(state, starts.at(sequence, chunk + 1, here, allStates));
        }
      }
    },
  { problem: { states: 16, hasInitialState: false, packed: false }, tuning: { blockC: 16, stages: 4, warps: 2 } },
);
