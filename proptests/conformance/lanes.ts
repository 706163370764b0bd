// Cases of instructions that work on registers: every form of a record in one program, on 128 random operand tuples and on the awkward values
// of each type, once from registers and once from immediates; and the exchanges of a warp.
import { i32, immediate } from "../../codegen/ir/builder.ts";
import type { ConformanceSample, InstructionRecord } from "../../codegen/ir/instruction.ts";
import { operandType, type Operand, type RegisterRef, type RegisterType } from "../../codegen/ir/lowered.ts";
import { bf16Bits, f16Bits } from "../../codegen/ir/numeric.ts";
import { Random } from "../lib/random.ts";
import { CaseBuilder, type ConformanceCase } from "./case.ts";

const threads = 64;
const grid = 2;
const lanes = threads * grid;

const awkward = [
  0,
  -0,
  1,
  -1,
  0.5,
  -2.5,
  3.5,
  Infinity,
  -Infinity,
  Number.NaN,
  1e-40,
  -1e-40,
  3.4e38,
  2 ** 31,
  2 ** 32,
  -(2 ** 31),
  1.00390625,
  65519.996,
  65520,
  6e-8,
  2 ** -126,
];
/** Of those, what is an i64 without a GPU too. */
const awkwardOf = (result: RegisterType | undefined): readonly number[] =>
  result === "i64" ? awkward.filter((value) => !(Math.abs(value) >= 2 ** 53)) : awkward;
const scratch = new Float32Array(1);
const word = new Uint32Array(scratch.buffer);
const bitsOf = (type: RegisterType, value: number): number => {
  if (type !== "f32") return value >>> 0;
  scratch[0] = value;
  return word[0]!;
};

/** A factor or a sum of a matrix product: now and then zero, subnormal or large; one of a thousand is not finite. */
const factor = (random: Random): number => {
  const kind = random.uniform();
  const odd = kind < 0.1 ? [0, -0, 2 ** -130, -(2 ** -17), 60000, 2 ** 60] : kind < 0.101 ? [Infinity, -Infinity, Number.NaN] : [];
  return odd[Math.floor(random.uniform() * odd.length)] ?? Math.fround(random.normal());
};
/** Value of a register operand, where a sample leaves it open: any word, but factors for a matrix product. */
const open = (record: string, { attributes }: ConformanceSample, type: RegisterType, random: Random): number => {
  if (record === "multiplyMatrix") {
    if (type === "f32") return factor(random);
    if (attributes["dtype"] === "tf32") return bitsOf("f32", factor(random));
    const half = attributes["dtype"] === "f16" ? f16Bits : bf16Bits;
    return ((half(factor(random)) << 16) | half(factor(random))) >>> 0;
  }
  if (type === "f32") return Math.fround(random.normal());
  if (type === "predicate") return random.uniform() < 0.03 ? 0 : 1;
  return Math.floor(random.uniform() * 2 ** 32);
};

/** Operand values of one form, by operand and lane. An i32, u32 or i64 operand's are whole numbers that fit an i32 or a u32. */
interface FormValues {
  readonly sample: ConformanceSample;
  readonly types: readonly RegisterType[];
  readonly values: readonly (readonly number[])[];
}
const formValues = (record: InstructionRecord, samples: () => readonly ConformanceSample[], random: Random): FormValues[] => {
  const draws = Array.from({ length: lanes }, samples);
  return draws[0]!.map((sample, form) => {
    const types = sample.operands.map(operandType);
    const values = types.map((type, n) =>
      draws.map((draw, lane) => {
        const operand = draw[form]!.operands[n]!;
        if (operand.kind !== "immediate") return open(record.name, sample, type, random);
        // The first operand takes the awkward values in turn, a second one in another order, so that pairs of them meet.
        const turn = n === 0 ? lane : 7 * lane + 3 * n;
        const odd = awkwardOf(sample.results[0]?.register.type);
        return type === "f32" && lane < 3 * odd.length ? odd[turn % odd.length]! : operand.value;
      }),
    );
    return { sample, types, values };
  });
};

/** Stores a result as one or two words. */
const storeResult = (
  c: CaseBuilder,
  result: RegisterRef,
  words: Operand,
  floats: Operand,
  place: (slot: number) => Operand,
  slot: { words: number; floats: number },
): void => {
  const { b } = c;
  const put = (value: Operand): void => c.storeGlobal(c.global(words, place(slot.words++)), value);
  const { type } = result.register;
  switch (type) {
    case "f32":
      return c.storeGlobal(c.global(floats, place(slot.floats++)), result);
    case "i32":
    case "u32":
      return put(result);
    case "predicate":
      return put(b.emit("select", "i32", [result, i32(1), i32(0)]));
    case "i64":
      put(b.emit("convert", "i32", [b.emit("remainder", "i64", [result, immediate("i64", 2 ** 31)])]));
      return put(b.emit("convert", "i32", [b.emit("divideInteger", "i64", [result, immediate("i64", 2 ** 31)])]));
    default:
      return type satisfies never;
  }
};

