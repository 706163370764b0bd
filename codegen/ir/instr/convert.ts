// Conversions between register types, pairs of 16-bit floats in one register, and values that a thread knows of itself. Guarantees: the
// simulated value is the printed one's bit for bit; an i64 that does not fit its 32-bit result ends a simulation.
import { bf16Bits, bf16Value, f16Bits, f16Value, tf32Bits } from "../numeric.ts";
import type { RegisterType } from "../lowered.ts";
import type { InstructionRecord, SimulatedStep } from "../instruction.ts";
import { attributeProblem, type Form, pure, resultRegister, typeProblem } from "./record.ts";

const saturated =
  (least: number, most: number) =>
  (a: number): number =>
    Number.isNaN(a) ? 0 : Math.min(most, Math.max(least, Math.trunc(a)));
const fits =
  (type: string, least: number, most: number): Form["check"] =>
  (value) =>
    value >= least && value <= most ? null : `the value ${value} does not fit ${type}`;

const conversion = (
  from: RegisterType,
  to: RegisterType,
  text: (a: string) => string,
  evaluate: Form["evaluate"] = (a) => a,
  check?: Form["check"],
): Form => ({ operands: [from], result: to, evaluate, text, check });

const conversions: readonly Form[] = [
  conversion("f32", "i32", (a) => `__float2int_rz(${a})`, saturated(-(2 ** 31), 2 ** 31 - 1)),
  conversion("f32", "u32", (a) => `__float2uint_rz(${a})`, saturated(0, 2 ** 32 - 1)),
  conversion("i32", "f32", (a) => `__int2float_rn(${a})`),
  conversion("u32", "f32", (a) => `__uint2float_rn(${a})`),
  conversion("i32", "i64", (a) => `(i64)${a}`),
  conversion("u32", "i64", (a) => `(i64)${a}`),
  conversion("i64", "i32", (a) => `(int)${a}`, undefined, fits("i32", -(2 ** 31), 2 ** 31 - 1)),
  conversion("i64", "u32", (a) => `(u32)${a}`, undefined, fits("u32", 0, 2 ** 32 - 1)),
];

const reinterpretation = (from: RegisterType, to: RegisterType, text: string): Form => ({
  ...conversion(from, to, (a) => (text.endsWith(")") ? `${text}${a}` : `${text}(${a})`)),
  raw: true,
});
const reinterpretations: readonly Form[] = [
  reinterpretation("f32", "u32", "__float_as_uint"),
  reinterpretation("f32", "i32", "__float_as_int"),
  reinterpretation("u32", "f32", "__uint_as_float"),
  reinterpretation("i32", "f32", "__int_as_float"),
  reinterpretation("u32", "i32", "(int)"),
  reinterpretation("i32", "u32", "(u32)"),
];

const pack = (dtype: "bf16" | "f16", bits: (value: number) => number): readonly Form[] => [
  {
    operands: ["f32", "f32"],
    result: "u32",
    evaluate: (low, high) => ((bits(high) << 16) | bits(low)) >>> 0,
    text: `cvt.rn.${dtype}x2.f32 %0, %2, %1;`,
  },
];
const packs: Readonly<Record<string, readonly Form[]>> = { bf16: pack("bf16", bf16Bits), f16: pack("f16", f16Bits) };

const unpack = (evaluate: (a: number) => number, text: Form["text"]): readonly Form[] => [
  { operands: ["u32"], result: "f32", evaluate, text },
];
const halfText = (half: 0 | 1): string => `{.reg .b16 low, high; mov.b32 {low, high}, %1; cvt.f32.f16 %0, ${half ? "high" : "low"};}`;
const unpacks: Readonly<Record<string, readonly Form[]>> = {
  "bf16 0": unpack(
    (a) => bf16Value(a & 0xffff),
    (a) => `__uint_as_float(${a} << 16)`,
  ),
  "bf16 1": unpack(
    (a) => bf16Value(a >>> 16),
    (a) => `__uint_as_float(${a} & 0xffff0000u)`,
  ),
  "f16 0": unpack((a) => f16Value(a & 0xffff), halfText(0)),
  "f16 1": unpack((a) => f16Value(a >>> 16), halfText(1)),
};

const tf32Rounding: readonly Form[] = [{ operands: ["f32"], result: "u32", evaluate: tf32Bits, text: "cvt.rna.tf32.f32 %0, %1;" }];

