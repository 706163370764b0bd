// Mutants of numbers that must come out to the last bit: i64 in two words and in doubles, and the tensor cores' sums of products.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the compiler's sources
import { type Edit, inFile } from "./edit.ts";

export const exactNumberEdits: readonly Edit[] = [
  ...inFile("codegen/ir/instr/products.ts", [
    {
      name: "unit of a sum too coarse",
      find: "const kept = 25;",
      replace: "const kept = 24;",
      breaks: "a bit that the tensor cores keep of each term is cut off",
    },
    {
      name: "unit of a sum too fine",
      find: "const kept = 25;",
      replace: "const kept = 26;",
      breaks: "a bit that the tensor cores cut off each term is kept",
    },
    {
      name: "sums rounded to nearest",
      find: "(cut > 0 ? ((size >>> cut) << cut) >>> 0 : size)",
      replace: "size",
      breaks: "the total is rounded to f32, not cut off",
    },
    {
      name: "the exponent of zero",
      find: "  if (value === 0) return none;\n",
      replace: "",
      breaks: "a product with 0 counts as a small number, beside which smaller ones are cut off",
    },
    {
      name: "shifted subnormals",
      find: "Math.max(exponent, least)",
      replace: "exponent",
      breaks: "numbers below the least normal one have exponents of their own",
    },
  ]),
  ...inFile("codegen/ir/instr/convert.ts", [
    {
      name: "high words without a sign",
      find: "(high | 0) * 2 ** 32 + low",
      replace: "high * 2 ** 32 + low",
      breaks: "a negative i64 is made of its words as a large positive one",
    },
    {
      name: "high words toward zero",
      find: "Math.floor(a / 2 ** 32)",
      replace: "Math.trunc(a / 2 ** 32)",
      breaks: "a negative i64 is split into words of another number",
    },
  ]),
  ...inFile("codegen/ir/instr/arithmetic.ts", [
    {
      name: "i64 beyond doubles",
      find: "i64: [1 - 2 ** 53, 2 ** 53 - 1],",
      replace: "i64: [-(2 ** 63), 2 ** 63],",
      breaks: "the simulator goes on with an i64 that it has rounded",
    },
  ]),
  ...inFile("codegen/lowering/expressions.ts", [
    {
      name: "i64 by its high word",
      find: 'return cast(lowering, "u32", to, wordsOf(lowering, value)[0]!);',
      replace: 'return cast(lowering, "u32", to, wordsOf(lowering, value)[1]!);',
      breaks: "an i64 becomes a smaller integer by its upper half",
    },
  ]),
  ...inFile("codegen/lowering/elements.ts", [
    {
      name: "the first i64 of a vector",
      find: "words.slice(2 * n, 2 * n + 2)",
      replace: "words.slice(0, 2)",
      breaks: "every i64 of a wide access is the first one",
    },
  ]),
  ...inFile("codegen/lowering/ops/reduce.ts", [
    {
      name: "low words of partial sums",
      find: "offset: ((starts[n]! + word) * warps + w) * 128 });\n    return others",
      replace: "offset: (starts[n]! * warps + w) * 128 });\n    return others",
      breaks: "an i64 that another warp left in shared memory is read as its low word twice",
    },
  ]),
  ...inFile("codegen/emit/js/numbers.ts", [
    {
      name: "elements beyond doubles",
      find: "return `exactI64(Number(${place}))`;",
      replace: "return `Number(${place})`;",
      breaks: "the CPU back end goes on with an i64 that it has rounded",
    },
  ]),
];
