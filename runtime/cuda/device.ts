// A GPU: its primary context, its limits, and the stream that work goes to unless told otherwise. Opening one fails with a reason;
// asking whether there is one never throws.
import { type Target, targetFor, targets } from "../../codegen/targets.ts";
import { driver, initialiseDriver, readHandle, readInteger } from "./driver.ts";
import { CudaError, RuntimeError } from "./errors.ts";
import type { Architecture } from "./nvrtc.ts";
import { type Context, releaseAll, type Resource } from "./resource.ts";
import { Stream } from "./stream.ts";

/** Numbers of CUdevice_attribute. */
const attribute = {
  threadsPerBlock: 1,
  gridX: 5,
  gridY: 6,
  gridZ: 7,
  sharedPerBlock: 8,
  multiprocessors: 16,
  l2Bytes: 38,
  major: 75,
  minor: 76,
  sharedPerMultiprocessor: 81,
  registersPerMultiprocessor: 82,
  sharedPerBlockOptIn: 97,
  memoryPools: 115,
} as const;

export interface DeviceLimits {
  readonly multiprocessors: number;
  readonly threadsPerBlock: number;
  readonly grid: readonly [number, number, number];
  /** Bytes that every launch may use, and bytes that a kernel may opt in to. */
  readonly sharedPerBlock: number;
  readonly sharedPerBlockOptIn: number;
  readonly sharedPerMultiprocessor: number;
  readonly registersPerMultiprocessor: number;
  readonly l2Bytes: number;
}

/** Context that is current in this thread, so that it is set only when it changes. */
let current = 0n;
/** Amount of free memory that pools keep instead of giving it back at each synchronization. */
const keepEverything = new BigUint64Array([2n ** 64n - 1n]);
/** Numbers of CUmemPool_attribute. */
const poolAttribute = { releaseThreshold: 4, used: 7, peak: 8 } as const;

export class Device implements Disposable, Context {
  readonly index: number;
  readonly name: string;
  readonly capability: { readonly major: number; readonly minor: number };
  readonly limits: DeviceLimits;
  /** Bytes of memory in all. */
  readonly totalMemory: number;
  readonly context: bigint;
  readonly resources = new Set<Resource>();
  readonly #ordinal: number;
  #stream: Stream | null = null;
  #closed = false;

