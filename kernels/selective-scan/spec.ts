// The contract of the selective scan, for every execution: how a random case becomes a call, and what its outputs must be. The budget: errors
// against the float64 reference at most `factor` times those of the same operator in the working precision; of f32, also 1e-5 of the values.
import { expectAgrees, relativeError } from "../../proptests/lib/errors.ts";
import { type OperatorCall, runPlan } from "../../proptests/lib/operators.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import type { FloatType } from "../../proptests/lib/tensors.ts";
import { makeInputs, optionsOf, type ScanCase, scanCase, type ScanProblemChoice } from "./cases.ts";
import { type ScanOperatorTuning, scanTuning, selectiveScan } from "./operator.ts";
import { type ScanInputs, type ScanOptions, type ScanResult, scanReference, scanWorkingPrecision } from "./reference.ts";

/** Small tiles and chunks, so that short sequences have many. */
export const smallScanTuning: ScanOperatorTuning = { blockC: 16, blockT: 8, stages: 2, warps: 2, blocksEach: 1, tilesEach: 2 };

export const planOf = (one: ScanProblemChoice, tuning: ScanOperatorTuning): ReturnType<typeof selectiveScan> => {
  const { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, reverse, packed } = one;
  return selectiveScan({ dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, reverse, packed }, tuning);
};
export const callOf = ({ packed, lengths }: ScanCase, inputs: ScanInputs): OperatorCall => ({
  tensors: Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== null)),
  scalars: packed ? { maxTokens: Math.max(...lengths) } : {},
});

/** Throws unless the results agree with the definition, within the budget of y's dtype and of f32. */
export const expectScan = (
  what: string,
  inputs: ScanInputs,
  options: ScanOptions,
  actual: { readonly y: ArrayLike<number>; readonly lastState: ArrayLike<number> },
): void => {
  const [reference, working] = [scanReference(inputs, options), scanWorkingPrecision(inputs, options)];
  const compare = (name: keyof ScanResult, dtype: FloatType): void => {
    expectAgrees(`${name}${what}`, {
      actual: actual[name],
      reference: reference[name],
      working: working[name],
      dtype,
      factor: dtype === "f32" ? 8 : 2,
    });
    const relative = relativeError(actual[name], reference[name]);
    if (dtype === "f32" && !(relative <= 1e-5))
      throw new Error(`${name}${what}: the error is ${relative.toExponential(2)} of the values, above 1e-5`);
  };
  compare("y", inputs.u.dtype as FloatType);
  compare("lastState", "f32");
};

/** Runs a case and throws unless it agrees with the reference; tells which variant ran. */
export const checkScan = async (one: ScanCase, tuning: ScanOperatorTuning, execute: Execution): Promise<string> => {
  const inputs = makeInputs(one);
  const { variant, outputs } = await runPlan(planOf(one, tuning), callOf(one, inputs), execute, one.multiprocessors);
  const [y, lastState] = [outputs["y"]!.toNumbers(), outputs["lastState"]!.toNumbers()];
  expectScan("", inputs, optionsOf(one), { y, lastState });
  return variant;
};

const completeProblem = (given: Constants): ScanProblemChoice =>
  ({
    dtype: "bf16",
    states: 16,
    groupChannels: 0,
    hasD: false,
    hasGate: false,
    hasBias: false,
    hasSoftplus: false,
    hasInitialState: false,
    reverse: false,
    packed: false,
    ...given,
  }) as ScanProblemChoice;
export const scanSpec: Spec<ScanCase> = {
  name: "selectiveScan",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ ...smallScanTuning }, { ...scanTuning(16) }],
  cases: ({ tuning, problem, work }) => scanCase(Number(tuning["blockT"]), work / 4, problem && completeProblem(problem)),
  check: async (one, tuning, execute) => void (await checkScan(one, tuning as unknown as ScanOperatorTuning, execute)),
};

/** What `verify` checks in this folder. */
export const specs: readonly Spec[] = [scanSpec];
