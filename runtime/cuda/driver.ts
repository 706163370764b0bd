// The CUDA driver API: each function is bound when first called, and every status is checked. Handles, device pointers and sizes
// cross as 64-bit integers; results come back in typed arrays that the caller passes.
import { readFileSync } from "node:fs";
import type { KoffiFunc } from "koffi";
import { openLibrary } from "./discover.ts";
import { CudaError } from "./errors.ts";

/** A typed array whose memory the driver reads or writes. */
export type Memory = ArrayBufferView | null;
interface ArgumentTypes {
  u8: number;
  u32: number;
  i32: number;
  /** A handle, a device pointer, a host address or a size. */
  u64: bigint | number;
  memory: Memory;
  text: string;
}
type Kind = keyof ArgumentTypes;
const nativeTypes: Readonly<Record<Kind, string>> = {
  u8: "uint8_t",
  u32: "uint32_t",
  i32: "int32_t",
  u64: "uint64_t",
  memory: "void *",
  text: "str",
};

const prototypes = {
  cuInit: ["u32"],
  cuDriverGetVersion: ["memory"],
  cuDeviceGetCount: ["memory"],
  cuDeviceGet: ["memory", "i32"],
  cuDeviceGetName: ["memory", "i32", "i32"],
  cuDeviceGetAttribute: ["memory", "i32", "i32"],
  cuDeviceTotalMem_v2: ["memory", "i32"],
  cuDeviceGetDefaultMemPool: ["memory", "i32"],
  cuMemPoolSetAttribute: ["u64", "i32", "memory"],
  cuMemPoolGetAttribute: ["u64", "i32", "memory"],
  cuDevicePrimaryCtxRetain: ["memory", "i32"],
  cuDevicePrimaryCtxRelease_v2: ["i32"],
  cuCtxSetCurrent: ["u64"],
  cuCtxSynchronize: [],
  cuModuleLoadData: ["memory", "memory"],
  cuModuleUnload: ["u64"],
  cuModuleGetFunction: ["memory", "u64", "text"],
  cuFuncGetAttribute: ["memory", "i32", "u64"],
  cuFuncSetAttribute: ["u64", "i32", "i32"],
  cuOccupancyMaxActiveBlocksPerMultiprocessor: ["memory", "u64", "i32", "u64"],
  /** configuration, function, addresses of the arguments, extra */
  cuLaunchKernelEx: ["memory", "u64", "u64", "u64"],
  /** Page-locked memory of the host, which kernels reach at the same address. */
  cuMemAllocHost_v2: ["memory", "u64"],
  cuMemFreeHost: ["u64"],
  cuMemGetInfo_v2: ["memory", "memory"],
  cuMemAllocAsync: ["memory", "u64", "u64"],
  cuMemFreeAsync: ["u64", "u64"],
  cuMemFree_v2: ["u64"],
  cuMemcpyHtoDAsync_v2: ["u64", "memory", "u64", "u64"],
  cuMemcpyDtoHAsync_v2: ["memory", "u64", "u64", "u64"],
  cuMemcpyDtoDAsync_v2: ["u64", "u64", "u64", "u64"],
  cuMemsetD8Async: ["u64", "u8", "u64", "u64"],
  cuStreamCreateWithPriority: ["memory", "u32", "i32"],
  cuStreamDestroy_v2: ["u64"],
  cuStreamSynchronize: ["u64"],
  cuStreamQuery: ["u64"],
  cuStreamWaitEvent: ["u64", "u64", "u32"],
  cuStreamBeginCapture_v2: ["u64", "i32"],
  cuStreamEndCapture: ["u64", "memory"],
  cuEventCreate: ["memory", "u32"],
  cuEventDestroy_v2: ["u64"],
  cuEventRecord: ["u64", "u64"],
  cuEventQuery: ["u64"],
  cuEventSynchronize: ["u64"],
  cuEventElapsedTime: ["memory", "u64", "u64"],
  cuGraphInstantiateWithFlags: ["memory", "u64", "u64"],
  cuGraphLaunch: ["u64", "u64"],
  cuGraphDestroy: ["u64"],
  cuGraphExecDestroy: ["u64"],
  /** map, type, rank, address, extents, strides, box, element strides, interleave, swizzle, L2 promotion, fill */
  cuTensorMapEncodeTiled: ["memory", "i32", "u32", "u64", "memory", "memory", "memory", "memory", "i32", "i32", "i32", "i32"],
} as const satisfies Record<string, readonly Kind[]>;

