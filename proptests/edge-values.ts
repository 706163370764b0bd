// Scalar arithmetic where it is easily wrong: NaN, infinities, signed zeros, ties, the ends of every type. Each function, operator and conversion
// of the language runs over all pairs of such values on the CPU back end and on the simulator, and must give what its definition gives.
import { lowerTile } from "../codegen/compile.ts";
import { emitJs, loadJs } from "../codegen/emit/js/index.ts";
import type { BinaryOp, Expr, Statement, Tensor } from "../codegen/ir/tile.ts";
import { wholeBlock } from "../codegen/ir/tile.ts";
import { type DType, isFloat, isInteger } from "../codegen/ir/types.ts";
import { foldedValue } from "../codegen/lowering/fold.ts";
import { partsOf } from "../codegen/passes/walk.ts";
import { simulate } from "../codegen/sim/simulate.ts";
import { operations } from "../dsl/ops/index.ts";
import * as folding from "../codegen/frontend/expressions.ts";
import { fromStorage, roundTo, toStorage } from "../codegen/ir/numeric.ts";
import { HostTensor } from "./lib/tensors.ts";
import { binary, call, cast, constant, position, use, variable } from "./random-kernels/expressions.ts";

/** Types that are computed with, and 16-bit floats; conversions of 8-bit types are in dtypes.test.ts. */
const types = ["f32", "bf16", "f16", "i32", "u32"] as const;
type Numeric = (typeof types)[number];
const tiny = 2 ** -14 - 2 ** -25;
const values: Readonly<Record<Numeric, readonly number[]>> = {
  f32: [
    0,
    -0,
    1,
    -1.5,
    2.5,
    0.1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    65519.996,
    65520,
    -3e38,
    2 ** 31,
    1 + 2 ** -8,
    1 + 3 * 2 ** -8,
    2 ** -25,
    3 * 2 ** -25,
    tiny,
    4294967296,
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    3.3895314e38,
    2 ** 22 + 0.5,
    -(2 ** 23) + 0.5,
  ],
  bf16: [0, -0, 1, -1.5, 2.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, 2 ** -133, 1 + 2 ** -7, -260],
  f16: [0, -0, 1, -1.5, 2.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 65504, 2 ** -24, 1 + 2 ** -10, -2049],
  i32: [0, 1, -1, 7, -7, 31, 2 ** 31 - 1, -(2 ** 31), 16777217, -16777219, 65537],
  u32: [0, 1, 7, 31, 2 ** 31, 2 ** 32 - 1, 16777217, 65537],
};
/** What checked integer arithmetic takes, so that nothing overflows. */
const small = (dtype: Numeric): readonly number[] => [0, 1, 2, 3, 7, 100, ...(dtype === "i32" ? [-1, -7, -8] : [])];
/** The least and largest value that a function's last argument may have, if that is less than all small ones. */
const limits = (name: string): readonly [number, number] | null =>
  /^(idiv|remainder|ceilDiv)\b/.test(name) ? [1, 100] : /^shift/.test(name) ? [0, 31] : null;

/** The nearest multiple of the format's last place, ties to even; from its definition, in exact arithmetic. */
const nearest = (value: number, digits: number, leastExponent: number, most: number): number => {
  if (!Number.isFinite(value) || value === 0) return value;
  const exponent = Math.max(leastExponent, Math.floor(Math.log2(Math.abs(value))));
  const place = 2 ** (exponent - digits);
  const quotient = value / place;
  const below = Math.floor(quotient);
  const rest = quotient - below;
  const rounded = (rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below) * place;
  return Math.abs(rounded) > most ? Math.sign(value) * Number.POSITIVE_INFINITY : rounded === 0 ? Math.sign(value) * 0 : rounded;
};
const most = { bf16: (2 - 2 ** -7) * 2 ** 127, f16: 65504 };
const rounded = (dtype: DType, value: number): number => {
  if (dtype === "bf16") return nearest(Math.fround(value), 7, -126, most.bf16);
  if (dtype === "f16") return nearest(Math.fround(value), 10, -14, most.f16);
  return dtype === "f32" ? Math.fround(value) : dtype === "i32" ? value | 0 : dtype === "u32" ? value >>> 0 : Number(value !== 0);
};
const converted = (from: DType, to: DType, value: number): number => {
  if (!(isFloat(from) && isInteger(to))) return rounded(to, value);
  const [low, high] = to === "i32" ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
  return Number.isNaN(value) ? 0 : Math.trunc(Math.min(high, Math.max(low, value))) + 0;
};

