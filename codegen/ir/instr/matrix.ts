// The warp's matrix product, mma.sync. Guarantees: operands lie in the lanes as PTX states for m16n8k16; products are exact and are added to
// the accumulator in double precision, rounded to f32 once an instruction (hardware may differ in the last places).
import { f16Value } from "../numeric.ts";
import type { Instruction } from "../lowered.ts";
import type { ConformanceSample, InstructionRecord } from "../instruction.ts";
import { attributeProblem, ptx, requireWholeWarp, resultRegister, typeProblem } from "./record.ts";

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const halfValues = new Float32Array(65536);
let halvesKnown = false;
const halves = (): Float32Array => {
  if (!halvesKnown) for (let bits = 0; bits < 65536; bits++) halfValues[bits] = f16Value(bits);
  halvesKnown = true;
  return halfValues;
};
const word = new Uint32Array(1);
const wordAsFloat = new Float32Array(word.buffer);

/** Rows of a, and columns of b, of 16 elements each. */
const left = new Float64Array(16 * 16);
const right = new Float64Array(8 * 16);

const unpack = (to: Float64Array, at: number, pair: number, table: Float32Array | null): void => {
  if (table) {
    to[at] = table[pair & 0xffff]!;
    to[at + 1] = table[pair >>> 16]!;
  } else {
    word[0] = pair << 16;
    to[at] = wordAsFloat[0]!;
    word[0] = pair & 0xffff0000;
    to[at + 1] = wordAsFloat[0]!;
  }
};
const dot = (sum: number, row: number, column: number): number => {
  for (let k = 0; k < 16; k++) sum += left[row + k]! * right[column + k]!;
  return sum;
};

const multiplyMatrix: InstructionRecord = {
  name: "multiplyMatrix",
  doc: "c + a b of a 16x16 tile a, a 16x8 tile b and a 16x8 tile c (mma.sync.m16n8k16): operands 4 u32 of a, 2 u32 of b (pairs of bf16 or f16, attribute dtype), 4 f32 of c; results 4 f32. With g = lane/4 and t = lane%4: a holds (g, 2t), (g+8, 2t), (g, 2t+8), (g+8, 2t+8) and each one's right neighbour; b (2t, g), (2t+8, g) and each one's lower neighbour; c (g, 2t), (g, 2t+1), (g+8, 2t), (g+8, 2t+1).",
  verify: (i) =>
    attributeProblem(i, { dtype: ["bf16", "f16"] }) ?? typeProblem(i, repeat(4, "f32"), [...repeat(6, "u32"), ...repeat(4, "f32")]),
  simulate: (i: Instruction, linker) => {
    const [a0, a1, a2, a3, b0, b1, c0, c1, c2, c3] = i.operands.map((operand) => linker.operand(operand)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [d0, d1, d2, d3] = i.results.map((result) => linker.result(result)) as [number, number, number, number];
    const table = i.attributes["dtype"] === "f16" ? halves() : null;
    return (warp) => {
      requireWholeWarp(warp, "multiplyMatrix");
      const { u32, f32 } = warp;
      for (let lane = 0; lane < 32; lane++) {
        const at = 16 * (lane >> 2) + 2 * (lane & 3);
        unpack(left, at, u32[a0 + lane]!, table);
        unpack(left, at + 128, u32[a1 + lane]!, table);
        unpack(left, at + 8, u32[a2 + lane]!, table);
        unpack(left, at + 136, u32[a3 + lane]!, table);
        unpack(right, at, u32[b0 + lane]!, table);
        unpack(right, at + 8, u32[b1 + lane]!, table);
      }
      for (let lane = 0; lane < 32; lane++) {
        const row = 16 * (lane >> 2);
        const column = 32 * (lane & 3);
        const first = dot(f32[c0 + lane]!, row, column);
        const second = dot(f32[c1 + lane]!, row, column + 16);
        const third = dot(f32[c2 + lane]!, row + 128, column);
        const fourth = dot(f32[c3 + lane]!, row + 128, column + 16);
        f32[d0 + lane] = first;
        f32[d1 + lane] = second;
        f32[d2 + lane] = third;
        f32[d3 + lane] = fourth;
      }
    };
  },
  print: (i, printer) => {
    const operands = i.operands.map((operand) => printer.operand(operand));
    const results = i.results.map((result) => printer.result(result));
    const { dtype } = i.attributes;
    const inputs = operands.slice(0, 6).map((text) => `"r"(${text})`);
    const opcode = `mma.sync.aligned.m16n8k16.row.col.f32.${dtype}.${dtype}.f32`;
    if (results.every((text, n) => text === operands[6 + n]))
      return ptx(
        `${opcode} {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};`,
        results.map((text) => `"+f"(${text})`),
        inputs,
      );
    const accumulators = operands.slice(6).map((text) => `"f"(${text})`);
    return ptx(
      `${opcode} {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%10, %11, %12, %13};`,
      results.map((text) => `"=f"(${text})`),
      [...inputs, ...accumulators],
    );
  },
  helpers: {},
  requires: { capability: 80, specific: false },
  cost: { unit: "tensor", cycles: () => 8 },
  proxy: "none",
  completion: "immediate",
  uniformity: "warp",
  effects: false,
  // Operand registers get random values a lane; an immediate would be the same in all.
  samples: () =>
    (["bf16", "f16"] as const).map(
      (dtype): ConformanceSample => ({
        results: ["c0", "c1", "c2", "c3"].map((name) => resultRegister("f32", name)),
        operands: [
          ...["a0", "a1", "a2", "a3", "b0", "b1"].map((name) => resultRegister("u32", name)),
          ...["x0", "x1", "x2", "x3"].map((name) => resultRegister("f32", name)),
        ],
        attributes: { dtype },
        tolerance: 2 ** -18,
      }),
    ),
};

export const matrixInstructions: readonly InstructionRecord[] = [multiplyMatrix];
