// Mutants of numbers and conditions: masks, facts, folding, roundings, signs, what is not a number, launch values, the CPU back end.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the compiler's sources
import { type Edit, inFile } from "./edit.ts";

export const numberEdits: readonly Edit[] = [
  ...inFile("codegen/passes/masks.ts", [
    {
      name: "mask by the wrong extreme",
      find: "a: this.extreme(a, less.has(condition.op)), b: this.extreme(b, greater.has(condition.op))",
      replace: "a: this.extreme(a, greater.has(condition.op)), b: this.extreme(b, less.has(condition.op))",
      breaks: "a tile whose first element fulfils the condition loses its mask",
    },
    {
      name: "mask one element short",
      find: "this.ranges.set(variable, [0, loop.extents[n]! - 1])",
      replace: "this.ranges.set(variable, [0, loop.extents[n]! - 2])",
      breaks: "the last row or column of a tile may lose its mask wrongly",
    },
    {
      name: "one condition for all",
      find: 'reduce((a, b): Expr => ({ kind: "binary", dtype: "bool", op: "and", a, b, position }));',
      replace: 'reduce((a, b): Expr => ({ kind: "binary", dtype: "bool", op: "or", a, b, position }));',
      breaks: "one condition that always holds removes all masks",
    },
    {
      name: "negative coefficients forgotten",
      find: "constant += largest ? Math.max(...ends) : Math.min(...ends);",
      replace: "constant += largest ? ends[1]! : ends[0]!;",
      breaks: "a condition that falls with the index is taken at the wrong end",
    },
    {
      name: "memory counts as uniform",
      find: 'if (x.kind === "element" || x.kind === "read") uniform = false;',
      replace: "",
      breaks: "a condition on elements is decided once for the tile",
    },
    {
      name: "the otherwise is kept",
      find: "if (conditions.has(s.condition)) return s.then.flatMap",
      replace: "if (conditions.has(s.condition)) return s.otherwise.flatMap",
      breaks: "where a condition always holds, its other branch runs",
    },
  ]),
  ...inFile("codegen/passes/facts.ts", [
    {
      name: "differences are not negative",
      find: 'if (e.op === "subtract") return e.b.kind === "constant" ? a - b : unknown;',
      replace: 'if (e.op === "subtract") return a;',
      breaks: "a start that may be negative has no lower bound",
    },
    {
      name: "divisor of a sum",
      find: 'return e.op === "add" || e.op === "subtract" ? gcd(this.divisor(e.a), this.divisor(e.b)) : 1;',
      replace: 'return e.op === "add" || e.op === "subtract" ? Math.max(this.divisor(e.a), this.divisor(e.b)) : 1;',
      breaks: "a sum counts as divisible by what divides one part",
    },
    {
      name: "arguments count as positive",
      find: 'if (e.dtype === "u32" || e.variable.role === "work" || e.variable.role === "lane") return 0;',
      replace:
        'if (e.dtype === "u32" || e.variable.role === "work" || e.variable.role === "lane" || e.variable.role === "parameter") return 0;',
      breaks: "a scalar argument is taken for not negative",
    },
    {
      name: "loops divide by their step",
      find: "return loop ? gcd(this.divisor(loop.first), loop.step) : 1;",
      replace: "return loop ? loop.step : 1;",
      breaks: "a loop's first value is forgotten when vectors are chosen",
    },
    {
      name: "assigned variables keep their value",
      find: 'if (s.kind === "let" && !s.variable.mutable) this.definitions',
      replace: 'if (s.kind === "let") this.definitions',
      breaks: "a variable that is assigned counts as what it began with",
    },
  ]),
  ...inFile("codegen/ir/fold.ts", [
    {
      name: "fold of <=",
      find: "return Number(a <= b);",
      replace: "return Number(a < b);",
      breaks: "a constant comparison is decided wrongly",
    },
    { name: "fold of and", find: "return a & b;", replace: "return a | b;", breaks: "a constant conjunction is decided wrongly" },
  ]),
  ...inFile("codegen/lowering/fold.ts", [
    {
      name: "overflow folded",
      find: "(isInteger(e.dtype) && isValueOf(e.dtype, value))) ? value + 0 : null;",
      replace: "isInteger(e.dtype)) ? value + 0 : null;",
      breaks: "a constant that does not fit its type is used",
    },
    {
      name: "casts to bool",
      find: 'return e.dtype === "bool" ? Number(a !== 0) : a;',
      replace: 'return e.dtype === "bool" ? Number(a > 0) : a;',
      breaks: "a negative constant counts as false",
    },
  ]),
  ...inFile("codegen/ir/numeric.ts", [
    {
      name: "bf16 ties away",
      find: "return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;",
      replace: "return ((bits + 0x8000) >>> 16) & 0xffff;",
      breaks: "ties round away from zero",
    },
    {
      name: "bf16 cut off",
      find: "return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;",
      replace: "return (bits >>> 16) & 0xffff;",
      breaks: "bf16 rounds toward zero",
    },
    {
      name: "f16 saturates",
      find: "if (magnitude >= 0x477ff000) return sign | 0x7c00;",
      replace: "if (magnitude >= 0x477ff000) return sign | 0x7bff;",
      breaks: "what is too large for f16 becomes its largest number",
    },
    {
      name: "f16 without subnormals",
      find: "return sign | (asBits[0]! - 0x3f000000);",
      replace: "return sign;",
      breaks: "subnormal numbers become 0",
    },
    {
      name: "f16 ties",
      find: "magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)",
      replace: "magnitude - 0x38000000 + 0x1000",
      breaks: "ties round away from zero",
    },
    {
      name: "bf16 NaN",
      find: "if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fff;",
      replace: "",
      breaks: "some NaN become infinity",
    },
  ]),
  ...inFile("codegen/ir/instr/arithmetic.ts", [
    {
      name: "shifts keep the sign of a u32",
      find: '(a, b) => a >>> b,\n      infix(">>"),',
      replace: '(a, b) => a >> b,\n      infix(">>"),',
      breaks: "u32 is shifted like i32",
    },
    {
      name: "signed high word",
      find: "(a, b) => highWord(a >>> 0, b >>> 0) - (a < 0 ? b : 0) - (b < 0 ? a : 0),",
      replace: "(a, b) => highWord(a >>> 0, b >>> 0),",
      breaks: "the upper half of a signed product is the unsigned one",
    },
    {
      name: "NaN orders",
      find: 'lessEqual: ["<=", (a, b) => (a <= b ? 1 : 0)],',
      replace: 'lessEqual: ["<=", (a, b) => (a > b ? 0 : 1)],',
      breaks: "NaN is less than or equal to everything",
    },
    {
      name: "quotient rounds down",
      find: "same(type, 2, (a, b) => (a - (a % b)) / b + 0, infix",
      replace: "same(type, 2, (a, b) => Math.floor(a / b), infix",
      breaks: "negative quotients round down",
    },
  ]),
  ...inFile("codegen/ir/instr/convert.ts", [
    {
      name: "u32 through i32",
      find: 'conversion("u32", "f32", (a) => `__uint2float_rn(${a})`),',
      replace: 'conversion("u32", "f32", (a) => `__uint2float_rn(${a})`, (a) => a | 0),',
      breaks: "large u32 become negative",
    },
    {
      name: "NaN to the least integer",
      find: "Number.isNaN(a) ? 0 : Math.min(most, Math.max(least, Math.trunc(a)));",
      replace: "Number.isNaN(a) ? least : Math.min(most, Math.max(least, Math.trunc(a)));",
      breaks: "NaN does not become 0",
    },
    {
      name: "high half first",
      find: "evaluate: (low, high) => ((bits(high) << 16) | bits(low)) >>> 0,",
      replace: "evaluate: (low, high) => ((bits(low) << 16) | bits(high)) >>> 0,",
      breaks: "pairs of 16-bit floats are packed the other way round",
    },
  ]),
  ...inFile("codegen/ir/instr/matrix.ts", [
    {
      name: "matrix product of other rows",
      find: "const third = dot(f32[c2 + lane]!, row + 8 * k, column, k);",
      replace: "const third = dot(f32[c2 + lane]!, row, column, k);",
      breaks: "the lower half of a product is the upper one",
    },
  ]),
  ...inFile("codegen/lowering/expressions.ts", [
    {
      name: "16-bit sums not rounded",
      find: "return roundedTo(lowering, lowering.emit(e.op, registerTypeOf(e.dtype), [a, b]), e.dtype);",
      replace: "return lowering.emit(e.op, registerTypeOf(e.dtype), [a, b]);",
      breaks: "an intermediate result has more digits than its type",
    },
    {
      name: "reads before their condition",
      find: "const reads = touchesMemory(e.a) || touchesMemory(e.b);",
      replace: "const reads = false;",
      breaks: "memory is read although the condition forbids it",
    },
    {
      name: "quotients before their condition",
      find: "if (!reads && !isPartial(e.a, lowering.operations) && !isPartial(e.b, lowering.operations))",
      replace: "if (!reads)",
      breaks: "a quotient by 0 is computed although the condition forbids it",
    },
    {
      name: "true as minus one",
      find: 'const one = target === "f32" ? f32(1) : { kind: "immediate" as const, type: target, value: 1 };',
      replace: 'const one = target === "f32" ? f32(-1) : { kind: "immediate" as const, type: target, value: 1 };',
      breaks: "a bool as f32 is -1",
    },
  ]),
  ...inFile("codegen/signature.ts", [
    {
      name: "reach without a limit",
      find: 'return unit && divisible && reach < 2 ** 31 ? "aligned" : "generic";',
      replace: 'return unit && divisible ? "aligned" : "generic";',
      breaks: "offsets that do not fit 32 bits are computed in 32 bits",
    },
    {
      name: "alignment of elements",
      find: "address % 16 === 0 &&",
      replace: "",
      breaks: "a base that is no multiple of 16 bytes counts as aligned",
    },
    {
      name: "strides of the wrong axes",
      find: "...strides.filter((_, axis) => !aligned || axis < strides.length - 1),",
      replace: "...strides.filter((_, axis) => !aligned || axis > 0),",
      breaks: "a kernel gets the strides of other axes",
    },
  ]),
  ...inFile("codegen/emit/js/numbers.ts", [
    {
      name: "CPU bf16 cut off",
      find: "(scratchBits[0] + 0x7fff + ((scratchBits[0] >>> 16) & 1)) & 0xffff0000",
      replace: "scratchBits[0] & 0xffff0000",
      breaks: "the CPU back end rounds bf16 toward zero",
    },
    {
      name: "CPU integers of floats wrap",
      find: "if (!isInteger(to) || !isFloat(from)) return round(text, to);",
      replace: "if (to) return round(text, to);",
      breaks: "a float too large for an integer wraps",
    },
    {
      name: "CPU products of doubles",
      find: ": `Math.imul(${a}, ${b})`)",
      replace: ': round(`${a} * ${b}`, "i32"))',
      breaks: "products beyond 2^53 lose their lower bits",
    },
  ]),
  ...inFile("codegen/emit/js/context.ts", [
    {
      name: "CPU overhang written",
      find: "`Math.min(${axis.size}, ${isZero ? length : `${length} - ${start}`})`",
      replace: "`${axis.size}`",
      breaks: "the CPU back end writes behind a tensor's end",
    },
    {
      name: "CPU axes in the wrong order",
      find: "const step = shape.slice(axis + 1).reduce((product, extent) => product * extent, 1);",
      replace: "const step = shape.slice(0, axis).reduce((product, extent) => product * extent, 1);",
      breaks: "tiles lie column by column, and overlap",
    },
  ]),
  ...inFile("codegen/emit/js/ops/copy.ts", [
    {
      name: "CPU overhang not zeroed",
      find: "emitter.line(`if (${missing}) ${emitter.buffer(target.buffer)}.fill(0);`);",
      replace: "",
      breaks: "elements outside of the tensor keep what the tile held before",
    },
  ]),
  ...inFile("codegen/emit/js/ops/gemm.ts", [
    {
      name: "CPU always accumulates",
      find: 'operation.attributes.accumulate === false ? "=" : "+="',
      replace: '"+="',
      breaks: "a product that should begin anew adds to what was there",
    },
    {
      name: "CPU transposes nothing",
      find: "transposed ? `${column} * ${width} + ${row}` : `${row} * ${width} + ${column}`;",
      replace: "`${row} * ${width} + ${column}`;",
      breaks: "a transposed operand is read as it lies",
    },
  ]),
  ...inFile("codegen/emit/js/ops/reduce.ts", [
    {
      name: "CPU maximum from 0",
      find: 'return isMaximum ? "-Infinity" : "Infinity";',
      replace: 'return "0";',
      breaks: "the maximum of negative numbers is 0",
    },
  ]),
  ...inFile("codegen/emit/js/program.ts", [
    {
      name: "CPU tiles not poisoned",
      find: '          emitter.line("poison();");',
      replace: "",
      breaks: "a work item sees what the one before left",
    },
    {
      name: "CPU loop bound moves",
      find: 'const isFixed = last.kind === "constant" || last.kind === "extent" || (last.kind === "variable" && !last.variable.mutable);',
      replace: "const isFixed = true;",
      breaks: "a loop's bound follows what the body assigns",
    },
  ]),
  ...inFile("codegen/frontend/expressions.ts", [
    {
      name: "opposite of less",
      find: 'less: "greaterEqual",',
      replace: 'less: "greater",',
      breaks: "not (a < b) leaves equality out",
    },
    {
      name: "NaN in a negated comparison",
      find: 'if (op === "not" && a.kind === "binary" && isInteger(a.a.dtype) && opposite[a.op])',
      replace: 'if (op === "not" && a.kind === "binary" && opposite[a.op])',
      breaks: "not (a < b) is taken for a >= b of floats",
    },
    {
      name: "zero plus float",
      find: "if (integer && isConstant(a, 0)) return b;",
      replace: "if (isConstant(a, 0)) return b;",
      breaks: "0.0 + x keeps a negative zero",
    },
    {
      name: "zero times float",
      find: "if (integer && (isConstant(a, 0) || isConstant(b, 0))) return constant(dtype, 0);",
      replace: "if (isConstant(a, 0) || isConstant(b, 0)) return constant(dtype, 0);",
      breaks: "0 times infinity is 0",
    },
  ]),
  ...inFile("codegen/frontend/loops.ts", [
    {
      name: "inclusive bound",
      find: 'const last = inclusive ? binary("add", bound, constant("i32", 1), position) : bound;',
      replace: "const last = bound;",
      breaks: "i <= n stops one short",
    },
  ]),
  ...inFile("codegen/frontend/elements.ts", [
    {
      name: "elements at any index",
      find: "if (lane <= last) {",
      replace: "if (lane < last) {",
      breaks: "a fragment's diagonal is taken for an element of the thread's own",
    },
    {
      name: "racing writes",
      find: "indices.every((lane, n) => extents[n] === 1 || used.has(lane))",
      replace: "indices.some((lane, n) => extents[n] === 1 || used.has(lane))",
      breaks: "iterations that write one element are not told",
    },
  ]),
];
