// Signatures that explain themselves: a wrong argument is checked against a string literal type that says in one line what is wrong.
// biome-ignore-all lint/suspicious/noExplicitAny: these types accept every operand and then judge it
import type { f32, Flavour } from "./scalars.ts";
import type { Dim, Operand, Shape, Space, Unify, UnifyAll } from "./shapes.ts";

type DimName<D> = D extends Dim<infer N> ? (string extends N ? (number extends D ? "?" : `${D & number}`) : N) : never;
type ScalarName<T> = T extends Flavour<infer N> ? (string extends N ? "number" : N) : never;
type Show<S> = S extends readonly [infer D] ? DimName<D> : S extends readonly [infer D, ...infer R] ? `${DimName<D>}, ${Show<R>}` : "";

export type AnyOperand<P extends Space = Space> = Operand<any, any, P>;
/** A matrix, or several along a first axis. */
export type Matrix<P extends Space> = Operand<any, readonly [any, any], P> | Operand<any, readonly [any, any, any], P>;

/** B if it may stand where A stands: the same scalar type, or an untyped number on either side. */
export type SameScalar<A, B, E extends string> =
  ScalarName<A> extends "number"
    ? B
    : ScalarName<B> extends ScalarName<A> | "number"
      ? B
      : `${E}: dtypes differ: ${ScalarName<A>} and ${ScalarName<B>}`;

export type SameType<A, B, Ok, E extends string> =
  A extends Operand<infer T, any>
    ? B extends Operand<infer U, any>
      ? Unify<T> extends Unify<U>
        ? Ok
        : `${E}: dtypes differ: ${ScalarName<T>} and ${ScalarName<U>}`
      : never
    : never;
export type SameShape<A, B, Ok, E extends string> =
  A extends Operand<any, infer S>
    ? B extends Operand<any, infer U>
      ? UnifyAll<S> extends UnifyAll<U>
        ? Ok
        : `${E}: shapes differ: [${Show<S>}] and [${Show<U>}]`
      : never
    : never;

export type GemmRight<A, B> =
  A extends Operand<any, readonly [infer M extends number, infer K extends number]>
    ? B extends Operand<any, readonly [infer L extends number, infer N extends number]>
      ? Unify<K> extends Unify<L>
        ? SameType<A, B, B, "gemm">
        : `gemm: inner dimensions differ: [${Show<[M, K]>}] x [${Show<[L, N]>}]`
      : never
    : A extends Operand<any, readonly [infer S extends number, infer M extends number, infer K extends number]>
      ? B extends Operand<any, readonly [infer R extends number, infer L extends number, infer N extends number]>
        ? [Unify<S>, Unify<K>] extends [Unify<R>, Unify<L>]
          ? SameType<A, B, B, "gemm">
          : `gemm: batches or inner dimensions differ: [${Show<[S, M, K]>}] x [${Show<[R, L, N]>}]`
        : never
      : never;
export type GemmSum<A, B, C> =
  A extends Operand<any, readonly [infer M extends number, any]>
    ? B extends Operand<any, readonly [any, infer N extends number]>
      ? C extends Operand<infer T, readonly [infer P extends number, infer Q extends number]>
        ? [Unify<M>, Unify<N>] extends [Unify<P>, Unify<Q>]
          ? Unify<T> extends Unify<f32>
            ? C
            : `gemm: accumulator must be f32, not ${ScalarName<T>}`
          : `gemm: accumulator is [${Show<[P, Q]>}], product is [${Show<[M, N]>}]`
        : never
      : never
    : A extends Operand<any, readonly [infer S extends number, infer M extends number, any]>
      ? B extends Operand<any, readonly [any, any, infer N extends number]>
        ? C extends Operand<infer T, readonly [infer R extends number, infer P extends number, infer Q extends number]>
          ? [Unify<S>, Unify<M>, Unify<N>, Unify<T>] extends [Unify<R>, Unify<P>, Unify<Q>, Unify<f32>]
            ? C
            : `gemm: accumulator is ${ScalarName<T>} [${Show<[R, P, Q]>}], product is f32 [${Show<[S, M, N]>}]`
          : never
        : never
      : never;

type Without<S extends Shape, X> = S extends readonly [infer M extends number, infer N extends number]
  ? readonly [X extends 0 ? N : M]
  : readonly [1];
export type Reduced<A, X, D> =
  A extends Operand<infer T, infer S extends Shape>
    ? SameShape<Operand<any, Without<S, X>>, D, SameType<Operand<T, []>, D, D, "reduce">, "reduce">
    : never;
