// gemm: function, shape and dtype rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/gemm.ts";
import { layout, lower } from "../../codegen/lowering/ops/gemm.ts";
import { tf32Value } from "../../codegen/ir/numeric.ts";
import { operandDType, operandShape } from "../../codegen/ir/tile.ts";
import { blockOf } from "../tiles.ts";
import type { GemmRight, GemmSum, Matrix } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { forEachIndex } from "./indices.ts";

/** How f32 operands are multiplied; "ieee", what they are, is for 16-bit operands only. */
export type Precision = "ieee" | "tf32" | "3xtf32";

export const gemm = defineTile({
  kind: "tile",
  name: "gemm",
  doc: 'Matrix product c += a b with f32 sums; with { accumulate: false } c = a b. a and b are tiles in shared memory or fragments, each may be transposed; c is an f32 fragment, whose extents the warps divide: multiples of 16 rows and 8 columns each. f16 and bf16 are multiplied as they are. f32 needs a choice: { precision: "tf32" } rounds both operands to 10 fraction bits (relative error 2^-11 each, ties away from zero); { precision: "3xtf32" } splits each into two such parts, at three times the cost, for an error of the order of f32 (2^-21 of the sum of |a| |b|; operands must be finite and below 2^127). The inner extent may be anything for shared tiles, a multiple of 8 for fragments. With three axes, one product for each index of the first.',
  example: "gemm(queries, transpose(keys), scores, { accumulate: false });",
  js: <A extends Matrix<"shared" | "fragment">, B extends Matrix<"shared" | "fragment">, C extends Matrix<"fragment">>(
    a: A,
    b: GemmRight<A, B>,
    c: GemmSum<A, B, C>,
    options: { readonly accumulate?: boolean; readonly precision?: Precision } = {},
  ): void => {
    const [left, right, sums] = [blockOf(a), blockOf(b as B), blockOf(c as C)];
    const [before, inner] = [left.shape.slice(0, -2), left.shape.at(-1)!];
    const [rows, columns] = [left.shape.at(-2)!, right.shape.at(-1)!];
    const factor = (value: number): number => (options.precision === "tf32" ? tf32Value(value) : value);
    if (`${right.shape}` !== `${[...before, inner, columns]}` || `${sums.shape}` !== `${[...before, rows, columns]}`)
      throw new RangeError(`gemm: [${left.shape}] x [${right.shape}] -> [${sums.shape}]`);
    forEachIndex(sums.shape, (index) => {
      const [at, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
      let sum = options.accumulate === false ? 0 : sums.get(index);
      for (let k = 0; k < inner; k++) sum += factor(left.get([...at, i, k])) * factor(right.get([...at, k, j]));
      sums.set(index, sum);
    });
  },
  parameters: [
    { name: "a", kind: "operand", access: "read", spaces: ["shared", "fragment"] },
    { name: "b", kind: "operand", access: "read", spaces: ["shared", "fragment"] },
    { name: "c", kind: "operand", access: "update", spaces: ["fragment"] },
    { name: "options", kind: "options", defaults: { accumulate: true, precision: "ieee" } },
  ],
  check: ({ operands: [a, b, c], attributes: { precision } }) => {
    const [x, y, z] = [operandShape(a!), operandShape(b!), operandShape(c!)];
    const rank = [x, y, z].findIndex((shape) => shape.length !== 2 && shape.length !== 3);
    if (rank >= 0) return { message: `gemm takes matrices, not a tile of rank ${[x, y, z][rank]!.length}`, argument: rank };
    const before = x.slice(0, -2);
    if (`${y.slice(0, -2)}` !== `${before}`) return { message: `gemm: batches differ: [${x}] x [${y}]`, argument: 1 };
    if (x.at(-1) !== y.at(-2))
      return { message: `gemm: inner dimensions differ: [${x}] x [${y}]`, argument: 1, help: "transpose(b) swaps the axes of b" };
    const product = [...before, x.at(-2), y.at(-1)];
    if (`${z}` !== `${product}`) return { message: `gemm: accumulator is [${z}], product is [${product.join(", ")}]`, argument: 2 };
    const dtype = operandDType(a!);
    if (dtype !== "f16" && dtype !== "bf16" && dtype !== "f32")
      return { message: `gemm multiplies f16, bf16 or f32, not ${dtype}`, argument: 0, help: "convert the operands first" };
    const choices: readonly unknown[] = dtype === "f32" ? ["tf32", "3xtf32"] : ["ieee"];
    if (!choices.includes(precision))
      return dtype === "f32"
        ? {
            message: `gemm of f32 in precision ${precision}: matrix instructions multiply f32 rounded to tf32`,
            argument: precision === "ieee" ? 0 : 3,
            help: 'choose { precision: "tf32" } (fast, 10 fraction bits) or { precision: "3xtf32" } (close to f32), or convert the operands to f16 or bf16',
          }
        : {
            message: `gemm of ${dtype} has no precision ${precision}`,
            argument: 3,
            help: "16-bit operands are multiplied as they are: leave it out",
          };
    if (operandDType(b!) !== dtype) return { message: `gemm: dtypes differ: ${dtype} and ${operandDType(b!)}`, argument: 1 };
    if (operandDType(c!) !== "f32") return { message: `gemm: accumulator must be f32, not ${operandDType(c!)}`, argument: 2 };
    return c!.kind === "tile" && c!.transposed ? { message: "gemm: the accumulator cannot be a transpose", argument: 2 } : null;
  },
  layout,
  lower,
  emitJs,
});
