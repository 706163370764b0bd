// What an operator's plan is written with: data and integer expressions over the shapes of a call, never closures; and builders of that data.
import type { PlanAllocation, PlanScalar, PlanTensor } from "../codegen/ir/plan.ts";

export {
  type Integer,
  integer,
  type OperatorPlan,
  type PlanAllocation,
  type PlanArgument,
  type PlanLaunch,
  type PlanRequirement,
  type PlanScalar,
  type PlanTensor,
  type PlanVariant,
} from "../codegen/ir/plan.ts";

/** A tensor that a call must give; `updated`: the launches change it in place. */
export const tensor = <N extends string>(
  name: N,
  dtype: PlanTensor["dtype"],
  shape: PlanTensor["shape"],
  updated = false,
): PlanTensor & { readonly name: N } => ({ kind: "tensor", name, dtype, shape, optional: false, updated });
/** A scalar that a call must give. */
export const number = <N extends string>(name: N, dtype: PlanScalar["dtype"]): PlanScalar & { readonly name: N } => ({
  kind: "scalar",
  name,
  dtype,
});
export const allocation = <N extends string>(
  name: N,
  dtype: PlanAllocation["dtype"],
  shape: PlanAllocation["shape"],
): PlanAllocation & { readonly name: N } => ({ name, dtype, shape });
/** A tensor of the plan as an argument of a kernel. */
export const argument = (name: string) => ({ kind: "tensor", name }) as const;
/** A kernel's parameters that carry the names of the plan's tensors. */
export const tensorsNamed = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, argument(name)]));

/** Options that an operator does not have. */
export class OptionError extends RangeError {
  override readonly name = "OptionError";
  readonly code = "CUI3027";
  /** What the reader can do about it. */
  readonly help: string;

  constructor(operator: string, text: string, help: string) {
    super(`CUI3027: ${operator}: ${text}\n  help: ${help}`);
    this.help = help;
  }
}
/**
 * Throws an OptionError (CUI3027) unless each of an operator's numbers, which all are counts, is an integer of at least 1, or of what `least` has for it.
 */
export const checkCounts = (
  operator: string,
  options: Readonly<Record<string, unknown>>,
  least: Readonly<Record<string, number>> = {},
): void => {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "string" || typeof value === "boolean") continue;
    const smallest = least[name] ?? 1;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < smallest)
      throw new OptionError(operator, `${name} is ${String(value)}, which is no count`, `pass an integer of at least ${smallest}`);
  }
};
