// Conversions between register types, pairs of 16-bit floats in one register, and values that a thread knows of itself. Guarantees: the
// simulated value is the printed one's bit for bit; an i64 that does not fit its 32-bit result ends a simulation.
import { bf16Bits, bf16Value, f16Bits, f16Value, f8e4m3Bits, f8e4m3Value, f8e5m2Bits, f8e5m2Value, tf32Bits } from "../numeric.ts";
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

/** Simulated in doubles. */
const exact: Form["check"] = (value) =>
  Number.isSafeInteger(value) ? null : `the i64 ${value} is beyond 2^53, which only a GPU computes with`;
/** The instruction gives -2^63 for NaN. */
const floatToI64 = `__device__ __forceinline__ i64 float_to_i64(float a) {
  return a != a ? 0ll : __float2ll_rz(a);
}`;

const conversions: readonly Form[] = [
  conversion("f32", "i32", (a) => `__float2int_rz(${a})`, saturated(-(2 ** 31), 2 ** 31 - 1)),
  conversion("f32", "u32", (a) => `__float2uint_rz(${a})`, saturated(0, 2 ** 32 - 1)),
  conversion("i32", "f32", (a) => `__int2float_rn(${a})`),
  conversion("u32", "f32", (a) => `__uint2float_rn(${a})`),
  conversion(
    "f32",
    "i64",
    (a) => `float_to_i64(${a})`,
    (a) => (Number.isNaN(a) ? 0 : Math.trunc(a) + 0),
    exact,
  ),
  conversion("i64", "f32", (a) => `__ll2float_rn(${a})`),
  conversion("i32", "i64", (a) => `(i64)${a}`),
  conversion("u32", "i64", (a) => `(i64)${a}`),
  conversion("i64", "i32", (a) => `(int)${a}`, undefined, fits("i32", -(2 ** 31), 2 ** 31 - 1)),
  conversion("i64", "u32", (a) => `(u32)${a}`, undefined, fits("u32", 0, 2 ** 32 - 1)),
];

