// Mutants of what threads compute: operand order of matrix products, trees of reductions and scans, owners of replicas, values kept too long.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the compiler's sources
import { type Edit, inFile } from "./edit.ts";

export const registerEdits: readonly Edit[] = [
  ...inFile("codegen/lowering/ops/gemm.ts", [
    {
      name: "always accumulates",
      find: 'if (operation.attributes["accumulate"] === false)',
      replace: 'if (operation.attributes["accumulate"] === null)',
      breaks: "a product that should begin anew adds to what was there",
    },
    {
      name: "tf32 once is enough",
      find: "        [small, large],\n",
      replace: "",
      breaks: "3xtf32 leaves out what the first operand's rounding lost",
    },
    {
      name: "step of a fragment operand",
      find: "ref(register, perStep * (((product * tiles + tile) * k) / 8 + step.first / 8) + order(n))",
      replace: "ref(register, perStep * (((product * tiles + tile) * k) / 8) + order(n))",
      breaks: "every step multiplies the first columns of a fragment operand",
    },
  ]),
  ...inFile("codegen/lowering/ops/gemm-operands.ts", [
    {
      name: "ldmatrix not transposed",
      find: "matrices(results, before + step.first, at, true);",
      replace: "matrices(results, before + step.first, at, false);",
      breaks: "an operand whose inner axis is not the last is read as its transpose",
    },
    {
      name: "ldmatrix transposed twice",
      find: "kIsLast ? matrices(results, before + at, step.first, false)",
      replace: "kIsLast ? matrices(results, before + at, step.first, true)",
      breaks: "an operand whose inner axis is the last is transposed",
    },
    {
      name: "matrices in the other order",
      find: "    tile.transposed\n      ? { row: plus(4)",
      replace: "    !tile.transposed\n      ? { row: plus(4)",
      breaks: "the four matrices of a load change places",
    },
    {
      name: "warp's part forgotten",
      find: "kIsLast ? { row: rowStart, column: origin } : { row: rowStart, column: start },",
      replace: "{ row: origin, column: origin },",
      breaks: "every warp multiplies the first rows and columns",
    },
    {
      name: "once for every place",
      find: "lowering.invariant(`matrix local ${lane.name} ${shared.pitch} ${warp.row.key} ${warp.column.key}`, () => {",
      replace: "lowering.invariant(`matrix local ${lane.name} ${shared.pitch}`, () => {",
      breaks: "operands of different warp grids share an address",
    },
    {
      name: "swizzle left out of a step",
      find: 'address = lowering.bits("bitXor", start, u32(within))',
      replace: "address = lowering.add(start, u32(within))",
      breaks: "a column constant is added to a swizzled address",
    },
    {
      name: "behind the inner axis",
      find: "if (left > 3 * innerStep) return true;",
      replace: "if (left > 0) return true;",
      breaks: "elements behind the end of the inner axis take part in a product",
    },
    {
      name: "whole matrices of a part",
      find: "const byMatrix = !step.masked && (",
      replace: "const byMatrix = (",
      breaks: "a matrix load reads behind the end of the inner axis",
    },
  ]),
  ...inFile("codegen/lowering/ops/reduce.ts", [
    {
      name: "tree drops a chain",
      find: "combine(combine(sums[0]!, sums[1]!), combine(sums[2]!, sums[3]!));",
      replace: "combine(combine(sums[0]!, sums[1]!), combine(sums[2]!, sums[2]!));",
      breaks: "a quarter of the registers is left out of a reduction",
    },
    {
      name: "shuffles stop early",
      find: "mask < inner * extent; mask *= 2)",
      replace: "mask < (inner * extent) / 2; mask *= 2)",
      breaks: "half of the lanes is left out of a reduction",
    },
    {
      name: "warps of another axis",
      find: "const warps = digitsAlong(source.warps, axis);",
      replace: "const warps = digitsAlong(source.warps, 1 - axis);",
      breaks: "partial results of other rows are combined",
    },
    {
      name: "minimum is a maximum",
      find: 'min: "minimum"',
      replace: 'min: "maximum"',
      breaks: "reduceMin gives the largest",
    },
  ]),
  ...inFile("codegen/lowering/ops/scan.ts", [
    {
      name: "scan from the lane itself",
      find: "const before = { values: this.shuffle(inclusive, back, i32(inner)), exists: this.atLeast(level, 1) };",
      replace: "const before = { values: inclusive, exists: this.atLeast(level, 1) };",
      breaks: "what precedes a lane holds the lane's own elements",
    },
    {
      name: "scan combines the wrong way round",
      find: "if (w < extent - 1 || totals) sum = this.combine(sum, read(w));",
      replace: "if (w < extent - 1 || totals) sum = this.combine(read(w), sum);",
      breaks: "a combination that does not commute gets its arguments swapped",
    },
    {
      name: "first warp has a past",
      find: "before: { values: before, exists: this.atLeast(level, 1) }, total",
      replace: "before: { values: before, exists: null }, total",
      breaks: "the first warp's elements are combined with what precedes others",
    },
    {
      name: "reverse in registers only",
      find: 'const back = this.reverse ? "down" : "up";',
      replace: 'const back = "up";',
      breaks: "a reversed scan runs forward over lanes",
    },
    {
      name: "scan without its barrier",
      find: "    lowering.barrier();\n    const first = lowering.invariant(`scan first warp",
      replace: "    const first = lowering.invariant(`scan first warp",
      breaks: "warps read what others have not written yet",
    },
  ]),
  ...inFile("codegen/lowering/emitter.ts", [
    {
      name: "registers that change are kept",
      find: "if (this.stable.has(value.register)) {",
      replace: "if (value.register.length === null) {",
      breaks: "an immutable name follows a register that is written later",
    },
    {
      name: "sums of constants too large",
      find: "&& isValueOf(a.type, value) ? {",
      replace: "? {",
      breaks: "a constant that does not fit its type is used",
    },
    {
      name: "distances too large",
      find: 'if (!isValueOf("i32", constant))',
      replace: "if (!Number.isSafeInteger(constant))",
      breaks: "a constant that does not fit its type is added",
    },
  ]),
  ...inFile("codegen/lowering/context.ts", [
    {
      name: "replicas own too",
      find: 'return this.compare("equal", replica, i32(0));',
      replace: 'return this.compare("greaterEqual", replica, i32(0));',
      breaks: "threads that hold copies of an element store it as well",
    },
    {
      name: "coordinates of one layout for all",
      find: "`coordinate ${key(layout.lanes)} | ${key(layout.warps)}`",
      replace: "`coordinate ${key(layout.lanes)}`",
      breaks: "layouts that differ in their warps share coordinates",
    },
    {
      name: "roles share coordinates",
      find: "    this.once = new Map();\n    const body",
      replace: "    const body",
      breaks: "a role uses lane and warp values of the whole block",
    },
    {
      name: "warps of a role from 0",
      find: 'which === "warp" ? (this.team?.firstWarp ?? 0)',
      replace: 'which === "warp" ? 0',
      breaks: "a role's warps count from the block's first",
    },
    {
      name: "shared memory on itself",
      find: "this.shared.reduce((n, r) => Math.max(n, r.offset + r.bytes), 0);\n    const names",
      replace: "this.shared.reduce((n, r) => Math.max(n, r.offset), 0);\n    const names",
      breaks: "two tiles have the same bytes",
    },
    {
      name: "swizzle mask of one chunk",
      find: "u32(((1 << bits) - 1) << 4)",
      replace: "u32(((1 << bits) - 1) << 3)",
      breaks: "the swizzle moves bytes inside of a chunk",
    },
  ]),
  ...inFile("codegen/lowering/packed.ts", [
    {
      name: "halves that are read wait",
      find: "touches(s, buffer, n > at)",
      replace: "touches(s, buffer, false)",
      breaks: "an element is read before it is written to its register",
    },
    {
      name: "one branch is enough for a first store",
      find: 'if (a !== b) return "read";',
      replace: "",
      breaks: "a conditional store wipes out its neighbour",
    },
  ]),
  ...inFile("codegen/lowering/parallel.ts", [
    {
      name: "halves under a condition wait",
      find: "if (!storedLast) {",
      replace: "if (!storedLast && storedFirst) {",
      breaks: "a 16-bit element stored under a condition is stored always",
    },
    {
      name: "halves that were not written are 0",
      find: "const isEmpty = storedFirst && !elements.has(r ^ 1);",
      replace: "const isEmpty = !elements.has(r ^ 1);",
      breaks: "a conditional store wipes out its neighbour",
    },
    {
      name: "stores overtake a half that waits",
      find: "      scope.flush(s.target);\n",
      replace: "",
      breaks: "two stores to one element change places",
    },
    {
      name: "odd halves first",
      find: "r & 1 ? [other, value] : [value, other]",
      replace: "r & 1 ? [value, other] : [other, value]",
      breaks: "a conditional store swaps the halves of a register",
    },
    {
      name: "torn loops are let through",
      find: "  if (changed)\n    throw",
      replace: "  if (changed && layout.lanes.length === 0)\n    throw",
      breaks: "threads read what the owner of their element may have written already",
    },
  ]),
  ...inFile("codegen/lowering/parallel-scope.ts", [
    {
      name: "cache keyed too loosely",
      find: "return `${number}:${values.filter((_, axis) => dependence & (1 << axis)).join()}`;",
      replace: "return `${number}`;",
      breaks: "the value of one element is used for all",
    },
    {
      name: "cache of what changes",
      find: "return this.written.has(e.buffer) ? VOLATILE : join(...e.index);",
      replace: "return join(...e.index);",
      breaks: "an element that the body writes keeps its first value",
    },
    {
      name: "neighbours of the wrong place",
      find: "this.constants = here.with(axis, here[axis]! + n);",
      replace: "this.constants = here.with(axis, here[axis]! + (n ^ 1));",
      breaks: "elements that are read together change places",
    },
    {
      name: "neighbours of a tile that changes",
      find: "if (axis === undefined || this.written.has(e.buffer) || this.memo.length > 1) return null;",
      replace: "if (axis === undefined || this.memo.length > 1) return null;",
      breaks: "elements that the body writes are read ahead",
    },
    {
      name: "values leave their condition",
      find: "    this.memo.push(new Map());\n    body();",
      replace: "    this.memo.push(this.memo.at(-1)!);\n    body();",
      breaks: "a value computed under a condition is used behind it",
    },
    {
      name: "sums of any registers",
      find: 'if (operand.kind === "register" && !this.unchanging(operand.register)) return null;',
      replace: "",
      breaks: "the sum of a register that changes is made once",
    },
  ]),
];