interface Test {
  readonly name: string;
  readonly dtype: Numeric;
  readonly result: DType;
  /** Takes values that keep checked arithmetic in range. */
  readonly isSmall?: boolean;
  expression(a: Expr, b: Expr): Expr;
  /** The value, or null where the language leaves it open. */
  value(a: number, b: number): number | null;
  readonly tolerance: number;
}
const relations: Readonly<Partial<Record<BinaryOp, (a: number, b: number) => boolean>>> = {
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
};
const arithmetic: Readonly<Partial<Record<BinaryOp, (a: number, b: number) => number>>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

const testsOf = (dtype: Numeric): Test[] => {
  const base = { dtype, tolerance: 0 };
  const isWhole = isInteger(dtype);
  const ofFunctions = Object.values(operations).flatMap((record): Test[] => {
    if (record.kind !== "scalar") return [];
    const count = record.samples[0]!.length;
    const rule = record.type(Array.from({ length: count }, () => dtype));
    if ("message" in rule || rule.args.some((a) => a !== dtype) || count > 2) return [];
    // Approximate functions have the error of a GPU's, and no subnormal results.
    const isExact = record.tolerance === 0;
    return [
      {
        ...base,
        name: record.name,
        result: rule.result,
        isSmall: isWhole && !/Wrap|High|^bit|^min|^max/.test(record.name),
        expression: (a, b) => call(record.name, rule.result, ...(count === 1 ? [a] : [a, b])),
        value: (a, b) => {
          if (/^(idiv|remainder|ceilDiv)$/.test(record.name) && b === 0) return null;
          if (/^(min|max)$/.test(record.name) && (Number.isNaN(a) || Number.isNaN(b) || (a === 0 && b === 0))) return null;
          const value = record.fold(count === 1 ? [a] : [a, b], dtype);
          return value === null ? null : rounded(rule.result, value);
        },
        tolerance: isExact ? 0 : 2 ** -19,
      },
    ];
  });
  const ofRelations = Object.entries(relations).map(
    ([op, holds]): Test => ({
      ...base,
      name: op,
      result: "bool",
      expression: (a, b) => binary(op as BinaryOp, a, b, "bool"),
      value: (a, b) => Number(holds(a, b)),
    }),
  );
  const ofArithmetic = Object.entries(arithmetic)
    .filter(([op]) => !isWhole || op !== "divide")
    .map(
      ([op, compute]): Test => ({
        ...base,
        name: op,
        result: dtype,
        isSmall: isWhole,
        expression: (a, b) =>
          dtype === "u32" && op === "subtract" ? binary("subtract", binary("add", a, b), b) : binary(op as BinaryOp, a, b),
        value: (a, b) => rounded(dtype, dtype === "u32" && op === "subtract" ? a : compute(a, b)),
      }),
    );
  const ofConversions = (["f32", "bf16", "f16", "i32", "u32", "bool"] as const).map(
    (to): Test => ({ ...base, name: `to ${to}`, result: to, expression: (a) => cast(to, a), value: (a) => converted(dtype, to, a) }),
  );
  const chosen: Test = {
    ...base,
    name: "select",
    result: dtype,
    expression: (a, b) => ({ kind: "select", dtype, condition: binary("less", a, b, "bool"), a, b, position }),
    value: (a, b) => [b, a][Number(a < b)]!,
  };
  const negated: Test = {
    ...base,
    name: "negate",
    result: dtype,
    isSmall: isWhole,
    expression: (a) => ({ kind: "unary", dtype, op: "negate", a, position }),
    value: (a) => (isWhole ? 0 - a : -a),
  };
  const complement: Test = {
    ...base,
    name: "bitNot",
    result: dtype,
    expression: (a) => ({ kind: "unary", dtype, op: "bitNot", a, position }),
    value: (a) => rounded(dtype, ~a),
  };
  // An integer has no sign of zero that a float could get from it.
  const asFloats = [...ofFunctions, ...ofArithmetic]
    .filter(({ result }) => isWhole && isInteger(result))
    .map(
      (test): Test => ({
        ...test,
        name: `${test.name} as f32`,
        result: "f32",
        expression: (a, b) => cast("f32", test.expression(a, b)),
        value: (a, b) => {
          const value = test.value(a, b);
          return value === null ? null : rounded("f32", value);
        },
      }),
    );
  return [
    ...ofFunctions,
    ...ofRelations,
    ...ofArithmetic,
    ...asFloats,
    ...ofConversions,
    chosen,
    ...(dtype === "u32" ? [] : [negated]),
    ...(isWhole ? [complement] : []),
  ];
};

