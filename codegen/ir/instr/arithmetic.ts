// Instructions that compute with numbers, predicates and bits, one value a lane. Guarantees: the simulated value is the printed one's bit for
// bit, but for the approximate functions, whose samples state their error; integer overflow that `wrap` does not allow ends a simulation.
import type { RegisterType } from "../lowered.ts";
import type { InstructionRecord } from "../instruction.ts";
import { accurateExp2, exp2Helper, fusedMultiplyAdd, roundToEven } from "./functions.ts";
import { type Form, pure, type PureInstruction } from "./record.ts";

type Text = (a: string, b: string, c: string) => string;
type Evaluate = (a: number, b: number, c: number) => number;
type IntegerType = "i32" | "u32" | "i64";

const limits: Readonly<Record<IntegerType, readonly [number, number]>> = {
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
  // Simulated in doubles: from 2^53 on a value would no longer be exact.
  i64: [1 - 2 ** 53, 2 ** 53 - 1],
};
const inRange = (type: IntegerType) => {
  const [least, most] = limits[type];
  return (value: number): string | null =>
    value >= least && value <= most
      ? null
      : `the result ${value} does not fit ${type}; use the wrapping form of the operation if that is meant`;
};

const form = (
  operands: readonly RegisterType[],
  result: RegisterType,
  evaluate: Evaluate,
  text: Text | string,
  check?: Form["check"],
): Form => ({ operands, result, evaluate, text, check });
/** The same operation on operands and result of one type. */
const same = (type: RegisterType, arity: number, evaluate: Evaluate, text: Text | string, check?: Form["check"]): Form =>
  form(
    Array.from({ length: arity }, () => type),
    type,
    evaluate,
    text,
    check,
  );
const fixed = (
  spec: Omit<PureInstruction, "forms" | "unit" | "cycles"> & Partial<Pick<PureInstruction, "unit" | "cycles">>,
  forms: readonly Form[],
): InstructionRecord => pure({ unit: "alu", cycles: 2, ...spec, forms: () => forms });

// ---- the four operations

const infix =
  (operator: string): Text =>
  (a, b) =>
    `${a} ${operator} ${b}`;
const wrapped =
  (operator: string): Text =>
  (a, b) =>
    `(int)((u32)${a} ${operator} (u32)${b})`;
/** Sum, difference or product: `wrap` reduces integers modulo 2^32, without it they must not overflow. */
const ring = (name: string, operator: string, exact: Evaluate, modular: Evaluate, meaning: string): InstructionRecord => {
  const float = same("f32", 2, exact, infix(operator));
  const checked = [float, ...(["i32", "u32", "i64"] as const).map((type) => same(type, 2, exact, infix(operator), inRange(type)))];
  const wrapping = [same("i32", 2, modular, wrapped(operator)), same("u32", 2, modular, infix(operator))];
  return pure({
    name,
    unit: "fma",
    cycles: 2,
    attributes: { wrap: [true, false, undefined] },
    doc: `${meaning} of f32 (rounded to nearest even), i32, u32 or i64. Attribute wrap (optional): i32 and u32 are taken modulo 2^32; without it overflow is an error in simulation.`,
    forms: ({ wrap }) => (wrap === true ? wrapping : checked),
  });
};

// ---- integers

const divisor =
  (type: IntegerType) =>
  (value: number, _: number, b: number): string | null =>
    b === 0 ? "division by zero" : inRange(type)(value);
const quotient = (type: IntegerType): Form => same(type, 2, (a, b) => (a - (a % b)) / b + 0, infix("/"), divisor(type));
const remainder = (type: IntegerType): Form => same(type, 2, (a, b) => (a % b) + 0, infix("%"), divisor(type));
const highWord = (a: number, b: number): number => {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const first = ah * bl + ((al * bl) >>> 16);
  const second = al * bh + (first & 0xffff);
  return ah * bh + Math.floor(first / 65536) + Math.floor(second / 65536);
};
const distance = (_: number, __: number, b: number): string | null => (b >= 0 && b < 32 ? null : `shift by ${b}; it must be 0 to 31`);
const shifts = (signed: Evaluate, unsigned: Evaluate, signedText: Text, unsignedText: Text): Form[] =>
  (["i32", "u32"] as const).flatMap((amount) => [
    form(["i32", amount], "i32", signed, signedText, distance),
    form(["u32", amount], "u32", unsigned, unsignedText, distance),
  ]);
