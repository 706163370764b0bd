// The integer language of plans: what JavaScript evaluates is what the printed C computes, with C's division and its int for truth values.
import { evaluateInteger, type Integer, type IntegerOp, integer, printInteger } from "../codegen/ir/plan.ts";
import { Random } from "./lib/random.ts";

const definitions: Readonly<Record<IntegerOp, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  ceilDiv: (a, b) => (a + b - 1n) / b,
  remainder: (a, b) => a % b,
  min: (a, b) => [b, a][Number(a < b)]!,
  max: (a, b) => [b, a][Number(a > b)]!,
  less: (a, b) => BigInt(a < b),
  lessEqual: (a, b) => BigInt(a <= b),
  equal: (a, b) => BigInt(a === b),
  and: (a, b) => BigInt(a !== 0n && b !== 0n),
  or: (a, b) => BigInt(a !== 0n || b !== 0n),
};
const operators = Object.keys(definitions) as IntegerOp[];
const leaves = { x_extent0: 7, x_extent1: 12, n: 5, multiprocessors: 3 } as const;
const environment = {
  extent: (_: string, axis: number): number => (axis === 0 ? leaves.x_extent0 : leaves.x_extent1),
  scalar: (): number => leaves.n,
  multiprocessors: leaves.multiprocessors,
};

const leafOf = (random: Random): readonly [Integer, bigint] => {
  const choice = random.integer(0, 4);
  if (choice === 0) return [integer.extent("x", 0), 7n];
  if (choice === 1) return [integer.extent("x", 1), 12n];
  if (choice === 2) return [integer.scalar("n"), 5n];
  if (choice === 3) return [integer.multiprocessors, 3n];
  const value = random.integer(0, 9);
  return [value, BigInt(value)];
};
/** An expression and its value. Divisors are positive, what is divided is not negative: ceilDiv says nothing of others. */
const build = (random: Random, depth: number): readonly [Integer, bigint] => {
  if (depth === 0) return leafOf(random);
  const op = operators[random.integer(0, operators.length - 1)]!;
  let [[a, x], [b, y]] = [build(random, depth - 1), build(random, depth - 1)];
  if (op === "divide" || op === "ceilDiv" || op === "remainder") {
    [a, x] = [integer.max(a, 0), x > 0n ? x : 0n];
    [b, y] = [integer.max(b, 1), y > 1n ? y : 1n];
  }
  return [integer[op](a, b), definitions[op](x, y)];
};

/** The C text, as JavaScript of big integers: they divide as C does; a truth value becomes 0 or 1. */
const asC = (text: string): bigint => {
  const exact = text.replace(/\b(\d+)\b/g, "$1n").replaceAll("==", "===");
  const names = Object.keys(leaves);
  const value: unknown = new Function(...names, `return ${exact};`)(...Object.values(leaves).map(BigInt));
  return /&&|\|\|/.test(text) ? BigInt(Boolean(value)) : BigInt(value as bigint | boolean);
};

export const checkPlanIntegers = (): void => {
  const random = new Random(5);
  for (let n = 0; n < 2000; n++) {
    const [e, expected] = build(random, 1 + (n % 3));
    const text = printInteger(e);
    const value = evaluateInteger(e, environment);
    if (BigInt(value) !== expected) throw new Error(`${text} evaluates to ${value}, not ${expected}`);
    // Deeper down JavaScript's truth values would be added as what C's are not.
    if (n % 3 === 0 && asC(text) !== expected) throw new Error(`${text} is ${asC(text)} in C, not ${expected}`);
  }
};
