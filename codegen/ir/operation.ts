// What an operation of the language is: one total record each, in `dsl/ops/<name>.ts`. Its `js` is the function that kernels call;
// the front end reads its parameters and rules, the passes its effects and layouts, the back ends its lowerings.
import type { JsEmitter } from "../emit/js/context.ts";
import type { LayoutConstraints } from "../layout/constraints.ts";
import type { Lowering } from "../lowering/context.ts";
import type { Interval } from "./interval.ts";
import type { Operand } from "./lowered.ts";
import type { Effect, TileOp } from "./tile.ts";
import type { DType } from "./types.ts";

/** What is wrong with a call: text for the author, and which argument it is about. The front end adds code, position and frame. */
export interface CallProblem {
  readonly message: string;
  readonly argument: number;
  readonly help?: string | undefined;
}

/** dtype of an argument as the front end infers it; a literal takes the type of what it meets. */
export type ArgumentType = DType | "integer literal" | "float literal";

/** A pure function of scalars. */
export interface ScalarFunction {
  readonly kind: "scalar";
  readonly name: string;
  /** One paragraph, with the range and what happens outside it. */
  readonly doc: string;
  readonly example: string;
  /** What kernels call when they run as JavaScript. */
  readonly js: (...args: never[]) => unknown;
  /** dtypes that the arguments are converted to (literals only) and that the result has, or what is wrong. */
  type(args: readonly ArgumentType[]): { readonly args: readonly DType[]; readonly result: DType } | CallProblem;
  /** Value for constant arguments of these dtypes, as every execution computes it; null if it is not folded. */
  fold(args: readonly number[], dtype: DType): number | null;
  /** Some values of the last argument give no result (`fold` is null): a call is computed only where the program comes to it. */
  readonly partial?: true | undefined;
  /** Of integers: where the result lies for arguments of these intervals, before it is fitted to its dtype. Left out where nothing is known. */
  readonly interval?: ((args: readonly Interval[]) => Interval) | undefined;
  /** Emits the lowered instructions; 16-bit floats arrive and leave as f32. */
  lower(lowering: Lowering, args: readonly Operand[], dtype: DType): Operand;
  /** JavaScript expression with the dtype's arithmetic (f32 results are rounded by the caller). */
  emitJs(args: readonly string[], dtype: DType): string;
  /** Argument tuples that tests try on every execution, and the relative error that they may differ by. */
  readonly samples: readonly (readonly number[])[];
  readonly tolerance: number;
}

/** How one parameter of a tile operation's call maps to the IR. */
export interface OperationParameter {
  readonly name: string;
  /** `operand`: a tile or a view, into TileOp.operands; `operands`: an object of tiles by name; `combination`: a function of two such objects, of elements, into TileOp.combination; `scalar`: a run-time scalar, into TileOp.scalars; `attribute`: a compile-time value, into TileOp.attributes; `options`: a trailing object literal of attributes. */
  readonly kind: "operand" | "operands" | "combination" | "scalar" | "attribute" | "options";
  /** Of an operand: what the operation does with it. `update` reads and writes. */
  readonly access?: "read" | "write" | "update" | undefined;
  /** Of an operand: where it may live. */
  readonly spaces?: readonly ("global" | "shared" | "fragment" | "local")[] | undefined;
  /** Of options: names and default values. */
  readonly defaults?: Readonly<Record<string, number | boolean | string>> | undefined;
}

/** An operation on tiles, carried out together by the threads of an executor. */
export interface TileOperation {
  readonly kind: "tile";
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  readonly js: (...args: never[]) => unknown;
  readonly parameters: readonly OperationParameter[];
  /** Shape and dtype rule beyond `parameters`: what is wrong with this call, or null. `argument` counts the call's arguments. */
  check(operation: TileOp): CallProblem | null;
  /** Layouts that the operands' fragments and shared tiles must have, or may choose from. */
  layout(operation: TileOp, constraints: LayoutConstraints): void;
  lower(operation: TileOp, lowering: Lowering): void;
  /** JavaScript of the CPU back end. */
  emitJs(operation: TileOp, emitter: JsEmitter): void;
}

/** A step that other threads take part in or notice: an atomic, an exchange between lanes, a barrier, a report. */
export interface EffectOperation {
  readonly kind: "effect";
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  /** What kernels call when they run as JavaScript; a generator where threads meet. */
  readonly js: (...args: never[]) => unknown;
  /** Spaces of the element that its first argument names (which it reads and writes at once), or null if it has none. */
  readonly target: readonly ("global" | "shared")[] | null;
  /** Its first argument is a named barrier, that it comes to and goes on or waits at. */
  readonly atBarrier?: "arrives" | "waits";
  /** Steps at one element leave it alike in any order: those whose results nobody takes need none. */
  readonly commutes?: true;
  /** Takes a text: before its other arguments, or behind the first. */
  readonly text: "first" | "second" | null;
  /** Who must come to it together. */
  readonly together: "thread" | "warp" | "executor";
  /** Whose threads all get the same result. */
  readonly agreement: "thread" | "warp" | "executor";
  /** Where it may stand. */
  readonly places: readonly Effect["where"][];
  /** dtypes of the arguments behind the target (literals convert) and of the result, or what is wrong. `target` is the element's dtype. */
  type(
    args: readonly ArgumentType[],
    target: DType | null,
  ): { readonly args: readonly DType[]; readonly result: DType | null } | CallProblem;
  /** Whether the outcome depends on the order in which threads come. */
  orderDependent(target: DType | null): boolean;
  /** Emits the lowered instructions for one thread; gives the result. */
  lower(effect: Effect, args: readonly Operand[], lowering: Lowering): Operand | null;
  /** Emits the CPU back end's lines; gives the text of the result, which may `yield` where threads meet. */
  emitJs(effect: Effect, args: readonly string[], emitter: JsEmitter): string | null;
}

export type OperationRecord = ScalarFunction | TileOperation | EffectOperation;
