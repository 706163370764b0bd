// The asynchronous matrix products of a warpgroup (wgmma). Guarantees: a product reads shared memory as the asynchronous proxy from its
// issue to its wait, and holds its registers until a wgmmaWait names them.
import type { InstructionRecord, SimulatedWarp } from "../instruction.ts";
import type { Instruction, Operand, RegisterRef } from "../lowered.ts";
import { bf16Value, f16Value } from "../numeric.ts";
import { type Factors, factorsOf, leastExponent, putFactor, sumOfProducts } from "./products.ts";
import { attributeProblem, ptx, typeProblem } from "./record.ts";

const requires = { capability: 90, specific: true } as const;
const shared = { helpers: {}, requires, effects: true, samples: () => [], completion: "wgmmaGroup", uniformity: "warpgroup" } as const;

/** Fields of a wgmma. */
interface Product {
  readonly n: number;
  readonly dtype: "bf16" | "f16";
  readonly aSource: "shared" | "register";
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly aLeading: number;
  readonly aStride: number;
  readonly aOffset: number;
  readonly bLeading: number;
  readonly bStride: number;
  readonly bOffset: number;
  readonly scaleD: "accumulate" | "overwrite";
}
const byteFields = ["aLeading", "aStride", "aOffset", "bLeading", "bStride", "bOffset"] as const;
const productOf = (instruction: Instruction): Product =>
  ({
    ...Object.fromEntries(byteFields.map((field) => [field, 0])),
    transposeA: false,
    transposeB: false,
    ...instruction.attributes,
  }) as unknown as Product;

const productProblem = (instruction: Instruction): string | null => {
  const { attributes, results, operands } = instruction;
  const n = attributes.n;
  if (typeof n !== "number" || n % 8 !== 0 || n < 8 || n > 256) return `attribute n is ${n}; it must be a multiple of 8 from 8 to 256`;
  for (const field of byteFields) {
    const value = attributes[field] ?? 0;
    if (typeof value !== "number" || value % 16 !== 0 || value < 0 || value >= 2 ** 18)
      return `attribute ${field} is ${value}; it must be a multiple of 16 bytes below 2^18`;
  }
  const rest = Object.fromEntries(
    Object.entries(attributes).filter(([name]) => name !== "n" && !byteFields.some((field) => field === name)),
  );
  const flag = [undefined, false, true];
  const wrong = attributeProblem(
    { ...instruction, attributes: rest },
    {
      dtype: ["bf16", "f16"],
      aSource: ["shared", "register"],
      transposeA: rest.aSource === "register" ? flag.slice(0, 2) : flag,
      transposeB: flag,
      scaleD: ["accumulate", "overwrite"],
    },
  );
  if (wrong) return wrong;
  const accumulators = Array.from({ length: n / 2 }, () => "f32");
  const inputs = [...(rest.aSource === "register" ? ["u32", "u32", "u32", "u32"] : ["u32"]), "u32"];
  const types = typeProblem(instruction, accumulators, [...inputs, ...(rest.scaleD === "accumulate" ? accumulators : [])]);
  if (types) return types;
  return rest.scaleD === "overwrite" ? null : samePlaces(results, operands.slice(inputs.length));
};
const samePlaces = (results: readonly RegisterRef[], operands: readonly Operand[]): string | null =>
  results.every(({ register, index }, number) => {
    const operand = operands[number];
    return operand?.kind === "register" && operand.register === register && operand.index === index;
  })
    ? null
    : "the last operands must be the results' own registers, in the same order";

const aValues = factorsOf(16 * 16);
const bValues = factorsOf(256 * 16);
/** Reads [count of M or N][16 of K] values of a 128-byte-swizzled operand: rows of K, or (`transposed`) rows of M or N in panels of 64. */
const fetch = (
  warp: SimulatedWarp,
  into: Factors,
  base: number,
  first: number,
  count: number,
  transposed: boolean,
  leading: number,
  stride: number,
  put: (into: Factors, at: number, bits: number) => void,
): void => {
  const { block } = warp;
  const operation = block.openGroup(warp, "wgmmaGroup");
  const chunk = (linear: number): number => {
    const address = linear ^ (((linear >> 7) & 7) << 4);
    block.sharedRead(warp, 0, address, 16, operation);
    return address >> 1;
  };
  if ((base & 0x38f) !== 0)
    block.fail({
      code: "misaligned",
      message: `wgmma's operand begins at shared address ${base}, not in the first line of a 1024-byte swizzle atom: align its buffer to 1024 bytes`,
    });
  if (transposed) {
    for (let k = 0; k < 16; k++)
      for (let group = 0; group < count / 8; group++) {
        const column = first / 8 + group;
        const source = chunk(base + (column >> 3) * leading + (k >> 3) * stride + (k & 7) * 128 + (column & 7) * 16);
        for (let element = 0; element < 8; element++) put(into, (group * 8 + element) * 16 + k, block.shared.u16[source + element]!);
      }
    return;
  }
  for (let row = 0; row < count; row++)
    for (let half = 0; half < 2; half++) {
      const source = chunk(base + ((first + row) >> 3) * stride + ((first + row) & 7) * 128 + half * 16);
      for (let element = 0; element < 8; element++) put(into, row * 16 + half * 8 + element, block.shared.u16[source + element]!);
    }
};

