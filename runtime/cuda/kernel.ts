// Launchable kernels: a cubin's entry with its parameters. Every argument is checked against its parameter and every launch against
// the device's limits before the driver sees it; the argument buffer is built once, so that a launch costs microseconds.
import koffi from "koffi";
import type { KernelParameter } from "../../codegen/ir/lowered.ts";
import type { ReportTable } from "../../codegen/ir/report.ts";
import type { Device } from "./device.ts";
import { driver, readHandle, readInteger } from "./driver.ts";
import { CudaError, RuntimeError } from "./errors.ts";
import { ReportBuffer } from "./reports.ts";
import { debugging, disposeAll, Resource } from "./resource.ts";
import type { Stream } from "./stream.ts";
import { TensorMap } from "./tensor-map.ts";

/** Device pointers and 64-bit integers as bigint or exact number. */
export type KernelArgument = number | bigint | TensorMap;
export type Grid = readonly [number, number, number];

export interface KernelImage {
  readonly cubin: Uint8Array;
  /** C identifier of the entry point. */
  readonly entry: string;
  readonly parameters: readonly KernelParameter[];
  /** What the kernel reports: the address of a buffer is then its last parameter. */
  readonly reports?: ReportTable | null;
  readonly threads: number;
  /** Dynamic shared memory of a launch. */
  readonly sharedBytes: number;
  /** The kernel begins by waiting for the work that it follows in its stream, so that it may be launched before that has ended. */
  readonly waits?: boolean;
}

/** Numbers of CUfunction_attribute. */
const functionAttribute = { threadsPerBlock: 0, staticShared: 1, localBytes: 3, registers: 4, maxDynamicShared: 8 } as const;
const slotBytes = 8;
const mapBytes = 128;

/** The memory that the driver reads arguments from: an array of addresses, and the values they point to. */
export class ArgumentBuffer {
  readonly #kernel: string;
  readonly #parameters: readonly KernelParameter[];
  readonly #values: DataView;
  readonly #bytes: Uint8Array;
  readonly #offsets: readonly number[];
  readonly #addresses: BigUint64Array;
  /** Of the array of addresses: what cuLaunchKernelEx takes. */
  readonly address: bigint;

  constructor(kernel: string, parameters: readonly KernelParameter[]) {
    this.#kernel = kernel;
    this.#parameters = parameters;
    const offsets: number[] = [];
    let size = 0;
    for (const { type } of parameters) {
      offsets.push(size);
      size += type === "tensorMap" ? mapBytes : slotBytes;
    }
    this.#offsets = offsets;
    const memory = new ArrayBuffer(Math.max(size, slotBytes));
    this.#values = new DataView(memory);
    this.#bytes = new Uint8Array(memory);
    const base = koffi.address(memory);
    this.#addresses = BigUint64Array.from([...offsets.map((offset) => base + BigInt(offset)), 0n]);
    this.address = koffi.address(this.#addresses);
  }

  #refuse(text: string, help: string): never {
    throw new RuntimeError("CUI3007", `${this.#kernel}: ${text}`, help);
  }
  write(values: readonly KernelArgument[]): void {
    if (values.length !== this.#parameters.length) {
      this.#refuse(
        `${values.length} arguments for ${this.#parameters.length} parameters (${this.#parameters.map(({ name }) => name).join(", ")})`,
        "pass one argument a parameter, in order",
      );
    }
    for (let n = 0; n < values.length; n++) this.#writeOne(this.#parameters[n]!, this.#offsets[n]!, values[n]!);
  }
  #writeOne({ name, type }: KernelParameter, offset: number, value: KernelArgument): void {
    const view = this.#values;
    switch (type) {
      case "i32":
        if (typeof value !== "number" || (value | 0) !== value)
          this.#refuse(`${String(value)} for "${name}" is not an i32`, "pass an integer from -2^31 to 2^31 - 1");
        view.setInt32(offset, value as number, true);
        return;
      case "u32":
        if (typeof value !== "number" || value >>> 0 !== value)
          this.#refuse(`${String(value)} for "${name}" is not a u32`, "pass an integer from 0 to 2^32 - 1");
        view.setUint32(offset, value as number, true);
        return;
      case "f32":
        if (typeof value !== "number") this.#refuse(`${String(value)} for "${name}" is not an f32`, "pass a number");
        view.setFloat32(offset, value as number, true);
        return;
      case "i64":
      case "pointer": {
        if (typeof value === "object" || (typeof value === "number" && !Number.isSafeInteger(value))) {
          this.#refuse(
            `${String(value)} for "${name}" is not ${type === "i64" ? "an i64" : "a device pointer"}`,
            "pass a bigint, or an integer that a number holds exactly",
          );
        }
        const wide = BigInt(value as number | bigint);
        if (BigInt.asIntN(64, wide) !== wide && BigInt.asUintN(64, wide) !== wide)
          this.#refuse(`${wide} for "${name}" does not fit 64 bits`, "pass a smaller integer");
        view.setBigUint64(offset, BigInt.asUintN(64, wide), true);
        return;
      }
      case "tensorMap":
        if (!(value instanceof TensorMap))
          this.#refuse(`${String(value)} for "${name}" is not a tensor map`, "encode one with TensorMap.encode");
        this.#bytes.set((value as TensorMap).bytes, offset);
        return;
      default:
        return type satisfies never;
    }
  }
}

