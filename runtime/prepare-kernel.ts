// A kernel as a function: arguments in the order of the kernel's parameters, typed from its signature; on a GPU, on the CPU back end, or as the
// kernel's own JavaScript.
import { fileURLToPath } from "node:url";
import { expectKind, isObject } from "../codegen/ir/runtime-error.ts";
import type { ConstantsOf, Global, i64, Kernel } from "../dsl/index.ts";
import type { VerifyPolicy } from "./certificate.ts";
import type { Device } from "./cuda/device.ts";
import { isDevice, RuntimeError } from "./cuda/errors.ts";
import type { Stream } from "./cuda/stream.ts";
import type { DeviceTensor } from "./cuda/tensor.ts";
import type { Runnable } from "./executions.ts";
import type { HostTensor } from "./host-tensor.ts";
import { type BoundLaunch, PreparedKernel, usedAfterDisposal } from "./prepare.ts";

/** Host arguments of a kernel's parameters: a tensor that the problem leaves out may be null; an i64 may be a bigint. */
export type ArgumentsFor<Parameters extends readonly unknown[], T> = {
  // biome-ignore lint/suspicious/noExplicitAny: tensors of every type and shape
  [K in keyof Parameters]: Parameters[K] extends Global<any, any> ? T | null : Parameters[K] extends i64 ? number | bigint : number;
};

export interface KernelFunction<Parameters extends readonly unknown[], T> extends Disposable {
  /** Checks a call and queues it on the device's stream; on the CPU it is done when the promise resolves. */
  (...parameters: ArgumentsFor<Parameters, T>): Promise<void>;
  dispose(): void;
}
export interface GpuKernelFunction<Parameters extends readonly unknown[]> extends KernelFunction<Parameters, DeviceTensor> {
  /** The same on a stream of choice. */
  on(stream: Stream, ...parameters: ArgumentsFor<Parameters, DeviceTensor>): Promise<void>;
  /** Checks a call once; what it returns can be launched any number of times, also inside a graph's capture. */
  bind(...parameters: ArgumentsFor<Parameters, DeviceTensor>): Promise<BoundLaunch>;
}
/** Constants left out take the kernel's own. */
export interface ConstantChoice<Problem, Tuning> {
  readonly problem?: Partial<ConstantsOf<Problem>>;
  readonly tuning?: Partial<ConstantsOf<Tuning>>;
  /** CUICA_VERIFY if left out. */
  readonly policy?: VerifyPolicy;
}

type Values = readonly (HostTensor | DeviceTensor | number | bigint | null)[];
interface NamedParameters {
  readonly name: string;
  readonly parameters: readonly { readonly kind: "tensor" | "scalar"; readonly name: string }[];
}
/** Arguments by name, as many as the kernel has parameters. */
const byName = <T extends HostTensor | DeviceTensor>(
  { name, parameters }: NamedParameters,
  values: Values,
): { readonly tensors: Record<string, T | null>; readonly scalars: Record<string, number | bigint> } => {
  if (values.length !== parameters.length)
    throw new RuntimeError(
      "CUI3007",
      `${name}: ${values.length} arguments for ${parameters.length} parameters`,
      `its parameters are ${parameters.map((p) => `${p.name} (${p.kind})`).join(", ")}`,
    );
  const tensors: Record<string, T | null> = {};
  const scalars: Record<string, number | bigint> = {};
  parameters.forEach((p, n) => {
    if (p.kind === "scalar") scalars[p.name] = values[n] as number | bigint;
    else tensors[p.name] = values[n] as T | null;
  });
  return { tensors, scalars };
};

const onHost = async (
  device: "cpu" | "js",
  kernel: Runnable,
  configuration: Parameters<typeof PreparedKernel.create>[1],
): Promise<unknown> => {
  const { cpuSignature, runAsJs, runOnCpu } = await import("./executions.ts");
  const signature = cpuSignature(configuration);
  let disposed = false;
  const call = async (...values: Values): Promise<void> => {
    if (disposed) throw usedAfterDisposal(signature.name);
    const named = byName<HostTensor>(signature, values);
    if (device === "js") runAsJs(kernel, configuration, named);
    else runOnCpu(configuration, named);
  };
  const dispose = (): void => {
    disposed = true;
  };
  return Object.assign(call, { dispose, [Symbol.dispose]: dispose });
};
const onGpu = async (
  device: Device,
  configuration: Parameters<typeof PreparedKernel.create>[1],
  policy: VerifyPolicy | undefined,
): Promise<unknown> => {
  const prepared = await PreparedKernel.create(device, configuration, policy ? { policy } : {});
  const { signature } = prepared;
  const on = (stream: Stream, ...values: Values): Promise<void> => prepared.run(byName<DeviceTensor>(signature, values), stream);
  const dispose = (): void => prepared.dispose();
  return Object.assign((...values: Values) => on(device.stream, ...values), {
    on,
    bind: (...values: Values) => prepared.bind(byName<DeviceTensor>(signature, values)),
    dispose,
    [Symbol.dispose]: dispose,
  });
};

/**
 * Compiles a kernel for a device: `const add = await prepareKernel("cpu", vectorAdd); await add(x, y, z);`. On a GPU the machine code comes
 * from the cache if it can, and is verified before its first use as the policy says. "js" runs the kernel's own body, for the debugger.
 */
export function prepareKernel<Problem, Tuning, Parameters extends readonly unknown[]>(
  device: "cpu" | "js",
  kernel: Kernel<Problem, Tuning, Parameters>,
  choice?: ConstantChoice<Problem, Tuning>,
): Promise<KernelFunction<Parameters, HostTensor>>;
export function prepareKernel<Problem, Tuning, Parameters extends readonly unknown[]>(
  device: Device,
  kernel: Kernel<Problem, Tuning, Parameters>,
  choice?: ConstantChoice<Problem, Tuning>,
): Promise<GpuKernelFunction<Parameters>>;
export function prepareKernel<Problem, Tuning>(
  device: Device | "cpu" | "js",
  kernel: Kernel<Problem, Tuning, readonly unknown[]>,
  choice: ConstantChoice<Problem, Tuning> = {},
): Promise<unknown> {
  const callee = "prepareKernel";
  expectKind(callee, "the device", device, device === "cpu" || device === "js" || isDevice(device), 'a Device, "cpu" or "js"');
  expectKind(callee, "the kernel", kernel, isObject(kernel) && typeof kernel.url === "string", "what `kernel` of the language returned");
  expectKind(callee, "the choice of constants", choice, isObject(choice), "{ problem, tuning, policy }");
  const { problem = {}, tuning = {}, policy } = choice;
  for (const constants of [problem, tuning])
    expectKind(callee, "a group of constants", constants, isObject(constants), "an object of constants");
  const configuration = {
    file: fileURLToPath(kernel.url),
    kernel: kernel.name,
    problem: { ...kernel.defaults?.problem, ...problem } as Record<string, number | boolean | string>,
    tuning: { ...kernel.defaults?.tuning, ...tuning } as Record<string, number | boolean | string>,
  };
  return device === "cpu" || device === "js" ? onHost(device, kernel, configuration) : onGpu(device, configuration, policy);
}