const wgmma: InstructionRecord = {
  ...shared,
  name: "wgmma",
  doc: `A warpgroup starts D (64 x n, f32) = A (64 x 16) B (16 x n), or D += A B. Operands: A as the shared address of a 128-byte-swizzled tile, or as four registers of bf16 or f16 pairs (the accumulator's
layout: pairs of d[8k .. 8k+7]); B as a shared address; for "accumulate" the results again. transposeA and transposeB: rows of M or N are contiguous (panels of 64, \`Leading\` bytes apart; groups of 8 rows of K
\`Stride\` bytes apart); otherwise rows of K (groups of 8 rows \`Stride\` apart). \`Offset\` is added to the address: 32 bytes a step of K inside a line. Register 4j + 2h + c of lane l of warp w is D[16w + l/4 + 8h][8j + 2(l%4) + c].
Joins the open group; f32 sums, as products.ts states them. wgmma.mma_async.m64nNk16.`,
  verify: productProblem,
  simulate: (instruction, linker) => {
    const product = productOf(instruction);
    const { n, dtype, aSource, transposeA, transposeB, scaleD } = product;
    const inputs = instruction.operands.slice(0, aSource === "register" ? 5 : 2).map((operand) => linker.operand(operand));
    const b = inputs.pop()!;
    const results = linker.asynchronous(instruction.results);
    const registersA = linker.asynchronous(
      aSource === "register" ? instruction.operands.slice(0, 4).filter((operand) => operand.kind === "register") : [],
    );
    const decode = dtype === "bf16" ? bf16Value : f16Value;
    const put = (into: Factors, at: number, bits: number): void => putFactor(into, at, decode(bits), leastExponent[dtype]);
    return (warp) => {
      const { block, u32, f32 } = warp;
      const quarter = warp.index & 3;
      block.openGroup(warp, "wgmmaGroup");
      if (aSource === "register") {
        block.holdRegisters(warp, registersA, "input");
        for (let word = 0; word < 4; word++)
          for (let lane = 0; lane < 32; lane++) {
            const bits = u32[inputs[word]! + lane]!;
            const at = ((lane >> 2) + 8 * (word & 1)) * 16 + 8 * (word >> 1) + 2 * (lane & 3);
            put(aValues, at, bits & 0xffff);
            put(aValues, at + 1, bits >>> 16);
          }
      } else fetch(warp, aValues, u32[inputs[0]!]! + product.aOffset, 16 * quarter, 16, transposeA, product.aLeading, product.aStride, put);
      fetch(warp, bValues, u32[b]! + product.bOffset, 0, n, transposeB, product.bLeading, product.bStride, put);
      block.holdRegisters(warp, results, "accumulator");
      for (let column = 0; column < n; column++)
        for (let row = 0; row < 16; row++) {
          const register = 4 * (column >> 3) + 2 * (row >> 3) + (column & 1);
          const at = results[register]! + (row & 7) * 4 + ((column & 7) >> 1);
          const before = scaleD === "accumulate" ? f32[at]! : 0;
          f32[at] = sumOfProducts(before, aValues, row * 16, bValues, column * 16, 16);
        }
    };
  },
  print: (instruction, printer) => {
    const { n, dtype, aSource, transposeA, transposeB, scaleD, ...bytes } = productOf(instruction);
    const inRegisters = aSource === "register";
    const operands = instruction.operands.slice(0, inRegisters ? 5 : 2).map((operand) => printer.operand(operand));
    const descriptor = (address: string, leading: number, stride: number, offset: number): string =>
      `"l"(wgmma_descriptor(${address}, ${leading}, ${stride}, ${offset}))`;
    const a = inRegisters
      ? operands.slice(0, 4).map((operand) => `"r"(${operand})`)
      : [descriptor(operands[0]!, bytes.aLeading, bytes.aStride, bytes.aOffset)];
    const inputs = [...a, descriptor(operands.at(-1)!, bytes.bLeading, bytes.bStride, bytes.bOffset)];
    const accumulators = instruction.results.map((result) => `"${scaleD === "accumulate" ? "+" : "="}f"(${printer.result(result)})`);
    const numbers = (from: number, count: number): string => Array.from({ length: count }, (_, number) => `%${from + number}`).join(",");
    const aText = inRegisters ? `{${numbers(n / 2, 4)}}` : `%${n / 2}`;
    const transposes = `${inRegisters ? "" : `${Number(transposeA)}, `}${Number(transposeB)}`;
    const name = `wgmma.mma_async.sync.aligned.m64n${n}k16.f32.${dtype}.${dtype}`;
    const call = `${name} {${numbers(0, n / 2)}}, ${aText}, %${n / 2 + a.length}, accumulate, 1, 1, ${transposes};`;
    const text = `{\\n.reg .pred accumulate;\\nsetp.ne.b32 accumulate, ${scaleD === "accumulate" ? 1 : 0}, 0;\\n${call}\\n}`;
    return ptx(text, accumulators, inputs).replace(/^asm\(/, "asm volatile(");
  },
  helpers: {
    wgmma_descriptor: `// Shared-memory descriptor of a 128-byte-swizzled wgmma operand.
__device__ __forceinline__ u64 wgmma_descriptor(u32 address, u32 leading, u32 stride, u32 offset) {
  const u32 low = (((address & 0x3ffff) >> 4) | (leading >> 4) << 16) + (offset >> 4);
  return (u64)low | (u64)(0x40000000 | stride >> 4) << 32;
}`,
  },
  cost: { unit: "tensor", cycles: (instruction) => productOf(instruction).n / 2 },
  proxy: "async",
};

const wgmmaFence: InstructionRecord = {
  ...shared,
  name: "wgmmaFence",
  doc: "Orders the warpgroup's register writes before its next wgmma: needed before the first one and whenever other instructions wrote its registers. wgmma.fence.",
  verify: (instruction) => typeProblem(instruction, [], []) ?? attributeProblem(instruction, {}),
  simulate: () => (warp) => warp.block.fence(warp, "wgmma"),
  print: () => ptx("wgmma.fence.sync.aligned;", [], [], true),
  cost: { unit: "barrier", cycles: () => 4 },
  proxy: "none",
};

const wgmmaCommit: InstructionRecord = {
  ...shared,
  name: "wgmmaCommit",
  doc: "Closes the warpgroup's open group of matrix products. wgmma.commit_group.",
  verify: (instruction) => typeProblem(instruction, [], []) ?? attributeProblem(instruction, {}),
  simulate: () => (warp) => warp.block.commitGroup(warp, "wgmmaGroup"),
  print: () => ptx("wgmma.commit_group.sync.aligned;", [], [], true),
  cost: { unit: "barrier", cycles: () => 4 },
  proxy: "none",
};

const wgmmaWait: InstructionRecord = {
  ...shared,
  name: "wgmmaWait",
  doc: "Waits until at most `pending` groups of the warpgroup's products are under way, and releases the accumulators that it names (results and operands alike): only then may other instructions touch them. wgmma.wait_group.",
  verify: (instruction) => {
    const { pending } = instruction.attributes;
    if (typeof pending !== "number" || !Number.isInteger(pending) || pending < 0 || pending > 7)
      return `attribute pending is ${pending}; it must be an integer from 0 to 7`;
    const types = instruction.results.map(() => "f32");
    return typeProblem(instruction, types, types) ?? samePlaces(instruction.results, instruction.operands);
  },
  simulate: ({ results, attributes }, linker) => {
    const slots = linker.asynchronous(results);
    return (warp) => {
      warp.block.waitGroup(warp, "wgmmaGroup", attributes.pending as number);
      warp.block.releaseRegisters(warp, slots);
    };
  },
  print: ({ results, attributes }, printer) =>
    ptx(
      `wgmma.wait_group.sync.aligned ${attributes.pending};`,
      results.map((result) => `"+f"(${printer.result(result)})`),
      [],
      true,
    ),
  cost: { unit: "barrier", cycles: () => 10 },
  proxy: "none",
};

export const hopperMatrixInstructions: readonly InstructionRecord[] = [wgmma, wgmmaFence, wgmmaCommit, wgmmaWait];
