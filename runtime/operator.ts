// Operators prepared for a device: a call is checked, its variant chosen, outputs and workspace allocated, and its launches queued in order.
// On "cpu" the same plan runs on the CPU back end. An operator whose own spec is not certified does not run, as the policy says.
import { expectKind, isObject } from "../codegen/ir/runtime-error.ts";
import { fileURLToPath } from "node:url";
import { type CallArguments, CallError, type ResolvedAllocation, type ResolvedCall, resolveCall } from "../codegen/ir/plan-call.ts";
import type { OperatorPlan, PlanLaunch } from "../codegen/ir/plan.ts";
import { checkApart, checkPlace, type TensorLike } from "./call.ts";
import { ensureVerified, type Subject, type VerifyPolicy, verifyPolicy } from "./certificate.ts";
import type { Device } from "./cuda/device.ts";
import { isDevice, RuntimeError } from "./cuda/errors.ts";
import { checkStream } from "./cuda/kernel.ts";
import { Event } from "./cuda/event.ts";
import { disposeAll } from "./cuda/resource.ts";
import type { Stream } from "./cuda/stream.ts";
import { DeviceTensor } from "./cuda/tensor.ts";
import { HostTensor } from "./host-tensor.ts";
import { type BoundLaunch, PreparedKernel, usedAfterDisposal } from "./prepare.ts";

/** Arguments by name. What the plan calls optional may be null or left out. */
export interface OperatorArguments<T, Tensor extends string, Scalar extends string, Output extends string> {
  readonly tensors: Readonly<Partial<Record<Tensor, T | null>>>;
  readonly scalars: Readonly<Partial<Record<Scalar, number>>>;
  /** Results to write; those left out are allocated, and belong to the caller. */
  readonly outputs?: Readonly<Partial<Record<Output, T>>>;
}
/** Names of the tensors, scalars and outputs of a plan. */
type TensorOf<P> = P extends OperatorPlan<infer T, string, string> ? T : never;
type ScalarOf<P> = P extends OperatorPlan<string, infer S, string> ? S : never;
type OutputOf<P> = P extends OperatorPlan<string, string, infer O> ? O : never;
type ArgumentsOf<P, T> = OperatorArguments<T, TensorOf<P>, ScalarOf<P>, OutputOf<P>>;
type ResultsOf<P, T> = Readonly<Record<OutputOf<P>, T>>;

/**
 * An operator with all arguments fixed: runs any number of times, on any stream, also inside a graph's capture. Owns its workspace, so launches
 * on different streams must not run at the same time.
 */
export interface BoundOperator<Outputs> extends Disposable {
  readonly variant: string;
  readonly outputs: Outputs;
  launch(stream?: Stream): void;
  /** Frees the workspace behind the launches so far, those of graphs on other streams excepted; outputs are the caller's. */
  dispose(): void;
}
export interface PreparedOperator<P, T> extends Disposable {
  /** Checks a call and queues it; on the CPU it is done when the promise resolves. */
  run(call: ArgumentsOf<P, T>, stream?: Stream): Promise<ResultsOf<P, T>>;
  bind(call: ArgumentsOf<P, T>): Promise<BoundOperator<ResultsOf<P, T>>>;
  dispose(): void;
}
interface Loose {
  readonly tensors: Readonly<Record<string, TensorLike | null | undefined>>;
  readonly scalars: CallArguments["scalars"];
  readonly outputs: Readonly<Record<string, TensorLike | undefined>>;
}

/** The call as the plan sees it, checked: dtypes, shapes, requirements, place and overlap. */
const resolveChecked = (plan: OperatorPlan, call: Loose, device: Device | "cpu"): ResolvedCall => {
  const given = { ...call.tensors, ...call.outputs };
  for (const [name, tensor] of Object.entries(given)) if (tensor) checkPlace(plan.name, name, tensor, device);
  const updated = new Set(plan.parameters.filter((p) => p.kind === "tensor" && p.updated).map((p) => p.name));
  checkApart(plan.name, given, (name) => Object.hasOwn(call.outputs, name) || updated.has(name));
  try {
    return resolveCall(plan, call, device === "cpu" ? 1 : device.limits.multiprocessors, call.outputs);
  } catch (error) {
    if (error instanceof CallError) throw new RuntimeError("CUI3007", error.message, error.help);
    throw error;
  }
};
/** Every tensor of a call by its name in the plan. */
const gather = <T>(
  call: Loose,
  resolved: ResolvedCall,
  allocate: (one: ResolvedAllocation) => T,
): { readonly outputs: Record<string, T>; readonly workspace: Record<string, T>; readonly tensors: Record<string, T | null> } => {
  const outputs = Object.fromEntries(resolved.outputs.map((one) => [one.name, (call.outputs[one.name] as T | undefined) ?? allocate(one)]));
  const workspace = Object.fromEntries(resolved.workspace.map((one) => [one.name, allocate(one)]));
  return { outputs, workspace, tensors: { ...(call.tensors as Record<string, T | null>), ...outputs, ...workspace } };
};
const byParameter = <T>(names: Readonly<Record<string, string>>, tensors: Readonly<Record<string, T | null>>): Record<string, T | null> =>
  Object.fromEntries(Object.entries(names).map(([parameter, name]) => [parameter, tensors[name] ?? null]));

