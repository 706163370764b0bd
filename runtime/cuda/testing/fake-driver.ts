// A CUDA driver in JavaScript: every function that cuica binds, over memory and handles that are counted. It stands in for libcuda where tests
// need calls to fail, and sees what a real driver would not tell: handles released twice, used after their release, or never released.
// Work runs when it is queued; kernels are functions of JavaScript, by their entry points' names.
import koffi from "koffi";
import { type Library, substituteLibrary } from "../discover.ts";
import type { Driver, Memory } from "../driver.ts";
import type { Faults } from "./faults.ts";

/** Statuses by the driver's names. */
export const statuses = {
  CUDA_SUCCESS: 0,
  CUDA_ERROR_INVALID_VALUE: 1,
  CUDA_ERROR_OUT_OF_MEMORY: 2,
  CUDA_ERROR_NOT_INITIALIZED: 3,
  CUDA_ERROR_INVALID_IMAGE: 200,
  CUDA_ERROR_INVALID_CONTEXT: 201,
  CUDA_ERROR_INVALID_HANDLE: 400,
  CUDA_ERROR_NOT_FOUND: 500,
  CUDA_ERROR_NOT_READY: 600,
  CUDA_ERROR_ILLEGAL_ADDRESS: 700,
  CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES: 701,
  CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED: 900,
  CUDA_ERROR_UNKNOWN: 999,
} as const;
export type StatusName = keyof typeof statuses;
const nameOf = (status: number): string | null => Object.entries(statuses).find(([, value]) => value === status)?.[0] ?? null;

/** What a kernel gets: arguments by parameter name (integers of 64 bits as bigint), and the bytes at an address. */
export interface FakeLaunch {
  readonly grid: number;
  readonly arguments: Readonly<Record<string, number | bigint>>;
  bytes(address: bigint, length: number): Buffer;
}
export type FakeKernel = (launch: FakeLaunch) => void;
/** What the fake NVRTC makes: an image that says what it is of. */
export interface FakeImage {
  readonly entry: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly registers?: number;
}

type Kind = "context" | "stream" | "event" | "module" | "memory" | "host memory" | "graph" | "executable graph";
interface Handle {
  readonly kind: Kind;
  readonly device: number;
  readonly image?: FakeImage;
  readonly bytes?: Buffer;
  readonly work?: readonly (() => void)[];
}
class Refusal extends Error {
  readonly status: number;
  constructor(name: StatusName) {
    super(name);
    this.status = statuses[name];
  }
}

/** A launch's shape, and its attributes as number and value. */
export interface LaunchShape {
  readonly grid: readonly number[];
  readonly block: readonly number[];
  readonly sharedBytes: number;
  readonly attributes: readonly (readonly [number, number])[];
}

export class FakeDriver {
  lastLaunch: LaunchShape | null = null;
  readonly kernels: Readonly<Record<string, FakeKernel>>;
  readonly deviceCount: number;
  /** Attributes of a device by CUdevice_attribute, where a test wants others than an H100's. */
  attributes: Readonly<Record<number, number>> = {};
  /** Whether the context was lost: every call that could notice fails. */
  #lost = false;
  readonly #faults: Faults;
  #next = 1n;
  #address = 0x7f00_0000_0000n;
  #current = 0n;
  readonly #handles = new Map<bigint, Handle>();
  readonly #released = new Set<bigint>();
  readonly #retained = new Map<number, { readonly handle: bigint; count: number }>();
  readonly #captures = new Map<bigint, (() => void)[]>();

