// What copy and convert share: their operands, their shape rule and their JS meaning.
import type { CallProblem, OperationParameter } from "../../codegen/ir/operation.ts";
import { convertTo } from "../../codegen/ir/numeric.ts";
import { operandShape, type TileOperand } from "../../codegen/ir/tile.ts";
import { blockOf } from "../tiles.ts";
import type { AnyOperand } from "../types/messages.ts";
import { forEachIndex } from "./indices.ts";

export const transferParameters: readonly OperationParameter[] = [
  { name: "from", kind: "operand", access: "read", spaces: ["global", "shared", "fragment"] },
  { name: "to", kind: "operand", access: "write", spaces: ["global", "shared", "fragment"] },
];

export const transferProblem = (name: string, from: TileOperand, to: TileOperand): CallProblem | null => {
  if (`${operandShape(from)}` !== `${operandShape(to)}`)
    return { message: `${name}: shapes differ: [${operandShape(from)}] and [${operandShape(to)}]`, argument: 1 };
  if (from.kind === "view" && to.kind === "view")
    return {
      message: `${name}: one of the two must be a tile`,
      argument: 1,
      help: "go through a fragment: tensor to fragment, fragment to tensor",
    };
  const transposed = [from, to].findIndex((operand) => operand.kind === "tile" && operand.transposed);
  return transposed < 0
    ? null
    : {
        message: `${name} takes no transposed tile`,
        argument: transposed,
        help: "only gemm reads transposes; write the elements in a parallel loop",
      };
};

export const moveElements = (from: AnyOperand, to: AnyOperand): void => {
  const source = blockOf(from);
  const target = blockOf(to);
  if (`${source.shape}` !== `${target.shape}`) throw new RangeError(`shapes differ: [${source.shape}] and [${target.shape}]`);
  forEachIndex(target.shape, (index) => target.set(index, convertTo(source.dtype, target.dtype, source.get(index))));
};
