// Runs a random kernel on its executions: the same random inputs, poisoned outputs, and what may differ between two of them.
import { lowerTile } from "../../codegen/compile.ts";
import { CompileError } from "../../codegen/diagnostics.ts";
import { emitJs, loadJs } from "../../codegen/emit/js/index.ts";
import type { LoweredProgram } from "../../codegen/ir/lowered.ts";
import { printProgram } from "../../codegen/ir/print.ts";
import { evaluateInteger } from "../../codegen/ir/plan.ts";
import type { Tensor } from "../../codegen/ir/tile.ts";
import { byteSize } from "../../codegen/ir/types.ts";
import { signatureOf } from "../../codegen/read-signature.ts";
import { type KernelSignature, launchValues, type TensorPlacement } from "../../codegen/signature.ts";
import { type SimulatedArgument, simulate } from "../../codegen/sim/simulate.ts";
import { Random } from "../lib/random.ts";
import { allocate, type HostTensor, randomTensor, setAll } from "../lib/tensors.ts";
import { inputMagnitude, type RandomKernel } from "./generate.ts";

export type KernelTensors = ReadonlyMap<string, HostTensor>;
const tileRows = ({ program }: RandomKernel): number => {
  const [work] = program.body;
  if (work?.kind !== "work") throw new Error("a random kernel is one loop over work");
  const [extent] = work.extents;
  return extent?.kind === "call" && extent.args[1]?.kind === "constant" ? extent.args[1].value : 1;
};
/** Inputs, and outputs with nothing written. */
export const tensorsOf = (kernel: RandomKernel): KernelTensors => {
  const random = new Random(kernel.seed + 1);
  const blocks = Math.ceil(kernel.rows / tileRows(kernel));
  const shapeOf = (t: Tensor, rows: number): number[] => t.extents.map((extent) => extent ?? rows);
  const filled = (t: Tensor): HostTensor => {
    const most = inputMagnitude(t.dtype);
    if (t.dtype === "i32" || t.dtype === "u32")
      return setAll(allocate(t.dtype, shapeOf(t, kernel.rows)), () => random.integer(t.dtype === "u32" ? 0 : -most, most));
    return randomTensor(random, t.dtype, shapeOf(t, kernel.rows), { distribution: "uniform", scale: most });
  };
  return new Map([
    ...kernel.inputs.map((t): [string, HostTensor] => [t.name, filled(t)]),
    ...kernel.outputs.map(({ tensor }): [string, HostTensor] => [
      tensor.name,
      allocate(tensor.dtype, shapeOf(tensor, tensor.name === "out_columns0" ? blocks : kernel.rows)).poison(),
    ]),
  ]);
};

/** The lowered program, or null where layouts contradict each other and the compiler says so. */
export const lowered = ({ program }: RandomKernel): LoweredProgram | null => {
  try {
    return lowerTile(program, { classes: {}, target: "sm_80" });
  } catch (error) {
    if (error instanceof CompileError && error.diagnostics.every(({ code }) => code === "CUI6001" || code === "CUI6002")) return null;
    throw error;
  }
};

export interface KernelLaunch {
  readonly signature: KernelSignature;
  readonly grid: number;
  values(address: (tensor: HostTensor, name: string) => number): readonly number[];
}
export const launchOf = (kernel: RandomKernel, tensors: KernelTensors): KernelLaunch => {
  const signature = signatureOf(kernel.program);
  const placement = (name: string, address = 0): TensorPlacement => ({
    shape: tensors.get(name)!.shape,
    strides: tensors.get(name)!.strides,
    address,
  });
  const environment = { extent: (name: string, axis: number) => tensors.get(name)!.shape[axis]!, scalar: () => 0, multiprocessors: 1 };
  return {
    signature,
    grid: evaluateInteger(signature.grid, environment),
    values: (address) =>
      launchValues(
        signature,
        {},
        (name) => placement(name, address(tensors.get(name)!, name)),
        () => 0,
      ),
  };
};

export const runOnCpu = (kernel: RandomKernel): KernelTensors => {
  const tensors = tensorsOf(kernel);
  loadJs(emitJs(kernel.program))(...tensors.values());
  return tensors;
};
export const runOnSimulator = (kernel: RandomKernel, program: LoweredProgram, seed: number): KernelTensors => {
  const tensors = tensorsOf(kernel);
  const { grid, values } = launchOf(kernel, tensors);
  const numbers = values(() => 0);
  const list = program.parameters.map((parameter, n): SimulatedArgument => {
    const tensor = tensors.get(parameter.name);
    if (parameter.type !== "pointer" || !tensor) return numbers[n]!;
    return { kind: "tensor", name: parameter.name, memory: tensor.data, writable: !parameter.readOnly, uninitialised: !parameter.readOnly };
  });
  simulate(program, { grid, arguments: list, seed });
  return tensors;
};

/** The first place where two executions differ by more than they may, or null. Which zero a maximum of 0 and -0 is, is theirs to choose. */
export const disagreement = (kernel: RandomKernel, a: KernelTensors, b: KernelTensors): string | null => {
  for (const { tensor, bound } of kernel.outputs) {
    const [x, y] = [a.get(tensor.name)!.toNumbers(), b.get(tensor.name)!.toNumbers()];
    for (let n = 0; n < x.length; n++)
      if (!(bound.error === 0 ? x[n] === y[n] || Object.is(x[n], y[n]) : Math.abs(x[n]! - y[n]!) <= bound.error))
        return `${tensor.name}[${n}] (of ${byteSize[tensor.dtype]} bytes) is ${x[n]} and ${y[n]}; they may differ by ${bound.error}`;
  }
  return null;
};

/** Runs a kernel on the CPU back end and on the simulator, in two orders of warps; throws where they differ. False if its layouts are refused. */
export const checkRandomKernel = (kernel: RandomKernel): boolean => {
  const program = lowered(kernel);
  if (!program) return false;
  const explain = (what: string, problem: string | null): void => {
    if (problem !== null)
      throw new Error(
        `${what}, seed ${kernel.seed}, ${kernel.steps} steps, ${kernel.rows} rows: ${problem}\n${printProgram(kernel.program)}`,
      );
  };
  const simulated = runOnSimulator(kernel, program, 1);
  explain("CPU and simulator", disagreement(kernel, runOnCpu(kernel), simulated));
  const exact = { ...kernel, outputs: kernel.outputs.map(({ tensor }) => ({ tensor, bound: { magnitude: 0, error: 0 } })) };
  explain("two orders of warps", disagreement(exact, runOnSimulator(kernel, program, 2), simulated));
  return true;
};