  private constructor(index: number) {
    this.index = index;
    const ordinal = readInteger((out) => driver.cuDeviceGet(out, index));
    this.#ordinal = ordinal;
    const read = (number: number): number => readInteger((out) => driver.cuDeviceGetAttribute(out, number, ordinal));
    const name = Buffer.alloc(256);
    driver.cuDeviceGetName(name, name.length, ordinal);
    this.name = name.toString("utf8", 0, name.indexOf(0));
    this.capability = { major: read(attribute.major), minor: read(attribute.minor) };
    if (this.capability.major < 8) {
      throw new RuntimeError(
        "CUI3005",
        `${this.name} has compute capability ${this.capability.major}.${this.capability.minor}`,
        "use a GPU of compute capability 8.0 (Ampere) or newer",
      );
    }
    this.limits = {
      multiprocessors: read(attribute.multiprocessors),
      threadsPerBlock: read(attribute.threadsPerBlock),
      grid: [read(attribute.gridX), read(attribute.gridY), read(attribute.gridZ)],
      sharedPerBlock: read(attribute.sharedPerBlock),
      sharedPerBlockOptIn: read(attribute.sharedPerBlockOptIn),
      sharedPerMultiprocessor: read(attribute.sharedPerMultiprocessor),
      registersPerMultiprocessor: read(attribute.registersPerMultiprocessor),
      l2Bytes: read(attribute.l2Bytes),
    };
    if (read(attribute.memoryPools) === 0) {
      throw new RuntimeError(
        "CUI3005",
        `${this.name} has no stream-ordered memory`,
        "update the driver; virtual GPUs may need their memory pools enabled",
      );
    }
    this.totalMemory = Number(readHandle((out) => driver.cuDeviceTotalMem_v2(out, ordinal)));
    this.context = readHandle((out) => driver.cuDevicePrimaryCtxRetain(out, ordinal));
    try {
      this.makeCurrent();
      driver.cuMemPoolSetAttribute(this.#pool, poolAttribute.releaseThreshold, keepEverything);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Number of GPUs that this process may see. */
  static count(): number {
    initialiseDriver();
    return readInteger((out) => driver.cuDeviceGetCount(out));
  }
  static open(index = 0): Device {
    const count = Device.count();
    if (!(Number.isInteger(index) && index >= 0 && index < count)) {
      throw new RuntimeError("CUI3005", `there is no GPU ${index}: ${count} visible`, "check nvidia-smi and CUDA_VISIBLE_DEVICES");
    }
    return new Device(index);
  }

  /** What to compile for: machine code of this very capability, with the features of its architecture where kernels use them. */
  get architecture(): Architecture {
    const { major, minor } = this.capability;
    const { capability, specific } = targets[this.target];
    const own = major * 10 + minor;
    return specific && capability === own ? `sm_${own}a` : `sm_${own}`;
  }
  /** Which family of kernels runs here. */
  get target(): Target {
    const { major, minor } = this.capability;
    return targetFor(major * 10 + minor);
  }
  /** Where work goes unless told otherwise; created when first used, and again after its disposal. */
  get stream(): Stream {
    if (this.#stream === null || this.#stream.disposed) this.#stream = Stream.create(this);
    return this.#stream;
  }
  get closed(): boolean {
    return this.#closed;
  }
  /** Makes this device's context the one that driver calls of this thread go to. */
  makeCurrent(): void {
    if (this.#closed)
      throw new RuntimeError(
        "CUI3009",
        `the device ${this.index} (${this.name}) was used after it was disposed of`,
        "keep the Device open while its resources are used",
      );
    if (current === this.context) return;
    driver.cuCtxSetCurrent(this.context);
    current = this.context;
  }
  get #pool(): bigint {
    return readHandle((out) => driver.cuDeviceGetDefaultMemPool(out, this.index));
  }
  /**
   * Bytes of memory free and in all, now, where memory that the pool keeps for reuse counts as taken; and bytes that this process holds in tensors and
   * workspaces: now, and at most since `resetPeak`.
   */
  memory(): { readonly free: number; readonly total: number; readonly used: number; readonly peak: number } {
    this.makeCurrent();
    const free = new BigUint64Array(1);
    const total = new BigUint64Array(1);
    driver.cuMemGetInfo_v2(free, total);
    const ofPool = (attribute: number): number => Number(readHandle((out) => driver.cuMemPoolGetAttribute(this.#pool, attribute, out)));
    const [used, peak] = [ofPool(poolAttribute.used), ofPool(poolAttribute.peak)];
    return { free: Number(free[0]), total: Number(total[0]), used, peak };
  }
  /** The peak of `memory` begins anew. */
  resetPeak(): void {
    this.makeCurrent();
    driver.cuMemPoolSetAttribute(this.#pool, poolAttribute.peak, new BigUint64Array(1));
  }
  /** Waits for all work of all streams, and reads what their launches reported. */
  synchronize(): void {
    this.makeCurrent();
    driver.cuCtxSynchronize();
    const streams = [...this.resources].filter((one) => one instanceof Stream);
    releaseAll(streams, (stream) => stream.readReports());
  }
  /** Frees what is still alive of this device, and lets go of the GPU: other `Device`s of the same GPU go on. */
  dispose(): void {
    if (this.#closed) return;
    const release = (): void => {
      this.#closed = true;
      if (current === this.context) current = 0n;
      try {
        driver.cuDevicePrimaryCtxRelease_v2(this.#ordinal);
      } catch (error) {
        // A lost context is gone, and the fault that lost it has been thrown where it was seen.
        if (!(error instanceof CudaError && error.sticky)) throw error;
      }
    };
    // The latest first, for later ones use earlier ones.
    const alive = [...this.resources].reverse();
    releaseAll([...alive.map((one) => () => (one === this.#stream ? one.dispose() : one.releaseNow())), release], (step) => step());
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Whether kernels can run on a GPU here. Never throws; `doctor` tells why not. */
export const gpuAvailable = (): boolean => {
  try {
    if (Device.count() === 0) return false;
    const ordinal = readInteger((out) => driver.cuDeviceGet(out, 0));
    return readInteger((out) => driver.cuDeviceGetAttribute(out, attribute.major, ordinal)) >= 8;
  } catch {
    return false;
  }
};
