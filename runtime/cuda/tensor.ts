// Tensors in a GPU's memory: an owner and any number of views of it, with strides in elements. No view outlives its memory unnoticed,
// and no copy writes an element that the tensor does not hold.
import type { StorageArray } from "../../codegen/ir/numeric.ts";
import { storageFor } from "../../codegen/ir/numeric.ts";
import { expectKind, isObject } from "../../codegen/ir/runtime-error.ts";
import { byteSize, type DType, isDType, isFloat } from "../../codegen/ir/types.ts";
import { hostTensorProblem } from "../../dsl/arguments.ts";
import { contiguousStrides, HostTensor } from "../host-tensor.ts";
import type { Device } from "./device.ts";
import { driver, readHandle } from "./driver.ts";
import { checkDevice, RuntimeError } from "./errors.ts";
import { Resource } from "./resource.ts";
import type { Stream } from "./stream.ts";

const refuse = (text: string, help: string): never => {
  throw new RuntimeError("CUI3008", text, help);
};

/** Elements from the first to the last one of a tensor, gaps included. */
export const spanOf = (shape: readonly number[], strides: readonly number[]): number =>
  shape.includes(0) ? 0 : shape.reduce((last, extent, axis) => last + (extent - 1) * strides[axis]!, 1);

/** Whether the elements fill their span without gaps or overlap, in whatever order of axes. */
export const isDense = (shape: readonly number[], strides: readonly number[]): boolean => {
  const axes = shape.map((extent, axis) => ({ extent, stride: strides[axis]! })).filter(({ extent }) => extent !== 1);
  let expected = 1;
  for (const { extent, stride } of axes.sort((a, b) => a.stride - b.stride)) {
    if (stride !== expected) return shape.includes(0);
    expected *= extent;
  }
  return true;
};

/** Whose bytes, of any dtype, still have exact addresses. */
const mostElements = 2 ** 48;
const checkShape = (shape: readonly number[], strides: readonly number[]): void => {
  const natural = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (!Array.isArray(shape) || !Array.isArray(strides))
    refuse("the shape or the strides of a tensor are no array", "give integers, one an axis");
  if (!shape.every(natural)) refuse(`[${shape}] is not a shape`, "extents are integers from 0");
  if (strides.length !== shape.length || !strides.every(natural))
    refuse(`strides [${strides}] do not fit the shape [${shape}]`, "give one integer stride from 0 an axis, in elements");
  if (!(spanOf(shape, strides) <= mostElements))
    refuse(`a tensor of shape [${shape}] and strides [${strides}] is larger than any memory`, "check how its shape was computed");
};

const checkHost = (host: HostTensor): void => {
  const problem = hostTensorProblem(host);
  if (problem !== null) refuse(`a host tensor of shape [${host.shape}] ${problem}`, "give it storage for all its elements");
};

class DeviceMemory extends Resource {
  readonly #stream: Stream;

