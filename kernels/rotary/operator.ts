// The plans around attention's inputs: packed queries, keys and values to heads with rotary positions, and into a ring-buffer cache.
import {
  allocation,
  checkCounts,
  integer,
  number,
  type OperatorPlan,
  OptionError,
  type PlanRequirement,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";

const { extent, less, scalar } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface RotaryOperatorTuning {
  readonly blockT: number;
  readonly warps: number;
}
export const rotaryTuning: RotaryOperatorTuning = { blockT: 8, warps: 2 };

export interface RotaryOperatorProblem {
  readonly dtype: FloatName;
  readonly headDim: number;
  /** The first so many dimensions of a head are turned: even; 0 for no positions at all, headDim if left out. */
  readonly rotaryDim?: number;
  readonly heads: number;
  /** Groups of queries that share a key and a value: heads if left out. */
  readonly kvHeads?: number;
  /** So many positions count as one, as in Self-Extend (Jin et al., 2024): 1 if left out. Queries then stand `queryShift` further on. */
  readonly groupSize?: number;
}
const shared = (name: string, given: RotaryOperatorProblem, tuning: Readonly<Record<string, number>>) => {
  const { dtype, headDim, rotaryDim = headDim, heads, kvHeads = heads, groupSize = 1 } = given;
  const problem = { dtype, headDim, rotaryDim, heads, kvHeads, groupSize };
  checkCounts(name, { ...problem, ...tuning }, { rotaryDim: 0 });
  if (heads % kvHeads !== 0)
    throw new OptionError(name, `${heads} heads are no multiple of ${kvHeads} key heads`, "each key serves as many query heads");
  if (rotaryDim % 2 !== 0 || rotaryDim > headDim)
    throw new OptionError(name, `${rotaryDim} dimensions of a head of ${headDim} cannot be turned`, "pass an even number, at most headDim");
  const columns = (heads + 2 * kvHeads) * headDim;
  const parameters = [
    tensor("qkv", dtype, [null, null, columns]),
    ...(rotaryDim > 0 ? [tensor("frequencies", "u32", [2, rotaryDim / 2])] : []),
    tensor("lengths", "i32", [extent("qkv", 0)]),
    number("back", "i32"),
    ...(groupSize > 1 ? [number("queryShift", "i32")] : []),
  ];
  const launch = (tiles: RotaryOperatorTuning, appends: boolean) => ({
    file: "./kernel.ts",
    kernel: "rotaryForward",
    problem: { dtype, headDim, rotaryDim, groupSize, appends },
    tuning: { ...tiles },
    arguments: {
      ...tensorsNamed(["qkv", ...(rotaryDim > 0 ? ["frequencies"] : []), "lengths", "q", "k", "v"]),
      back: scalar("back"),
      queryShift: groupSize > 1 ? scalar("queryShift") : 0,
    },
  });
  return { problem, parameters, launch, batch: extent("qkv", 0), tokens: extent("qkv", 1) };
};
type RotaryTensor = "qkv" | "frequencies" | "lengths";
type RotaryScalar = "back" | "queryShift";

/**
 * qkv [batch, token, (heads + 2 * kvHeads) * headDim], for each group of queries those, its key and its value, gives q [batch, token, head, headDim]
 * and k, v [batch, token, kvHead, headDim]. Token t of a batch stands at position lengths [batch] - back + t. frequencies: `rotaryFrequencies`.
 */
export const rotary = (
  given: RotaryOperatorProblem,
  tuning: RotaryOperatorTuning = rotaryTuning,
): OperatorPlan<RotaryTensor, RotaryScalar, "q" | "k" | "v"> => {
  const { problem, parameters, launch, batch, tokens } = shared("rotary", given, { ...tuning });
  const { dtype, headDim, heads, kvHeads } = problem;
  return {
    name: "rotary",
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters,
    requires: [],
    outputs: [
      allocation("q", dtype, [batch, tokens, heads, headDim]),
      allocation("k", dtype, [batch, tokens, kvHeads, headDim]),
      allocation("v", dtype, [batch, tokens, kvHeads, headDim]),
    ],
    variants: [{ name: "heads", when: 1, workspace: [], launches: [launch(tuning, false)] }],
  };
};

export interface RotaryAppendTuning {
  readonly warps: number;
}
/**
 * The same for new tokens of a decoding step: keys and values go to ring-buffer caches k and v [batch, slot, kvHead, headDim], the token at position p
 * to slot p mod slots, in place.
 */
export const rotaryAppend = (
  given: RotaryOperatorProblem,
  tuning: RotaryAppendTuning = { warps: 1 },
): OperatorPlan<RotaryTensor | "k" | "v", RotaryScalar, "q"> => {
  const { problem, parameters, launch, batch, tokens } = shared("rotaryAppend", given, { ...tuning });
  const { dtype, headDim, heads, kvHeads } = problem;
  return {
    name: "rotaryAppend",
    url: import.meta.url,
    problem,
    tuning: { ...tuning },
    parameters: [
      ...parameters,
      tensor("k", dtype, [batch, null, kvHeads, headDim], true),
      tensor("v", dtype, [batch, extent("k", 1), kvHeads, headDim], true),
    ],
    requires: [slotsExist("k")],
    outputs: [allocation("q", dtype, [batch, tokens, heads, headDim])],
    variants: [{ name: "heads", when: 1, workspace: [], launches: [launch({ blockT: 1, ...tuning }, true)] }],
  };
};
const slotsExist = (cache: string): PlanRequirement => ({
  argument: cache,
  holds: less(0, extent(cache, 1)),
  says: "a cache has slots",
});

export interface RotaryTurnProblem {
  readonly dtype: FloatName;
  /** Even. */
  readonly headDim: number;
}
/** x [batch, token, head, headDim] gives y alike with rotary positions: queries or keys that come alone. */
export const rotaryTurn = (
  { dtype, headDim }: RotaryTurnProblem,
  tuning: RotaryOperatorTuning = rotaryTuning,
): OperatorPlan<"x" | "frequencies" | "lengths", "back", "y"> => {
  checkCounts("rotaryTurn", { headDim, ...tuning });
  if (headDim % 2 !== 0) throw new OptionError("rotaryTurn", `a head of ${headDim} has no pairs`, "headDim is even");
  return {
    name: "rotaryTurn",
    url: import.meta.url,
    problem: { dtype, headDim },
    tuning: { ...tuning },
    parameters: [
      tensor("x", dtype, [null, null, null, headDim]),
      tensor("frequencies", "u32", [2, headDim / 2]),
      tensor("lengths", "i32", [extent("x", 0)]),
      number("back", "i32"),
    ],
    requires: [],
    outputs: [allocation("y", dtype, [extent("x", 0), extent("x", 1), extent("x", 2), headDim])],
    variants: [
      {
        name: "heads",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "rotaryTurn",
            problem: { dtype, headDim },
            tuning: { ...tuning },
            arguments: { ...tensorsNamed(["x", "frequencies", "lengths", "y"]), back: scalar("back") },
          },
        ],
      },
    ],
  };
};

