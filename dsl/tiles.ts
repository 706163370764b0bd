// The JS run's memory: tiles are nested typed arrays, tensors wrap HostTensors, and every operand of a tile operation opens as one Block. An
// index outside of its axis throws. Tiles start as NaN, so an uninitialised read shows. Values are kept as numbers, rounded to the tile's type.
import { fromStorage, roundTo, toStorage } from "../codegen/ir/numeric.ts";
import { OutOfBounds } from "../codegen/ir/out-of-bounds.ts";
import { callerOf } from "../codegen/ir/report.ts";
import { RuntimeError } from "../codegen/ir/runtime-error.ts";
import type { HostTensor } from "./host-tensor.ts";
import { contiguousStrides } from "./host-tensor.ts";
import type { DType as DTypeName } from "../codegen/ir/types.ts";
import { isFloat } from "../codegen/ir/types.ts";
import { place as current } from "./place.ts";
import type { DType } from "./types/scalars.ts";
import type { Dim, Fragment, Local, Operand, Range, Shape, Shared } from "./types/shapes.ts";

/** Strided elements with bounds. Outside of the bounds a read gives 0 and a write is dropped. */
export interface Block {
  readonly dtype: DTypeName;
  readonly shape: readonly number[];
  get(index: readonly number[]): number;
  set(index: readonly number[], value: number): void;
}
const BLOCK = Symbol("block");
interface HasBlock {
  readonly [BLOCK]: Block;
}

/** What tile operations read and write behind an operand. */
// biome-ignore lint/suspicious/noExplicitAny: operands of every type and shape
export const blockOf = (operand: Operand<any, any>): Block => (operand as unknown as HasBlock)[BLOCK];
const withBlock = <T extends object>(target: T, block: Block): T => Object.defineProperty(target, BLOCK, { value: block });

type Storage = Float32Array | Float64Array | Int32Array | Uint32Array;
const allocate = (dtype: DTypeName, size: number): Storage =>
  isFloat(dtype)
    ? new Float32Array(size).fill(Number.NaN)
    : dtype === "i64"
      ? new Float64Array(size).fill(0x5a5a5a5a)
      : dtype === "u32"
        ? new Uint32Array(size).fill(0x5a5a5a5a)
        : new Int32Array(size).fill(0x5a5a5a5a);

/** Whether a property's name is an index, of whatever axis: what is not there is then an error, not undefined. */
const isIndex = (key: string | symbol): key is string => typeof key === "string" && `${Number(key)}` === key;
const refuse = (called: (...args: never[]) => unknown, what: string, axis: number, extent: number, index: number): never => {
  const { file, line } = callerOf(called);
  throw new OutOfBounds(`${file.split("/").at(-1)}:${line}`, what, axis, extent, index);
};
type Keyed = Record<string | symbol, unknown>;
/** Elements along one axis of a tile. */
const guard = (dtype: DTypeName, shape: Shape, axis: number): ProxyHandler<Keyed> => {
  const outside = (called: (...args: never[]) => unknown, key: string): never =>
    refuse(called, `a tile of shape [${shape.join(", ")}]`, axis, shape[axis]!, Number(key));
  const get = (of: Keyed, key: string | symbol): unknown => {
    const value = of[key];
    if (typeof value === "number") return value;
    if (value === undefined && isIndex(key)) outside(get, key);
    // Methods of arrays (those that print them, say) do not work on a stand-in.
    return typeof value === "function" && !Object.hasOwn(of, key) ? value.bind(of) : value;
  };
  const set = (of: Keyed, key: string | symbol, value: unknown): boolean => {
    if (of[key] === undefined && isIndex(key)) outside(set, key);
    of[key] = typeof value === "number" ? roundTo(dtype, value) : value;
    return true;
  };
  return { get, set };
};

const tile = (type: { readonly dtype: DTypeName }, shape: Shape): unknown => {
  if (shape.length === 0 || !shape.every((extent) => Number.isInteger(extent) && extent > 0))
    throw new RuntimeError(
      "CUI3007",
      `${current.kernel}: tile extents must be positive integers, not [${shape}]`,
      "choose other constants",
    );
  const data = allocate(
    type.dtype,
    shape.reduce((a, b) => a * b, 1),
  );
  const strides = contiguousStrides(shape);
  const guards = shape.map((_, axis) => guard(type.dtype, shape, axis));
  const rows = (axis: number, at: number): object => {
    const elements =
      axis === shape.length - 1
        ? data.subarray(at, at + shape[axis]!)
        : Array.from({ length: shape[axis]! }, (_, i) => rows(axis + 1, at + i * strides[axis]!));
    return new Proxy(elements as object as Keyed, guards[axis]!);
  };
  const place = (index: readonly number[]): number => index.reduce((sum, i, axis) => sum + i * strides[axis]!, 0);
  const block: Block = {
    dtype: type.dtype,
    shape,
    get: (index) => data[place(index)]!,
    set: (index, value) => {
      data[place(index)] = roundTo(type.dtype, value);
    },
  };
  const element = (...index: number[]): object => {
    if (index.length !== shape.length) throw new RangeError(`there is no element [${index}] in a tile of shape [${shape}]`);
    const outside = shape.findIndex((extent, axis) => !(index[axis]! >= 0 && index[axis]! < extent));
    if (outside >= 0) refuse(element, `a tile of shape [${shape.join(", ")}]`, outside, shape[outside]!, index[outside]!);
    return withBlock({}, { ...block, shape: [], get: () => block.get(index), set: (_, value) => block.set(index, value) });
  };
  return Object.defineProperties(withBlock(rows(0, 0), block), { shape: { value: shape }, at: { value: element } });
};
/** A tile in the block's shared memory. */
export const shared = <T extends number, const S extends Shape>(type: DType<T>, shape: readonly [...S]): Shared<T, S> =>
  tile(type, shape) as Shared<T, S>;