const smallShift: NonNullable<PureInstruction["sample"]> = (random, operand) => Math.floor(random() * (operand === 0 ? 2 ** 20 : 32));
const bits = (name: string, doc: string, arity: number, evaluate: Evaluate, text: Text): InstructionRecord =>
  fixed({ name, doc }, [same("u32", arity, evaluate, text), same("i32", arity, evaluate, text)]);

// ---- minimum and maximum

const numberFirst =
  (choose: Evaluate): Evaluate =>
  (a, b, c) =>
    Number.isNaN(a) ? b : Number.isNaN(b) ? a : choose(a, b, c);
const extreme = (name: string, doc: string, choose: Evaluate, c: string): InstructionRecord =>
  fixed({ name, doc }, [
    same("f32", 2, numberFirst(choose), (a, b) => `f${c}f(${a}, ${b})`),
    ...(["i32", "u32", "i64"] as const).map((type) => same(type, 2, choose, (a, b) => `${c}(${a}, ${b})`)),
  ]);

// ---- comparisons

const comparisons: Readonly<Record<string, readonly [string, Evaluate]>> = {
  less: ["<", (a, b) => (a < b ? 1 : 0)],
  lessEqual: ["<=", (a, b) => (a <= b ? 1 : 0)],
  greater: [">", (a, b) => (a > b ? 1 : 0)],
  greaterEqual: [">=", (a, b) => (a >= b ? 1 : 0)],
  equal: ["==", (a, b) => (a === b ? 1 : 0)],
  notEqual: ["!=", (a, b) => (a !== b ? 1 : 0)],
};
const numbers = ["i32", "u32", "i64", "f32"] as const;
const comparisonForms: Readonly<Record<string, readonly Form[]>> = Object.fromEntries(
  Object.entries(comparisons).map(([operation, [operator, evaluate]]) => [
    operation,
    [...numbers, ...(operation === "equal" || operation === "notEqual" ? (["predicate"] as const) : [])].map((type) =>
      form([type, type], "predicate", evaluate, infix(operator)),
    ),
  ]),
);
const compare = pure({
  name: "compare",
  unit: "alu",
  cycles: 2,
  attributes: { operation: Object.keys(comparisons) },
  doc: "Predicate of two numbers of one type, or (equal and notEqual) of two predicates. Attribute operation: less, lessEqual, greater, greaterEqual, equal, notEqual. With a NaN all but notEqual are false.",
  forms: ({ operation }) => comparisonForms[String(operation)] ?? [],
});

// ---- functions

const unary = (
  name: string,
  doc: string,
  evaluate: Evaluate,
  text: string | Text,
  extra: Partial<Pick<PureInstruction, "unit" | "cycles" | "sample" | "tolerance" | "helpers">> = {},
): InstructionRecord => fixed({ name, doc, ...extra }, [same("f32", 1, evaluate, text)]);
const positive: NonNullable<PureInstruction["sample"]> = (random) => Math.fround(2 ** (random() * 20 - 10));
const approximate = { unit: "specialFunction", cycles: 8, tolerance: 2 ** -21 } as const;
const accurate = { unit: "specialFunction", cycles: 24, tolerance: 2 ** -21 } as const;
const leastNormal = 2 ** -126;
/** What `.ftz` does to subnormal numbers. */
const flushed = (x: number): number => (Math.abs(x) < leastNormal ? x * 0 : x);

