// Tile IR: a kernel as structured control flow over tiles, before layouts, warps and registers exist.
// Invariants: every expression carries its dtype; every statement its source position; variables,
// buffers and tensors are compared by identity; constants of the kernel are already folded in.
// All integers in expressions are i32 or u32; element addresses are computed later, in 64 bits.
import type { DType, Position } from "./types.ts";

/** A scalar of one thread. Outside `parallel` it has the same value in every thread of its executor. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly dtype: DType;
  /** `lane` is an index of `parallel`; `work` an index of the grid; `parameter` a scalar kernel argument. */
  readonly role: "local" | "parameter" | "loop" | "work" | "lane";
  /** Is assigned after its declaration. */
  mutable: boolean;
}

/** A tensor argument of the kernel. `null` extents are known at launch only. */
export interface Tensor {
  readonly kind: "tensor";
  readonly name: string;
  readonly dtype: DType;
  readonly extents: readonly (number | null)[];
  /** May be absent at launch (a null pointer); the kernel reads it only where the problem says it is there. */
  readonly position: Position;
}

/** A tile: shared memory of the block, a fragment spread over the registers of its executor's threads, or an array of each thread's own. */
export interface Buffer {
  readonly kind: "buffer";
  readonly name: string;
  readonly space: "shared" | "fragment" | "local";
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly executor: Executor;
  readonly position: Position;
}

/** Who carries out a tile operation: all warps of the block, or the warps of a named role. */
export type Executor = { readonly kind: "block" } | { readonly kind: "role"; readonly name: string };
export const wholeBlock: Executor = { kind: "block" };

// ---- expressions: scalars of one thread

export type UnaryOp = "negate" | "not" | "bitNot";
export type BinaryOp =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "equal"
  | "notEqual"
  | "and"
  | "or";

export type Expr =
  /** Infinities are allowed for floats; a `bool` constant is 0 or 1. */
  | { readonly kind: "constant"; readonly dtype: DType; readonly value: number }
  | { readonly kind: "variable"; readonly dtype: DType; readonly variable: Variable }
  /** Length of one axis of a tensor argument (only for extents known at launch). */
  | { readonly kind: "extent"; readonly dtype: "i32"; readonly tensor: Tensor; readonly axis: number }
  | { readonly kind: "unary"; readonly dtype: DType; readonly op: UnaryOp; readonly a: Expr; readonly position: Position }
  /** Operands have one dtype; comparisons, `and` and `or` give bool. `divide` is for floats only. */
  | {
      readonly kind: "binary";
      readonly dtype: DType;
      readonly op: BinaryOp;
      readonly a: Expr;
      readonly b: Expr;
      readonly position: Position;
    }
  | {
      readonly kind: "select";
      readonly dtype: DType;
      readonly condition: Expr;
      readonly a: Expr;
      readonly b: Expr;
      readonly position: Position;
    }
  /** Value conversion: to an integer it truncates toward zero, to a float it rounds to nearest even. */
  | { readonly kind: "cast"; readonly dtype: DType; readonly a: Expr; readonly position: Position }
  /** A scalar function of the language, by the name of its record in `dsl/ops`. */
  | { readonly kind: "call"; readonly dtype: DType; readonly name: string; readonly args: readonly Expr[]; readonly position: Position }
  /** An element of a tile: of a fragment only inside `parallel`, indexed by its lane variables. */
  | {
      readonly kind: "element";
      readonly dtype: DType;
      readonly buffer: Buffer;
      readonly index: readonly Expr[];
      readonly position: Position;
    }
  /** One element of a tensor argument. In bounds by the author's promise; the simulator checks it. */
  | { readonly kind: "read"; readonly dtype: DType; readonly view: View; readonly position: Position };

// ---- views of tensor arguments

/** One axis of a view: element i of the view is element `begin + start + i` of the tensor's axis, and exists iff 0 <= start + i < length. */
export interface ViewAxis {
  readonly start: Expr;
  /** Extent of the view along this axis; `null` where the axis is indexed and so dropped. */
  readonly size: number | null;
  /** First element of the slice that the view lies in; `null` for the tensor's own beginning. */
  readonly begin: Expr | null;
  /** Length of that slice; `null` for the tensor's own extent. */
  readonly length: Expr | null;
}
export interface View {
  readonly kind: "view";
  readonly tensor: Tensor;
  readonly axes: readonly ViewAxis[];
}
/** Extents of a view: the sizes of its kept axes. */
export const viewShape = (view: View): readonly number[] => view.axes.flatMap((axis) => (axis.size === null ? [] : [axis.size]));

// ---- operands of tile operations

