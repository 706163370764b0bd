// The contract of decode, for every execution: the operator's launches, however far it splits the cache, agree with the definition.
import { runPlan } from "../../proptests/lib/operators.ts";
import { besideModule, type Constants, type Execution, type Spec } from "../../proptests/lib/spec.ts";
import { decodeTruth, expectAttention } from "./budget.ts";
import { type DecodeCase, decodeCase, type DecodeProblemChoice, makeDecodeInputs } from "./decode-cases.ts";
import { attentionDecode, type DecodeOperatorTuning, decodeTuning } from "./operator.ts";

/** Runs a case and throws unless it agrees with the reference; tells which variant ran. */
export const checkDecode = async (decode: DecodeCase, tuning: DecodeOperatorTuning, execute: Execution): Promise<string> => {
  const { dtype, headDim, valueDim, hasSinks, options, multiprocessors } = decode;
  const inputs = makeDecodeInputs(decode);
  const plan = attentionDecode({ dtype, headDim, valueDim, hasSoftcap: options.softcap !== null, hasSinks }, tuning);
  const { q, k, v, lengths, sinks } = inputs;
  const call = {
    tensors: { q, k, v, lengths, ...(sinks && { sinks }) },
    scalars: { window: options.window, scale: options.scale, ...(options.softcap !== null && { softcap: options.softcap }) },
  };
  const { variant, outputs } = await runPlan(plan, call, execute, multiprocessors);
  const { output, logSumExp } = outputs;
  expectAttention("decode", { output: output!, logSumExp: logSumExp! }, decodeTruth(inputs, options));
  return variant;
};

/** Small tiles and parts, so that short caches have many. */
export const smallDecodeTuning: DecodeOperatorTuning = {
  ...{ blockM: 16, blockN: 16, stages: 2, warps: 1 },
  ...{ blocksEach: 2, tilesEach: 1, joined: 4 },
};

const completeProblem = (given: Constants): DecodeProblemChoice => {
  const own = { dtype: "bf16", headDim: 64, hasSoftcap: false, hasSinks: false, ...given };
  return { valueDim: own.headDim, ...own } as DecodeProblemChoice;
};
export const decodeSpec: Spec<DecodeCase> = {
  name: "attentionDecode",
  file: besideModule(import.meta.url, "operator.ts"),
  tunings: [{ ...smallDecodeTuning }, { ...decodeTuning(128, 128) }, { ...decodeTuning(256, 256) }, { ...decodeTuning(128, 128, "f32") }],
  cases: ({ tuning, problem, work }) => decodeCase(Number(tuning["blockN"]), work, problem && completeProblem(problem)),
  check: async (one, tuning: Constants, execute) => void (await checkDecode(one, tuning as unknown as DecodeOperatorTuning, execute)),
};