  constructor(faults: Faults, kernels: Readonly<Record<string, FakeKernel>>, deviceCount = 1) {
    this.#faults = faults;
    this.kernels = kernels;
    this.deviceCount = deviceCount;
    substituteLibrary("libcuda", this.#library());
  }

  /** As a new process finds the GPU. */
  restart(): void {
    this.#lost = false;
    this.#handles.clear();
    this.#retained.clear();
    this.#captures.clear();
    this.#current = 0n;
  }
  /** Kinds of what was not released. */
  get alive(): string[] {
    return [...this.#handles.values()].map(({ kind }) => kind).sort();
  }

  #library(): Library {
    const func = (name: string): unknown => {
      const symbol = /cu[A-Z]\w+/.exec(name)![0];
      if (symbol === "cuGetErrorName") return (status: number, out: (string | null)[]) => this.#tell(out, nameOf(status));
      if (symbol === "cuGetErrorString")
        return (status: number, out: (string | null)[]) => this.#tell(out, nameOf(status)?.slice(11).toLowerCase().replaceAll("_", " "));
      const work = this.#functions[symbol as keyof Driver] as (...values: unknown[]) => number | undefined;
      return (...values: unknown[]): number => {
        const fault = this.#faults.count(symbol);
        if (fault === statuses.CUDA_ERROR_ILLEGAL_ADDRESS) this.#lost = true;
        // However a capture ends, it has ended.
        if (fault !== null && symbol === "cuStreamEndCapture") this.#captures.delete(BigInt(values[0] as bigint));
        if (fault !== null) return fault;
        if (this.#lost && !/^cu(DeviceGet|Driver|Init|CtxSet)/.test(symbol)) return statuses.CUDA_ERROR_ILLEGAL_ADDRESS;
        try {
          return work(...values) ?? 0;
        } catch (error) {
          if (error instanceof Refusal) return error.status;
          throw error;
        }
      };
    };
    return { func } as unknown as Library;
  }
  #tell(out: (string | null)[], text: string | null | undefined): number {
    out[0] = text ?? null;
    return text ? 0 : 1;
  }
  #violate(text: string, status: StatusName): never {
    this.#faults.violations.push(text);
    throw new Refusal(status);
  }
  #device(): number {
    const context = this.#handles.get(this.#current);
    return context?.kind === "context" ? context.device : this.#violate("a call without a current context", "CUDA_ERROR_INVALID_CONTEXT");
  }
  #add(handle: Handle): bigint {
    const number = handle.kind === "memory" ? this.#address : this.#next++ * 16n;
    if (handle.kind === "memory") this.#address += BigInt(Math.ceil(handle.bytes!.length / 512) * 512 + 512);
    this.#handles.set(number, handle);
    return number;
  }
  #find(number: number | bigint, kind: Kind): Handle {
    const handle = this.#handles.get(BigInt(number));
    if (handle?.kind === kind && handle.device === this.#device()) return handle;
    const what = this.#released.has(BigInt(number))
      ? "released before"
      : handle
        ? `a ${handle.kind} of device ${handle.device}`
        : "never made";
    return this.#violate(`a ${kind} that was ${what} is used`, "CUDA_ERROR_INVALID_HANDLE");
  }
  #release(number: number | bigint, kind: Kind): void {
    this.#find(number, kind);
    this.#handles.delete(BigInt(number));
    this.#released.add(BigInt(number));
  }
  /** Memory of the device, for other libraries that are faked. */
  memory(address: bigint, length: number): Buffer {
    return this.#bytes(address, length);
  }
  /** Work of another library that is faked, in a stream. */
  queue(stream: bigint, work: () => void): void {
    this.#queue(stream, work);
  }
  /** Bytes at an address; a fault of the device if they are not all of one allocation. */
  #bytes(address: bigint, length: number): Buffer {
    for (const [base, { kind, bytes }] of this.#handles)
      if ((kind === "memory" || kind === "host memory") && address >= base && address + BigInt(length) <= base + BigInt(bytes!.length))
        return bytes!.subarray(Number(address - base), Number(address - base) + length);
    this.#lost = true;
    throw new Refusal("CUDA_ERROR_ILLEGAL_ADDRESS");
  }
  /** Runs work now, or records it where the stream is captured. */
  #queue(stream: number | bigint, work: () => void): void {
    this.#find(stream, "stream");
    const capture = this.#captures.get(BigInt(stream));
    if (capture) capture.push(work);
    else work();
  }
  #refuseCapture(stream: number | bigint): void {
    this.#find(stream, "stream");
    if (this.#captures.has(BigInt(stream))) throw new Refusal("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED");
  }
  /** A launch with the arguments of now, as work. */
  #launch(handle: number | bigint, grid: number, addresses: number | bigint): () => void {
    const image = this.#find(handle, "module").image!;
    let at = 0;
    const values: Record<string, number | bigint> = {};
    for (const { name, type } of image.parameters) {
      const address = BigInt(koffi.decode(BigInt(addresses), at, "uint64_t") as number | bigint);
      const native = { pointer: "uint64_t", i64: "int64_t", i32: "int32_t", u32: "uint32_t", f32: "float" }[type]!;
      const value = koffi.decode(address, native) as number | bigint;
      values[name] = type === "pointer" || type === "i64" ? BigInt(value) : Number(value);
      at += 8;
    }
    return () => {
      this.#find(handle, "module");
      this.kernels[image.entry]!({ grid, arguments: values, bytes: (address, length) => this.#bytes(address, length) });
    };
  }

  /** One for each function of the driver that cuica calls; undefined is success. */
  readonly #functions: { readonly [Name in keyof Driver]: (...values: Parameters<Driver[Name]>) => number | undefined } = {
    cuInit: () => undefined,
    cuDriverGetVersion: (out) => write(out, 13000),
    cuDeviceGetCount: (out) => write(out, this.deviceCount),
    cuDeviceGet: (out, index) => write(out, index),
    cuDeviceGetName: (out) => void Buffer.from(out!.buffer, out!.byteOffset, out!.byteLength).write("Fake GPU\0"),
    cuDeviceGetAttribute: (out, attribute) =>
      write(out, { ...(hopper as Readonly<Record<number, number>>), ...this.attributes }[attribute] ?? 0),
    cuDeviceTotalMem_v2: (out) => write(out, 2 ** 36),
    cuDeviceGetDefaultMemPool: (out) => write(out, 1),
    cuMemPoolSetAttribute: () => undefined,
    cuMemPoolGetAttribute: (_pool, _attribute, out) => write(out, 2 ** 20),
    cuDevicePrimaryCtxRetain: (out, device) => {
      const known = this.#retained.get(device) ?? { handle: this.#add({ kind: "context", device }), count: 0 };
      known.count++;
      this.#retained.set(device, known);
      return write(out, known.handle);
    },
    cuDevicePrimaryCtxRelease_v2: (device) => {
      const known = this.#retained.get(device) ?? this.#violate("a context is released that nobody retained", "CUDA_ERROR_INVALID_CONTEXT");
      if (--known.count > 0) return undefined;
      this.#retained.delete(device);
      // With its last user the context takes everything of the device along.
      for (const [number, handle] of [...this.#handles]) if (handle.device === device) this.#handles.delete(number);
      if (this.#current === known.handle) this.#current = 0n;
      return undefined;
    },
    cuCtxSetCurrent: (context) => {
      if (BigInt(context) !== 0n && this.#handles.get(BigInt(context))?.kind !== "context")
        this.#violate("a context that is gone is made current", "CUDA_ERROR_INVALID_CONTEXT");
      this.#current = BigInt(context);
      return undefined;
    },
    cuCtxSynchronize: () => void this.#device(),
    cuModuleLoadData: (out, data) => {
      let image: FakeImage;
      try {
        image = JSON.parse(Buffer.from(data!.buffer, data!.byteOffset, data!.byteLength).toString()) as FakeImage;
      } catch {
        throw new Refusal("CUDA_ERROR_INVALID_IMAGE");
      }
      return write(out, this.#add({ kind: "module", device: this.#device(), image }));
    },
    cuModuleUnload: (module) => this.#release(module, "module") as undefined,
    cuModuleGetFunction: (out, module, name) => {
      if (this.#find(module, "module").image!.entry !== name) throw new Refusal("CUDA_ERROR_NOT_FOUND");
      // A function lives and dies with its module, and goes by its number here.
      return write(out, module);
    },
    cuFuncGetAttribute: (out, attribute, handle) => {
      const registers = this.#find(handle, "module").image!.registers ?? 40;
      const most = Math.floor(hopper[82] / registers / 32) * 32;
      return write(out, attribute === 0 ? Math.min(1024, most) : attribute === 4 ? registers : 0);
    },
    cuFuncSetAttribute: (handle) => void this.#find(handle, "module"),
    cuOccupancyMaxActiveBlocksPerMultiprocessor: (out, handle) => {
      this.#find(handle, "module");
      return write(out, 4);
    },
    cuLaunchKernelEx: (configuration, handle, addresses) => {
      const view = new DataView(configuration!.buffer, configuration!.byteOffset, configuration!.byteLength);
      const word = (at: number): number => view.getUint32(at, true);
      const attributes = Array.from({ length: word(48) }, (_, n) => {
        const at = view.getBigUint64(40, true) + BigInt(72 * n);
        return [Number(koffi.decode(at, "uint32_t")), Number(koffi.decode(at + 8n, "uint32_t"))] as const;
      });
      const shape = Array.from({ length: 7 }, (_, n) => word(4 * n));
      this.lastLaunch = { grid: shape.slice(0, 3), block: shape.slice(3, 6), sharedBytes: shape[6]!, attributes };
      this.#queue(view.getBigUint64(32, true), this.#launch(handle, word(0), addresses));
      return undefined;
    },
    cuMemAllocHost_v2: (out, bytes) => {
      const memory = Buffer.from(new ArrayBuffer(Number(bytes)));
      const address = koffi.address(memory.buffer);
      this.#handles.set(address, { kind: "host memory", device: this.#device(), bytes: memory });
      return write(out, address);
    },
    cuMemFreeHost: (address) => this.#release(address, "host memory") as undefined,
    cuMemGetInfo_v2: (free, total) => {
      this.#device();
      write(free, 2 ** 35);
      return write(total, 2 ** 36);
    },
    cuMemAllocAsync: (out, bytes, stream) => {
      this.#refuseCapture(stream);
      if (Number(bytes) > 2 ** 30) throw new Refusal("CUDA_ERROR_OUT_OF_MEMORY");
      return write(out, this.#add({ kind: "memory", device: this.#device(), bytes: Buffer.alloc(Number(bytes), 0xa5) }));
    },
    cuMemFreeAsync: (pointer, stream) => {
      this.#refuseCapture(stream);
      return void this.#release(pointer, "memory");
    },
    cuMemFree_v2: (pointer) => void this.#release(pointer, "memory"),
    cuMemcpyHtoDAsync_v2: (pointer, source, bytes, stream) => {
      const data = Buffer.from(source!.buffer, source!.byteOffset, Number(bytes));
      return void this.#queue(stream, () => void data.copy(this.#bytes(BigInt(pointer), Number(bytes))));
    },
    cuMemcpyDtoHAsync_v2: (target, pointer, bytes, stream) =>
      void this.#queue(stream, () => {
        this.#bytes(BigInt(pointer), Number(bytes)).copy(Buffer.from(target!.buffer, target!.byteOffset, Number(bytes)));
      }),
    cuMemcpyDtoDAsync_v2: (target, source, bytes, stream) =>
      void this.#queue(stream, () => {
        this.#bytes(BigInt(source), Number(bytes)).copy(this.#bytes(BigInt(target), Number(bytes)));
      }),
    cuMemsetD8Async: (pointer, byte, count, stream) =>
      void this.#queue(stream, () => void this.#bytes(BigInt(pointer), Number(count)).fill(byte)),
    cuStreamCreateWithPriority: (out) => write(out, this.#add({ kind: "stream", device: this.#device() })),
    cuStreamDestroy_v2: (stream) => void this.#release(stream, "stream"),
    cuStreamSynchronize: (stream) => this.#refuseCapture(stream) as undefined,
    cuStreamQuery: (stream) => this.#refuseCapture(stream) as undefined,
    cuStreamWaitEvent: (stream, event) => {
      this.#find(event, "event");
      return void this.#find(stream, "stream");
    },
    cuStreamBeginCapture_v2: (stream) => {
      this.#refuseCapture(stream);
      return void this.#captures.set(BigInt(stream), []);
    },
    cuStreamEndCapture: (stream, out) => {
      this.#find(stream, "stream");
      const work = this.#captures.get(BigInt(stream)) ?? this.#violate("a capture ends that did not begin", "CUDA_ERROR_INVALID_VALUE");
      this.#captures.delete(BigInt(stream));
      return write(out, this.#add({ kind: "graph", device: this.#device(), work }));
    },
    cuEventCreate: (out) => write(out, this.#add({ kind: "event", device: this.#device() })),
    cuEventDestroy_v2: (event) => void this.#release(event, "event"),
    cuEventRecord: (event, stream) => {
      this.#find(event, "event");
      return void this.#find(stream, "stream");
    },
    cuEventQuery: (event) => void this.#find(event, "event"),
    cuEventSynchronize: (event) => void this.#find(event, "event"),
    cuEventElapsedTime: (out, start, end) => {
      this.#find(start, "event");
      this.#find(end, "event");
      (out as Float32Array)[0] = 0.5;
      return undefined;
    },
    cuGraphInstantiateWithFlags: (out, graph) =>
      write(out, this.#add({ kind: "executable graph", device: this.#device(), work: this.#find(graph, "graph").work! })),
    cuGraphLaunch: (graph, stream) => {
      const { work } = this.#find(graph, "executable graph");
      for (const one of work!) this.#queue(stream, one);
      return undefined;
    },
    cuGraphDestroy: (graph) => void this.#release(graph, "graph"),
    cuGraphExecDestroy: (graph) => void this.#release(graph, "executable graph"),
    cuTensorMapEncodeTiled: () => undefined,
  };
}

/** Attributes of an H100, by CUdevice_attribute. */
const hopper = {
  1: 1024,
  5: 2 ** 31 - 1,
  6: 65535,
  7: 65535,
  8: 49152,
  16: 132,
  38: 50 * 2 ** 20,
  75: 9,
  76: 0,
  81: 233472,
  82: 65536,
  97: 232448,
  115: 1,
} as const;
/** Writes a result as the driver does, through the memory it was given. */
const write = (out: Memory, value: number | bigint): undefined => {
  if (out instanceof BigUint64Array) out[0] = BigInt(value);
  else (out as Int32Array)[0] = Number(value);
};
