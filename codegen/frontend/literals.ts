// Literals that a run-time condition chooses between, as in `c ? 1 : 0`: like a bare literal they have no dtype until they meet one.
import { isValueOf } from "../ir/numeric.ts";
import type { Expr } from "../ir/tile.ts";
import type { DType, Position } from "../ir/types.ts";
import { binary, constant, select } from "./expressions.ts";

export interface Choice {
  readonly condition: Expr;
  readonly a: Literal;
  readonly b: Literal;
}
export type Literal = number | Choice;

export const leavesOf = (literal: Literal): number[] =>
  typeof literal === "number" ? [literal] : [...leavesOf(literal.a), ...leavesOf(literal.b)];
export const mapLeaves = (literal: Literal, made: (leaf: number) => Literal): Literal =>
  typeof literal === "number"
    ? made(literal)
    : { condition: literal.condition, a: mapLeaves(literal.a, made), b: mapLeaves(literal.b, made) };

/** The choice as an expression of its leaves' expressions; null if one of them is. */
export const chosen = (literal: Literal, made: (leaf: number) => Expr | null, position: Position): Expr | null => {
  if (typeof literal === "number") return made(literal);
  const [a, b] = [chosen(literal.a, made, position), chosen(literal.b, made, position)];
  return a && b && select(literal.condition, a, b, position);
};

/** The dtype of literals that meet none: i32 if all are values of it. */
export const dtypeAlone = (literal: Literal): DType => (leavesOf(literal).every((leaf) => isValueOf("i32", leaf)) ? "i32" : "f32");

export const differentLeaves = (literal: Literal): number[] =>
  leavesOf(literal).filter((leaf, n, all) => all.findIndex((other) => Object.is(other, leaf)) === n);
/** Which of the leaves a literal is, and the literal of which that is known. */
export const indexIn = (leaves: readonly number[], literal: Literal, position: Position): Expr =>
  chosen(
    literal,
    (leaf) =>
      constant(
        "i32",
        leaves.findIndex((other) => Object.is(other, leaf)),
      ),
    position,
  )!;
export const leafAt = (leaves: readonly number[], which: Expr, position: Position): Literal =>
  leaves
    .slice(0, -1)
    .reduceRight<Literal>(
      (rest, leaf, n) => ({ condition: binary("equal", which, constant("i32", n), position), a: leaf, b: rest }),
      leaves.at(-1)!,
    );

/** The same literal, of which only what `held` keeps is computed from what the conditions read. */
export const heldLiteral = (choice: Choice, held: (which: Expr) => Expr, position: Position): Literal => {
  if (typeof choice.a === "number" && typeof choice.b === "number") return { ...choice, condition: held(choice.condition) };
  const leaves = differentLeaves(choice);
  return leafAt(leaves, held(indexIn(leaves, choice, position)), position);
};
