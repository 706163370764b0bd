// The plan of projections: which kernel and which tiles for how many rows.
import {
  allocation,
  checkCounts,
  integer,
  type OperatorPlan,
  OptionError,
  type PlanArgument,
  type PlanVariant,
  tensor,
  tensorsNamed,
} from "../../dsl/operator.ts";

const { divide, equal, extent, lessEqual, remainder } = integer;
type FloatName = "f32" | "bf16" | "f16";

export interface ProjectionOperatorProblem {
  /** Of x and the weight. */
  readonly dtype: FloatName;
  /** Of y: dtype if left out. */
  readonly outputDtype?: FloatName;
  readonly hasBias?: boolean;
  /** y is no output but a residual in f32 that is added to, in place. */
  readonly addsTo?: boolean;
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
 * fill 132 multiprocessors), and each has some tens of KB under way. On the CPU tiles stay in a core's first cache, and steps cut the inner extent, if it is known, into equal
 * parts: none overhangs, and rows of the weight lie in one piece.
 */
export const projectionTuning = (dtype: FloatName, place: "gpu" | "cpu" = "gpu", inner = 512): ProjectionOperatorTuning => {
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
        ...(inner <= 256 ? { mostRows: 1, rowN: 8, rowK: 256, rowStages: 2 } : { mostRows: 1, rowN: 4, rowK: 512, rowStages: 4 }),
        ...{ fewN: 16, fewK: 256, fewStages: 5 },
        ...{ manyM: 128, manyN: 128, manyK: 32, manyStages: 3 },
      };
};
/** Rows of the tile that takes few: those of a matrix instruction. */
const fewRows = 16;

/**
 * x [row, inner], weight [output, inner] and bias [output] (f32) give y [row, output] = x W^T + bias. With `addsTo`, y is an argument, f32, and
 * becomes y + x W^T + bias.
 */
export const projection = (
  given: ProjectionOperatorProblem,
  tuning: ProjectionOperatorTuning = projectionTuning(given.dtype),
): OperatorPlan<"x" | "weight" | "bias" | "y", never, "y"> => {
  const { dtype, hasBias = false, addsTo = false, allowsTf32 = false } = given;
  const { outputDtype = addsTo ? "f32" : dtype } = given;
  if (addsTo && outputDtype !== "f32")
    throw new OptionError("projection", `a residual that is added to is f32, not ${outputDtype}`, "leave outputDtype out");
  checkCounts("projection", { ...tuning });
  const precision = dtype !== "f32" ? "ieee" : allowsTf32 ? "tf32" : "3xtf32";
  const [rows, inner, outputs] = [extent("x", 0), extent("x", 1), extent("weight", 0)];
  const variant = (name: string, when: PlanVariant["when"], kernel: string, tiles: Readonly<Record<string, number>>): PlanVariant => ({
    name,
    when,
    workspace: [],
    launches: [
      {
        file: "./kernel.ts",
        kernel,
        problem: { dtype, outputDtype, hasBias, addsTo, precision },
        tuning: tiles,
        arguments: tensorsNamed(["x", "weight", ...(hasBias ? ["bias"] : []), "y"]),
      },
    ],
  });
  const { mostRows, rowN, rowK, rowStages, fewN, fewK, fewStages, manyM, manyN, manyK, manyStages } = tuning;
  return {
    name: "projection",
    url: import.meta.url,
    problem: { dtype, outputDtype, hasBias, addsTo, allowsTf32 },
    tuning: { ...tuning },
    parameters: [
      tensor("x", dtype, [null, null]),
      tensor("weight", dtype, [null, inner]),
      ...(hasBias ? [tensor("bias", "f32", [outputs])] : []),
      ...(addsTo ? [tensor("y", "f32", [rows, outputs], true)] : []),
    ],
    requires: [],
    outputs: addsTo ? [] : [allocation("y", outputDtype, [rows, outputs])],
    variants: [
      variant("row", lessEqual(rows, mostRows), "projectRow", { blockN: rowN, blockK: rowK, stages: rowStages, warps: 4 }),
      variant("few", lessEqual(rows, fewRows), "projectTiles", {
        ...{ blockM: fewRows, blockN: fewN, blockK: fewK, stages: fewStages, warps: 2 },
      }),
      variant("many", 1, "projectTiles", { blockM: manyM, blockN: manyN, blockK: manyK, stages: manyStages, warps: 4 }),
    ],
  };
};

/** Tiles of SwiGLU behind tiles of rows. */
const gateTuning = { blockN: 512, warps: 2 };
/**
 * x [row, inner] and weight [2 * output, inner] give y [row, output] = silu(x W1^T) * x W2^T, where W1 is the first half of the weight's rows (SwiGLU:
 * Shazeer, "GLU Variants Improve Transformer", 2020). Of a row at a time nothing is stored between.
 */
export const swigluProjection = (
  { dtype }: { readonly dtype: FloatName },
  tuning: ProjectionOperatorTuning = projectionTuning(dtype),
): OperatorPlan<"x" | "weight", never, "y"> => {
  checkCounts("swigluProjection", { ...tuning });
  const [rows, inner, both] = [extent("x", 0), extent("x", 1), extent("weight", 0)];
  const { mostRows, rowN, rowK, rowStages, fewN, fewK, fewStages, manyM, manyN, manyK, manyStages } = tuning;
  const { x, weight, y, products } = tensorsNamed(["x", "weight", "y", "products"]) as Record<
    "x" | "weight" | "y" | "products",
    PlanArgument
  >;
  const precision = dtype === "f32" ? "3xtf32" : "ieee";
  const tiled = (name: string, when: PlanVariant["when"], tiles: Readonly<Record<string, number>>): PlanVariant => ({
    name,
    when,
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
    problem: { dtype },
    tuning: { ...tuning },
    parameters: [tensor("x", dtype, [null, null]), tensor("weight", dtype, [null, inner])],
    requires: [{ argument: "weight", holds: equal(remainder(both, 2), 0), says: "the weight's rows have two halves" }],
    outputs: [allocation("y", dtype, [rows, divide(both, 2)])],
    variants: [
      {
        ...{ name: "row", when: lessEqual(rows, mostRows), workspace: [] },
        launches: [
          {
            ...{ file: "./kernel.ts", kernel: "projectRowSwiglu", problem: { dtype }, arguments: { x, weight, y } },
            tuning: { blockN: rowN, blockK: rowK, stages: rowStages, warps: 4 },
          },
        ],
      },
      tiled("few", lessEqual(rows, fewRows), { blockM: fewRows, blockN: fewN, blockK: fewK, stages: fewStages, warps: 2 }),
      tiled("many", 1, { blockM: manyM, blockN: manyN, blockK: manyK, stages: manyStages, warps: 4 }),
    ],
  };
};
