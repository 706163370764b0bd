// Operators on any execution of kernels: a plan's launches in order, over host tensors. Outputs and workspace begin poisoned.
import { resolveCall } from "../../codegen/ir/plan-call.ts";
import type { OperatorPlan } from "../../codegen/ir/plan.ts";
import type { Execution } from "./spec.ts";
import { allocate, type HostTensor } from "./tensors.ts";

export interface OperatorCall {
  readonly tensors: Readonly<Record<string, HostTensor | null>>;
  readonly scalars: Readonly<Record<string, number>>;
}
/** `multiprocessors`: of the device that the plan is to be made for, whatever executes it. */
export const runPlan = async (plan: OperatorPlan, call: OperatorCall, execute: Execution, multiprocessors: number): Promise<{ readonly variant: string; readonly outputs: Readonly<Record<string, HostTensor>> }> => {
  const { variant, outputs, workspace, launches } = resolveCall(plan, call, multiprocessors);
  const own = (list: typeof outputs): Record<string, HostTensor> => Object.fromEntries(list.map(({ name, dtype, shape }) => [name, allocate(dtype, shape)]));
  const results = own(outputs);
  const known: Record<string, HostTensor | null> = { ...call.tensors, ...results, ...own(workspace) };
  for (const { configuration, tensors, scalars } of launches)
    await execute(configuration, { tensors: Object.fromEntries(Object.entries(tensors).map(([parameter, name]) => [parameter, known[name] ?? null])), scalars });
  return { variant, outputs: results };
};
