// Verifies a kernel that has no spec: random calls on the CPU back end and on another execution must give the same outputs up to the rounding
// of their dtype, and the simulator must find nothing. Says less than a spec: both executions could share the author's mistake.
import { readTile } from "../codegen/compile.ts";
import type { FloatType } from "../codegen/ir/types.ts";
import { signatureOf } from "../codegen/read-signature.ts";
import { relativeError, roundoff } from "../proptests/lib/errors.ts";
import { damagedPlace } from "../proptests/lib/tensors.ts";
import { type KernelCall, type KernelConfiguration, runOnCpu } from "../runtime/executions.ts";
import { cloneCall, randomCall } from "./random-call.ts";

export interface Disagreement {
  readonly seed: number;
  readonly message: string;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly scalars: KernelCall["scalars"];
}
export interface ExecutionComparison {
  readonly runs: number;
  readonly disagreement: Disagreement | null;
}
export type OtherExecution = (configuration: KernelConfiguration, call: KernelCall, seed: number) => unknown;

/** Sums may be taken in another order, in f32, and rounded once more: some units in the last place of the largest values. */
const allowed = (dtype: string): number => (dtype in roundoff ? Math.max(4 * roundoff[dtype as FloatType], 1e-5) : 0);

export const compareExecutions = async (
  configuration: KernelConfiguration,
  other: OtherExecution,
  { runs, seed, onRun }: { readonly runs: number; readonly seed: number; onRun(done: number): void },
): Promise<ExecutionComparison> => {
  const signature = signatureOf(readTile({ ...configuration, target: "sm_80", classes: {} }));
  for (let n = 0; n < runs; n++) {
    onRun(n);
    const call = randomCall(signature, seed + n);
    const [onCpu, onOther] = [cloneCall(call), cloneCall(call)];
    let message: string | null = null;
    try {
      runOnCpu(configuration, onCpu);
      await other(configuration, onOther, seed + n);
      for (const [name, tensor] of Object.entries(onCpu.tensors)) {
        const found = onOther.tensors[name];
        if (!tensor || !found) continue;
        const error = relativeError(found.toNumbers(), tensor.toNumbers());
        if (!(error <= allowed(tensor.dtype)))
          message = `${name} differs from the CPU back end by ${error.toExponential(2)} (allowed is ${allowed(tensor.dtype).toExponential(2)})`;
        if (damagedPlace(found) !== null) message = `${name}: storage outside the tensor was written`;
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      message = error.message;
    }
    if (message !== null) {
      const shapes = Object.fromEntries(Object.entries(call.tensors).flatMap(([name, t]) => (t ? [[name, t.shape] as const] : [])));
      return { runs: n + 1, disagreement: { seed: seed + n, message, shapes, scalars: call.scalars } };
    }
  }
  return { runs, disagreement: null };
};