const allocateOnHost = ({ name: operator }: OperatorPlan, { name, dtype, shape }: ResolvedAllocation): HostTensor => {
  try {
    return HostTensor.allocate(dtype, shape);
  } catch (error) {
    // Of JavaScript: longer than any typed array, or there is no memory left.
    if (!(error instanceof RangeError)) throw error;
    throw new RuntimeError(
      "CUI3008",
      `${operator}: "${name}" of shape [${shape}] cannot be allocated: ${error.message}`,
      "use smaller batches",
    );
  }
};
const prepareForCpu = async (plan: OperatorPlan): Promise<PreparedOperator<OperatorPlan, HostTensor>> => {
  const { bindOnCpu } = await import("./executions.ts");
  let disposed = false;
  const bind = (given: OperatorArguments<HostTensor, string, string, string>): BoundOperator<Readonly<Record<string, HostTensor>>> => {
    if (disposed) throw usedAfterDisposal(plan.name);
    const call: Loose = { outputs: {}, ...given };
    const resolved = resolveChecked(plan, call, "cpu");
    const { outputs, tensors } = gather(call, resolved, (one) => allocateOnHost(plan, one));
    const launches = resolved.launches.map(({ configuration, tensors: names, scalars }) =>
      bindOnCpu(configuration, { tensors: byParameter(names, tensors), scalars }),
    );
    const launch = (): void => {
      for (const one of launches) one();
    };
    return { variant: resolved.variant, outputs, launch, dispose: () => {}, [Symbol.dispose]: () => {} };
  };
  const run = async (call: OperatorArguments<HostTensor, string, string, string>): Promise<Readonly<Record<string, HostTensor>>> => {
    const bound = bind(call);
    bound.launch();
    return bound.outputs;
  };
  const dispose = (): void => {
    disposed = true;
  };
  return { run, bind: async (call) => bind(call), dispose, [Symbol.dispose]: dispose };
};

const configurationKey = ({
  file,
  kernel,
  problem,
  tuning,
}: {
  readonly file: string;
  readonly kernel: string;
  readonly problem: object;
  readonly tuning: object;
}): string => JSON.stringify([file, kernel, problem, tuning]);

/** An operator as what a certificate is about: all machine code of its kernels. */
const subjectOf = ({ url, name, problem, tuning }: OperatorPlan, parts: readonly Subject[]): Subject => ({
  file: fileURLToPath(url),
  name,
  problem,
  tuning,
  code: parts.flatMap(({ code }) => code),
  classes: Object.assign({}, ...parts.map(({ classes }) => classes)) as Subject["classes"],
  parts,
});

class GpuOperator implements PreparedOperator<OperatorPlan, DeviceTensor> {
  readonly #plan: OperatorPlan;
  readonly #device: Device;
  readonly #policy: VerifyPolicy;
  readonly #kernels: ReadonlyMap<string, PreparedKernel>;
  /** Classes, as text, that calls had and that were verified. */
  readonly #verified = new Set<string>();
  #disposed = false;