/** A tile, or its transpose (the last two axes swapped). */
export interface TileRef {
  readonly kind: "tile";
  readonly buffer: Buffer;
  readonly transposed: boolean;
}
export type TileOperand = TileRef | View;
export const operandDType = (operand: TileOperand): DType => (operand.kind === "tile" ? operand.buffer.dtype : operand.tensor.dtype);
export const operandShape = (operand: TileOperand): readonly number[] => {
  if (operand.kind === "view") return viewShape(operand);
  const { shape } = operand.buffer;
  return operand.transposed ? [...shape.slice(0, -2), shape[shape.length - 1]!, shape[shape.length - 2]!] : shape;
};

// ---- statements

interface Placed {
  readonly position: Position;
}
export interface Let extends Placed {
  readonly kind: "let";
  readonly variable: Variable;
  readonly value: Expr;
}
export interface Assign extends Placed {
  readonly kind: "assign";
  readonly variable: Variable;
  readonly value: Expr;
}
/** Writes one element. Inside `parallel` a body writes only its own element; outside, one thread of the executor writes (shared and global only). */
export interface Store extends Placed {
  readonly kind: "store";
  readonly target: ElementTarget;
  readonly value: Expr;
}
/** first, first + step, ... while < last. `pipelined` prefetches its copies from global to shared memory `stages - 1` iterations ahead. */
export interface For extends Placed {
  readonly kind: "for";
  readonly mode: "serial" | "unrolled" | "pipelined";
  readonly variable: Variable;
  readonly first: Expr;
  readonly last: Expr;
  readonly step: number;
  /** Of `pipelined` only, else 1. */
  readonly stages: number;
  readonly body: readonly Statement[];
}
/** The body runs as long as the condition, evaluated before every pass, holds. */
export interface While extends Placed {
  readonly kind: "while";
  readonly condition: Expr;
  readonly body: readonly Statement[];
}
export interface If extends Placed {
  readonly kind: "if";
  readonly condition: Expr;
  readonly then: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
/** Elementwise: the body runs once for every index tuple, in any order. */
export interface Parallel extends Placed {
  readonly kind: "parallel";
  readonly indices: readonly Variable[];
  readonly extents: readonly number[];
  readonly executor: Executor;
  readonly body: readonly Statement[];
}
/** Per-thread code: the body runs once for every thread of the executor. Threads meet at the effects in it that say so, and nowhere else. */
export interface Threads extends Placed {
  readonly kind: "threads";
  /** Index of the thread and of its warp within the executor, and of the thread within its warp. */
  readonly thread: Variable;
  readonly warp: Variable;
  readonly lane: Variable;
  readonly executor: Executor;
  /** Threads of the executor. */
  readonly count: number;
  /** Arrays of each thread's own. */
  readonly locals: readonly Buffer[];
  readonly body: readonly Statement[];
}
/** A barrier that some warps arrive at and others, or the same, wait at: a round ends once `warps` of them have come. */
export interface NamedBarrier {
  readonly kind: "namedBarrier";
  readonly name: string;
  readonly warps: number;
  readonly position: Position;
}
/** One element of a tile or of a tensor. */
export type ElementTarget = { readonly kind: "element"; readonly buffer: Buffer; readonly index: readonly Expr[] } | View;
/**
 * A step that other threads take part in or notice, by the name of its record in `dsl/ops`: an atomic, an exchange between lanes, a barrier, a
 * report. Every thread takes it inside `threads`, every element's owner inside `parallel`; elsewhere the executor takes it once.
 */
export interface Effect extends Placed {
  readonly kind: "effect";
  readonly name: string;
  readonly target: ElementTarget | null;
  /** Of a step at a named barrier; null for others. */
  readonly barrier: NamedBarrier | null;
  readonly args: readonly Expr[];
  /** Text of a report; empty for others. */
  readonly text: string;
  /** Of a report inside `parallel`: indices of the element that makes it; null for others. */
  readonly element: readonly Expr[] | null;
  /** Takes the result: its declaration. */
  readonly result: Variable | null;
  readonly executor: Executor;
  readonly where: "threads" | "parallel" | "executor";
}
/** The grid: the body runs once for every index tuple, each by one block. Only the outermost statement of a kernel. The first index varies fastest. */
export interface Work extends Placed {
  readonly kind: "work";
  readonly indices: readonly Variable[];
  readonly extents: readonly Expr[];
  /** Axis whose indices run from last to first (long rows first), or null. */
  readonly reversed: number | null;
  readonly body: readonly Statement[];
}
/**
 * A pure function of elements that an operation combines others with: `results`, one for each tile, of those that come first (`left`) and those
 * behind them (`right`). It reads no memory. Elements take part widened.
 */
export interface Combination {
  readonly left: readonly Variable[];
  readonly right: readonly Variable[];
  /** Values that `results` share, in order. */
  readonly definitions: readonly Let[];
  readonly results: readonly Expr[];
}
/** A tile operation, by the name of its record in `dsl/ops`: operands and attributes are checked and lowered by that record. */
export interface TileOp extends Placed {
  readonly kind: "tile";
  readonly name: string;
  readonly operands: readonly TileOperand[];
  /** Scalar operands (a fill value, say). */
  readonly scalars: readonly Expr[];
  /** Compile-time choices, such as the axis of a reduction. */
  readonly attributes: Readonly<Record<string, number | boolean | string>>;
  /** The author's function, of an operation that takes one. */
  readonly combination?: Combination | undefined;
  readonly executor: Executor;
}

// ---- rings: written by authors, and made of pipelined loops by a pass

/**
 * A ring of `stages` slots for each of its tiles, filled ahead of their use, in order. `buffers` mean the slot waited for last, `fills` the one
 * being filled; a pipelined loop has one name for both.
 */
export interface Ring {
  readonly kind: "ring";
  readonly name: string;
  readonly stages: number;
  readonly buffers: readonly Buffer[];
  readonly fills: readonly Buffer[];
  /** Names of the roles that fill and use it, where they are two. Set once the program has been read. */
  handover: { readonly producer: string; readonly consumer: string } | null;
}
/** Before a ring's first use (and again before the next pass through its loop): all slots are free. `drain`: an earlier pass may have left copies under way. */
export interface RingBegin extends Placed {
  readonly kind: "ringBegin";
  readonly ring: Ring;
  readonly drain: boolean;
}
/** The iteration of a pipelined loop that a fill serves: its copies run with `variable` = `iteration`. Where `guard` is false nothing is copied, but the slot and the commit still count. */
export interface Prefetch {
  readonly variable: Variable;
  readonly iteration: Expr;
  readonly guard: Expr;
}
/** Fills the next slot: acquires it, runs the body, commits. `acquire`: threads may still be reading the slot, so they have to meet first. */
export interface RingProduce extends Placed {
  readonly kind: "ringProduce";
  readonly ring: Ring;
  readonly prefetch: Prefetch | null;
  readonly acquire: boolean;
  readonly body: readonly Statement[];
}
/**
 * Waits until the oldest slot not yet waited for is filled, for all threads, and makes it the one that the buffers' names mean; a slot waited for
 * before it is released. At least `pending` commits follow that slot's.
 */
export interface RingWait extends Placed {
  readonly kind: "ringWait";
  readonly ring: Ring;
  readonly pending: number;
}
/** The slot waited for is not used any more. */
export interface RingRelease extends Placed {
  readonly kind: "ringRelease";
  readonly ring: Ring;
}

/** The block's warps part, the first role taking the first ones, and never meet again. The last statement of the loop over work. */
export interface Roles extends Placed {
  readonly kind: "roles";
  readonly roles: readonly Role[];
}
export interface Role {
  readonly name: string;
  readonly warps: number;
  /** Budget of each of its threads on targets that move registers between warps, or null for an equal share. */
  readonly registers: number | null;
  readonly body: readonly Statement[];
  readonly position: Position;
}

// ---- statements that passes introduce; the front end emits none of them

/** Orders all accesses to shared memory before it against those behind it, for all threads of the executor. `drain` also waits for plain asynchronous copies. */
export interface Barrier extends Placed {
  readonly kind: "barrier";
  readonly drain: boolean;
  readonly reason: string;
}

export type Statement =
  | Let
  | Assign
  | Store
  | For
  | While
  | If
  | Threads
  | Effect
  | Parallel
  | Work
  | TileOp
  | RingBegin
  | RingProduce
  | RingWait
  | RingRelease
  | Roles
  | Barrier;

/** A scalar argument. */
export interface ScalarParameter {
  readonly kind: "scalar";
  readonly variable: Variable;
  readonly position: Position;
}
export type Parameter = { readonly kind: "tensor"; readonly tensor: Tensor } | ScalarParameter;

/** Tuning constants that every kernel has. */
export const commonTuning = ["warps", "maxRegisters", "blocksPerMultiprocessor"] as const;

export interface TileProgram {
  readonly name: string;
  readonly file: string;
  /** Every file that the program was read from: a change of one may change it. */
  readonly sources: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Warps of a block: the tuning constant `warps`, or 4. */
  readonly warps: number;
  /** Registers a thread may use, blocks wanted on a multiprocessor: tuning constants `maxRegisters` and `blocksPerMultiprocessor`, or null. */
  readonly maxRegisters: number | null;
  readonly blocksPerMultiprocessor: number | null;
  readonly body: readonly Statement[];
}