  constructor(stream: Stream, bytes: number, description: string) {
    stream.refuseCapture(`allocating a ${description}`);
    stream.device.makeCurrent();
    // Whole 16 bytes, those behind the tensor 0: the hardware reads as many for a copy that keeps fewer, and what it reads should be the tensor's
    // own and written (compute-sanitizer looks). At least as many: an empty tensor still has an address of its own.
    const size = Math.max(Math.ceil(bytes / 16), 1) * 16;
    super(
      stream.device,
      description,
      readHandle((out) => driver.cuMemAllocAsync(out, size, stream.handle)),
    );
    this.#stream = stream;
    if (size === bytes) return;
    try {
      driver.cuMemsetD8Async(this.handle + BigInt(bytes), 0, size - bytes, stream.handle);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }
  override dispose(): void {
    if (!this.#stream.disposed) this.#stream.refuseCapture(`freeing a ${this.description}`);
    super.dispose();
  }
  protected override release(pointer: bigint): void {
    if (this.#stream.disposed) driver.cuMemFree_v2(pointer);
    else driver.cuMemFreeAsync(pointer, this.#stream.handle);
  }
}

export interface AllocateOptions {
  /** In elements; contiguous if left out. */
  readonly strides?: readonly number[];
  /** Orders the allocation and, later, its release: uses on other streams must be done by then. */
  readonly stream?: Stream;
}

export class DeviceTensor implements Disposable {
  readonly device: Device;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In elements, one an axis. */
  readonly strides: readonly number[];
  /** Elements from the start of the memory to index 0. */
  readonly offset: number;
  readonly #memory: DeviceMemory;
  readonly #owner: boolean;

  private constructor(
    device: Device,
    dtype: DType,
    shape: readonly number[],
    strides: readonly number[],
    offset: number,
    memory: DeviceMemory,
    owner: boolean,
  ) {
    this.device = device;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.#memory = memory;
    this.#owner = owner;
  }
  /** Uninitialised memory for a tensor. */
  static allocate(device: Device, dtype: DType, shape: readonly number[], options: AllocateOptions = {}): DeviceTensor {
    checkDevice("DeviceTensor.allocate", device);
    expectKind("DeviceTensor.allocate", "the dtype", dtype, isDType(dtype), "a dtype by its name");
    const strides = options.strides ?? (Array.isArray(shape) ? contiguousStrides(shape) : []);
    checkShape(shape, strides);
    const { stream = device.stream } = options;
    const memory = new DeviceMemory(stream, spanOf(shape, strides) * byteSize[dtype], `${dtype} tensor of shape [${shape}]`);
    return new DeviceTensor(device, dtype, [...shape], [...strides], 0, memory, true);
  }
  /** A tensor with a host tensor's shape, strides and values. */
  static fromHost(device: Device, host: HostTensor, stream?: Stream): DeviceTensor {
    checkDevice("DeviceTensor.fromHost", device);
    expectKind("DeviceTensor.fromHost", "the tensor", host, isObject(host), "a HostTensor");
    return DeviceTensor.#fromHost(device, host, stream ?? device.stream);
  }
  static #fromHost(device: Device, host: HostTensor, stream: Stream): DeviceTensor {
    checkHost(host);
    const tensor = DeviceTensor.allocate(device, host.dtype, host.shape, { strides: host.strides, stream });
    try {
      tensor.#upload(host.data.subarray(host.offset, host.offset + spanOf(host.shape, host.strides)), stream);
    } catch (error) {
      tensor.dispose();
      throw error;
    }
    return tensor;
  }

  /** Address of the element at index 0. */
  get pointer(): bigint {
    return this.#memory.handle + BigInt(this.offset * byteSize[this.dtype]);
  }
  /** Whether its memory, or that of the tensor it is a view of, was freed. */
  get disposed(): boolean {
    return this.#memory.disposed;
  }
  /** Throws if it was freed; tells a stream that is being captured that its work uses this memory. */
  usedBy(stream: Stream): void {
    void this.#memory.handle;
    stream.uses(this.#memory);
  }
  get size(): number {
    return this.shape.reduce((a, b) => a * b, 1);
  }
  /** Row-major without gaps; strides of axes of extent 1 do not count. */
  get contiguous(): boolean {
    const expected = contiguousStrides(this.shape);
    return this.size === 0 || this.shape.every((extent, axis) => extent === 1 || this.strides[axis] === expected[axis]);
  }
  #view(shape: readonly number[], strides: readonly number[], offset: number): DeviceTensor {
    return new DeviceTensor(this.device, this.dtype, shape, strides, offset, this.#memory, false);
  }
  #checkAxis(axis: number): void {
    if (!(Number.isInteger(axis) && axis >= 0 && axis < this.shape.length))
      refuse(`a tensor of shape [${this.shape}] has no axis ${axis}`, "axes count from 0");
  }
  /** Elements `start` to `start + length` of an axis, without a copy. */
  slice(axis: number, start: number, length: number): DeviceTensor {
    this.#checkAxis(axis);
    if (!(Number.isInteger(start) && Number.isInteger(length) && start >= 0 && length >= 0 && start + length <= this.shape[axis]!)) {
      refuse(`slice ${start}..${start + length} of axis ${axis} of a tensor of shape [${this.shape}]`, "stay within the axis");
    }
    return this.#view(this.shape.with(axis, length), this.strides, this.offset + start * this.strides[axis]!);
  }
  /** One index of an axis, which disappears, without a copy. */
  select(axis: number, index: number): DeviceTensor {
    this.#checkAxis(axis);
    if (!(Number.isInteger(index) && index >= 0 && index < this.shape[axis]!))
      refuse(`index ${index} of axis ${axis} of a tensor of shape [${this.shape}]`, "stay within the axis");
    return this.#view(this.shape.toSpliced(axis, 1), this.strides.toSpliced(axis, 1), this.offset + index * this.strides[axis]!);
  }
  /** Two axes exchanged, without a copy. */
  transpose(first: number, second: number): DeviceTensor {
    this.#checkAxis(first);
    this.#checkAxis(second);
    const exchange = (list: readonly number[]): number[] => list.with(first, list[second]!).with(second, list[first]!);
    return this.#view(exchange(this.shape), exchange(this.strides), this.offset);
  }
  /** Another shape of as many elements, without a copy: contiguous tensors only. */
  reshape(shape: readonly number[]): DeviceTensor {
    const strides = contiguousStrides(shape);
    checkShape(shape, strides);
    if (shape.reduce((a, b) => a * b, 1) !== this.size)
      refuse(`[${this.shape}] cannot be reshaped to [${shape}]`, "keep the number of elements");
    if (!this.contiguous)
      refuse(
        `a tensor of shape [${this.shape}] and strides [${this.strides}] cannot be reshaped without a copy`,
        "copy it into a contiguous tensor first",
      );
    return this.#view([...shape], strides, this.offset);
  }
  /** Any shape and strides over a contiguous tensor's elements, from element `offset`, without a copy. */
  strided(shape: readonly number[], strides: readonly number[], offset: number): DeviceTensor {
    checkShape(shape, strides);
    if (!this.contiguous || !(Number.isInteger(offset) && offset >= 0 && offset + spanOf(shape, strides) <= this.size))
      refuse(
        `a view of shape [${shape}] and strides [${strides}] from element ${offset} of a tensor of shape [${this.shape}]`,
        "stay within a contiguous tensor",
      );
    return this.#view([...shape], [...strides], this.offset + offset);
  }

  #upload(data: StorageArray, stream: Stream): void {
    stream.refuseCapture("copying from the host");
    if (data.length === 0) return;
    if (data.length !== spanOf(this.shape, this.strides))
      refuse(
        `${data.length} elements of storage do not fill a tensor of shape [${this.shape}] and strides [${this.strides}]`,
        "give the host tensor storage for all its elements",
      );
    this.device.makeCurrent();
    driver.cuMemcpyHtoDAsync_v2(this.pointer, data, data.byteLength, stream.handle);
    // The driver may still be reading the array, which the caller is free to change afterwards.
    stream.synchronize();
  }
  /** Waits for the stream's work so far, and copies. The result has this tensor's strides. */
  toHost(stream: Stream = this.device.stream): HostTensor {
    stream.refuseCapture("copying to the host");
    const data = storageFor(this.dtype, spanOf(this.shape, this.strides));
    if (data.length > 0) {
      this.device.makeCurrent();
      driver.cuMemcpyDtoHAsync_v2(data, this.pointer, data.byteLength, stream.handle);
      stream.synchronize();
    }
    return new HostTensor(this.dtype, this.shape, data, this.strides);
  }
  #checkTarget(what: string): void {
    if (!isDense(this.shape, this.strides)) {
      refuse(
        `${what} a view with gaps (shape [${this.shape}], strides [${this.strides}])`,
        "use a tensor without gaps: the bytes between its elements belong to others",
      );
    }
  }
  /** Overwrites the values with a host tensor's of the same dtype and shape, whatever its strides. */
  copyFromHost(host: HostTensor, stream: Stream = this.device.stream): void {
    checkHost(host);
    this.#checkAlike(host, "copyFromHost");
    this.#checkTarget("copying into");
    if (this.size === 0) return;
    if (host.strides.every((stride, axis) => stride === this.strides[axis])) {
      this.#upload(host.data.subarray(host.offset, host.offset + spanOf(host.shape, host.strides)), stream);
      return;
    }
    const staged = new HostTensor(this.dtype, this.shape, storageFor(this.dtype, this.size), this.strides);
    staged.copyFrom(host);
    this.#upload(staged.data, stream);
  }
  /** Copies another tensor of the same dtype, shape and strides on the device; can be captured. */
  copyFrom(source: DeviceTensor, stream: Stream = this.device.stream): void {
    this.#checkAlike(source, "copyFrom");
    this.#checkTarget("copying into");
    if (!source.strides.every((stride, axis) => stride === this.strides[axis] || this.shape[axis] === 1)) {
      refuse(`copyFrom between strides [${source.strides}] and [${this.strides}]`, "give both tensors the same strides, or use a kernel");
    }
    if (this.size === 0) return;
    this.device.makeCurrent();
    for (const one of [this, source]) one.usedBy(stream);
    driver.cuMemcpyDtoDAsync_v2(this.pointer, source.pointer, this.size * byteSize[this.dtype], stream.handle);
  }
  #checkAlike(other: { readonly dtype: DType; readonly shape: readonly number[] }, what: string): void {
    if (
      other.dtype !== this.dtype ||
      other.shape.length !== this.shape.length ||
      !other.shape.every((extent, axis) => extent === this.shape[axis])
    ) {
      refuse(`${what} of ${other.dtype} [${other.shape}] into ${this.dtype} [${this.shape}]`, "dtype and shape must be the same");
    }
  }
  #fill(byte: number, stream: Stream): void {
    this.#checkTarget("filling");
    if (this.size === 0) return;
    this.device.makeCurrent();
    this.usedBy(stream);
    driver.cuMemsetD8Async(this.pointer, byte, this.size * byteSize[this.dtype], stream.handle);
  }
  zero(stream: Stream = this.device.stream): void {
    this.#fill(0, stream);
  }
  /** Fills with NaN, integers with a conspicuous value: what is never written stays visible. */
  poison(stream: Stream = this.device.stream): void {
    this.#fill(isFloat(this.dtype) ? 0xff : 0x5a, stream);
  }
  /** Frees the memory, in the order of its stream; for a view, does nothing. */
  dispose(): void {
    if (this.#owner) this.#memory.dispose();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
