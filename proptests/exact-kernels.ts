// Kernels that use every corner of the language on numbers which every execution computes exactly: the body run as JavaScript says what must come
// out, and the CPU back end and the simulator (two orders of warps, and tensors of unknown alignment) give the same bits.
import { HostTensor } from "../dsl/index.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
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

/** Runs a case everywhere and throws unless all give what JavaScript gives. */
export const checkExact = ({ kernel, problem = {}, tuning = {}, tensors, scalars = {} }: ExactCase): void => {
  const configuration = { file: new URL(kernel.url).pathname, kernel: kernel.name, problem, tuning };
  const expected = cloned(tensors);
  kernel.run(problem as never, tuning as never, ...([...Object.values(expected), ...Object.values(scalars)] as never[]));
  const says = `${kernel.name} ${JSON.stringify({ ...problem, ...tuning, ...scalars })}`;
  const check = (where: string, execute: (call: { tensors: Tensors; scalars: Readonly<Record<string, number>> }) => unknown): void => {
    const call = { tensors: cloned(tensors), scalars };
    try {
      execute(call);
    } catch (error) {
      throw new Error(`${says} ${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    expectSame(`${says} ${where}`, call.tensors, expected);
  };
  check("on the CPU back end", (call) => runOnCpu(configuration, call));
  for (const seed of [1, 2])
    check(`on the simulator, order ${seed}`, (call) => runOnSimulator(configuration, call, { seed, target: "sm_80" }));
  check("on the simulator, alignment unknown", (call) => runOnSimulator(configuration, call, { seed: 3, target: "sm_80", generic: true }));
};
