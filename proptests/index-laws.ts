// Laws of what the compiler proves about integer expressions, which decide what masks, bounds checks and vector widths a kernel has: a proof must
// hold for every value of the variables, and a mask that is affine on one side must fall away wherever it holds for the whole tile.
import type { BinaryOp, Expr, Statement, Tensor, Variable } from "../codegen/ir/tile.ts";
import { wholeBlock } from "../codegen/ir/tile.ts";
import { operations } from "../dsl/ops/index.ts";
import { Facts } from "../codegen/passes/facts.ts";
import { splitMasks } from "../codegen/passes/masks.ts";
import { binary, call, constant, position, use, variable } from "./random-kernels/expressions.ts";
import { Random } from "./lib/random.ts";

type Values = ReadonlyMap<Variable, number>;
const relations = ["less", "lessEqual", "greater", "greaterEqual"] as const;

const evaluate = (e: Expr, values: Values): number => {
  switch (e.kind) {
    case "constant":
      return e.value;
    case "variable":
      return values.get(e.variable)!;
    case "extent":
      return 24;
    case "binary": {
      const [a, b] = [evaluate(e.a, values), evaluate(e.b, values)];
      const results: Readonly<Partial<Record<BinaryOp, number>>> = {
        add: a + b,
        subtract: a - b,
        multiply: a * b,
        less: Number(a < b),
        lessEqual: Number(a <= b),
        greater: Number(a > b),
        greaterEqual: Number(a >= b),
        and: a && b,
        or: a || b,
      };
      return results[e.op]!;
    }
    case "select":
      return evaluate(evaluate(e.condition, values) ? e.a : e.b, values);
    case "call": {
      const [a, b] = e.args.map((arg) => evaluate(arg, values)) as [number, number];
      const results: Readonly<Record<string, number>> = {
        min: Math.min(a, b),
        max: Math.max(a, b),
        idiv: Math.trunc(a / b),
        remainder: a % b,
        ceilDiv: Math.ceil(a / b),
      };
      return results[e.name]!;
    }
    case "cast":
      return evaluate(e.a, values);
    case "unary":
    case "element":
    case "read":
      throw new Error(`a law about indices has no ${e.kind}`);
    default:
      return e satisfies never;
  }
};

const pick = <T>(random: Random, options: readonly T[]): T => options[random.integer(0, options.length - 1)]!;

// ---- masks

const [i, j] = [variable("i", "i32", "lane"), variable("j", "i32", "lane")];
const item = variable("item", "i32", "work");
const limit = variable("limit", "i32", "parameter");
const extents = [4, 6] as const;
const output: Tensor = { kind: "tensor", name: "out", dtype: "i32", extents: [4, 6], position };

/** Sums, differences and products with constants of lanes, of the work's index and of numbers. */
const affineSide = (random: Random, terms: number): Expr => {
  const term = (): Expr => {
    const leaf = pick(random, [use(i), use(j), use(i), use(j), use(item), constant(random.integer(-5, 9))]);
    if (random.uniform() < 0.5) return leaf;
    const factor = constant(random.integer(-3, 3));
    return random.uniform() < 0.5 ? binary("multiply", leaf, factor) : binary("multiply", factor, leaf);
  };
  let side = term();
  for (let n = 1; n < terms; n++) {
    side =
      random.uniform() < 0.5
        ? binary(pick(random, ["add", "subtract"]), side, term())
        : binary(pick(random, ["add", "subtract"]), term(), side);
    if (random.uniform() < 0.2) side = binary("multiply", side, constant(random.integer(1, 3)));
  }
  return side;
};
const elements: readonly (readonly [number, number])[] = Array.from({ length: extents[0] * extents[1] }, (_, n) => [
  Math.floor(n / extents[1]),
  n % extents[1],
]);

/** Throws unless the version without masks runs only where the condition holds for all elements, and, for a bound on one side, wherever it does. */
export const checkMaskLaws = (): void => {
  let [split, free] = [0, 0];
  for (let seed = 0; seed < 3000; seed++) {
    const random = new Random(seed);
    const side = affineSide(random, random.integer(1, 4));
    const bound = random.uniform() < 0.7 ? use(limit) : affineSide(random, 2);
    const relation = pick(random, relations);
    const isOneSided = bound.kind === "variable";
    let condition = random.uniform() < 0.5 ? binary(relation, side, bound, "bool") : binary(relation, bound, side, "bool");
    if (random.uniform() < 0.2)
      condition = binary("and", condition, binary(pick(random, relations), affineSide(random, 2), use(limit), "bool"));
    const body: Statement[] = [
      {
        kind: "store",
        target: { kind: "view", tensor: output, axes: [i, j].map((lane) => ({ start: use(lane), size: null, begin: null, length: null })) },
        value: { kind: "select", dtype: "i32", condition, a: constant(1), b: constant(0), position },
        position,
      },
    ];
    const [made] = splitMasks([{ kind: "parallel", indices: [i, j], extents, executor: wholeBlock, body, position }], operations);
    if (made?.kind !== "if") continue;
    split += 1;
    for (let n = 0; n < 12; n++) {
      const uniform = [
        [item, random.integer(0, 6)],
        [limit, random.integer(-30, 40)],
      ] as const;
      const holdsFor = ([a, b]: readonly [number, number]): boolean => evaluate(condition, new Map([...uniform, [i, a], [j, b]])) !== 0;
      const says = `condition ${show(condition)} at ${uniform.map(([v, value]) => `${v.name} = ${value}`).join(", ")}`;
      const always = evaluate(made.condition, new Map(uniform)) !== 0;
      if (always && !elements.every(holdsFor))
        throw new Error(`${says}: the mask is left out though element [${elements.find((e) => !holdsFor(e))}] fails it`);
      if (!always && isOneSided && sideIsAffine(side) && condition.kind === "binary" && condition.op !== "and" && elements.every(holdsFor))
        throw new Error(`${says}: holds for the whole tile, which keeps its mask`);
      if (always) free += 1;
    }
  }
  if (split < 1000 || free < 1000) throw new Error(`only ${split} loops have two versions, ${free} times without a mask`);
};
/** The pass keeps no product of a sum that holds a uniform value, and takes no uniform value off: there it may keep a mask. */
const sideIsAffine = (e: Expr): boolean => {
  let plain = true;
  const visit = (x: Expr): void => {
    if (x.kind === "variable" && x.variable === item) plain = false;
    if (x.kind === "binary") [x.a, x.b].forEach(visit);
  };
  visit(e);
  return plain;
};
const show = (e: Expr): string => {
  const symbols: Readonly<Record<string, string>> = {
    add: "+",
    subtract: "-",
    multiply: "*",
    less: "<",
    lessEqual: "<=",
    greater: ">",
    greaterEqual: ">=",
  };
  switch (e.kind) {
    case "constant":
      return String(e.value);
    case "variable":
      return e.variable.name;
    case "binary":
      return `(${show(e.a)} ${symbols[e.op] ?? e.op} ${show(e.b)})`;
    case "call":
      return `${e.name}(${e.args.map(show).join(", ")})`;
    case "select":
      return `(${show(e.condition)} ? ${show(e.a)} : ${show(e.b)})`;
    default:
      return e.kind;
  }
};

