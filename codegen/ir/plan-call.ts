// One call of an operator: a plan and the shapes and scalars of its arguments become shapes to allocate and launches with numbers in them.
// Every argument is checked on the way, and an error names the one that is wrong.
import { fileURLToPath } from "node:url";
import type { Constants } from "../compile.ts";
import {
  evaluateInteger,
  type Integer,
  type IntegerEnvironment,
  type OperatorPlan,
  type PlanAllocation,
  type PlanTensor,
  printInteger,
} from "./plan.ts";
import type { DType } from "./types.ts";

export interface CallTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
}
export interface CallArguments {
  readonly tensors: Readonly<Record<string, CallTensor | null | undefined>>;
  readonly scalars: Readonly<Record<string, number | undefined>>;
}
export interface ResolvedAllocation {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}
export interface ResolvedLaunch {
  readonly configuration: { readonly file: string; readonly kernel: string; readonly problem: Constants; readonly tuning: Constants };
  /** By the kernel's parameter names: names of the plan's tensors, and values. */
  readonly tensors: Readonly<Record<string, string>>;
  readonly scalars: Readonly<Record<string, number>>;
}
export interface ResolvedCall {
  readonly variant: string;
  readonly outputs: readonly ResolvedAllocation[];
  readonly workspace: readonly ResolvedAllocation[];
  readonly launches: readonly ResolvedLaunch[];
}

/** A call that does not fit its plan. */
export class CallError extends Error {
  readonly help: string;
  constructor(text: string, help: string) {
    super(text);
    this.help = help;
  }
}

/** Why a value is not a scalar of a dtype, as the end of a sentence, and what to do; null if it is one. */
export const scalarProblem = (dtype: DType, value: unknown): readonly [text: string, help: string] | null => {
  if (value === undefined || value === null) return ["is missing", `pass a ${dtype}`];
  if (dtype === "i64" && typeof value === "bigint")
    return BigInt.asIntN(64, value) === value ? null : [`is ${value}, which is not an i64`, "pass an integer from -2^63 to 2^63 - 1"];
  if (typeof value !== "number") return [`is ${String(value)}, a ${typeof value}`, `pass a number: ${dtype}`];
  switch (dtype) {
    case "i32":
      return (value | 0) === value ? null : [`is ${value}, which is not a i32`, "pass an integer from -2^31 to 2^31 - 1"];
    case "u32":
      return value >>> 0 === value ? null : [`is ${value}, which is not a u32`, "pass an integer from 0 to 2^32 - 1"];
    case "i64":
      return Number.isSafeInteger(value)
        ? null
        : [`is ${value}, which is no i64 that a number holds exactly`, "pass an integer below 2^53, or a bigint"];
    case "i8":
      return (value << 24) >> 24 === value ? null : [`is ${value}, which is not an i8`, "pass an integer from -128 to 127"];
    case "bool":
      return value === 0 || value === 1 ? null : [`is ${value}, which is not a bool`, "pass 0 or 1"];
    case "f32":
    case "f16":
    case "bf16":
    case "f8e4m3":
    case "f8e5m2":
      // NaN and infinities are values of their own.
      return Number.isFinite(value) && !Number.isFinite(Math.fround(value))
        ? [`is ${value}, which is beyond f32`, "pass a number of at most 3.4e38, or Infinity"]
        : null;
    default:
      return dtype satisfies never;
  }
};

/** Throws unless a tensor has the dtype and shape that the plan and its environment say. */
const checkTensor = (
  wrong: (argument: string, text: string, help: string) => never,
  { name, dtype, shape }: PlanTensor | PlanAllocation,
  tensor: CallTensor,
  environment: IntegerEnvironment,
): void => {
  if (tensor.dtype !== dtype) wrong(name, `is a tensor of ${tensor.dtype}, not ${dtype}`, "convert it, or choose the operator's dtype");
  if (tensor.shape.length !== shape.length)
    wrong(name, `has rank ${tensor.shape.length} (shape [${tensor.shape}]), not ${shape.length}`, "reshape it");
  shape.forEach((extent, axis) => {
    if (tensor.shape[axis]! >= 2 ** 31) wrong(name, `has extent ${tensor.shape[axis]} on axis ${axis}`, "extents are below 2^31");
    if (extent === null) return;
    const expected = evaluateInteger(extent, environment);
    if (tensor.shape[axis] === expected) return;
    const why = typeof extent === "number" ? "" : ` (${printInteger(extent).replace(/(\w+)_extent(\d+)/g, "$1.shape[$2]")})`;
    wrong(
      name,
      `has extent ${tensor.shape[axis]} on axis ${axis} (shape [${tensor.shape}]), not ${expected}${why}`,
      "pass tensors whose extents agree",
    );
  });
};

