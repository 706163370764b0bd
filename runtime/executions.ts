// The executions of a kernel over host tensors, side by side: the JS run, the CPU back end and the simulator. All check a call against the
// signature first, so that a wrong argument is named before anything runs. Outputs are written in place.
import { type CompiledKernel, compileKernel, type KernelRequest, readTile, type TensorClass } from "../codegen/compile.ts";
import { checkRequest } from "../codegen/request.ts";
import { emitJs, type JsKernel, loadJs } from "../codegen/emit/js/index.ts";
import { byteSize } from "../codegen/ir/types.ts";
import { drainReports, reportBytes } from "../codegen/ir/report.ts";
import { signatureOf } from "../codegen/read-signature.ts";
import { classify, type KernelSignature, launchValues, type TensorParameter, type TensorPlacement } from "../codegen/signature.ts";
import { link, run, type SimulatedArgument, type SimulationReport } from "../codegen/sim/simulate.ts";
import { checkArguments, type ScalarValues } from "./call.ts";
import { HostTensor } from "./host-tensor.ts";
import { blocksOf, emptyPlacement, environmentOf } from "./placement.ts";

/** Arguments of one call by parameter name. A tensor that the problem leaves out is null. */
export interface KernelCall {
  readonly tensors: Readonly<Record<string, HostTensor | null>>;
  readonly scalars: ScalarValues;
}
export type KernelConfiguration = Omit<KernelRequest, "target" | "classes">;

/** Where the tensors of a call are, by name. */
const placementIn = ({ parameters }: KernelSignature, { tensors }: KernelCall): ((name: string) => TensorPlacement) => {
  const placements = new Map(
    parameters.flatMap((p): [string, TensorPlacement][] => {
      if (p.kind !== "tensor") return [];
      const tensor = tensors[p.name];
      if (!tensor) return [[p.name, emptyPlacement(p)]];
      return [[p.name, { shape: tensor.shape, strides: tensor.strides, address: tensor.offset * byteSize[tensor.dtype] }]];
    }),
  );
  return (name) => placements.get(name)!;
};
const key = (configuration: KernelConfiguration | KernelRequest): string => {
  checkRequest("the configuration of a call", configuration);
  return JSON.stringify(configuration);
};
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
/** Scalars of a call that was checked: here all are numbers. */
const scalarIn =
  ({ scalars }: KernelCall) =>
  (name: string): number =>
    Number(scalars[name]!);
/** Checks a call; gives its values in the order of the kernel's parameters. */
const checkedValues = (signature: KernelSignature, call: KernelCall): (HostTensor | number | null)[] => {
  checkArguments(signature, call, "cpu");
  const scalar = scalarIn(call);
  blocksOf(signature, environmentOf(placementIn(signature, call), scalar, 1));
  return signature.parameters.map((p) => (p.kind === "tensor" ? (call.tensors[p.name] ?? null) : scalar(p.name)));
};
/** Checks a call; what it returns runs it. */
export const bindOnCpu = (configuration: KernelConfiguration, call: KernelCall): (() => void) => {
  const { run: execute, signature } = loadForCpu(configuration);
  const values = checkedValues(signature, call);
  return () => void execute(...values);
};
export const runOnCpu = (configuration: KernelConfiguration, call: KernelCall): void => bindOnCpu(configuration, call)();

// ---- JS run

/** A kernel of any type. */
export interface Runnable {
  readonly run: (problem: never, tuning: never, ...values: never[]) => void;
}
/** Stands for a tensor that the problem leaves out. */
const emptyTensor = ({ dtype, extents }: TensorParameter): HostTensor => {
  const shape = extents.map((extent) => extent ?? 0);
  return HostTensor.allocate(
    dtype,
    shape,
    shape.map(() => 0),
  );
};
/** Runs a kernel's own body as JavaScript; the configuration is of the same kernel. */
export const runAsJs = (kernel: Runnable, configuration: KernelConfiguration, call: KernelCall): void => {
  const signature = cpuSignature(configuration);
  const values = checkedValues(signature, call).map((value, n) => {
    const p = signature.parameters[n]!;
    // Extents that are constants are known of a tensor that the problem leaves out, too.
    return value ?? (p.kind === "tensor" ? emptyTensor(p) : value);
  });
  kernel.run(configuration.problem as never, configuration.tuning as never, ...(values as never[]));
};