/** Throws unless a test's value for two operands is the one that its definition gives. */
const check = (test: Test, dtype: Numeric, where: string, value: number, a: number, b: number): void => {
  const expected = test.value(a, b);
  const isNear = (wanted: number): boolean =>
    test.tolerance > 0 && Math.abs(value - wanted) <= test.tolerance * Math.abs(wanted) + 2 ** -126;
  if (expected === null || Object.is(value, expected) || isNear(expected)) return;
  throw new Error(`${test.name}(${a}, ${b}) of ${dtype} ${where} is ${value}, not ${expected}`);
};

/** An expression as the front end makes it of the same parts: constants fold. */
const folded = (e: Expr): Expr => {
  switch (e.kind) {
    case "unary":
      return folding.unary(e.op, folded(e.a), position);
    case "binary":
      return folding.binary(e.op, folded(e.a), folded(e.b), position);
    case "select":
      return folding.select(folded(e.condition), folded(e.a), folded(e.b), position);
    case "cast":
      return folding.cast(e.dtype, folded(e.a), position);
    case "call":
      return folding.call(e.name, e.args.map(folded), e.dtype, position);
    default:
      return e;
  }
};
/** What the front end and lowering fold of constants is what the executions compute; throws at the first value that is another. Gives how many were folded. */
export const checkFolding = (dtype: Numeric): number => {
  let count = 0;
  for (const test of testsOf(dtype))
    for (const x of values[dtype].map((value) => rounded(dtype, value)))
      for (const y of values[dtype].map((value) => rounded(dtype, value))) {
        const expression = test.expression(constant(x, dtype), constant(y, dtype));
        const found = folded(expression);
        if (found.kind === "constant") {
          check(test, dtype, "folded by the front end", found.value, x, y);
          count += 1;
        }
        const parts = partsOf(expression);
        if (expression.kind === "select" || expression.kind === "constant" || !parts.every((part) => part.kind === "constant")) continue;
        const late = foldedValue(
          expression as Parameters<typeof foldedValue>[0],
          parts.map((part) => part.value),
          operations,
        );
        if (late !== null) check(test, dtype, "folded by lowering", late, x, y);
      }
  return count;
};

const tensorOf = (name: string, dtype: Numeric, length: number): Tensor => ({ kind: "tensor", name, dtype, extents: [length], position });
const stored = (dtype: DType): Numeric => types.find((type) => type === dtype) ?? "i32";

