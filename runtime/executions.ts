// The executions of a kernel over host tensors, side by side: the CPU back end, the simulator and the GPU. All check a call against the
// signature first, so that a wrong argument is named before anything runs. Outputs are written in place.
import { type CompiledKernel, compileKernel, type KernelRequest, readTile, type TensorClass } from "../codegen/compile.ts";
import { emitJs, type JsKernel, loadJs } from "../codegen/emit/js/index.ts";
import { evaluateInteger } from "../codegen/ir/plan.ts";
import { byteSize } from "../codegen/ir/types.ts";
import { classify, type KernelSignature, launchValues, type TensorParameter, type TensorPlacement } from "../codegen/signature.ts";
import { signatureOf } from "../codegen/read-signature.ts";
import { link, run, type SimulatedArgument, type SimulationReport } from "../codegen/sim/simulate.ts";
import { checkCall } from "./call.ts";
import type { HostTensor } from "./host-tensor.ts";
import { emptyPlacement, environmentOf } from "./placement.ts";

/** Arguments of one call by parameter name. A tensor that the problem leaves out is null. */
export interface KernelCall {
  readonly tensors: Readonly<Record<string, HostTensor | null>>;
  readonly scalars: Readonly<Record<string, number>>;
}
export type KernelConfiguration = Omit<KernelRequest, "target" | "classes">;

const key = (value: unknown): string => JSON.stringify(value);
const memo = <T>(limit: number) => {
  const known = new Map<string, T>();
  return (name: string, make: () => T): T => {
    let value = known.get(name);
    if (value === undefined) {
      if (known.size >= limit) known.delete(known.keys().next().value!);
      known.set(name, (value = make()));
    }
    return value;
  };
};

// ---- CPU back end

const loaded = memo<{ readonly run: JsKernel; readonly signature: KernelSignature }>(64);
const loadForCpu = (configuration: KernelConfiguration): { readonly run: JsKernel; readonly signature: KernelSignature } =>
  loaded(key(configuration), () => {
    const tile = readTile({ ...configuration, target: "sm_80", classes: {} });
    return { run: loadJs(emitJs(tile)), signature: signatureOf(tile) };
  });
/** Makes a kernel ready for the CPU back end, and says what it takes. */
export const cpuSignature = (configuration: KernelConfiguration): KernelSignature => loadForCpu(configuration).signature;
export const runOnCpu = (configuration: KernelConfiguration, call: KernelCall): void => {
  const { run: execute, signature } = loadForCpu(configuration);
  checkCall(signature, call.tensors, call.scalars);
  execute(...signature.parameters.map((p) => (p.kind === "tensor" ? (call.tensors[p.name] ?? null) : call.scalars[p.name]!)));
};

// ---- simulator

export interface SimulatorOptions {
  readonly seed: number;
  readonly target: KernelRequest["target"];
  /** Compile for tensors of unknown alignment even where the call's are aligned. */
  readonly generic?: boolean;
}
const compiled = memo<{ readonly kernel: CompiledKernel; readonly linked: ReturnType<typeof link>; readonly signature: KernelSignature }>(
  32,
);
/** Runs the lowered program, warp by warp, with every check; throws a SimulationError at the first thing that is wrong. */
export const runOnSimulator = (
  configuration: KernelConfiguration,
  call: KernelCall,
  { seed, target, generic = false }: SimulatorOptions,
): SimulationReport => {
  const placement = (parameter: TensorParameter): TensorPlacement => {
    const tensor = call.tensors[parameter.name];
    return tensor
      ? { shape: tensor.shape, strides: tensor.strides, address: tensor.offset * byteSize[tensor.dtype] }
      : emptyPlacement(parameter);
  };
  const signature = loadedSignature(configuration);
  checkCall(signature, call.tensors, call.scalars);
  const tensors = new Map(
    signature.parameters.flatMap((p) => (p.kind === "tensor" ? [[p.name, { parameter: p, placement: placement(p) }] as const] : [])),
  );
  const classes = Object.fromEntries(
    [...tensors].map(([name, t]): [string, TensorClass] => [name, generic ? "generic" : classify(t.parameter, t.placement)]),
  );
  const request = { ...configuration, target, classes };
  const { kernel, linked } = compiled(key(request), () => {
    const fresh = compileKernel(request);
    return { kernel: fresh, linked: link(fresh.lowered), signature };
  });
  const at = (name: string): TensorPlacement => tensors.get(name)!.placement;
  const scalar = (name: string): number => call.scalars[name]!;
  const grid = evaluateInteger(kernel.grid, environmentOf(at, scalar, 1));
  const values = launchValues(signature, classes, at, scalar);
  const simulated = kernel.lowered.parameters.map((parameter, n): SimulatedArgument => {
    if (parameter.type !== "pointer") return values[n]!;
    const tensor = call.tensors[parameter.name];
    if (!tensor) return 0;
    const uninitialised = tensors.get(parameter.name)!.parameter.access === "write";
    return {
      kind: "tensor",
      name: parameter.name,
      memory: tensor.data,
      offsetBytes: tensor.offset * byteSize[tensor.dtype],
      writable: !parameter.readOnly,
      uninitialised,
    };
  });
  return run(linked, { grid, arguments: simulated, seed });
};
const signatures = memo<KernelSignature>(64);
const loadedSignature = (configuration: KernelConfiguration): KernelSignature =>
  signatures(key(configuration), () => signatureOf(readTile({ ...configuration, target: "sm_80", classes: {} })));
