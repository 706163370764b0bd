// Kernels that use every corner of the language on numbers which every execution computes exactly: the body run as JavaScript says what must come
// out, and the CPU back end and the simulator (two orders of warps, and tensors of unknown alignment) give the same bits.
import { compileKernel } from "../codegen/compile.ts";
import { HostTensor } from "../dsl/index.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { torn } from "./exact/memory.ts";
import { damagedPlace } from "./lib/tensors.ts";

type Constants = Readonly<Record<string, number | boolean | string>>;
type Tensors = Readonly<Record<string, HostTensor | null>>;
export interface ExactCase {
  readonly kernel: { readonly url: string; readonly name: string; readonly run: (problem: never, tuning: never, ...args: never[]) => void };
  readonly problem?: Constants;
  readonly tuning?: Constants;
  readonly tensors: Tensors;
  readonly scalars?: Readonly<Record<string, number>>;
}

const clone = (t: HostTensor): HostTensor => new HostTensor(t.dtype, t.shape, t.data.slice(), t.strides, t.offset);
const cloned = (tensors: Tensors): Tensors => Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, t && clone(t)]));

const expectSame = (what: string, found: Tensors, expected: Tensors): void => {
  for (const [name, tensor] of Object.entries(expected)) {
    if (!tensor) continue;
    const [a, b] = [found[name]!.toNumbers(), tensor.toNumbers()];
    const place = a.findIndex((value, n) => value !== b[n] && !(Number.isNaN(value) && Number.isNaN(b[n])));
    if (place >= 0) throw new Error(`${what}: element ${place} of ${name} [${tensor.shape}] is ${a[place]}, not ${b[place]}`);
    const damaged = damagedPlace(found[name]!);
    if (damaged !== null) throw new Error(`${what}: storage outside of ${name} was written, at ${damaged}`);
  }
};

type Execute = (call: { readonly tensors: Tensors; readonly scalars: Readonly<Record<string, number>> }) => unknown;
/** Runs a case on some executions and throws unless they give what JavaScript gives. */
export const checkExactOn = async (
  { kernel, problem = {}, tuning = {}, tensors, scalars = {} }: ExactCase,
  executions: Readonly<Record<string, Execute>>,
): Promise<void> => {
  const expected = cloned(tensors);
  kernel.run(problem as never, tuning as never, ...([...Object.values(expected), ...Object.values(scalars)] as never[]));
  const says = `${kernel.name} ${JSON.stringify({ ...problem, ...tuning, ...scalars })}`;
  for (const [where, execute] of Object.entries(executions)) {
    const call = { tensors: cloned(tensors), scalars };
    try {
      await execute(call);
    } catch (error) {
      throw new Error(`${says} ${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    expectSame(`${says} ${where}`, call.tensors, expected);
  }
};
export const configurationOf = ({ kernel, problem = {}, tuning = {} }: ExactCase) => ({
  file: new URL(kernel.url).pathname,
  kernel: kernel.name,
  problem,
  tuning,
});
/** On everything that needs no GPU. */
export const checkExact = (one: ExactCase): Promise<void> => {
  const configuration = configurationOf(one);
  const simulated =
    (seed: number, generic: boolean): Execute =>
    (call) =>
      runOnSimulator(configuration, call, { seed, target: "sm_80", generic });
  return checkExactOn(one, {
    "on the CPU back end": (call) => runOnCpu(configuration, call),
    "on the simulator, order 1": simulated(1, false),
    "on the simulator, order 2": simulated(2, false),
    "on the simulator, alignment unknown": simulated(3, true),
  });
};

/** Throws unless a loop that threads with copies of an element would tear is refused, and one with an owner for every element is not. */
export const checkTornRefused = (): void => {
  const refusal = (size: number): string => {
    const configuration = { file: new URL(torn.url).pathname, kernel: "torn", problem: {}, tuning: { size, warps: 1 } };
    try {
      compileKernel({ ...configuration, target: "sm_80", classes: {} });
      return "";
    } catch (error) {
      return String(error);
    }
  };
  if (!/CUI6002: the loop reads and writes y and writes a fragment too/.test(refusal(16))) throw new Error(`a torn loop: '${refusal(16)}'`);
  if (refusal(128) !== "") throw new Error(refusal(128));
};
