// gemm: function, shape and dtype rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/gemm.ts";
import { layout, lower } from "../../codegen/lowering/ops/gemm.ts";
import { operandDType, operandShape } from "../../codegen/ir/tile.ts";
import { blockOf } from "../tiles.ts";
import type { GemmRight, GemmSum, Matrix } from "../types/messages.ts";
import { defineTile } from "./define.ts";
import { forEachIndex } from "./indices.ts";

export const gemm = defineTile({
  kind: "tile",
  name: "gemm",
  doc: "Matrix product c += a b with f32 sums; with { accumulate: false } c = a b. a and b are f16 or bf16 tiles in shared memory or fragments, each may be transposed; c is an f32 fragment. With three axes, one product for each index of the first.",
  example: "gemm(queries, transpose(keys), scores, { accumulate: false });",
  js: <A extends Matrix<"shared" | "fragment">, B extends Matrix<"shared" | "fragment">, C extends Matrix<"fragment">>(
    a: A,
    b: GemmRight<A, B>,
    c: GemmSum<A, B, C>,
    options: { readonly accumulate?: boolean } = {},
  ): void => {
    const [left, right, sums] = [blockOf(a), blockOf(b as B), blockOf(c as C)];
    const [before, inner] = [left.shape.slice(0, -2), left.shape.at(-1)!];
    const [rows, columns] = [left.shape.at(-2)!, right.shape.at(-1)!];
    if (`${right.shape}` !== `${[...before, inner, columns]}` || `${sums.shape}` !== `${[...before, rows, columns]}`)
      throw new RangeError(`gemm: [${left.shape}] x [${right.shape}] -> [${sums.shape}]`);
    forEachIndex(sums.shape, (index) => {
      const [at, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
      let sum = options.accumulate === false ? 0 : sums.get(index);
      for (let k = 0; k < inner; k++) sum += left.get([...at, i, k]) * right.get([...at, k, j]);
      sums.set(index, sum);
    });
  },
  parameters: [
    { name: "a", kind: "operand", access: "read", spaces: ["shared", "fragment"] },
    { name: "b", kind: "operand", access: "read", spaces: ["shared", "fragment"] },
    { name: "c", kind: "operand", access: "update", spaces: ["fragment"] },
    { name: "options", kind: "options", defaults: { accumulate: true } },
  ],
  check: ({ operands: [a, b, c] }) => {
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
    if (dtype !== "f16" && dtype !== "bf16")
      return { message: `gemm multiplies f16 or bf16, not ${dtype}`, argument: 0, help: "convert the operands first" };
    if (operandDType(b!) !== dtype) return { message: `gemm: dtypes differ: ${dtype} and ${operandDType(b!)}`, argument: 1 };
    if (operandDType(c!) !== "f32") return { message: `gemm: accumulator must be f32, not ${operandDType(c!)}`, argument: 2 };
    return c!.kind === "tile" && c!.transposed ? { message: "gemm: the accumulator cannot be a transpose", argument: 2 } : null;
  },
  layout,
  lower,
  emitJs,
});