type Arguments<Kinds extends readonly Kind[]> = { [N in keyof Kinds]: ArgumentTypes[Kinds[N]] };
/** A checked call: true on success, false if the driver says "not ready yet" (queries), an error otherwise. */
export type Driver = { readonly [Name in keyof typeof prototypes]: (...values: Arguments<(typeof prototypes)[Name]>) => boolean };

const notReady = 600;

/** Binds one function of libcuda. */
const bind = (name: string, kinds: readonly Kind[]): KoffiFunc<(...values: unknown[]) => number> =>
  openLibrary("libcuda").func(
    name,
    "int",
    kinds.map((kind) => nativeTypes[kind]),
  ) as KoffiFunc<(...values: unknown[]) => number>;

let describers: { readonly name: (status: number) => string; readonly text: (status: number) => string } | null = null;
const bindDescriber = (symbol: string): ((status: number) => string) => {
  const native = openLibrary("libcuda").func(`int ${symbol}(int status, _Out_ const char **text)`) as (
    status: number,
    out: (string | null)[],
  ) => number;
  return (status) => {
    const out: (string | null)[] = [null];
    return native(status, out) === 0 && out[0] ? out[0] : `status ${status}`;
  };
};
/** The error of a status, named as the driver names it. */
export const cudaError = (call: string, status: number): CudaError => {
  describers ??= { name: bindDescriber("cuGetErrorName"), text: bindDescriber("cuGetErrorString") };
  return new CudaError(call, status, describers.name(status), describers.text(status));
};

const checkedCall = (name: string, kinds: readonly Kind[]): ((...values: unknown[]) => boolean) => {
  let native: ((...values: unknown[]) => number) | null = null;
  return (...values) => {
    native ??= bind(name, kinds);
    const status = native(...values);
    if (status === 0) return true;
    if (status === notReady) return false;
    throw cudaError(name, status);
  };
};
export const driver = Object.fromEntries(
  Object.entries(prototypes).map(([name, kinds]) => [name, checkedCall(name, kinds)]),
) as unknown as Driver;

/** Calls a function whose result is one 32-bit integer, or one 64-bit value, written through its first argument. */
export const readInteger = (call: (out: Int32Array) => boolean): number => {
  const out = new Int32Array(1);
  call(out);
  return out[0]!;
};
export const readHandle = (call: (out: BigUint64Array) => boolean): bigint => {
  const out = new BigUint64Array(1);
  call(out);
  return out[0]!;
};

let initialised = false;
/** Initialises the driver, once a process. */
export const initialiseDriver = (): void => {
  if (initialised) return;
  driver.cuInit(0);
  initialised = true;
};

/** The newest CUDA version that the driver supports ("13.0"), and the driver's own version where the system tells it ("580.159.04"). */
export const driverVersion = (): { readonly cuda: string; readonly driver: string | null } => {
  const version = readInteger((out) => driver.cuDriverGetVersion(out));
  let own: string | null = null;
  try {
    own = /Kernel Module\b.*?\s(\d+(?:\.\d+)+)/.exec(readFileSync("/proc/driver/nvidia/version", "utf8"))?.[1] ?? null;
  } catch {
    // Not a Linux machine with the module visible: the CUDA version has to do.
  }
  return { cuda: `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`, driver: own };
};
