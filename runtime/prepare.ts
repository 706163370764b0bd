// A kernel prepared for one GPU: calls are checked against its signature, the class of each tensor picks the code, and a launch follows.
// Code for a class that was not met before is compiled (or read from the cache) when it is first met.
import type { KernelRequest, TensorClass } from "../codegen/compile.ts";
import { evaluateInteger } from "../codegen/ir/plan.ts";
import { classify, type KernelSignature, launchValues, type TensorPlacement } from "../codegen/signature.ts";
import { kernelBinary, type KernelBinary } from "./binary.ts";
import { checkArguments, checkPlace } from "./call.ts";
import { ensureVerified, type VerifyPolicy, verifyPolicy } from "./certificate.ts";
import type { Device } from "./cuda/device.ts";
import { type KernelArgument, LaunchableKernel } from "./cuda/kernel.ts";
import type { Stream } from "./cuda/stream.ts";
import type { DeviceTensor } from "./cuda/tensor.ts";
import { emptyPlacement, environmentOf } from "./placement.ts";

export type KernelConfiguration = Omit<KernelRequest, "target" | "classes">;
export interface DeviceCall {
  readonly tensors: Readonly<Record<string, DeviceTensor | null>>;
  readonly scalars: Readonly<Record<string, number>>;
}

export interface PrepareOptions {
  readonly target?: KernelRequest["target"];
  /** Whether the configuration must have been verified on this GPU; CUICA_VERIFY if left out. */
  readonly policy?: VerifyPolicy;
}

export class PreparedKernel implements Disposable {
  readonly device: Device;
  readonly signature: KernelSignature;
  /** Machine code for aligned tensors: what a certificate is about. */
  readonly code: Uint8Array;
  readonly #configuration: KernelConfiguration;
  readonly #target: KernelRequest["target"];
  readonly #byClass = new Map<string, { readonly binary: KernelBinary; readonly launchable: LaunchableKernel }>();

  private constructor(device: Device, configuration: KernelConfiguration, target: KernelRequest["target"], first: KernelBinary) {
    this.device = device;
    this.#configuration = configuration;
    this.#target = target;
    this.signature = first.signature;
    this.code = first.image.cubin;
  }
  /** Compiles (or reads from the cache) the code for aligned tensors; a configuration without a certificate is verified, as the policy says. */
  static async create(
    device: Device,
    configuration: KernelConfiguration,
    { target = "sm_80", policy = verifyPolicy() }: PrepareOptions = {},
  ): Promise<PreparedKernel> {
    const binary = await kernelBinary({ ...configuration, target, classes: {} }, device.architecture);
    const { file, kernel, problem, tuning } = configuration;
    await ensureVerified(device, { file, name: kernel, problem, tuning, code: [binary.image.cubin] }, policy);
    const prepared = new PreparedKernel(device, configuration, target, binary);
    const classes = Object.fromEntries(
      binary.signature.parameters.flatMap((p): [string, TensorClass][] => (p.kind === "tensor" ? [[p.name, "aligned"]] : [])),
    );
    prepared.#byClass.set(JSON.stringify(classes), { binary, launchable: LaunchableKernel.load(device, binary.image) });
    return prepared;
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
    checkArguments(this.signature, call, this.device);
    const placements = this.#placements(call);
    const classes: Record<string, TensorClass> = {};
    for (const p of this.signature.parameters) if (p.kind === "tensor") classes[p.name] = classify(p, placements.get(p.name)!);
    const key = JSON.stringify(classes);
    let code = this.#byClass.get(key);
    if (!code) {
      const binary = await kernelBinary({ ...this.#configuration, target: this.#target, classes }, this.device.architecture);
      code = { binary, launchable: LaunchableKernel.load(this.device, binary.image) };
      this.#byClass.set(key, code);
    }
    const at = (name: string): TensorPlacement => placements.get(name)!;
    const scalar = (name: string): number => call.scalars[name]!;
    const grid = evaluateInteger(this.signature.grid, environmentOf(at, scalar, this.device.limits.multiprocessors));
    const values: KernelArgument[] = launchValues(this.signature, classes, at, scalar);
    const { launchable, binary } = code;
    return { binary, grid, launch: (stream = this.device.stream) => launchable.launch(stream, [grid, 1, 1], values) };
  }
  /** Checks a call and queues its launch. */
  async run(call: DeviceCall, stream: Stream = this.device.stream): Promise<void> {
    (await this.bind(call)).launch(stream);
  }
  dispose(): void {
    for (const { launchable } of this.#byClass.values()) launchable.dispose();
    this.#byClass.clear();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
export interface BoundLaunch {
  readonly binary: KernelBinary;
  readonly grid: number;
  launch(stream?: Stream): void;
}