export interface CacheAppendProblem {
  readonly dtype: FloatName;
  readonly headDim: number;
}
export interface CacheAppendTuning {
  readonly blockH: number;
  readonly warps: number;
}
/**
 * After the attention of a prefilled chunk: x [batch, token, head, headDim] goes into cache [batch, slot, head, headDim], in place, token t at position
 * lengths [batch] + t in slot (lengths + t) mod slots; of more tokens than slots the newest stay.
 */
export const cacheAppend = (
  { dtype, headDim }: CacheAppendProblem,
  tuning: CacheAppendTuning = { blockH: 4, warps: 2 },
): OperatorPlan<"x" | "lengths" | "cache", never, never> => {
  checkCounts("cacheAppend", { headDim, ...tuning });
  return {
    name: "cacheAppend",
    url: import.meta.url,
    problem: { dtype, headDim },
    tuning: { ...tuning },
    parameters: [
      tensor("x", dtype, [null, null, null, headDim]),
      tensor("lengths", "i32", [extent("x", 0)]),
      tensor("cache", dtype, [extent("x", 0), null, extent("x", 2), headDim], true),
    ],
    requires: [slotsExist("cache")],
    outputs: [],
    variants: [
      {
        name: "tokens",
        when: 1,
        workspace: [],
        launches: [
          {
            file: "./kernel.ts",
            kernel: "cacheAppend",
            problem: { dtype, headDim },
            tuning: { ...tuning },
            arguments: tensorsNamed(["x", "lengths", "cache"]),
          },
        ],
      },
    ],
  };
};
