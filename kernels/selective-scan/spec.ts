// The contract of the selective scan, for every execution: how a random case becomes a call, and what its outputs must be.
import { type OperatorCall, runPlan } from "../../proptests/lib/operators.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { makeInputs, optionsOf, type ScanCase, scanCase, type ScanProblemChoice } from "./cases.ts";
import { type ScanOperatorTuning, scanTuning, selectiveScan } from "./operator.ts";
import { expectScan } from "./expect.ts";
import type { ScanInputs } from "./reference.ts";
import { scanUpdateSpec } from "./update-spec.ts";

/** Small tiles and chunks, so that short sequences have many. */
export const smallScanTuning: ScanOperatorTuning = { blockC: 16, blockT: 8, stages: 2, warps: 2, blocksEach: 1, rounds: 4, tilesEach: 2 };

export const planOf = (one: ScanProblemChoice, tuning: ScanOperatorTuning): ReturnType<typeof selectiveScan> => {
  const { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, reverse, packed } = one;
  return selectiveScan({ dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, reverse, packed }, tuning);
};
export const callOf = ({ packed, lengths }: ScanCase, inputs: ScanInputs): OperatorCall => ({
  tensors: Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== null)),
  scalars: packed ? { maxTokens: Math.max(...lengths) } : {},
});

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
export const specs: readonly Spec[] = [scanSpec, scanUpdateSpec];
