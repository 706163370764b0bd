// Mutants of printed CUDA: what an instruction prints, and how the emitter rolls, inlines, names and declares. The simulator does not see them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the compiler's sources
import { type Edit, inFile } from "./edit.ts";

export const cudaEdits: readonly Edit[] = [
  ...inFile("codegen/ir/instr/arithmetic.ts", [
    {
      name: "CUDA shift of the other type",
      find: "(a, b) => `(int)((u32)${a} << ${b})`,",
      replace: "(a, b) => `(int)((u32)${a} >> ${b})`,",
      breaks: "i32 is shifted right instead of left",
    },
    {
      name: "CUDA unsigned high word",
      find: "(a, b) => `__mulhi(${a}, ${b})`,",
      replace: "(a, b) => `(int)__umulhi(${a}, ${b})`,",
      breaks: "the upper half of a signed product is the unsigned one",
    },
    {
      name: "CUDA select turned",
      find: "(p, a, b) => `${p} ? ${a} : ${b}`,",
      replace: "(p, a, b) => `${p} ? ${b} : ${a}`,",
      breaks: "select gives the other value",
    },
    {
      name: "CUDA fast quotient",
      find: "`__fdiv_rn(${a}, ${b})`",
      replace: "`__fdividef(${a}, ${b})`",
      breaks: "quotients are approximate",
    },
    { name: "CUDA round half up", find: "`rintf(${a})`", replace: "`floorf(${a} + 0.5f)`", breaks: "ties round up" },
  ]),
  ...inFile("codegen/ir/instr/convert.ts", [
    {
      name: "CUDA saturation to signed",
      find: "`__float2uint_rz(${a})`",
      replace: "`(u32)__float2int_rz(${a})`",
      breaks: "large f32 become the wrong u32",
    },
    {
      name: "CUDA pairs swapped",
      find: "text: `cvt.rn.${dtype}x2.f32 %0, %2, %1;`,",
      replace: "text: `cvt.rn.${dtype}x2.f32 %0, %1, %2;`,",
      breaks: "the halves of a pair change places",
    },
    {
      name: "CUDA upper half",
      find: "`__uint_as_float(${a} & 0xffff0000u)`",
      replace: "`__uint_as_float(${a} << 16)`",
      breaks: "the lower half is unpacked twice",
    },
  ]),
  ...inFile("codegen/ir/instr/memory.ts", [
    {
      name: "CUDA ldmatrix as it lies",
      find: '.x${count}${i.attributes["transposed"] === true ? ".trans" : ""}.shared',
      replace: ".x${count}.shared",
      breaks: "transposed matrix loads are not transposed",
    },
    {
      name: "CUDA copies of whole chunks",
      find: "[%0], [%1], ${bytes}, %2;`",
      replace: "[%0], [%1], ${bytes}, ${bytes};`",
      breaks: "asynchronous copies read behind the end of a row",
    },
    {
      name: "CUDA wait for less",
      find: 'cp.async.wait_group ${number(i, "pending")};',
      replace: 'cp.async.wait_group ${number(i, "pending") + 1};',
      breaks: "copies are used while they are under way",
    },
    {
      name: "CUDA vector of one",
      find: '`${cache}${values > 1 ? `.v${values}` : ""}.b32`',
      replace: "`${cache}.b32`",
      breaks: "vector accesses do not assemble",
    },
  ]),
  ...inFile("codegen/ir/instr/warp.ts", [
    {
      name: "CUDA shuffles up",
      find: 'down: "__shfl_down_sync"',
      replace: 'down: "__shfl_up_sync"',
      breaks: "lanes read from the other side",
    },
    {
      name: "CUDA votes of any",
      find: '`${printer.result(i.results[0]!)} = __${i.attributes["mode"]}_sync(',
      replace: "`${printer.result(i.results[0]!)} = __any_sync(",
      breaks: "all lanes are taken to agree where one does",
    },
  ]),
  ...inFile("codegen/emit/cuda/literals.ts", [
    {
      name: "CUDA literals of few digits",
      find: "if (Math.fround(Number(text)) === value) return String(Number(text));",
      replace: "if (digits === 6) return String(Number(text));",
      breaks: "f32 constants lose their last digits",
    },
    {
      name: "CUDA infinity of the wrong sign",
      find: 'rounded > 0 ? "7" : "f"',
      replace: 'rounded > 0 ? "f" : "7"',
      breaks: "infinities change their sign",
    },
  ]),
  ...inFile("codegen/emit/cuda/reroll.ts", [
    {
      name: "CUDA loops with a step of the first round",
      find: "if (b.base !== a.base + round * by) return null;",
      replace: "",
      breaks: "groups that do not advance evenly become a loop",
    },
    {
      name: "CUDA loops share what lives on",
      find: "if (from !== to && !(localToFirst(from) && localToGroup(to))) return null;",
      replace: "",
      breaks: "registers that are read behind a loop are exchanged for the first round's",
    },
  ]),
  ...inFile("codegen/emit/cuda/inline.ts", [
    {
      name: "CUDA expressions move past writes",
      find: "if (registersRead(defining).some((r) => changed.has(r))) waiting.delete(register);",
      replace: "if (changed.size < 0) waiting.delete(register);",
      breaks: "an expression is computed after what it reads has changed",
    },
    {
      name: "CUDA expressions without parentheses",
      find: "simple ? moved : `(${moved})`",
      replace: "simple ? moved : moved",
      breaks: "a sum inside of a product is taken apart",
    },
    {
      name: "CUDA values used twice",
      find: "this.reads.get(result!.register) !== 1 || this.writes.get(result!.register) !== 1",
      replace: "this.writes.get(result!.register) !== 1",
      breaks: "a value is put into its first use and missing in the second",
    },
  ]),
  ...inFile("codegen/emit/cuda/scopes.ts", [
    {
      name: "CUDA declared too deep",
      find: "if (count === totals.get(register)) {\n        before.set",
      replace: "if (count > 0) {\n        before.set",
      breaks: "a register is declared in a block that does not hold all its uses",
    },
  ]),
  ...inFile("codegen/emit/cuda.ts", [
    {
      name: "CUDA else dropped",
      find: "if (item.otherwise.length > 0) {",
      replace: "if (item.otherwise.length > 99) {",
      breaks: "the other branch of a condition is not printed",
    },
    {
      name: "CUDA bounds evaluated each time",
      find: 'if (operand.kind !== "register" || !written.has(operand.register)) return this.operand(operand);',
      replace: "if (operand.kind) return this.operand(operand);",
      breaks: "a loop's bound follows what its body writes",
    },
    {
      name: "CUDA roles of one warp more",
      find: "lastWarp * 32 < threads ? [`warp_index < ${lastWarp}`] : []",
      replace: "lastWarp * 32 < threads ? [`warp_index <= ${lastWarp}`] : []",
      breaks: "a role's first warp runs the role before",
    },
  ]),
];