/** Whether a grid has any block; throws if it exceeds the limits. */
export const checkGrid = (kernel: string, grid: Grid, limits: Grid): boolean => {
  for (let axis = 0; axis < 3; axis++) {
    const extent = grid[axis]!;
    if (!(Number.isInteger(extent) && extent >= 0 && extent <= limits[axis]!)) {
      throw new RuntimeError(
        "CUI3006",
        `${kernel}: a grid of [${grid}] blocks, where the device allows [${limits}]`,
        "put the largest extent on x, or let a persistent loop go over the work",
      );
    }
  }
  return grid[0] > 0 && grid[1] > 0 && grid[2] > 0;
};

/** Throws unless work of a device may be queued on a stream. */
export const checkStream = (callee: string, stream: Stream, device: Device): void => {
  if (stream.device !== device)
    throw new RuntimeError(
      "CUI3007",
      `${callee}: the stream is of device ${stream.device.index}, opened apart from device ${device.index} that this was prepared for`,
      "create the stream with Stream.create of the device that was passed to prepare",
    );
  if (stream.disposed)
    throw new RuntimeError(
      "CUI3009",
      `${callee}: the stream was disposed of before this launch`,
      "keep the stream alive until its last launch, or leave it out for the device's own",
    );
};

/** Machine code loaded into a device. */
/** The memory that the driver reads a launch's shape from (CUlaunchConfig, and a CUlaunchAttribute behind it). */
class LaunchConfiguration {
  readonly bytes = new Uint8Array(128);
  readonly #view = new DataView(this.bytes.buffer);

  constructor(threads: number, sharedBytes: number, mayStartEarly: boolean) {
    const attribute = 56;
    const programmaticStreamSerialization = 6;
    for (const [at, value] of [
      [12, threads],
      [16, 1],
      [20, 1],
      [24, sharedBytes],
    ] as const)
      this.#view.setUint32(at, value, true);
    if (!mayStartEarly) return;
    this.#view.setBigUint64(40, koffi.address(this.bytes.buffer) + BigInt(attribute), true);
    this.#view.setUint32(48, 1, true);
    this.#view.setUint32(attribute, programmaticStreamSerialization, true);
    this.#view.setUint32(attribute + 8, 1, true);
  }
  write(grid: Grid, stream: bigint): void {
    grid.forEach((blocks, n) => this.#view.setUint32(4 * n, blocks, true));
    this.#view.setBigUint64(32, stream, true);
  }
}

export class CompiledModule extends Resource {
  readonly device: Device;

  private constructor(device: Device, kernel: string, handle: bigint) {
    super(device, `code of ${kernel} on device ${device.index}`, handle);
    this.device = device;
  }
  static load(device: Device, kernel: string, cubin: Uint8Array): CompiledModule {
    device.makeCurrent();
    return new CompiledModule(
      device,
      kernel,
      readHandle((out) => driver.cuModuleLoadData(out, cubin)),
    );
  }
  protected override release(handle: bigint): void {
    driver.cuModuleUnload(handle);
  }
  /** Handle of an entry point. */
  entry(name: string): bigint {
    this.device.makeCurrent();
    return readHandle((out) => driver.cuModuleGetFunction(out, this.handle, name));
  }
}

export class LaunchableKernel implements Disposable {
  readonly device: Device;
  readonly name: string;
  readonly threads: number;
  readonly sharedBytes: number;
  /** As the driver counts them for this device. */
  readonly resources: { readonly registers: number; readonly sharedBytes: number; readonly localBytes: number };
  readonly #module: CompiledModule;
  readonly #function: bigint;
  readonly #arguments: ArgumentBuffer;
  readonly #configuration: LaunchConfiguration;
  readonly #reports: ReportBuffer | null;

