// What emitted JavaScript needs at run time: number formats, and checks of its arguments and indices. Emitted code converts bf16
// through `scratchFloat` and `scratchBits`, two views of the same four bytes. A launch with wrong arguments never starts.
import {
  exactI64,
  f16Bits,
  f16Value,
  f8e4m3Bits,
  f8e4m3Value,
  f8e5m2Bits,
  f8e5m2Value,
  roundTo,
  type StorageArray,
  tf32Value,
} from "../../ir/numeric.ts";
import type { DType } from "../../ir/types.ts";
import * as exchanges from "../../ir/exchange.ts";
import { OutOfBounds } from "../../ir/out-of-bounds.ts";
import { report } from "../../ir/report.ts";
import { exp2Value } from "./exponential.ts";
import { NamedBarrier, waitAt } from "./named-barrier.ts";
import { runRoles, runThreads } from "./threads.ts";
import { RingSlots } from "./ring-slots.ts";

/** A tensor argument on the host: element (i, j, ...) is `data[offset + i * strides[0] + j * strides[1] + ...]`, floats of 8 and 16 bits as bits. */
export interface JsTensor {
  readonly dtype?: DType;
  readonly data: StorageArray;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}
export type JsArgument = JsTensor | number | boolean | null;
export type JsKernel = (...args: readonly JsArgument[]) => void;

const storageNames: Readonly<Record<DType, string>> = {
  f32: "Float32Array",
  bf16: "Uint16Array",
  f16: "Uint16Array",
  f8e4m3: "Uint8Array",
  f8e5m2: "Uint8Array",
  i8: "Int8Array",
  i32: "Int32Array",
  u32: "Uint32Array",
  i64: "BigInt64Array",
  bool: "Uint8Array",
};

const absent: JsTensor = { data: new Float32Array(0), shape: [], strides: [], offset: 0 };

/** The tensor that was passed for a parameter, if it is what the kernel was compiled for. A tensor that the kernel never touches may be null. */
const tensorArgument = (
  argument: JsArgument | undefined,
  name: string,
  dtype: DType,
  extents: readonly (number | null)[],
  used: boolean,
): JsTensor => {
  if (argument === null || argument === undefined) {
    if (used) throw new TypeError(`argument '${name}': this kernel reads or writes it, so it must be a tensor`);
    return absent;
  }
  if (typeof argument !== "object") throw new TypeError(`argument '${name}' must be a tensor, not a ${typeof argument}`);
  const { data, shape, strides, offset } = argument;
  if ((argument.dtype ?? dtype) !== dtype) throw new TypeError(`argument '${name}' must have dtype ${dtype}, not ${argument.dtype}`);
  if (data.constructor.name !== storageNames[dtype]) {
    throw new TypeError(`argument '${name}': ${dtype} elements are stored in a ${storageNames[dtype]}, not a ${data.constructor.name}`);
  }
  if (shape.length !== extents.length || strides.length !== extents.length) {
    throw new RangeError(`argument '${name}' must have ${extents.length} axes, not shape [${shape}] and strides [${strides}]`);
  }
  let low = offset;
  let high = offset;
  for (const [axis, extent] of extents.entries()) {
    if (extent !== null && shape[axis] !== extent) {
      throw new RangeError(
        `argument '${name}': axis ${axis} must have length ${extent} as the kernel was compiled for, not ${shape[axis]}`,
      );
    }
    const reach = (shape[axis]! - 1) * strides[axis]!;
    if (reach < 0) low += reach;
    else high += reach;
  }
  if (!shape.includes(0) && !(low >= 0 && high < data.length)) {
    throw new RangeError(`argument '${name}' spans elements ${low} to ${high} of a storage of ${data.length}`);
  }
  return argument;
};

const scalarArgument = (argument: JsArgument | undefined, name: string, dtype: DType): number | boolean => {
  if (dtype === "bool") {
    if (typeof argument !== "boolean" && argument !== 0 && argument !== 1) throw new TypeError(`argument '${name}' must be a boolean`);
    return Boolean(argument);
  }
  if (typeof argument !== "number") throw new TypeError(`argument '${name}' must be a number (${dtype})`);
  if (dtype === "i32" && argument !== (argument | 0)) throw new RangeError(`argument '${name}' must be an i32, not ${argument}`);
  if (dtype === "u32" && argument !== argument >>> 0) throw new RangeError(`argument '${name}' must be a u32, not ${argument}`);
  if (dtype === "i64") return exactI64(argument);
  if (dtype !== "i32" && dtype !== "u32") return Math.fround(argument);
  return argument;
};

/** The index, if an axis of that extent has it. */
const inside = (index: number, extent: number, where: string, what: string, axis: number): number => {
  if (index >= 0 && index < extent) return index;
  throw new OutOfBounds(where, what, axis, extent, index);
};

type Tile = Float32Array | Float64Array | Int32Array | Uint32Array | Int8Array | Uint8Array;
const poisonTile = (tile: Tile): void => void (tile instanceof Float32Array ? tile.fill(Number.NaN) : tile.fill(0x5a5a5a5a));

const poisonSlot = (slot: readonly Tile[]): void => slot.forEach(poisonTile);

const scratch = new ArrayBuffer(4);
let decoded: Float32Array | undefined;

export const support = {
  scratchFloat: new Float32Array(scratch),
  scratchBits: new Int32Array(scratch),
  f16Bits,
  f8e4m3Bits,
  f8e4m3Value,
  f8e5m2Bits,
  f8e5m2Value,
  /** Every f16 value by its bits. */
  get f16Values(): Float32Array {
    decoded ??= Float32Array.from({ length: 65536 }, (_, bits) => f16Value(bits));
    return decoded;
  },
  exactI64,
  roundTo,
  fround: Math.fround,
  tf32Value,
  exp2Value,
  inside,
  tensorArgument,
  scalarArgument,
  poisonSlot,
  RingSlots,
  runThreads,
  runRoles,
  NamedBarrier,
  waitAt,
  report,
  ...exchanges,
};
