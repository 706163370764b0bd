// Options of operators: whatever is no count is refused with a code where a plan is made, on every option of every operator that is a number.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { RuntimeError } from "../runtime/index.ts";

type Options = Readonly<Record<string, number | boolean | string>>;
type MakePlan = (problem: Options, tuning?: Options) => { readonly name: string; readonly problem: Options; readonly tuning: Options };

const folder = new URL("../kernels/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("operator.ts"));
const exported = (
  await Promise.all(files.map(async (path) => Object.entries((await import(new URL(path, folder).href)) as Record<string, unknown>)))
).flat();
/** All functions that make plans, by name. */
const operators = new Map(
  exported.filter(([name, value]) => typeof value === "function" && !name.endsWith("Tuning")) as [string, MakePlan][],
);
const [dtype, headDim] = ["bf16", 64];
/** Options that each operator has. */
const options: Readonly<Record<string, Options>> = {
  swiglu: { dtype },
  logSigmoid: { dtype },
  causalConv1d: { dtype, width: 4 },
  causalConv1dUpdate: { dtype, width: 4 },
  embedding: { dtype },
  attentionEntropy: { dtype, headDim },
  selectionSums: { dtype },
  gatedDeltaRule: { dtype, keyDim: 32, valueDim: 64, decay: "none" },
  linearAttention: { dtype, keyDim: 32, valueDim: 64, decay: "token" },
  linearAttentionStep: { dtype, keyDim: 32, valueDim: 64, decay: "token" },
  recurrentLinearAttention: { keyDim: 32, valueDim: 64, decay: "head" },
  mergeAttentions: { dtype, headDim },
  rmsNorm: { dtype, width: 100 },
  gatedRmsNorm: { dtype, width: 100 },
  projection: { dtype },
  swigluProjection: { dtype },
  rotary: { dtype, headDim, rotaryDim: 32, heads: 4, kvHeads: 2, groupSize: 2 },
  rotaryAppend: { dtype, headDim, rotaryDim: 32, heads: 4, kvHeads: 2, groupSize: 2 },
  rotaryTurn: { dtype, headDim },
  cacheAppend: { dtype, headDim },
  argmax: { vocabulary: 100 },
  sampling: { vocabulary: 100 },
  selectiveScan: { dtype, states: 16, groupChannels: 8 },
  selectiveScanUpdate: { dtype, states: 16, groupChannels: 8 },
  attention: { dtype, headDim, valueDim: 32 },
  attentionDecode: { dtype, headDim, valueDim: 32 },
};
/** Counts that may be 0. */
const mayBeZero: readonly string[] = [
  ...["rotary.rotaryDim", "rotaryAppend.rotaryDim", "selectiveScan.groupChannels", "selectiveScanUpdate.groupChannels"],
  "linearAttention.blocksEach",
];

const refused = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError);
    return (error as RuntimeError).message;
  }
  return "accepted";
};

test("every operator is here", () => {
  // All but this one have options; it has none.
  expect(Object.keys(options).sort()).toEqual([...operators.keys()].filter((name) => name !== "advanceLengths").sort());
});
test.each(Object.entries(options))("%s refuses what is no count", (name, problem) => {
  const make = operators.get(name)!;
  const plan = make(problem);
  const wrong = (option: string): number[] => [
    1.5,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 60,
    ...(mayBeZero.includes(`${name}.${option}`) ? [] : [0]),
  ];
  const numbers = (all: Options): string[] => Object.keys(all).filter((option) => typeof all[option] === "number");
  for (const option of numbers(problem))
    for (const value of wrong(option))
      expect(refused(() => make({ ...problem, [option]: value }))).toMatch(new RegExp(`^CUI3027: ${plan.name}: .*${option}.*\n  help: `));
  // Attention chooses its own.
  if (name === "attention") return;
  expect(make(problem, plan.tuning)).toEqual(plan);
  for (const option of numbers(plan.tuning))
    for (const value of wrong(option))
      expect(refused(() => make(problem, { ...plan.tuning, [option]: value }))).toMatch(
        new RegExp(`^CUI3027: ${plan.name}: ${option} is ${value}, which is no count\n  help: pass an integer of at least `),
      );
});
test("what belongs to no option is said with what to do", () => {
  expect(refused(() => operators.get("selectiveScan")!({ dtype: "bf16", states: 1.5 }))).toBe(
    "CUI3027: selectiveScan: states is 1.5, which is no count\n  help: pass an integer of at least 1",
  );
  expect(refused(() => operators.get("causalConv1d")!({ dtype: "bf16", width: 1 }))).toBe(
    "CUI3027: causalConv1d: width is 1, which is no count\n  help: pass an integer of at least 2",
  );
  expect(refused(() => operators.get("rotary")!({ ...options["rotary"], kvHeads: 3 }))).toMatch(/no multiple of 3 key heads/);
});