/** Runs every function, operator and conversion of one dtype; throws at the first value that is wrong. */
export const checkEdgeValues = (dtype: Numeric): void => {
  const all = values[dtype];
  // Every value beside itself and beside a few others, neighbours and far ones.
  const pairs = [0, 1, 2, 5, 7].flatMap((step) => all.map((a, n) => [a, all[(n + step) % all.length]!] as const));
  const few = small(dtype);
  const smallPairs = Array.from(pairs, (_, n) => [few[n % few.length]!, few[Math.floor(n / few.length) % few.length]!] as const);
  const tests = testsOf(dtype);
  const [a, b] = [tensorOf("a", dtype, pairs.length), tensorOf("b", dtype, pairs.length)];
  const [c, d] = [tensorOf("c", dtype, pairs.length), tensorOf("d", dtype, pairs.length)];
  const outputs = tests.map((test, n) => tensorOf(`out${n}`, stored(test.result), pairs.length));
  const lane = variable("i", "i32", "lane");
  const element = (tensor: Tensor) => ({
    kind: "view" as const,
    tensor,
    axes: [{ start: use(lane), size: null, begin: null, length: null }],
  });
  const read = (tensor: Tensor): Expr => ({ kind: "read", dtype, view: element(tensor), position });
  const body = tests.map((test, n): Statement => {
    const [x, y] = test.isSmall ? [read(c), read(d)] : [read(a), read(b)];
    const limit = limits(test.name);
    const right = limit ? call("max", dtype, call("min", dtype, y, constant(limit[1], dtype)), constant(limit[0], dtype)) : y;
    return { kind: "store", target: element(outputs[n]!), value: cast(stored(test.result), test.expression(x, right)), position };
  });
  const item = variable("item", "i32", "work");
  const parameters = [a, b, c, d, ...outputs];
  const program = {
    name: `edges_${dtype}`,
    file: position.file,
    sources: [],
    parameters: parameters.map((tensor) => ({ kind: "tensor" as const, tensor })),
    warps: 2,
    maxRegisters: null,
    blocksPerMultiprocessor: null,
    body: [
      {
        kind: "work" as const,
        indices: [item],
        extents: [constant(1)],
        reversed: null,
        position,
        body: [{ kind: "parallel" as const, indices: [lane], extents: [pairs.length], executor: wholeBlock, body, position }],
      },
    ],
  };
  const column = (list: readonly (readonly [number, number])[], n: 0 | 1): HostTensor =>
    HostTensor.fromNumbers(
      dtype,
      [pairs.length],
      list.map((pair) => pair[n]),
    );
  const inputs = [column(pairs, 0), column(pairs, 1), column(smallPairs, 0), column(smallPairs, 1)];
  const fresh = (): HostTensor[] => [...inputs, ...outputs.map((t) => HostTensor.allocate(t.dtype, [pairs.length]).poison())];

  const onCpu = fresh();
  loadJs(emitJs(program))(...onCpu);
  const onSimulator = fresh();
  simulate(lowerTile(program, { classes: {}, target: "sm_80" }), {
    grid: 1,
    arguments: onSimulator.map((t, n) => ({
      kind: "tensor",
      name: parameters[n]!.name,
      memory: t.data,
      writable: n >= 4,
      uninitialised: n >= 4,
    })),
    seed: 1,
  });
  for (const [where, found] of [
    ["on the CPU back end", onCpu],
    ["on the simulator", onSimulator],
  ] as const)
    tests.forEach((test, n) => {
      const numbers = found[4 + n]!.toNumbers();
      (test.isSmall ? smallPairs : pairs).forEach(([x, y], k) => {
        // The operands as their type holds them.
        const [left, right] = [rounded(dtype, x), rounded(dtype, y)];
        const limit = limits(test.name);
        check(test, dtype, where, numbers[k]!, left, limit ? Math.max(Math.min(right, limit[1]), limit[0]) : right);
      });
    });
};
export const edgeTypes = types;

/** Every 16-bit float, what lies halfway between two of them and just beside: bits and back as the formats' definition says. */
export const checkRoundings = (): void => {
  for (const dtype of ["bf16", "f16"] as const) {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromStorage(dtype, bits);
      if (Number.isNaN(value)) {
        if (toStorage(dtype, value) !== 0x7fff) throw new Error(`NaN of ${dtype} has the bits ${toStorage(dtype, value)}`);
        continue;
      }
      if (toStorage(dtype, value) !== bits)
        throw new Error(`${dtype} bits ${bits} are ${value}, whose bits are ${toStorage(dtype, value)}`);
      const next = fromStorage(dtype, bits + 1);
      const middle = Math.fround((value + next) / 2);
      for (const x of Number.isFinite(middle) ? [middle, middle * (1 + 2 ** -23), middle * (1 - 2 ** -23)] : [])
        if (!Object.is(roundTo(dtype, x), rounded(dtype, x)))
          throw new Error(`${x} as ${dtype} is ${roundTo(dtype, x)}, not ${rounded(dtype, x)}`);
    }
    // From infinity down: what a type's largest number rounds from.
    for (const x of [
      most[dtype],
      most[dtype] * (1 + 2 ** -12),
      most[dtype] * (1 + 2 ** -11),
      most[dtype] * (1 + 2 ** -8),
      most[dtype] * (1 + 2 ** -9),
    ].map(Math.fround))
      if (!Object.is(roundTo(dtype, x), rounded(dtype, x)))
        throw new Error(`${x} as ${dtype} is ${roundTo(dtype, x)}, not ${rounded(dtype, x)}`);
  }
};