const specials: Readonly<Record<string, string>> = {
  thread: "(int)threadIdx.x",
  lane: "(int)(threadIdx.x % 32)",
  warp: "(int)(threadIdx.x / 32)",
  blockX: "(int)blockIdx.x",
  gridX: "(int)gridDim.x",
  blocks: "(int)gridDim.x",
};
const specialNames = Object.keys(specials);

/** Writes `value(lane)` to the active lanes of an i32 or u32 register. */
const constantStep =
  (file: "i32" | "u32", result: number, step: number, first: (warp: Parameters<SimulatedStep>[0]) => number): SimulatedStep =>
  (warp) => {
    const start = first(warp);
    for (let lane = 0; lane < 32; lane++) if ((warp.active >>> lane) & 1) warp[file][result + lane] = start + step * lane;
  };
const nullary = {
  helpers: {},
  requires: { capability: 80, specific: false },
  proxy: "none",
  completion: "immediate",
  uniformity: "lane",
  effects: false,
} as const;

export const convertInstructions: readonly InstructionRecord[] = [
  pure({
    name: "convert",
    unit: "alu",
    cycles: 4,
    forms: () => conversions,
    doc: "Conversion of a value by the types of operand and result: f32 to i32 or u32 truncates and saturates (NaN gives 0), integers to f32 round to nearest even, i32 and u32 widen to i64, i64 narrows to i32 or u32 where it fits.",
  }),
  pure({
    name: "bitcast",
    unit: "alu",
    cycles: 1,
    forms: () => reinterpretations,
    doc: "The same 32 bits as another type: f32, i32 or u32.",
  }),
  pure({
    name: "packPair",
    unit: "alu",
    cycles: 4,
    attributes: { dtype: ["bf16", "f16"] },
    forms: ({ dtype }) => packs[String(dtype)] ?? [],
    doc: "Two f32 (low half, high half) rounded to nearest even to bf16 or f16 (attribute dtype), in one u32.",
  }),
  pure({
    name: "unpackPair",
    unit: "alu",
    cycles: 2,
    attributes: { dtype: ["bf16", "f16"], half: [0, 1] },
    forms: ({ dtype, half }) => unpacks[`${dtype} ${half}`] ?? [],
    doc: "Half 0 (low) or 1 (high), by attribute half, of a u32 that holds two bf16 or f16 (attribute dtype), as f32.",
  }),
  pure({
    name: "roundTf32",
    unit: "alu",
    cycles: 4,
    forms: () => tf32Rounding,
    doc: "The f32 rounded to the 10 fraction bits of tf32, ties away from zero, as the u32 that a matrix product takes (cvt.rna.tf32.f32).",
  }),
  {
    ...nullary,
    name: "special",
    doc: "What a thread knows of itself, as i32. Attribute which: thread (index in the block), lane (index in the warp), warp (index in the block), blockX (index of the block), gridX or blocks (number of blocks).",
    verify: (i) => attributeProblem(i, { which: specialNames }) ?? typeProblem(i, ["i32"], []),
    simulate: (i, linker) => {
      const which = String(i.attributes["which"]);
      return constantStep("i32", linker.result(i.results[0]!), which === "thread" || which === "lane" ? 1 : 0, (warp) =>
        warp.block.special(warp, which),
      );
    },
    print: (i, printer) => `${printer.result(i.results[0]!)} = ${specials[String(i.attributes["which"])]};`,
    cost: { unit: "alu", cycles: () => 2 },
    samples: () => specialNames.map((which) => ({ results: [resultRegister("i32")], operands: [], attributes: { which }, tolerance: 0 })),
  },
  {
    ...nullary,
    name: "sharedAddress",
    doc: "Address in shared memory, as u32, of the named range of the program that attribute range names.",
    verify: (i) =>
      typeof i.attributes["range"] === "string" ? typeProblem(i, ["u32"], []) : "attribute range must name a range of shared memory",
    simulate: (i, linker) => {
      const address = linker.sharedOffset(String(i.attributes["range"]));
      return constantStep("u32", linker.result(i.results[0]!), 0, () => address);
    },
    print: (i, printer) => `${printer.result(i.results[0]!)} = ${printer.sharedRange(String(i.attributes["range"]))};`,
    cost: { unit: "alu", cycles: () => 2 },
    samples: () => [],
  },
];
