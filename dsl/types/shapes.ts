// Symbolic shapes, tiles and tensors as types. Dimensions unify by name: `number` and literals fit any name, two names or two literals
// must agree, so a wrong shape is an error in the editor. What the type checker cannot see, the compiler checks again with numbers.
import type { DType, i32 } from "./scalars.ts";

declare const dimension: unique symbol, elementType: unique symbol, extents: unique symbol, memory: unique symbol;

/** A dimension with a name. */
export type Dim<N extends string> = number & { readonly [dimension]?: N | undefined };
/** Constants as a kernel sees them: each numeric field is a dimension named after it. */
export type Static<C> = { readonly [K in keyof C]: C[K] extends number ? Dim<K & string> : C[K] };

export type Shape = readonly number[];
/** Boxes a type invariantly, so that conditional types compare it by unification. */
export interface Unify<D> {
  unify(d: D): void;
}
export type UnifyAll<S extends Shape> = { readonly [K in keyof S]: Unify<S[K]> };

export type Space = "shared" | "fragment" | "global";
/** What tile operations take: something with an element type, a shape and a memory space. */
export interface Operand<T extends number, S extends Shape, P extends Space = Space> {
  readonly [elementType]?: Unify<T> | undefined;
  readonly [extents]?: UnifyAll<S> | undefined;
  readonly [memory]?: P | undefined;
}

/** Index that `parallel` yields. An enum for the type checker only: indexing with it is exact under noUncheckedIndexedAccess. */
declare enum LaneIndex {
  index = 0,
}
export type Lane = LaneIndex;
interface Row<T> {
  [LaneIndex.index]: T;
  [i: number]: T;
}
type Elements<T, R> = R extends 1 ? T : R extends 2 ? Row<T> : Row<Row<T>>;

/** A tile in the block's shared memory. */
export interface Shared<T extends number, S extends Shape> extends Operand<T, S, "shared">, Row<Elements<T, S["length"]>> {
  readonly shape: S;
  /** One element, for atomics. */
  at(...index: Index<S>): Operand<T, readonly [], "shared">;
}
/** A tile spread over the registers of the block's threads. */
export interface Fragment<T extends number, S extends Shape> extends Operand<T, S, "fragment">, Row<Elements<T, S["length"]>> {
  readonly shape: S;
}
/** An array of each thread's own. No tile: tile operations do not take it. */
export interface Local<T extends number, S extends Shape> extends Row<Elements<T, S["length"]>> {
  readonly shape: S;
}
/** A rectangle of a tensor. What lies outside the tensor reads as 0 and is not written. */
export interface View<T extends number, S extends Shape> extends Operand<T, S, "global"> {
  readonly extents: S;
}

/** `size` indices from `start`. */
export interface Range<N extends number> {
  readonly start: i32;
  readonly size: N;
}
type Ranges<A> = A extends readonly [infer H, ...infer R] ? (H extends Range<infer N> ? [N, ...Ranges<R>] : Ranges<R>) : [];
// biome-ignore lint/suspicious/noExplicitAny: a range of any size
type Selection<S extends Shape> = { readonly [K in keyof S]: i32 | Range<any> };
type Index<S extends Shape> = { readonly [K in keyof S]: i32 };

/** A tensor argument. Its shape lists `i32` for extents known at launch, `Dim<"name">` for constants of the kernel. */
export interface Global<T extends number, S extends Shape> {
  readonly [elementType]?: Unify<T> | undefined;
  readonly shape: S;
  /** The rectangle given by an index or a range for every axis. */
  at<const A extends Selection<S>>(...selection: A): View<T, Ranges<A>>;
  /** The same tensor with one axis cut to `length` elements from `start`: overhang stops there. */
  slice(axis: number, start: i32, length: i32): Global<T, S>;
  read(...index: Index<S>): T;
  write(value: T, ...index: Index<S>): void;
}

/** What the host passes for a device parameter's dtype constant. */
export type ConstantOf<V> =
  // biome-ignore lint/suspicious/noExplicitAny: any dtype token
  V extends DType<any> ? "f32" | "f16" | "bf16" | "i32" | "u32" : V extends boolean ? boolean : V extends number ? number : V;
export type ConstantsOf<C> = { readonly [K in keyof C]: ConstantOf<C[K]> };
