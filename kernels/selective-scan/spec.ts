// The contract of the selective scan, for every execution: how a random case becomes a call, and what its outputs must be.
import { type OperatorCall, runPlan } from "../../proptests/lib/operators.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { HostTensor } from "../../proptests/lib/tensors.ts";
import { makeInputs, optionsOf, type ScanCase, scanCase, type ScanProblemChoice } from "./cases.ts";
import { type ScanOperatorTuning, scanTuning, selectiveScan } from "./operator.ts";
import { expectScan } from "./expect.ts";
import type { ScanInputs } from "./reference.ts";
import { scanUpdateSpec } from "./update-spec.ts";

/** Small tiles and chunks, so that short sequences have many. */
export const smallScanTuning: ScanOperatorTuning = { blockC: 16, blockT: 8, stages: 2, warps: 2, blocksEach: 1, rounds: 4, tilesEach: 2 };

const planOf = (one: ScanProblemChoice, tuning: ScanOperatorTuning): ReturnType<typeof selectiveScan> => {
  const { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, channelsFirst, reverse, packed } = one;
  const problem = { dtype, states, groupChannels, hasD, hasGate, hasBias, hasSoftplus, hasInitialState, channelsFirst, reverse, packed };
  return selectiveScan(problem, tuning);
};
/** The same elements as [batch, channel, token], or back. */
const swapped = ({ dtype, shape, data, strides, offset }: HostTensor): HostTensor =>
  new HostTensor(dtype, [shape[0]!, shape[2]!, shape[1]!], data, [strides[0]!, strides[2]!, strides[1]!], offset);
const callOf = ({ packed, lengths, channelsFirst }: ScanCase, inputs: ScanInputs): OperatorCall => {
  const { u, delta, z } = inputs;
  const placed = channelsFirst ? { ...inputs, u: swapped(u), delta: swapped(delta), z: z && swapped(z) } : inputs;
  return {
    tensors: Object.fromEntries(Object.entries(placed).filter(([, tensor]) => tensor !== null)),
    scalars: packed ? { maxTokens: Math.max(...lengths) } : {},
  };
};
/** Runs the operator; y comes as [batch, token, channel] either way. */
export const runScan = async (one: ScanCase, inputs: ScanInputs, tuning: ScanOperatorTuning, execute: Execution) => {
  const { variant, outputs } = await runPlan(planOf(one, tuning), callOf(one, inputs), execute, one.multiprocessors);
  return { variant, outputs: one.channelsFirst ? { ...outputs, y: swapped(outputs["y"]!) } : outputs };
};

/** Runs a case and throws unless it agrees with the reference; tells which variant ran. */
export const checkScan = async (one: ScanCase, tuning: ScanOperatorTuning, execute: Execution): Promise<string> => {
  const inputs = makeInputs(one);
  const { variant, outputs } = await runScan(one, inputs, tuning, execute);
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
    channelsFirst: false,
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