export const arithmeticInstructions: readonly InstructionRecord[] = [
  fixed(
    { name: "move", doc: "Copies a register, an immediate or a parameter." },
    (["f32", "i32", "u32", "i64", "predicate"] as const).map((type) => ({
      ...same(
        type,
        1,
        (a) => a,
        (a) => a,
      ),
      raw: true,
    })),
  ),
  ring(
    "add",
    "+",
    (a, b) => a + b,
    (a, b) => (a + b) | 0,
    "Sum",
  ),
  ring(
    "subtract",
    "-",
    (a, b) => a - b,
    (a, b) => (a - b) | 0,
    "Difference",
  ),
  ring("multiply", "*", (a, b) => a * b, Math.imul, "Product"),
  fixed({ name: "divide", doc: "Quotient of f32, rounded to nearest even.", unit: "fma", cycles: 20 }, [
    same(
      "f32",
      2,
      (a, b) => a / b,
      (a, b) => `__fdiv_rn(${a}, ${b})`,
    ),
  ]),
  fixed({ name: "fma", doc: "a * b + c of f32, rounded once (fma.rn.f32).", unit: "fma" }, [
    same("f32", 3, fusedMultiplyAdd, (a, b, c) => `__fmaf_rn(${a}, ${b}, ${c})`),
  ]),
  extreme("minimum", "The smaller of two numbers of f32, i32, u32 or i64; of f32, a NaN gives way to a number.", Math.min, "min"),
  extreme("maximum", "The larger of two numbers of f32, i32, u32 or i64; of f32, a NaN gives way to a number.", Math.max, "max"),
  fixed({ name: "negate", doc: "-a of f32, i32 or i64." }, [
    same(
      "f32",
      1,
      (a) => -a,
      (a) => `-(${a})`,
    ),
    ...(["i32", "i64"] as const).map((type) =>
      same(
        type,
        1,
        (a) => 0 - a,
        (a) => `-(${a})`,
        inRange(type),
      ),
    ),
  ]),
  fixed({ name: "absolute", doc: "|a| of f32, i32 or i64." }, [
    same("f32", 1, Math.abs, (a) => `fabsf(${a})`),
    same("i32", 1, Math.abs, (a) => `abs(${a})`, inRange("i32")),
    same("i64", 1, Math.abs, (a) => `llabs(${a})`, inRange("i64")),
  ]),
  fixed(
    {
      name: "divideInteger",
      doc: "Quotient of i32, u32 or i64, truncated toward zero. Division by zero is an error in simulation.",
      cycles: 24,
    },
    (["i32", "u32", "i64"] as const).map(quotient),
  ),
  fixed(
    { name: "remainder", doc: "a - divideInteger(a, b) * b of i32, u32 or i64: it has the sign of a.", cycles: 24 },
    (["i32", "u32", "i64"] as const).map(remainder),
  ),
  fixed({ name: "multiplyHigh", doc: "Upper 32 bits of the 64-bit product of two i32 or u32." }, [
    same("u32", 2, highWord, (a, b) => `__umulhi(${a}, ${b})`),
    same(
      "i32",
      2,
      (a, b) => highWord(a >>> 0, b >>> 0) - (a < 0 ? b : 0) - (b < 0 ? a : 0),
      (a, b) => `__mulhi(${a}, ${b})`,
    ),
  ]),
  fixed(
    { name: "shiftLeft", doc: "i32 or u32 shifted left by 0 to 31 (i32 or u32); bits shifted out are dropped.", sample: smallShift },
    shifts(
      (a, b) => a << b,
      (a, b) => (a << b) >>> 0,
      (a, b) => `(int)((u32)${a} << ${b})`,
      infix("<<"),
    ),
  ),
  fixed(
    { name: "shiftRight", doc: "i32 (keeping the sign) or u32 shifted right by 0 to 31 (i32 or u32).", sample: smallShift },
    shifts(
      (a, b) => a >> b,
      (a, b) => a >>> b,
      infix(">>"),
      infix(">>"),
    ),
  ),
  bits("bitAnd", "Bitwise and of u32 or i32.", 2, (a, b) => a & b, infix("&")),
  bits("bitOr", "Bitwise or of u32 or i32.", 2, (a, b) => a | b, infix("|")),
  bits("bitXor", "Bitwise exclusive or of u32 or i32.", 2, (a, b) => a ^ b, infix("^")),
  bits(
    "bitNot",
    "Bitwise complement of u32 or i32.",
    1,
    (a) => ~a,
    (a) => `~${a}`,
  ),
  compare,
  fixed({ name: "and", doc: "Both predicates." }, [same("predicate", 2, (a, b) => a & b, infix("&&"))]),
  fixed({ name: "or", doc: "Either predicate." }, [same("predicate", 2, (a, b) => a | b, infix("||"))]),
  fixed({ name: "not", doc: "The opposite predicate." }, [
    same(
      "predicate",
      1,
      (a) => 1 - a,
      (a) => `!${a}`,
    ),
  ]),
  fixed(
    { name: "select", doc: "select(p, a, b): a where the predicate p holds, else b; any type." },
    (["f32", "i32", "u32", "i64", "predicate"] as const).map((type) =>
      form(
        ["predicate", type, type],
        type,
        (p, a, b) => (p ? a : b),
        (p, a, b) => `${p} ? ${a} : ${b}`,
      ),
    ),
  ),
  fixed({ name: "isNotANumber", doc: "Predicate: the f32 is NaN." }, [
    form(
      ["f32"],
      "predicate",
      (a) => (Number.isNaN(a) ? 1 : 0),
      (a) => `${a} != ${a}`,
    ),
  ]),

  unary("exp2", "2^a by ex2.approx.ftz.f32: subnormal results are 0.", (a) => flushed(2 ** a), "ex2.approx.ftz.f32 %0, %1;", approximate),
  unary("accurateExp2", "2^a to one unit in the last place, subnormal results included.", accurateExp2, (a) => `accurate_exp2(${a})`, {
    ...accurate,
    tolerance: 0,
    helpers: { accurate_exp2: exp2Helper },
    sample: (random) => Math.fround(random() * 290 - 155),
  }),
  unary("approximateTanh", "Hyperbolic tangent by tanh.approx.f32, to a relative 2^-11.", Math.tanh, "tanh.approx.f32 %0, %1;", {
    ...approximate,
    tolerance: 2 ** -10.9,
  }),
  unary("exp", "e^a.", Math.exp, (a) => `expf(${a})`, accurate),
  unary(
    "log2",
    "Base-2 logarithm by lg2.approx.ftz.f32: subnormal operands count as 0.",
    (a) => Math.log2(flushed(a)),
    "lg2.approx.ftz.f32 %0, %1;",
    { ...approximate, sample: positive },
  ),
  unary("log", "Natural logarithm.", Math.log, (a) => `logf(${a})`, { ...accurate, sample: positive }),
  unary("squareRoot", "Square root, rounded to nearest even.", Math.sqrt, (a) => `__fsqrt_rn(${a})`, {
    ...accurate,
    tolerance: 0,
    sample: positive,
  }),
  unary(
    "reciprocalSquareRoot",
    "1 / sqrt(a), to 2 units in the last place.",
    (a) => 1 / Math.sqrt(a),
    (a) => `rsqrtf(${a})`,
    { ...approximate, sample: positive },
  ),
  unary(
    "reciprocal",
    "1 / a, rounded to nearest even.",
    (a) => 1 / a,
    (a) => `__frcp_rn(${a})`,
    { ...accurate, tolerance: 0 },
  ),
  unary(
    "reciprocalApproximate",
    "1 / a to 1 unit in the last place by rcp.approx.ftz.f32: subnormal operands and results are 0.",
    (a) => flushed(1 / flushed(a)),
    "rcp.approx.ftz.f32 %0, %1;",
    approximate,
  ),
  unary("tanh", "Hyperbolic tangent.", Math.tanh, (a) => `tanhf(${a})`, accurate),
  unary("sine", "Sine of radians.", Math.sin, (a) => `sinf(${a})`, accurate),
  unary("cosine", "Cosine of radians.", Math.cos, (a) => `cosf(${a})`, accurate),
  unary("floor", "Largest integer not above a.", Math.floor, (a) => `floorf(${a})`),
  unary("ceiling", "Smallest integer not below a.", Math.ceil, (a) => `ceilf(${a})`),
  unary("round", "Nearest integer, ties to even.", roundToEven, (a) => `rintf(${a})`),
];