const split = (half: 0 | 1): readonly Form[] => [
  {
    operands: ["i64"],
    result: "u32",
    evaluate: (a) => (half ? Math.floor(a / 2 ** 32) : a) >>> 0,
    text: (a) => (half ? `(u32)((u64)${a} >> 32)` : `(u32)${a}`),
  },
];
const splits = [split(0), split(1)] as const;
const joins: readonly Form[] = [
  {
    operands: ["u32", "u32"],
    result: "i64",
    evaluate: (low, high) => (high | 0) * 2 ** 32 + low,
    text: (low, high) => `(i64)((u64)${high} << 32 | (u64)${low})`,
    check: exact,
  },
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

/**
 * 8-bit floats in software, and by the hardware that has a conversion. To a float the bits move to their place in an f32 whose exponent is off by a
 * constant, which a power of two mends; from a float, normal results round in the integers, others by adding a number whose last place is theirs.
 */
const eightBit = (name: "f8e4m3" | "f8e5m2", fraction: 3 | 2, largest: string, scale: string, special: string): Record<string, string> => {
  const bias = 2 ** (6 - fraction) - 1;
  const drop = 23 - fraction;
  const magic = f32Bits(2 ** (1 - bias - fraction + 23));
  const instruction = name.slice(2);
  return {
    [`${name}_decode`]: `__device__ __forceinline__ float ${name}_decode(u32 byte) {
  const u32 code = byte & 0x7fu;
  const u32 magnitude = ${special} : __float_as_uint(__uint_as_float(code << ${drop}) * ${scale});
  return __uint_as_float(magnitude | ((byte & 0x80u) << 24));
}`,
    [`${name}_encode`]: `__device__ __forceinline__ u32 ${name}_encode(float x) {
  const u32 bits = __float_as_uint(x), magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return 0x7fu;
#if __CUDA_ARCH__ >= 890
  unsigned short pair;
  asm("cvt.rn.satfinite.${instruction}x2.f32 %0, %1, %2;" : "=h"(pair) : "f"(0.0f), "f"(x));
  return pair & 0xffu;
#else
  const u32 moved = magnitude - ${127 - bias}u * 0x800000u;
  const u32 normal = (moved + ${2 ** (drop - 1) - 1}u + ((moved >> ${drop}) & 1u)) >> ${drop};
  const u32 small = __float_as_uint(__uint_as_float(magnitude) + __uint_as_float(${magic}u)) - ${magic}u;
  const u32 code = magnitude < ${128 - bias}u * 0x800000u ? small : normal;
  return ((bits >> 24) & 0x80u) | (code < ${largest} ? code : ${largest});
#endif
}`,
  };
};
const f32Bits = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;
const f8e4m3 = eightBit("f8e4m3", 3, "0x7eu", "0x1p120f", "code == 0x7fu ? 0x7fffffffu");
const f8e5m2 = eightBit("f8e5m2", 2, "0x7bu", "0x1p112f", "code >= 0x7cu ? 0x7f800000u | ((code & 3u) << 21)");
const namesOf = (helpers: Readonly<Record<string, string>>, which: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(helpers).filter(([name]) => name.endsWith(which)));

const encodings: Readonly<Record<string, readonly Form[]>> = {
  f8e4m3: [{ operands: ["f32"], result: "u32", evaluate: f8e4m3Bits, text: (a) => `f8e4m3_encode(${a})` }],
  f8e5m2: [{ operands: ["f32"], result: "u32", evaluate: f8e5m2Bits, text: (a) => `f8e5m2_encode(${a})` }],
};
const byteText = (a: string, byte: number): string => (byte === 0 ? a : `${a} >> ${8 * byte}u`);
const decodings: Readonly<Record<string, readonly Form[]>> = Object.fromEntries(
  [0, 1, 2, 3].flatMap((byte): [string, readonly Form[]][] => [
    [
      `f8e4m3 ${byte}`,
      unpack(
        (a) => f8e4m3Value((a >>> (8 * byte)) & 0xff),
        (a) => `f8e4m3_decode(${byteText(a, byte)})`,
      ),
    ],
    [
      `f8e5m2 ${byte}`,
      unpack(
        (a) => f8e5m2Value((a >>> (8 * byte)) & 0xff),
        (a) => `f8e5m2_decode(${byteText(a, byte)})`,
      ),
    ],
    [
      `i8 ${byte}`,
      [
        {
          operands: ["u32"],
          result: "i32",
          evaluate: (a) => (a << (24 - 8 * byte)) >> 24,
          text: (a) => `((int)(${a}${byte === 3 ? "" : ` << ${24 - 8 * byte}u`})) >> 24`,
        },
      ],
    ],
  ]),
);

const tf32Rounding: readonly Form[] = [{ operands: ["f32"], result: "u32", evaluate: tf32Bits, text: "cvt.rna.tf32.f32 %0, %1;" }];

const specials: Readonly<Record<string, string>> = {
  thread: "(int)threadIdx.x",
  lane: "(int)(threadIdx.x % 32)",
  warp: "(int)(threadIdx.x / 32)",
  blockX: "(int)blockIdx.x",
  gridX: "(int)gridDim.x",
  blocks: "(int)gridDim.x",
  multiprocessor: "%smid",
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
    helpers: { float_to_i64: floatToI64 },
    sample: (random, _, type) =>
      type === "f32" ? Math.fround((random() - 0.5) * 2 ** Math.floor(random() * 30)) : Math.floor(random() * 2 ** 26),
    doc: "Conversion of a value by the types of operand and result: f32 to i32, u32 or i64 truncates and saturates (NaN gives 0; in simulation an i64 from 2^53 on is an error), integers to f32 round to nearest even, i32 and u32 widen to i64, i64 narrows to i32 or u32 where it fits.",
  }),
  pure({
    name: "bitcast",
    unit: "alu",
    cycles: 1,
    forms: () => reinterpretations,
    doc: "The same 32 bits as another type: f32, i32 or u32.",
  }),
  pure({
    name: "joinWords",
    unit: "alu",
    cycles: 1,
    forms: () => joins,
    sample: (random, operand) => Math.floor(random() * 2 ** (operand === 0 ? 32 : 20)),
    doc: "The i64 of two u32, the low one first. In simulation one from 2^53 on is an error.",
  }),
  pure({
    name: "splitWord",
    unit: "alu",
    cycles: 1,
    attributes: { half: [0, 1] },
    forms: ({ half }) => splits[Number(half) as 0 | 1],
    sample: (random) => Math.floor((random() - 0.5) * 2 ** 32),
    doc: "Word 0 (low) or 1 (high), by attribute half, of an i64, as u32.",
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
    name: "encodeByte",
    unit: "alu",
    cycles: 12,
    attributes: { dtype: ["f8e4m3", "f8e5m2"] },
    forms: ({ dtype }) => encodings[String(dtype)] ?? [],
    helpers: { ...namesOf(f8e4m3, "encode"), ...namesOf(f8e5m2, "encode") },
    sample: (random) => Math.fround((random() < 0.5 ? -1 : 1) * 2 ** (random() * 40 - 22)),
    doc: "The f32 rounded to an 8-bit float (attribute dtype), ties to even, as the low byte of a u32. What is too large, infinity too, becomes the largest finite value of its sign; NaN becomes 0x7f. cvt.rn.satfinite where the hardware has it (sm_89 and later), integers elsewhere.",
  }),
  pure({
    name: "decodeByte",
    unit: "alu",
    cycles: 6,
    attributes: { dtype: ["f8e4m3", "f8e5m2", "i8"], byte: [0, 1, 2, 3] },
    forms: ({ dtype, byte }) => decodings[`${dtype} ${byte}`] ?? [],
    helpers: { ...namesOf(f8e4m3, "decode"), ...namesOf(f8e5m2, "decode") },
    sample: (random) => Math.floor(random() * 2 ** 32),
    doc: "Byte 0 (low) to 3, by attribute byte, of a u32: an 8-bit float as f32, or an i8 as i32 (attribute dtype).",
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
    doc: "What a thread knows of itself, as i32. Attribute which: thread (index in the block), lane (index in the warp), warp (index in the block), blockX (index of the block), gridX or blocks (number of blocks), multiprocessor (index of the one it runs on).",
    verify: (i) => attributeProblem(i, { which: specialNames }) ?? typeProblem(i, ["i32"], []),
    simulate: (i, linker) => {
      const which = String(i.attributes["which"]);
      return constantStep("i32", linker.result(i.results[0]!), which === "thread" || which === "lane" ? 1 : 0, (warp) =>
        warp.block.special(warp, which),
      );
    },
    print: (i, printer) => {
      const result = printer.result(i.results[0]!);
      const which = String(i.attributes["which"]);
      return which === "multiprocessor" ? `asm("mov.u32 %0, %%smid;" : "=r"(${result}));` : `${result} = ${specials[which]};`;
    },
    cost: { unit: "alu", cycles: () => 2 },
    // Which multiprocessor it is differs from run to run.
    samples: () =>
      specialNames
        .filter((which) => which !== "multiprocessor")
        .map((which) => ({ results: [resultRegister("i32")], operands: [], attributes: { which }, tolerance: 0 })),
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
