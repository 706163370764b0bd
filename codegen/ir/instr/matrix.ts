// The warp's matrix product, mma.sync. Guarantees: operands lie in the lanes as PTX states for m16n8k16 and m16n8k8; sums are those of Hopper's
// tensor cores (products.ts).
import { f16Value } from "../numeric.ts";
import type { Instruction } from "../lowered.ts";
import type { ConformanceSample, InstructionRecord } from "../instruction.ts";
import { type Factors, factorsOf, leastExponent, putFactor, sumOfProducts } from "./products.ts";
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
const left = factorsOf(16 * 16);
const right = factorsOf(8 * 16);

const unpack = (to: Factors, at: number, pair: number, table: Float32Array | null): void => {
  if (table) {
    putFactor(to, at, table[pair & 0xffff]!, leastExponent.f16);
    putFactor(to, at + 1, table[pair >>> 16]!, leastExponent.f16);
  } else {
    word[0] = pair << 16;
    putFactor(to, at, wordAsFloat[0]!, leastExponent.bf16);
    word[0] = pair & 0xffff0000;
    putFactor(to, at + 1, wordAsFloat[0]!, leastExponent.bf16);
  }
};
const dot = (sum: number, row: number, column: number, inner: number): number => sumOfProducts(sum, left, row, right, column, inner);
/** What a product reads of an f32: its low 13 bits do not count. */
const truncated = (bits: number): number => {
  word[0] = bits & 0xffffe000;
  return wordAsFloat[0]!;
};

/** The shapes of one product: operands of a and b are 32-bit words. */
interface MatrixShape {
  readonly k: 8 | 16;
  readonly a: 2 | 4;
  readonly b: 1 | 2;
}
const shapeOf = ({ attributes: { dtype, k } }: Pick<Instruction, "attributes">): MatrixShape =>
  dtype === "tf32" ? { k: 8, a: 4, b: 2 } : k === 8 ? { k: 8, a: 2, b: 1 } : { k: 16, a: 4, b: 2 };
const shapeProblem = (i: Instruction): string | null =>
  i.attributes["dtype"] === "tf32" && i.attributes["k"] !== 8 ? "a product of tf32 has k 8" : null;
/** Forms by attributes, for samples. */
const forms = [{ dtype: "bf16" }, { dtype: "f16" }, { dtype: "bf16", k: 8 }, { dtype: "f16", k: 8 }, { dtype: "tf32", k: 8 }] as const;

const multiplyMatrix: InstructionRecord = {
  name: "multiplyMatrix",
  doc: "c + a b of a 16xk tile a, a kx8 tile b and a 16x8 tile c (mma.sync.m16n8k16 and m16n8k8; attribute k, 16 or 8): operands u32 of a and of b (attribute dtype: pairs of bf16 or f16, or single tf32, with k 8 only), 4 f32 of c; results 4 f32. With g = lane/4 and t = lane%4: of pairs, a holds (g, 2t), (g+8, 2t), for k 16 also (g, 2t+8), (g+8, 2t+8), and each one's right neighbour; b (2t, g), for k 16 also (2t+8, g), and each one's lower neighbour. Of tf32, a holds (g, t), (g+8, t), (g, t+4), (g+8, t+4); b (t, g), (t+4, g). c holds (g, 2t), (g, 2t+1), (g+8, 2t), (g+8, 2t+1).",
  verify: (i) => {
    const { a, b } = shapeOf(i);
    return (
      attributeProblem(i, { dtype: ["bf16", "f16", "tf32"], k: [8, 16, undefined] }) ??
      shapeProblem(i) ??
      typeProblem(i, repeat(4, "f32"), [...repeat(a + b, "u32"), ...repeat(4, "f32")])
    );
  },
  simulate: (i: Instruction, linker) => {
    const { k, a, b } = shapeOf(i);
    const slots = i.operands.map((operand) => linker.operand(operand));
    const [as, bs] = [slots.slice(0, a), slots.slice(a, a + b)];
    const [c0, c1, c2, c3] = slots.slice(a + b) as [number, number, number, number];
    const [d0, d1, d2, d3] = i.results.map((result) => linker.result(result)) as [number, number, number, number];
    const { dtype } = i.attributes;
    const table = dtype === "f16" ? halves() : null;
    // Operands come by halves of the rows of a, then by halves of k.
    const put = (to: Factors, at: number, bits: number): void => {
      if (dtype === "tf32") putFactor(to, at, truncated(bits), leastExponent.tf32);
      else unpack(to, at, bits, table);
    };
    const [width, half] = dtype === "tf32" ? [1, 4] : [2, 8];
    return (warp) => {
      requireWholeWarp(warp, "multiplyMatrix");
      const { u32, f32 } = warp;
      for (let lane = 0; lane < 32; lane++) {
        const at = k * (lane >> 2) + width * (lane & 3);
        for (let n = 0; n < a; n++) put(left, at + 8 * k * (n & 1) + half * (n >> 1), u32[as[n]! + lane]!);
        for (let n = 0; n < b; n++) put(right, at + half * n, u32[bs[n]! + lane]!);
      }
      for (let lane = 0; lane < 32; lane++) {
        const row = k * (lane >> 2);
        const column = 2 * k * (lane & 3);
        const first = dot(f32[c0 + lane]!, row, column, k);
        const second = dot(f32[c1 + lane]!, row, column + k, k);
        const third = dot(f32[c2 + lane]!, row + 8 * k, column, k);
        const fourth = dot(f32[c3 + lane]!, row + 8 * k, column + k, k);
        f32[d0 + lane] = first;
        f32[d1 + lane] = second;
        f32[d2 + lane] = third;
        f32[d3 + lane] = fourth;
      }
    };
  },
  print: (i, printer) => {
    const { k, a, b } = shapeOf(i);
    const operands = i.operands.map((operand) => printer.operand(operand));
    const results = i.results.map((result) => printer.result(result));
    const { dtype } = i.attributes;
    const inputs = operands.slice(0, a + b).map((text) => `"r"(${text})`);
    const opcode = `mma.sync.aligned.m16n8k${k}.row.col.f32.${dtype}.${dtype}.f32`;
    const list = (first: number, count: number): string => `{${Array.from({ length: count }, (_, n) => `%${first + n}`).join(", ")}}`;
    const text = (sums: number): string => `${opcode} ${list(0, 4)}, ${list(4, a)}, ${list(4 + a, b)}, ${list(sums, 4)};`;
    if (results.every((result, n) => result === operands[a + b + n]))
      return ptx(
        text(0),
        results.map((result) => `"+f"(${result})`),
        inputs,
      );
    const accumulators = operands.slice(a + b).map((operand) => `"f"(${operand})`);
    return ptx(
      text(4 + a + b),
      results.map((result) => `"=f"(${result})`),
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
    forms.map((attributes): ConformanceSample => {
      const { a, b } = shapeOf({ attributes });
      const named = (name: string, count: number, type: "u32" | "f32") =>
        Array.from({ length: count }, (_, n) => resultRegister(type, `${name}${n}`));
      return {
        results: named("c", 4, "f32"),
        operands: [...named("a", a, "u32"), ...named("b", b, "u32"), ...named("x", 4, "f32")],
        attributes,
        tolerance: 0,
      };
    }),
};

export const matrixInstructions: readonly InstructionRecord[] = [multiplyMatrix];
