// What a chunk of queries and keys comes to under a log decay per key channel: scores among its tokens, queries decayed from the chunk's beginning,
// keys decayed to its end. Every factor is a product of decays from an earlier token to a later one: none exceeds 1, nothing is divided or
// clamped, and what underflows is below 2^-126 of its neighbours.
//
// A score needs the decay from token j to token i of each channel, which no product of matrices can take along. It is split at a token between the two:
// at level b, blocks of 2b tokens have their boundary in the middle, later halves hold queries decayed from it, earlier halves keys decayed to
// it, and one product gives the scores between the halves. Levels 1, 2, 4, 8 meet inside sub-chunks of 16 tokens; the levels above join sub-chunks.
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
  local,
  parallel,
  pipelined,
  range,
  remainder,
  shared,
  type Static,
  transpose,
  unrolled,
  work,
} from "../../dsl/index.ts";
import { chunkSlot, LOG2E } from "./sums.ts";

/** Tokens of a sub-chunk: rows of the matrix instruction. */
const SUB = 16;

export interface GatesProblem<T extends number, G extends number> {
  readonly dtype: DType<T>;
  readonly gateDtype: DType<G>;
  readonly keyDim: number;
  /** Tokens of a chunk: 32 or 64. */
  readonly chunk: number;
  readonly packed: boolean;
}
export interface GatesTuning {
  /** Key channels taken at once: divides keyDim. */
  readonly blockK: number;
  readonly stages: number;
  readonly warps: number;
}