/** A tile in registers: its elements are reached inside `parallel` only. */
export const fragment = <T extends number, const S extends Shape>(type: DType<T>, shape: readonly [...S]): Fragment<T, S> =>
  tile(type, shape) as Fragment<T, S>;

/** An array of a thread's own, kept in registers: indices are constants and indices of loops that are written out. */
export const local = <T extends number, const S extends Shape>(type: DType<T>, shape: readonly [...S]): Local<T, S> =>
  tile(type, shape) as Local<T, S>;
/** A tile like another one, with nothing in it. */
export const emptyLike = (of: object): unknown => {
  const { dtype, shape } = (of as HasBlock)[BLOCK];
  return tile({ dtype }, shape);
};

type Swapped<S extends Shape> = S extends readonly [...infer R extends Shape, infer M extends number, infer N extends number]
  ? readonly [...R, N, M]
  : never;
/** The tile with its last two axes swapped; nothing moves. */
export const transpose = <
  T extends number,
  S extends readonly [number, number] | readonly [number, number, number],
  P extends "shared" | "fragment",
>(
  of: Operand<T, S, P>,
): Operand<T, Swapped<S>, P> => {
  const block = blockOf(of);
  const swap = (index: readonly number[]): readonly number[] => [...index.slice(0, -2), index.at(-1)!, index.at(-2)!];
  return withBlock(
    {},
    {
      dtype: block.dtype,
      shape: swap(block.shape),
      get: (index) => block.get(swap(index)),
      set: (index, value) => block.set(swap(index), value),
    },
  );
};

/** `size` indices from `start`, for `at`. */
export const range = <const N extends number>(start: number, size: N): Range<N> => ({ start, size });
/** Gives a computed extent a name that the type checker tracks: `const half = named("half", headDim / 2)`. */
export const named = <const N extends string>(_name: N, value: number): Dim<N> => value;

interface Cut {
  readonly begin: number;
  readonly length: number;
}
/** A tensor argument of the JS run. */
export class GlobalTensor {
  readonly #host: HostTensor;
  readonly #cuts: readonly Cut[];
  readonly #beforeWrite: () => void;
  constructor(
    host: HostTensor,
    cuts: readonly Cut[] = host.shape.map((length) => ({ begin: 0, length })),
    beforeWrite: () => void = () => {},
  ) {
    this.#host = host;
    this.#cuts = cuts;
    this.#beforeWrite = beforeWrite;
  }
  get shape(): readonly number[] {
    return this.#cuts.map((cut) => cut.length);
  }
  slice(axis: number, start: number, length: number): GlobalTensor {
    const cut = this.#cuts[axis];
    if (!cut || start < 0 || length < 0 || start + length > cut.length)
      throw new RangeError(`slice(${axis}, ${start}, ${length}) leaves a tensor of shape [${this.shape}]`);
    return new GlobalTensor(this.#host, this.#cuts.with(axis, { begin: cut.begin + start, length }), this.#beforeWrite);
  }
  #place(index: readonly number[], called: (...args: never[]) => unknown): number {
    return this.#host.place(
      index.map((i, axis) => {
        const cut = this.#cuts[axis]!;
        if (!(i >= 0 && i < cut.length)) refuse(called, `a tensor of shape [${this.shape.join(", ")}]`, axis, cut.length, i);
        return cut.begin + i;
      }),
    );
  }
  read(...index: number[]): number {
    return fromStorage(this.#host.dtype, this.#host.data[this.#place(index, this.read)]!);
  }
  write(value: number, ...index: number[]): void {
    this.#beforeWrite();
    this.#host.data[this.#place(index, this.write)] = toStorage(this.#host.dtype, value);
  }
  at(...selection: (number | Range<number>)[]): object {
    const shape = selection.flatMap((s) => (typeof s === "number" ? [] : [s.size]));
    const full = (index: readonly number[]): number[] | null => {
      let axis = 0;
      const at = selection.map((s) => (typeof s === "number" ? s : s.start + index[axis++]!));
      return at.every((i, n) => i >= 0 && i < this.#cuts[n]!.length) ? at : null;
    };
    if (shape.length === 0) this.#place(selection as number[], this.at);
    const block: Block = {
      dtype: this.#host.dtype,
      shape,
      get: (index) => {
        const at = full(index);
        return at ? this.read(...at) : 0;
      },
      set: (index, value) => {
        const at = full(index);
        if (at) this.write(value, ...at);
      },
    };
    return withBlock({ extents: shape }, block);
  }
}