// ---- simulator

/** The simulator knows memory by its buffers: of tensors that lie in one, all but the first get copies. */
const inBuffersApart = (tensors: KernelCall["tensors"]): KernelCall["tensors"] => {
  const taken = new Set<unknown>();
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      if (!tensor || !taken.has(tensor.data.buffer)) {
        taken.add(tensor?.data.buffer);
        return [name, tensor];
      }
      return [name, new HostTensor(tensor.dtype, tensor.shape, tensor.data.slice(), tensor.strides, tensor.offset)];
    }),
  );
};

export interface SimulatorOptions {
  readonly seed: number;
  readonly target: KernelRequest["target"];
  /** Compile for tensors of unknown alignment even where the call's are aligned. */
  readonly generic?: boolean;
  /** Rounds of one `while` loop after which it counts as endless; 2^18 if left out. */
  readonly mostRounds?: number;
}
const compiled = memo<{ readonly kernel: CompiledKernel; readonly linked: ReturnType<typeof link>; readonly signature: KernelSignature }>(
  32,
);
/** Runs the lowered program, warp by warp, with every check; throws a SimulationError at the first thing that is wrong. */
export const runOnSimulator = (
  configuration: KernelConfiguration,
  call: KernelCall,
  { seed, target, generic = false, mostRounds }: SimulatorOptions,
): SimulationReport => {
  const signature = loadedSignature(configuration);
  checkArguments(signature, call, "cpu");
  const apart = inBuffersApart(call.tensors);
  const at = placementIn(signature, call);
  const scalar = scalarIn(call);
  const grid = blocksOf(signature, environmentOf(at, scalar, 1));
  const tensors = new Map(signature.parameters.flatMap((p) => (p.kind === "tensor" ? [[p.name, p] as const] : [])));
  const classes = Object.fromEntries(
    [...tensors].map(([name, p]): [string, TensorClass] => [name, generic ? "generic" : classify(p, at(name))]),
  );
  const request = { ...configuration, target, classes };
  const { kernel, linked } = compiled(key(request), () => {
    const fresh = compileKernel(request);
    return { kernel: fresh, linked: link(fresh.lowered), signature };
  });
  const values = launchValues(signature, classes, at, scalar);
  const { reports } = kernel.lowered;
  const said = reports && new Uint32Array(reportBytes(reports) / 4);
  const simulated = kernel.lowered.parameters.map((parameter, n): SimulatedArgument => {
    if (said && n === values.length) return { kind: "tensor", name: "the reports", memory: said };
    if (parameter.type !== "pointer") return values[n]!;
    const tensor = apart[parameter.name];
    if (!tensor) return 0;
    const uninitialised = tensors.get(parameter.name)!.access === "write";
    return {
      kind: "tensor",
      name: parameter.name,
      memory: tensor.data,
      offsetBytes: tensor.offset * byteSize[tensor.dtype],
      writable: !parameter.readOnly,
      uninitialised,
    };
  });
  const simulate = (): { readonly report: SimulationReport } | { readonly error: unknown } => {
    try {
      return { report: run(linked, { grid, arguments: simulated, seed, mostRounds }) };
    } catch (error) {
      return { error };
    }
  };
  try {
    const outcome = simulate();
    // An assertion that failed explains what else went wrong.
    const failure = reports && drainReports(reports, said!, "error" in outcome ? outcome.error : undefined);
    if (failure) throw failure;
    if ("error" in outcome) throw outcome.error;
    return outcome.report;
  } finally {
    for (const [name, tensor] of Object.entries(call.tensors)) if (tensor && apart[name] !== tensor) tensor.copyFrom(apart[name]!);
  }
};
const signatures = memo<KernelSignature>(64);
const loadedSignature = (configuration: KernelConfiguration): KernelSignature =>
  signatures(key(configuration), () => signatureOf(readTile({ ...configuration, target: "sm_80", classes: {} })));
