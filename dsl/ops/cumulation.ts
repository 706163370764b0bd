// What the scans share: the walk along an axis that is their JS meaning, and the record shape of those that bring their combination along.
import { emitJs } from "../../codegen/emit/js/ops/scan.ts";
import { layout, lower } from "../../codegen/lowering/ops/scan.ts";
import type { CallProblem } from "../../codegen/ir/operation.ts";
import { operandDType, operandShape, type TileOp } from "../../codegen/ir/tile.ts";
import { roundTo } from "../../codegen/ir/numeric.ts";
import { widened } from "../../codegen/ir/types.ts";
import { type Block, blockOf } from "../tiles.ts";
import type { AnyOperand, SameShape, SameType } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { forEachIndex } from "./indices.ts";

export interface ScanOptions {
  /** From the end of the axis to its beginning. */
  readonly reverse?: boolean;
}

/** Writes to `targets` what the elements of `sources` up to each one combine to, in the order of the axis or against it. */
export const scanBlocks = (
  axis: number,
  sources: readonly Block[],
  targets: readonly Block[],
  combine: (left: readonly number[], right: readonly number[]) => readonly number[],
  reverse: boolean,
): void => {
  const { shape } = sources[0]!;
  const extent = shape[axis]!;
  forEachIndex(shape.with(axis, 1), (outer) => {
    let sums: readonly number[] | null = null;
    for (let step = 0; step < extent; step++) {
      const index = outer.with(axis, reverse ? extent - 1 - step : step);
      const own = sources.map((source) => source.get(index));
      sums = sums ? combine(sums, own) : own;
      sums = sums.map((value, n) => roundTo(widened(sources[n]!.dtype), value));
      targets.forEach((target, n) => target.set(index, roundTo(target.dtype, sums![n]!)));
    }
  });
};

/** What is wrong with a scan of these operands, all of one shape, along its attribute `axis`; `first` counts the call's arguments. */
export const scanProblem = (name: string, { operands, attributes: { axis } }: TileOp, tiles: number, at: number): CallProblem | null => {
  const shape = operandShape(operands[0]!);
  if (typeof axis !== "number" || !Number.isInteger(axis) || axis < 0 || axis >= shape.length)
    return { message: `${name}: axis ${axis} does not exist in shape [${shape}]`, argument: at };
  const other = operands.find((operand) => `${operandShape(operand)}` !== `${shape}`);
  if (other) return { message: `${name}: shapes differ: [${shape}] and [${operandShape(other)}]`, argument: tiles };
  const odd = operands.map(operandDType).includes("bool");
  if (odd) return { message: `${name} takes no tile of bool`, argument: tiles, help: "convert it to i32 first" };
  const transposed = operands.some((operand) => operand.kind === "tile" && operand.transposed);
  return transposed
    ? { message: `${name} takes no transposed tile`, argument: tiles, help: "scan the tile itself along its other axis" }
    : null;
};

export const defineCumulation = (cumulation: {
  readonly name: string;
  readonly operation: "sum" | "max";
  readonly doc: string;
  readonly combine: (a: number, b: number) => number;
}) =>
  defineTile({
    kind: "tile",
    name: cumulation.name,
    doc: `${cumulation.doc} Element i along the axis includes element i itself; with { reverse: true } it counts from the end. Types of 8 and 16 bits are taken as f32 or i32 and rounded once. \`to\` may be \`from\`.`,
    example: `${cumulation.name}(steps, 0, positions);`,
    js: <A extends AnyOperand<"fragment">, B extends AnyOperand<"fragment">>(
      from: A,
      axis: number,
      to: SameShape<A, B, SameType<A, B, B, "scan">, "scan">,
      options: ScanOptions = {},
    ): void => scanBlocks(axis, [blockOf(from)], [blockOf(to as B)], ([a], [b]) => [cumulation.combine(a!, b!)], options.reverse === true),
    parameters: [
      { name: "from", kind: "operand", access: "read", spaces: ["fragment"] },
      { name: "axis", kind: "attribute" },
      { name: "to", kind: "operand", access: "write", spaces: ["fragment"] },
      { name: "options", kind: "options", defaults: { operation: cumulation.operation, reverse: false } },
    ],
    check: (operation) => {
      const [from, to] = operation.operands.map(operandDType);
      const problem = scanProblem(cumulation.name, operation, 2, 1);
      if (problem || from === to) return problem;
      return { message: `${cumulation.name}: dtypes differ: ${from} and ${to}`, argument: 2 };
    },
    layout,
    lower,
    emitJs,
  });