const resolveArguments = (
  given: Readonly<Record<string, { readonly kind: "tensor"; readonly name: string } | Integer>>,
  has: (name: string) => boolean,
  environment: IntegerEnvironment,
) => {
  const tensors: Record<string, string> = {};
  const scalars: Record<string, number> = {};
  for (const [parameter, argument] of Object.entries(given)) {
    if (typeof argument === "number" || argument.kind !== "tensor") scalars[parameter] = evaluateInteger(argument, environment);
    else if (has(argument.name)) tensors[parameter] = argument.name;
  }
  return { tensors, scalars };
};

/** Checks a call, with the outputs that it brings itself, and evaluates the plan for it. */
export const resolveCall = (
  plan: OperatorPlan,
  call: CallArguments,
  multiprocessors: number,
  outputs: CallArguments["tensors"] = {},
): ResolvedCall => {
  const wrong = (argument: string, text: string, help: string): never => {
    throw new CallError(`${plan.name}: argument "${argument}" ${text}`, help);
  };
  for (const [kind, given] of [
    ["tensor", call.tensors],
    ["scalar", call.scalars],
  ] as const)
    for (const name of Object.keys(given))
      if (!plan.parameters.some((p) => p.kind === kind && p.name === name))
        wrong(
          name,
          `is not a ${kind} argument`,
          `the ${kind}s are ${plan.parameters
            .filter((p) => p.kind === kind)
            .map((p) => p.name)
            .join(", ")}`,
        );
  const environment: IntegerEnvironment = {
    extent: (tensor, axis) => call.tensors[tensor]?.shape[axis] ?? 0,
    scalar: (name) => call.scalars[name]!,
    multiprocessors,
  };
  for (const p of plan.parameters) {
    if (p.kind === "tensor") {
      const tensor = call.tensors[p.name];
      if (tensor) checkTensor(wrong, p, tensor, environment);
      else if (!p.optional) wrong(p.name, "is missing", `pass a ${p.dtype} tensor of rank ${p.shape.length}`);
      continue;
    }
    const problem = scalarProblem(p.dtype, call.scalars[p.name]);
    if (problem !== null) wrong(p.name, ...problem);
  }
  for (const { argument, holds, says } of plan.requires) {
    if (evaluateInteger(holds, environment) === 1) continue;
    const shape = call.tensors[argument]?.shape;
    wrong(
      argument,
      `(${shape ? `shape [${shape}]` : call.scalars[argument]}) is not possible: ${says}`,
      "see the operator's documentation of its arguments",
    );
  }
  const allocations = (list: readonly PlanAllocation[]): ResolvedAllocation[] =>
    list.map(({ name, dtype, shape }) => ({ name, dtype, shape: shape.map((extent) => evaluateInteger(extent, environment)) }));
  for (const [name, tensor] of Object.entries(outputs)) {
    const output = plan.outputs.find((o) => o.name === name);
    if (!output) return wrong(name, "is not an output", `the outputs are ${plan.outputs.map((o) => o.name).join(", ")}`);
    if (tensor) checkTensor(wrong, output, tensor, environment);
  }
  const variant = plan.variants.find(({ when }) => evaluateInteger(when, environment) !== 0);
  if (!variant)
    throw new CallError(`${plan.name}: no variant takes this call`, "the last variant of a plan should take everything: `when: 1`");
  const local = new Set([...plan.outputs, ...variant.workspace].map(({ name }) => name));
  return {
    variant: variant.name,
    outputs: allocations(plan.outputs),
    workspace: allocations(variant.workspace),
    launches: variant.launches.map(({ file, kernel, problem, tuning, arguments: given }) => ({
      configuration: { file: fileURLToPath(new URL(file, plan.url)), kernel, problem, tuning },
      ...resolveArguments(given, (name) => local.has(name) || !!call.tensors[name], environment),
    })),
  };
};