// ---- signs and divisors

const argument = variable("argument", "i32", "parameter");
const assigned = variable("assigned", "i32", "local", true);
const named = variable("named", "i32", "local");
const step = variable("step", "i32", "loop");
const tensor: Tensor = { kind: "tensor", name: "t", dtype: "f32", extents: [null], position };

const integerOf = (random: Random, depth: number): Expr => {
  if (depth === 0)
    return pick(random, [
      constant(random.integer(-8, 16)),
      constant(8),
      use(item),
      use(argument),
      use(assigned),
      use(named),
      use(step),
      use(i),
      { kind: "extent", dtype: "i32", tensor, axis: 0 },
    ]);
  const sub = (): Expr => integerOf(random, depth - 1);
  switch (random.integer(0, 5)) {
    case 0:
    case 1:
      return binary(pick(random, ["add", "subtract"]), sub(), sub());
    case 2:
      return binary("multiply", sub(), sub());
    case 3:
      return call(pick(random, ["min", "max"]), "i32", sub(), sub());
    case 4:
      return call(pick(random, ["idiv", "remainder", "ceilDiv"]), "i32", sub(), constant(random.integer(1, 8)));
    default:
      return { kind: "select", dtype: "i32", condition: binary("less", sub(), sub(), "bool"), a: sub(), b: sub(), position };
  }
};

/** Throws unless what is said to be not negative, and what is said to divide a value, is so for every value of the variables. */
export const checkIndexFacts = (): void => {
  const found = { nonNegative: 0, divisible: 0, constant: 0 };
  for (let seed = 0; seed < 3000; seed++) {
    const random = new Random(seed);
    const [first, last, by] = [random.integer(-8, 8), random.integer(9, 40), pick(random, [1, 2, 4, 8])];
    let value = integerOf(random, random.integer(0, 1));
    // A definition that mentions itself stands for no program.
    while (mentions(value, named)) value = integerOf(random, 1);
    const inner: Statement[] = [
      { kind: "let", variable: named, value, position },
      { kind: "let", variable: assigned, value: constant(8), position },
    ];
    const facts = new Facts([
      {
        kind: "for",
        mode: "serial",
        variable: step,
        first: constant(first),
        last: constant(last),
        step: by,
        stages: 1,
        body: inner,
        position,
      },
    ]);
    const e = integerOf(random, random.integer(0, 3));
    const [nonNegative, divisor, known] = [facts.nonNegative(e), facts.divisor(e), facts.constant(e)];
    found.nonNegative += Number(nonNegative);
    found.divisible += Number(divisor > 1);
    found.constant += Number(known !== null);
    for (let n = 0; n < 20; n++) {
      const values = new Map<Variable, number>([
        [item, random.integer(0, 9)],
        [i, random.integer(0, 9)],
        [argument, random.integer(-9, 9)],
        [assigned, random.integer(-9, 9)],
        [step, first + by * random.integer(0, Math.floor((last - first - 1) / by))],
      ]);
      values.set(named, evaluate(value, values));
      const is = evaluate(e, values);
      const says = `${show(e)}, named = ${show(value)}, steps from ${first} by ${by}: ${is}`;
      if (nonNegative && is < 0) throw new Error(`${says} is said to be not negative`);
      if (divisor === 0 ? is !== 0 : is % divisor !== 0) throw new Error(`${says} is said to be a multiple of ${divisor}`);
      if (known !== null && is !== known) throw new Error(`${says} is said to be ${known}`);
    }
  }
  if (Math.min(found.nonNegative, found.divisible, found.constant) < 100) throw new Error(`too little is known: ${JSON.stringify(found)}`);
};
const mentions = (e: Expr, v: Variable): boolean =>
  e.kind === "variable"
    ? e.variable === v
    : e.kind === "binary"
      ? mentions(e.a, v) || mentions(e.b, v)
      : e.kind === "call"
        ? e.args.some((a) => mentions(a, v))
        : e.kind === "select" && [e.condition, e.a, e.b].some((x) => mentions(x, v));