  private constructor(module: CompiledModule, { entry, parameters, reports, threads, sharedBytes, waits = false }: KernelImage) {
    const { device } = module;
    const { limits } = device;
    this.device = device;
    this.name = entry;
    this.threads = threads;
    this.sharedBytes = sharedBytes;
    this.#module = module;
    this.#function = module.entry(entry);
    this.#arguments = new ArgumentBuffer(entry, parameters);
    this.#configuration = new LaunchConfiguration(threads, sharedBytes, waits && device.capability.major >= 9);
    const read = (number: number): number => readInteger((out) => driver.cuFuncGetAttribute(out, number, this.#function));
    this.resources = {
      registers: read(functionAttribute.registers),
      sharedBytes: read(functionAttribute.staticShared),
      localBytes: read(functionAttribute.localBytes),
    };
    if (threads > limits.threadsPerBlock)
      throw new RuntimeError(
        "CUI3006",
        `${entry}: ${threads} threads a block, where ${device.name} allows ${limits.threadsPerBlock}`,
        "use a tuning with fewer warps",
      );
    const most = read(functionAttribute.threadsPerBlock);
    if (threads > most)
      throw new RuntimeError(
        "CUI3006",
        `${entry}: ${threads} threads of ${this.resources.registers} registers, where ${device.name} has registers for ${most}`,
        "use a tuning with fewer warps or smaller tiles, or set maxRegisters",
      );
    const shared = sharedBytes + this.resources.sharedBytes;
    if (shared > limits.sharedPerBlockOptIn) {
      throw new RuntimeError(
        "CUI3006",
        `${entry}: ${shared} bytes of shared memory a block, where ${device.name} allows ${limits.sharedPerBlockOptIn}`,
        "use a tuning with smaller tiles or fewer stages",
      );
    }
    if (shared > limits.sharedPerBlock) driver.cuFuncSetAttribute(this.#function, functionAttribute.maxDynamicShared, sharedBytes);
    this.#reports = reports ? ReportBuffer.allocate(device, entry, reports) : null;
  }
  static load(device: Device, image: KernelImage): LaunchableKernel {
    const module = CompiledModule.load(device, image.entry, image.cubin);
    try {
      return new LaunchableKernel(module, image);
    } catch (error) {
      module.dispose();
      throw error;
    }
  }
  /** Blocks that one multiprocessor holds at a time: what a persistent grid is sized by. */
  get blocksPerMultiprocessor(): number {
    this.device.makeCurrent();
    return readInteger((out) => driver.cuOccupancyMaxActiveBlocksPerMultiprocessor(out, this.#function, this.threads, this.sharedBytes));
  }
  /** Queues one launch; a grid without blocks does nothing. Arguments are copied before it returns. */
  launch(stream: Stream, grid: Grid, values: readonly KernelArgument[]): void {
    // A module that was unloaded must not be launched: the handle's check throws.
    void this.#module.handle;
    checkStream(this.name, stream, this.device);
    this.#arguments.write(this.#reports ? [...values, this.#reports.handle] : values);
    if (!checkGrid(this.name, grid, this.device.limits.grid)) return;
    this.device.makeCurrent();
    stream.uses(this.#module);
    this.#configuration.write(grid, stream.handle);
    try {
      driver.cuLaunchKernelEx(this.#configuration.bytes, this.#function, this.#arguments.address, 0);
    } catch (error) {
      if (!(error instanceof CudaError)) throw error;
      throw new CudaError(
        `the launch of ${this.name}`,
        error.status,
        error.driverName,
        error.sticky ? `found by ${error.call}; an earlier launch may be the cause` : `by ${error.call}`,
      );
    }
    if (this.#reports) {
      if (stream.capturing) stream.uses(this.#reports);
      else this.#reports.queued(stream);
    }
    if (debugging && !stream.capturing) this.#waitFor(stream);
  }
  #waitFor(stream: Stream): void {
    try {
      stream.synchronize();
    } catch (error) {
      if (!(error instanceof CudaError)) throw error;
      throw new CudaError(`the launch of ${this.name}`, error.status, error.driverName, "found by waiting for it, as CUICA_DEBUG=1 asks");
    }
  }
  dispose(): void {
    // What still runs reports, and must have its code.
    disposeAll([this.#reports, this.#module]);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
