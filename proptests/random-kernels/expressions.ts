// Random expressions of a tile program, and the short names that its nodes are made with.
import type { BinaryOp, Buffer, Expr, TileOp, TileOperand, Variable } from "../../codegen/ir/tile.ts";
import { wholeBlock } from "../../codegen/ir/tile.ts";
import { type DType, isInteger, nowhere, widened } from "../../codegen/ir/types.ts";
import { roundTo } from "../../codegen/ir/numeric.ts";
import { Random } from "../lib/random.ts";

export const position = nowhere;
export const constant = (value: number, dtype: DType = "i32"): Expr => ({ kind: "constant", dtype, value });
export const use = (variable: Variable): Expr => ({ kind: "variable", dtype: variable.dtype, variable });
export const variable = (name: string, dtype: DType, role: Variable["role"], mutable = false): Variable => ({
  kind: "variable",
  name,
  dtype,
  role,
  mutable,
});
export const binary = (op: BinaryOp, a: Expr, b: Expr, dtype: DType = a.dtype): Expr => ({ kind: "binary", dtype, op, a, b, position });
export const call = (name: string, dtype: DType, ...args: readonly Expr[]): Expr => ({ kind: "call", dtype, name, args, position });
export const cast = (dtype: DType, a: Expr): Expr => (a.dtype === dtype ? a : { kind: "cast", dtype, a, position });
export const tile = (buffer: Buffer, transposed = false): TileOperand => ({ kind: "tile", buffer, transposed });
export const operation = (
  name: string,
  operands: readonly TileOperand[],
  attributes: TileOp["attributes"] = {},
  scalars: readonly Expr[] = [],
): TileOp => ({ kind: "tile", name, operands, attributes, scalars, executor: wholeBlock, position });

/** What an expression may use: indices of the elementwise loop it stands in, and tiles by how they are indexed there. */
export interface Scope {
  readonly lanes: readonly Variable[];
  readonly tiles: readonly { readonly buffer: Buffer; readonly index: readonly Expr[] }[];
}

/** Draws expressions from one sequence of random numbers. */
export class Expressions {
  protected readonly random: Random;
  /** Index of the block's work, and the scalars that are declared at this place. */
  protected readonly item = variable("item", "i32", "work");
  protected readonly scalars: Variable[] = [];
  /** The 16-bit type of the program, and the 8-bit one. */
  protected readonly half: DType;
  protected readonly byte: DType;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.half = this.pick(["bf16", "f16"]);
    this.byte = this.pick(["i8", "f8e4m3", "f8e5m2", "bool"]);
  }
  protected pick<T>(options: readonly T[]): T {
    return options[this.random.integer(0, options.length - 1)]!;
  }
  protected chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }
  protected literal(dtype: DType): Expr {
    if (dtype === "bool") return constant(this.random.integer(0, 1), dtype);
    if (dtype === "u32") return constant(this.random.integer(0, 40), dtype);
    return constant(isInteger(dtype) ? this.random.integer(-20, 20) : roundTo(dtype, this.random.integer(-12, 12) / 4), dtype);
  }
  private leaf(dtype: DType, scope: Scope): Expr {
    const leaves: Expr[] = [
      ...scope.tiles
        .filter(({ buffer }) => buffer.dtype === dtype)
        .map(({ buffer, index }): Expr => ({ kind: "element", dtype, buffer, index, position })),
      ...scope.lanes.filter((lane) => lane.dtype === dtype).map(use),
      ...this.scalars.filter((scalar) => scalar.dtype === dtype).map(use),
    ];
    if (dtype === "i32") leaves.push(use(this.item));
    return leaves.length > 0 && this.chance(0.85) ? this.pick(leaves) : this.literal(dtype);
  }
  protected build(dtype: DType, scope: Scope, depth: number): Expr {
    if (depth === 0 || this.chance(0.1)) return this.leaf(dtype, scope);
    const sub = (type: DType = dtype): Expr => this.build(type, scope, depth - 1);
    if (dtype === "i8" || dtype === "f8e4m3" || dtype === "f8e5m2") return cast(dtype, sub(widened(dtype)));
    if (dtype === "bool") {
      if (this.chance(0.2))
        return this.chance(0.3) ? { kind: "unary", dtype, op: "not", a: sub(), position } : binary(this.pick(["and", "or"]), sub(), sub());
      const type = this.pick<DType>(["i32", "i32", "u32", "f32"]);
      return binary(this.pick(["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"]), sub(type), sub(type), "bool");
    }
    if (this.chance(0.12)) return { kind: "select", dtype, condition: sub("bool"), a: sub(), b: sub(), position };
    if (this.chance(0.12)) return cast(dtype, sub(this.pick<DType>(["f32", this.half, this.byte, "i32", "u32", "bool"])));
    if (isInteger(dtype)) {
      switch (this.random.integer(0, 5)) {
        case 0:
          return binary(this.pick(["add", "subtract", "multiply"]), sub(), sub());
        case 1:
          return call(this.pick(["addWrap", "mulWrap", "bitAnd", "bitOr", "bitXor", "mulHigh"]), dtype, sub(), sub());
        case 2:
          return call(this.pick(["min", "max"]), dtype, sub(), sub());
        case 3:
          return call(this.pick(["shiftLeft", "shiftRight"]), dtype, sub(), constant(this.random.integer(0, 31), dtype));
        case 4:
          return call(this.pick(["idiv", "remainder"]), dtype, sub(), constant(this.random.integer(1, 99), dtype));
        default:
          return { kind: "unary", dtype, op: this.pick(["negate", "bitNot"]), a: sub(), position };
      }
    }
    const aboveOne = (): Expr => binary("add", call("abs", "f32", sub()), constant(1, "f32"));
    const choice = this.random.integer(0, dtype === "f32" ? 7 : 1);
    switch (choice) {
      case 0:
      case 1:
        return binary(this.pick(["add", "subtract", "multiply"]), sub(), sub());
      case 2:
        return binary("divide", sub(), constant(this.pick([2, 3, -7, 0.5]), dtype));
      case 3:
        return call(this.pick(["min", "max"]), dtype, sub(), sub());
      case 4:
        return this.chance(0.5)
          ? call("fma", dtype, sub(), sub(), sub())
          : call(this.pick(["abs", "floor", "ceil", "round"]), dtype, sub());
      case 5:
        return call(this.pick(["sqrt", "reciprocal", "approximateReciprocal", "rsqrt", "log2"]), dtype, aboveOne());
      case 6:
        return call(this.pick(["exp2", "accurateExp2"]), dtype, call("min", dtype, sub(), constant(3, dtype)));
      default:
        return this.chance(0.3)
          ? { kind: "unary", dtype, op: "negate", a: sub(), position }
          : call(this.pick(["tanh", "approximateTanh", "sin", "cos"]), dtype, sub());
    }
  }
}
