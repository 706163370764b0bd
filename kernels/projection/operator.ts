// The plan of projections: which kernel and which tiles for how many rows.
import {
  allocation,
  checkCounts,
  integer,
  number,
  type OperatorPlan,
  optionError,
  type PlanArgument,
  type PlanVariant,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";

const { divide, equal, extent, lessEqual, remainder, scalar } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface ProjectionOperatorProblem {
  /** Of x and the weight. */
  readonly dtype: FloatName;
  /** Of y: dtype if left out. */
  readonly outputDtype?: FloatName;
  readonly hasBias?: boolean;
  /** y is no output but a residual in f32 that is added to, in place. */
  readonly addsTo?: boolean;
  /** x is f32, and normed as it is read, a row at a time: for more than a few rows norm them first. */
  readonly hasNorm?: boolean;
  /** Products of f32 may be rounded to tf32, where matrix instructions take them: faster, with a relative error of 2^-11 each. */
  readonly allowsTf32?: boolean;
}
/** Tiles, and steps fetched ahead, of a row at a time (up to `mostRows` rows), of up to 16 rows together, and of more. */
export interface ProjectionOperatorTuning {
  readonly mostRows: number;
  readonly rowN: number;
  readonly rowK: number;
  readonly rowStages: number;
  readonly fewN: number;
  readonly fewK: number;
  readonly fewStages: number;
  readonly manyM: number;
  readonly manyN: number;
  readonly manyK: number;
  readonly manyStages: number;
}
/**
 * On a GPU few rows are bound by the weight's bytes: blocks are many (one for 4 outputs of a row, one for 16 of up to 16 rows, so that 2304 outputs
 * fill 132 multiprocessors), and each has some tens of KB under way. Rows that are normed come with the norm's weight, 8 bytes an element, which more
 * outputs of a block share. On the CPU tiles stay in a core's first cache, and steps cut the inner extent, if it is known, into equal
 * parts: none overhangs, and rows of the weight lie in one piece.
 */
export const projectionTuning = (
  dtype: FloatName,
  place: "gpu" | "cpu" = "gpu",
  inner = 512,
  hasNorm = false,
): ProjectionOperatorTuning => {
  if (place === "cpu") {
    const step = (most: number): number => Math.ceil(inner / Math.ceil(inner / most));
    return {
      ...{ mostRows: 2, rowN: 16, rowK: step(1024), rowStages: 1, fewN: 16, fewK: step(512), fewStages: 1 },
      ...{ manyM: 32, manyN: 32, manyK: step(256), manyStages: 1 },
    };
  }
  return dtype === "f32"
    ? {
        ...{ mostRows: 4, rowN: 4, rowK: 512, rowStages: 3, fewN: 16, fewK: 128, fewStages: 4 },
        ...{ manyM: 64, manyN: 64, manyK: 16, manyStages: 4 },
      }
    : {
        ...(hasNorm
          ? { mostRows: 1, rowN: 12, rowK: 256, rowStages: 3 }
          : inner <= 256
            ? { mostRows: 1, rowN: 8, rowK: 256, rowStages: 2 }
            : { mostRows: 1, rowN: 4, rowK: 512, rowStages: 4 }),
        ...{ fewN: 16, fewK: 256, fewStages: 5 },
        ...{ manyM: 128, manyN: 128, manyK: 32, manyStages: 3 },
      };
};
/** Rows of the tile that takes few: those of a matrix instruction. */
const fewRows = 16;

/** What is normed where it is read: x, the weight of its norm, and epsilon, as parameters of a plan and as arguments of a launch. */
const normed = (dtype: FloatName, hasNorm: boolean) => ({
  parameters: [
    tensor("x", hasNorm ? "f32" : dtype, [null, null]),
    ...(hasNorm ? [tensor("norm", "f32", [extent("x", 1)]), number("epsilon", "f32")] : []),
  ],
  requires: hasNorm ? [{ argument: "epsilon", holds: lessEqual(0, scalar("epsilon")), says: "epsilon is not negative" }] : [],
  arguments: { ...tensorsNamed(["x", ...(hasNorm ? ["norm"] : [])]), epsilon: hasNorm ? scalar("epsilon") : 0 },
});

type Work = Pick<PlanVariant, "workspace" | "launches">;
type Tiles = Readonly<Record<string, number>>;
/** A row at a time where rows are few, and always if they are normed; else tiles of up to 16 rows, or of more. */
const variantsOf = (
  rows: PlanVariant["when"],
  hasNorm: boolean,
  tuning: ProjectionOperatorTuning,
  row: (tiles: Tiles) => Work,
  tiled: (tiles: Tiles) => Work,
): PlanVariant[] => {
  const { mostRows, rowN, rowK, rowStages, fewN, fewK, fewStages, manyM, manyN, manyK, manyStages } = tuning;
  const byRow = row({ blockN: rowN, blockK: rowK, stages: rowStages, warps: 4 });
  if (hasNorm) return [{ name: "row", when: 1, ...byRow }];
  const few = tiled({ blockM: fewRows, blockN: fewN, blockK: fewK, stages: fewStages, warps: 2 });
  const many = tiled({ blockM: manyM, blockN: manyN, blockK: manyK, stages: manyStages, warps: 4 });
  return [
    { name: "row", when: lessEqual(rows, mostRows), ...byRow },
    { name: "few", when: lessEqual(rows, fewRows), ...few },
    { name: "many", when: 1, ...many },
  ];
};

/**
 * x [row, inner], weight [output, inner] and bias [output] (f32) give y [row, output] = x W^T + bias. With `addsTo`, y is an argument, f32, and
 * becomes y + x W^T + bias. With `hasNorm`, x / sqrt(mean(x^2) + epsilon) * norm, with norm [inner] (f32), takes x's place (RMSNorm: Zhang and Sennrich,
 * "Root Mean Square Layer Normalization", 2019).
 */
export const projection = (
  given: ProjectionOperatorProblem,
  tuning: ProjectionOperatorTuning = projectionTuning(given.dtype, "gpu", undefined, given.hasNorm),
): OperatorPlan<"x" | "norm" | "weight" | "bias" | "y", "epsilon", "y"> => {
  const { dtype, hasBias = false, addsTo = false, hasNorm = false, allowsTf32 = false } = given;
  const { outputDtype = addsTo ? "f32" : dtype } = given;
  if (addsTo && outputDtype !== "f32")
    throw optionError("projection", `a residual that is added to is f32, not ${outputDtype}`, "leave outputDtype out");
  checkCounts("projection", { ...tuning });
  const [rows, inner, outputs] = [extent("x", 0), extent("x", 1), extent("weight", 0)];
  const problem = { dtype, outputDtype, hasBias, addsTo };
  const others = tensorsNamed(["weight", ...(hasBias ? ["bias"] : []), "y"]);
  const input = normed(dtype, hasNorm);
  const row = (tiles: Tiles): Work => ({
    workspace: [],
    launches: [
      {
        ...{ file: "./kernel.ts", kernel: "projectRow", tuning: tiles, arguments: { ...input.arguments, ...others } },
        problem: { ...problem, inputDtype: hasNorm ? "f32" : dtype, hasNorm },
      },
    ],
  });
  const tiled = (tiles: Tiles): Work => ({
    workspace: [],
    launches: [
      {
        ...{ file: "./kernel.ts", kernel: "projectTiles", tuning: tiles, arguments: { ...tensorsNamed(["x"]), ...others } },
        problem: { ...problem, precision: dtype !== "f32" ? "ieee" : allowsTf32 ? "tf32" : "3xtf32" },
      },
    ],
  });
  return {
    name: "projection",
    url: import.meta.url,
    problem: { dtype, outputDtype, hasBias, addsTo, hasNorm, allowsTf32 },
    tuning: { ...tuning },
    parameters: [
      ...input.parameters,
      tensor("weight", dtype, [null, inner]),
      ...(hasBias ? [tensor("bias", "f32", [outputs])] : []),
      ...(addsTo ? [tensor("y", "f32", [rows, outputs], true)] : []),
    ],
    requires: input.requires,
    outputs: addsTo ? [] : [allocation("y", outputDtype, [rows, outputs])],
    variants: variantsOf(rows, hasNorm, tuning, row, tiled),
  };
};

/** Tiles of SwiGLU behind tiles of rows. */
const gateTuning = { blockN: 512, warps: 2 };
/**
 * x [row, inner] and weight [2 * output, inner] give y [row, output] = silu(x W1^T) * x W2^T, where W1 is the first half of the weight's rows (SwiGLU:
 * Shazeer, "GLU Variants Improve Transformer", 2020). Of a row at a time nothing is stored between. `hasNorm` is as in `projection`.
 */
export const swigluProjection = (
  { dtype, hasNorm = false }: Pick<ProjectionOperatorProblem, "dtype" | "hasNorm">,
  tuning: ProjectionOperatorTuning = projectionTuning(dtype, "gpu", undefined, hasNorm),
): OperatorPlan<"x" | "norm" | "weight", "epsilon", "y"> => {
  checkCounts("swigluProjection", { ...tuning });
  const [rows, inner, both] = [extent("x", 0), extent("x", 1), extent("weight", 0)];
  const input = normed(dtype, hasNorm);
  const { x, weight, y, products } = tensorsNamed(["x", "weight", "y", "products"]) as Record<
    "x" | "weight" | "y" | "products",
    PlanArgument
  >;
  const precision = dtype === "f32" ? "3xtf32" : "ieee";
  const row = (tiles: Tiles): Work => ({
    workspace: [],
    launches: [
      {
        ...{ file: "./kernel.ts", kernel: "projectRowSwiglu", tuning: tiles, arguments: { ...input.arguments, weight, y } },
        problem: { dtype, inputDtype: hasNorm ? "f32" : dtype, hasNorm },
      },
    ],
  });
  const tiled = (tiles: Tiles): Work => ({
    workspace: [allocation("products", dtype, [rows, both])],
    launches: [
      {
        ...{ file: "./kernel.ts", kernel: "projectTiles", tuning: tiles, arguments: { x, weight, y: products } },
        problem: { dtype, outputDtype: dtype, hasBias: false, addsTo: false, precision },
      },
      {
        ...{ file: "../activation/kernel.ts", kernel: "swigluForward", problem: { dtype, packed: true }, tuning: gateTuning },
        arguments: { a: products, y },
      },
    ],
  });
  return {
    name: "swigluProjection",
    url: import.meta.url,
    problem: { dtype, hasNorm },
    tuning: { ...tuning },
    parameters: [...input.parameters, tensor("weight", dtype, [null, inner])],
    requires: [...input.requires, { argument: "weight", holds: equal(remainder(both, 2), 0), says: "the weight's rows have two halves" }],
    outputs: [allocation("y", dtype, [rows, divide(both, 2)])],
    variants: variantsOf(rows, hasNorm, tuning, row, tiled),
  };
};