export const laneCase = (record: InstructionRecord): ConformanceCase => {
  const random = new Random(record.name.length * 7919 + record.name.charCodeAt(0));
  const samples = (): readonly ConformanceSample[] =>
    record.name === "uniform" ? [uniformSample] : record.samples(() => random.uniform());
  const forms = formValues(record, samples, random);
  const tolerance = forms[0]!.sample.tolerance;
  const c = new CaseBuilder({
    subject: record.name,
    detail: `${forms.length} forms`,
    threads,
    grid,
    tolerance,
    // The error of lg2.approx is absolute near 1, where the logarithm vanishes.
    magnitude: record.name === "log2" ? 1 : 0,
  });
  const { b } = c;
  const inputs = forms.flatMap(({ types, values }) => types.map((type, n) => values[n]!.map((value) => bitsOf(type, value))));
  const source = c.input("source", Uint32Array.from(inputs.flat()));
  const count = (isFloat: boolean): number => {
    const perForm = ({ sample }: FormValues): number =>
      sample.results.reduce((sum, { register: { type } }) => sum + ((type === "f32") !== isFloat ? 0 : type === "i64" ? 2 : 1), 0);
    return 2 * forms.reduce((sum, form) => sum + perForm(form), 0) * lanes;
  };
  const words = c.output("words", new Uint32Array(Math.max(1, count(false))));
  const floats = c.output("floats", new Float32Array(Math.max(1, count(true))));
  const index = c.add(c.times(c.special("blockX"), threads), c.thread);
  const place = (slot: number): Operand => c.add(index, i32(slot * lanes));
  const slot = { words: 0, floats: 0 };
  let input = 0;
  const load = (type: RegisterType): Operand => {
    const word = c.loadGlobal(type === "f32" || type === "u32" ? type : "i32", c.global(source, place(input++)));
    if (type === "i64") return b.emit("convert", "i64", [word]);
    return type === "predicate" ? b.emit("compare", "predicate", [word, i32(0)], { operation: "notEqual" }) : word;
  };
  for (const { sample, types } of forms) {
    const fromRegisters = types.map(load);
    const isOpen = sample.operands.some((operand) => operand.kind !== "immediate");
    for (const operands of isOpen || types.length === 0 ? [fromRegisters] : [fromRegisters, sample.operands]) {
      const results = sample.results.map(({ register }) => b.register(register.name, register.type));
      b.instruction(record.name, results, operands, sample.attributes);
      for (const result of results) storeResult(c, result, words, floats, place, slot);
    }
  }
  return c.build();
};

/** Constants as they are printed: the awkward values of every type, each moved into a register. */
export const constantsCase = (): ConformanceCase => {
  const whole = awkward.filter((value) => Number.isSafeInteger(value) && !Object.is(value, -0));
  const values: Readonly<Record<RegisterType, readonly number[]>> = {
    f32: awkward.map(Math.fround),
    i32: [...whole.filter((value) => value === (value | 0)), 2 ** 31 - 1],
    u32: [...whole.filter((value) => value === value >>> 0), 2 ** 32 - 1],
    i64: [...whole, 2 ** 50 + 1, -(2 ** 50)],
    predicate: [0, 1],
  };
  const c = new CaseBuilder({ subject: "move", detail: "constants" });
  const all = Object.entries(values).flatMap(([type, list]) => list.map((value) => immediate(type as RegisterType, value)));
  const words = c.output("words", new Uint32Array(2 * all.length * c.threads));
  const floats = c.output("floats", new Float32Array(values.f32.length * c.threads));
  const place = (n: number): Operand => c.add(c.thread, i32(n * c.threads));
  const slot = { words: 0, floats: 0 };
  for (const constant of all) storeResult(c, c.b.emit("move", constant.type, [constant]), words, floats, place, slot);
  return c.build();
};

/** A loop whose body changes the registers of its bounds goes as far as they said before. */
export const boundsCase = (): ConformanceCase => {
  const c = new CaseBuilder({ subject: "add", detail: "bounds of a loop" });
  const sums = c.output("sums", new Uint32Array(c.threads));
  const sum = c.b.emit("move", "i32", [c.thread]);
  const last = c.b.emit("move", "i32", [i32(20)]);
  const step = c.b.emit("move", "i32", [i32(2)]);
  c.b.for("i", i32(0), last, step, (i) => {
    c.b.instruction("add", [last], [last, i32(-1)]);
    c.b.instruction("add", [step], [step, i32(1)]);
    c.b.instruction("add", [sum], [sum, i]);
  });
  c.storeGlobal(c.global(sums, c.thread), sum);
  return c.build();
};

const uniformSample: ConformanceSample = {
  results: [{ kind: "register", register: { name: "result", type: "i32", length: null }, index: 0 }],
  operands: [immediate("i32", -77)],
  attributes: {},
  tolerance: 0,
};
