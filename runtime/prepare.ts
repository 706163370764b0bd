// A kernel prepared for one GPU: calls are checked against its signature, the class of each tensor picks the code, and a launch follows.
// Code for classes that were not met before is compiled (or read from the cache) and verified when they are first met: no code runs that the
// policy does not let run.
import type { KernelRequest, TensorClass } from "../codegen/compile.ts";
import { classify, type KernelSignature, launchValues, type TensorPlacement } from "../codegen/signature.ts";
import { checkRequest } from "../codegen/request.ts";
import { kernelBinary, type KernelBinary } from "./binary.ts";
import { checkArguments, checkPlace, type ScalarValues } from "./call.ts";
import { ensureVerified, type VerifyPolicy, verifyPolicy } from "./certificate.ts";
import type { Device } from "./cuda/device.ts";
import { checkDevice, RuntimeError } from "./cuda/errors.ts";
import { type KernelArgument, LaunchableKernel } from "./cuda/kernel.ts";
import { disposeAll } from "./cuda/resource.ts";
import type { Stream } from "./cuda/stream.ts";
import type { DeviceTensor } from "./cuda/tensor.ts";
import { blocksOf, emptyPlacement, environmentOf } from "./placement.ts";

export type KernelConfiguration = Omit<KernelRequest, "target" | "classes">;
export interface DeviceCall {
  readonly tensors: Readonly<Record<string, DeviceTensor | null>>;
  readonly scalars: ScalarValues;
}

/** Classes by tensor parameter; tensors left out are aligned. */
export type TensorClasses = Readonly<Record<string, TensorClass>>;
export interface PrepareOptions {
  /** Of the tensors of the first call: that code is made ready at once. */
  readonly classes?: TensorClasses;
  /** Whether the configuration must have been verified on this GPU; CUICA_VERIFY if left out. */
  readonly policy?: VerifyPolicy;
}

interface ReadyCode {
  readonly binary: KernelBinary;
  readonly launchable: LaunchableKernel;
}
const makeReady = async (
  device: Device,
  configuration: KernelConfiguration,
  policy: VerifyPolicy,
  classes: TensorClasses,
): Promise<ReadyCode> => {
  const binary = await kernelBinary({ ...configuration, target: device.target, classes }, device.architecture);
  const { file, kernel, problem, tuning } = configuration;
  // First, for what exceeds the device's limits has not broken its spec.
  const launchable = LaunchableKernel.load(device, binary.image);
  try {
    const code = [binary.image.cubin];
    await ensureVerified(device, { file, name: kernel, problem, tuning, code, classes: { [kernel]: classes } }, policy);
  } catch (error) {
    launchable.dispose();
    throw error;
  }
  return { binary, launchable };
};
export const usedAfterDisposal = (callee: string): RuntimeError =>
  new RuntimeError("CUI3009", `${callee} was called after it was disposed of`, "prepare it again, or dispose of it later");

export class PreparedKernel implements Disposable {
  readonly device: Device;
  readonly signature: KernelSignature;
  /** Machine code of the classes that it was created for. */
  readonly code: Uint8Array;
  readonly #configuration: KernelConfiguration;
  readonly #policy: VerifyPolicy;
  readonly #ready = new Map<string, ReadyCode>();
  readonly #pending = new Map<string, Promise<ReadyCode>>();
  #disposed = false;

  private constructor(device: Device, configuration: KernelConfiguration, policy: VerifyPolicy, first: ReadyCode) {
    this.device = device;
    this.#configuration = configuration;
    this.#policy = policy;
    this.signature = first.binary.signature;
    this.code = first.binary.image.cubin;
  }
  /** Compiles (or reads from the cache) the code of a configuration; without a certificate it is verified, as the policy says. */
  static async create(
    device: Device,
    configuration: KernelConfiguration,
    { policy = verifyPolicy(), classes = {} }: PrepareOptions = {},
  ): Promise<PreparedKernel> {
    checkDevice("PreparedKernel.create", device);
    checkRequest("PreparedKernel.create", { ...configuration, classes });
    const first = await makeReady(device, configuration, policy, classes);
    const prepared = new PreparedKernel(device, configuration, policy, first);
    prepared.#ready.set(prepared.#key(classes), first);
    return prepared;
  }
  #key(classes: TensorClasses): string {
    return this.signature.parameters
      .flatMap((p) => (p.kind === "tensor" && classes[p.name] === "generic" ? [JSON.stringify(p.name)] : []))
      .join();
  }
  /** Calls that meet new classes at the same time wait for one compilation. */
  #codeFor(classes: TensorClasses): ReadyCode | Promise<ReadyCode> {
    const key = this.#key(classes);
    const known = this.#ready.get(key) ?? this.#pending.get(key);
    if (known) return known;
    const make = async (): Promise<ReadyCode> => {
      try {
        const code = await makeReady(this.device, this.#configuration, this.#policy, classes);
        if (this.#disposed) code.launchable.dispose();
        this.#ready.set(key, code);
        return code;
      } finally {
        this.#pending.delete(key);
      }
    };
    const pending = make();
    this.#pending.set(key, pending);
    return pending;
  }
  #placements(call: DeviceCall): Map<string, TensorPlacement> {
    const placements = new Map<string, TensorPlacement>();
    for (const p of this.signature.parameters) {
      if (p.kind !== "tensor") continue;
      const tensor = call.tensors[p.name];
      placements.set(
        p.name,
        tensor ? { shape: tensor.shape, strides: tensor.strides, address: Number(tensor.pointer) } : emptyPlacement(p),
      );
    }
    return placements;
  }
  /** Checks a call and makes its code ready; the launcher it returns may run any number of times, also inside a graph's capture. */
  async bind(call: DeviceCall): Promise<BoundLaunch> {
    const { name: callee } = this.signature;
    if (this.#disposed) throw usedAfterDisposal(callee);
    checkArguments(this.signature, call, this.device);
    const placements = this.#placements(call);
    const at = (name: string): TensorPlacement => placements.get(name)!;
    const scalar = (name: string): number | bigint => call.scalars[name]!;
    const grid = blocksOf(
      this.signature,
      environmentOf(at, (name) => Number(scalar(name)), this.device.limits.multiprocessors),
    );
    const classes: Record<string, TensorClass> = {};
    for (const p of this.signature.parameters) if (p.kind === "tensor") classes[p.name] = classify(p, placements.get(p.name)!);
    const { binary, launchable } = await this.#codeFor(classes);
    const values: KernelArgument[] = launchValues(this.signature, classes, at, scalar);
    const tensors = Object.entries(call.tensors);
    const launch = (stream = this.device.stream): void => {
      for (const [name, tensor] of tensors) {
        if (!tensor) continue;
        // It may have been freed since.
        checkPlace(callee, name, tensor, this.device);
        tensor.usedBy(stream);
      }
      launchable.launch(stream, [grid, 1, 1], values);
    };
    return { binary, classes, grid, launch };
  }
  /** Checks a call and queues its launch. */
  async run(call: DeviceCall, stream: Stream = this.device.stream): Promise<void> {
    (await this.bind(call)).launch(stream);
  }
  dispose(): void {
    this.#disposed = true;
    disposeAll([...this.#ready.values()].map(({ launchable }) => launchable));
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
export interface BoundLaunch {
  readonly binary: KernelBinary;
  readonly classes: TensorClasses;
  readonly grid: number;
  launch(stream?: Stream): void;
}
