// Runs a kernel in every way that needs no GPU, on outputs poisoned anew each time.
import { HostTensor } from "../dsl/index.ts";
import { type KernelConfiguration, runOnCpu, runOnSimulator } from "../runtime/executions.ts";

export interface Runnable {
  readonly url: string;
  readonly name: string;
  readonly run: (problem: never, tuning: never, ...args: never[]) => void;
}
type Tuning = Readonly<Record<string, number>>;
type Tensors = Readonly<Record<string, HostTensor | null>>;

export const numbersOf = (tensor: HostTensor): number[] => [...tensor.toNumbers()];
export const fresh = (
  tensors: Tensors,
  output: string,
): { readonly call: { readonly tensors: Tensors; readonly scalars: Readonly<Record<string, number>> }; readonly result: HostTensor } => {
  const result = HostTensor.allocate(tensors[output]!.dtype, tensors[output]!.shape).poison();
  return { call: { tensors: { ...tensors, [output]: result }, scalars: {} }, result };
};
const simulated = (configuration: KernelConfiguration, tensors: Tensors, output: string): number[][] =>
  [
    [1, false],
    [2, false],
    [3, true],
  ].map(([seed, generic]) => {
    const { call, result } = fresh(tensors, output);
    runOnSimulator(configuration, call, { seed: seed as number, target: "sm_80", generic: generic as boolean });
    return numbersOf(result);
  });
const onCpu = (configuration: KernelConfiguration, tensors: Tensors, output: string): number[] => {
  const { call, result } = fresh(tensors, output);
  runOnCpu(configuration, call);
  return numbersOf(result);
};
/** Output of the JS run, the CPU back end, and the simulator for two seeds and for tensors of unknown alignment. */
export const everywhere = (k: Runnable, tuning: Tuning, tensors: Tensors, output: string): number[][] => {
  const configuration = { file: new URL(k.url).pathname, kernel: k.name, problem: {}, tuning };
  const { call, result } = fresh(tensors, output);
  k.run({} as never, tuning as never, ...(Object.values(call.tensors) as never[]));
  return [numbersOf(result), onCpu(configuration, tensors, output), ...simulated(configuration, tensors, output)];
};
