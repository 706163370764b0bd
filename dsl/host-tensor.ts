// Tensors of the host: typed-array storage as a GPU's memory holds it, with arbitrary strides in elements. Arguments of the JS run, of
// the CPU back end and of copies to a device.
import { fromStorage, type StorageArray, storageFor, toStorage } from "../codegen/ir/numeric.ts";
import { RuntimeError, shownValue } from "../codegen/ir/runtime-error.ts";
import { byteSize, type DType, isDType, isFloat } from "../codegen/ir/types.ts";
import { forEachIndex } from "./ops/indices.ts";

export const contiguousStrides = (shape: readonly number[]): number[] => {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * Math.max(shape[axis + 1]!, 1);
  return strides;
};

const refuse = (text: string, help: string): never => {
  throw new RuntimeError("CUI3008", text, help);
};
const stridesOf = (shape: unknown): number[] =>
  Array.isArray(shape) ? contiguousStrides(shape as number[]) : refuse(`${shownValue(shape)} is no shape`, "pass an array of extents");

export class HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In elements, one an axis. */
  readonly strides: readonly number[];
  /** Element of `data` at index 0. */
  readonly offset: number;
  readonly data: StorageArray;

  constructor(dtype: DType, shape: readonly number[], data: StorageArray, strides: readonly number[] = stridesOf(shape), offset = 0) {
    if (!Array.isArray(strides) || strides.length !== shape.length)
      refuse(`a tensor of shape [${shape}] cannot have the strides ${shownValue(strides)}`, "give one stride an axis");
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
    this.strides = strides;
    this.offset = offset;
  }
  /** Zero-filled storage that the shape and the strides (non-negative) just fit into. */
  static allocate(dtype: DType, shape: readonly number[], strides: readonly number[] = stridesOf(shape)): HostTensor {
    if (!isDType(dtype)) refuse(`there is no dtype ${shownValue(dtype)}`, `the dtypes are ${Object.keys(byteSize).join(", ")}`);
    const natural = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
    if (!stridesOf(shape) || !shape.every(natural) || !Array.isArray(strides) || strides.length !== shape.length || !strides.every(natural))
      refuse(
        `[${[...shape].map(shownValue).join(", ")}] with the strides ${shownValue(strides)} is no shape`,
        "extents and strides are integers from 0",
      );
    const length = shape.includes(0) ? 0 : shape.reduce((last, extent, axis) => last + (extent - 1) * strides[axis]!, 1);
    return new HostTensor(dtype, shape, storageFor(dtype, length), strides);
  }
  /** Values in row-major order, rounded to the dtype. */
  static fromNumbers(dtype: DType, shape: readonly number[], values: ArrayLike<number>): HostTensor {
    const tensor = HostTensor.allocate(dtype, shape);
    if (values?.length !== tensor.size)
      refuse(
        `a tensor of shape [${shape}] holds ${tensor.size} values, not ${values?.length ?? shownValue(values)}`,
        "pass an array of as many",
      );
    for (let n = 0; n < values.length; n++) tensor.data[n] = toStorage(dtype, values[n]!);
    return tensor;
  }
  /** The storage of an i64 tensor: all 64 bits of its elements, where `get` takes those that a number holds exactly. */
  get bigints(): BigInt64Array {
    if (this.dtype !== "i64") throw new RangeError(`a tensor of ${this.dtype} is not stored in a BigInt64Array`);
    return this.data as unknown as BigInt64Array;
  }
  get size(): number {
    return this.shape.reduce((a, b) => a * b, 1);
  }
  /** Place of an element in `data`. */
  place(index: readonly number[]): number {
    if (index.length !== this.shape.length) throw new RangeError(`${index.length} indices for a tensor of rank ${this.shape.length}`);
    let place = this.offset;
    for (let axis = 0; axis < index.length; axis++) {
      const i = index[axis]!;
      if (!(i >= 0 && i < this.shape[axis]!))
        throw new RangeError(`index ${i} is outside axis ${axis} of a tensor of shape [${this.shape}]`);
      place += i * this.strides[axis]!;
    }
    return place;
  }
  get(index: readonly number[]): number {
    return fromStorage(this.dtype, this.data[this.place(index)]!);
  }
  set(index: readonly number[], value: number): void {
    this.data[this.place(index)] = toStorage(this.dtype, value);
  }
  /** Values in row-major order. */
  toNumbers(): Float64Array {
    const out = new Float64Array(this.size);
    let n = 0;
    forEachIndex(this.shape, (index) => {
      out[n++] = this.get(index);
    });
    return out;
  }
  /** Takes another tensor's stored elements, of the same dtype and shape, whatever the strides; what lies between elements stays. */
  copyFrom(source: HostTensor): void {
    forEachIndex(this.shape, (index) => {
      this.data[this.place(index)] = source.data[source.place(index)]!;
    });
  }
  /** Fills all storage, gaps between rows included, with NaN (or a conspicuous integer): what is never written stays visible. */
  poison(): this {
    this.data.fill(toStorage(this.dtype, isFloat(this.dtype) ? Number.NaN : 0x5a5a5a5a));
    return this;
  }
}