  private constructor(plan: OperatorPlan, device: Device, policy: VerifyPolicy, kernels: ReadonlyMap<string, PreparedKernel>) {
    this.#plan = plan;
    this.#device = device;
    this.#policy = policy;
    this.#kernels = kernels;
  }
  /** Makes the code of every variant ready, for aligned tensors, and has it verified. */
  static async create(plan: OperatorPlan, device: Device, policy: VerifyPolicy): Promise<GpuOperator> {
    const kernels = new Map<string, PreparedKernel>();
    const parts: Subject[] = [];
    try {
      const launches: readonly PlanLaunch[] = plan.variants.flatMap((variant) => variant.launches);
      for (const { file, kernel, problem, tuning } of launches) {
        const configuration = { file: fileURLToPath(new URL(file, plan.url)), kernel, problem, tuning };
        const key = configurationKey(configuration);
        if (kernels.has(key)) continue;
        const prepared = await PreparedKernel.create(device, configuration, { policy: "off" });
        kernels.set(key, prepared);
        parts.push({ file: configuration.file, name: kernel, problem, tuning, code: [prepared.code], classes: {} });
      }
      await ensureVerified(device, subjectOf(plan, parts), policy);
    } catch (error) {
      disposeAll(kernels.values());
      throw error;
    }
    return new GpuOperator(plan, device, policy, kernels);
  }
  /** Code for tensors that are not aligned is verified when a call first needs it. */
  async #ensure(parts: readonly Subject[]): Promise<void> {
    if (parts.every(({ name, classes }) => Object.values(classes[name]!).every((one) => one === "aligned"))) return;
    const key = JSON.stringify(parts.map(({ classes }) => classes));
    if (this.#verified.has(key)) return;
    await ensureVerified(this.#device, subjectOf(this.#plan, parts), this.#policy);
    this.#verified.add(key);
  }
  async #bind(
    given: OperatorArguments<DeviceTensor, string, string, string>,
    stream: Stream,
  ): Promise<{ readonly bound: BoundOperator<Readonly<Record<string, DeviceTensor>>>; readonly fresh: readonly DeviceTensor[] }> {
    const { name } = this.#plan;
    if (this.#disposed) throw usedAfterDisposal(name);
    checkStream(name, stream, this.#device);
    const call: Loose = { outputs: {}, ...given };
    const resolved = resolveChecked(this.#plan, call, this.#device);
    const fresh: DeviceTensor[] = [];
    try {
      const { outputs, workspace, tensors } = gather(call, resolved, ({ dtype, shape }) => {
        const tensor = DeviceTensor.allocate(this.#device, dtype, shape, { stream });
        fresh.push(tensor);
        return tensor;
      });
      const launches: BoundLaunch[] = [];
      const parts: Subject[] = [];
      for (const { configuration, tensors: names, scalars } of resolved.launches) {
        const launch = await this.#kernels.get(configurationKey(configuration))!.bind({ tensors: byParameter(names, tensors), scalars });
        launches.push(launch);
        const { kernel: name, file, problem, tuning } = configuration;
        parts.push({ file, name, problem, tuning, code: [launch.binary.image.cubin], classes: { [name]: launch.classes } });
      }
      await this.#ensure(parts);
      const others = new Set<Stream>();
      const dispose = (): void => {
        for (const other of others) {
          if (other.disposed) continue;
          using done = Event.create(this.#device);
          stream.wait(done.record(other));
        }
        others.clear();
        disposeAll(Object.values(workspace));
      };
      const launch = (where: Stream = stream): void => {
        if (where !== stream && !where.capturing) others.add(where);
        for (const one of launches) one.launch(where);
      };
      return { bound: { variant: resolved.variant, outputs, launch, dispose, [Symbol.dispose]: dispose }, fresh };
    } catch (error) {
      disposeAll(fresh);
      throw error;
    }
  }
  async bind(
    call: OperatorArguments<DeviceTensor, string, string, string>,
  ): Promise<BoundOperator<Readonly<Record<string, DeviceTensor>>>> {
    const { stream } = this.#device;
    const { bound, fresh } = await this.#bind(call, stream);
    // What was allocated exists in the order of this stream; launches may go to others, and into graphs, which cannot wait for it.
    if (fresh.length > 0) stream.synchronize();
    return bound;
  }
  async run(
    call: OperatorArguments<DeviceTensor, string, string, string>,
    stream: Stream = this.#device.stream,
  ): Promise<Readonly<Record<string, DeviceTensor>>> {
    const { bound, fresh } = await this.#bind(call, stream);
    try {
      bound.launch(stream);
      // The workspace is freed in the order of the stream, behind the launches.
      bound.dispose();
    } catch (error) {
      disposeAll(fresh);
      throw error;
    }
    return bound.outputs;
  }
  dispose(): void {
    this.#disposed = true;
    disposeAll(this.#kernels.values());
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Prepares a plan for a GPU, or for the CPU back end, which needs no certificate. */
export function prepareOperator<P extends OperatorPlan>(plan: P, device: "cpu"): Promise<PreparedOperator<P, HostTensor>>;
export function prepareOperator<P extends OperatorPlan>(
  plan: P,
  device: Device,
  policy?: VerifyPolicy,
): Promise<PreparedOperator<P, DeviceTensor>>;
export function prepareOperator(plan: OperatorPlan, device: Device | "cpu", policy: VerifyPolicy = verifyPolicy()): Promise<unknown> {
  const callee = "prepareOperator";
  expectKind(
    callee,
    "the plan",
    plan,
    isObject(plan) && Array.isArray(plan.parameters) && Array.isArray(plan.variants),
    "an operator's plan",
  );
  expectKind(callee, "the device", device, device === "cpu" || isDevice(device), 'a Device or "cpu"');
  return device === "cpu" ? prepareForCpu(plan) : GpuOperator.create(plan, device, policy);
}
