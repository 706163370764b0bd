// Reports to the host through a buffer of the launch, as codegen/ir/report.ts lays it out. Guarantees: no report traps, waits or changes what the
// kernel computes; without a buffer (a null pointer) nothing happens; what does not fit is counted.
import { reportCapacity } from "../report.ts";
import { operandType } from "../lowered.ts";
import type { InstructionRecord } from "../instruction.ts";
import { attributeProblem } from "./record.ts";

const headerBytes = 16;
/** Far above any capacity, and far below where counting more would wrap. */
const saturated = 2 ** 31;

const slotHelper = `__device__ __forceinline__ u32* report_slot(u32* reports, u32 words, bool fails) {
  if (reports == 0 || *(volatile u32*)reports >= ${saturated}u) return 0;
  if (fails) atomicAdd(reports + 1, 1u);
  const u32 slot = atomicAdd(reports, 1u);
  return slot < ${reportCapacity}u ? reports + ${headerBytes / 4} + slot * words : 0;
}`;

export const reportInstructions: readonly InstructionRecord[] = [
  {
    name: "report",
    doc: "Adds a report to the buffer at the first operand, a null pointer for none: attribute site is the number of the statement that reports, the other operands are the 32-bit words that follow it. Attribute words: of a slot; fails: it is of an assertion that failed.",
    verify: (i) => {
      const { site, words, ...rest } = i.attributes;
      const problem = attributeProblem({ ...i, attributes: rest }, { fails: [false, true] });
      if (problem) return problem;
      if (!Number.isInteger(site) || Number(site) < 0) return "attribute site must be the number of a statement";
      if (!Number.isInteger(words) || Number(words) < i.operands.length) return "attribute words must hold all operands";
      if (i.results.length > 0) return "has no results";
      const [buffer, ...values] = i.operands.map(operandType);
      return buffer === "i64" && values.every((type) => type === "i32" || type === "u32" || type === "f32")
        ? null
        : "takes the address of a buffer, then words of 32 bits";
    },
    simulate: (i, linker) => {
      const [buffer, ...values] = i.operands.map((operand) => linker.operand(operand)) as [number, ...number[]];
      const site = Number(i.attributes["site"]) + 1;
      const words = Number(i.attributes["words"]);
      return (warp) => {
        const { block, active } = warp;
        for (let lane = 0; lane < 32; lane++) {
          const base = warp.i64[buffer + lane]!;
          if (((active >>> lane) & 1) === 0 || base === 0) continue;
          const count = (address: number): number => {
            const { memory, offset } = block.globalAtomic(warp, lane, address, 4);
            return memory.u32[offset / 4]!++;
          };
          if (i.attributes["fails"]) count(base + 4);
          const slot = count(base);
          if (slot >= reportCapacity) continue;
          [site, ...values.map((value) => warp.u32[value + lane]!)].forEach((word, n) => {
            const { memory, offset } = block.globalWrite(warp, lane, base + headerBytes + 4 * (slot * words + n), 4, "warp");
            memory.u32[offset / 4] = word;
          });
        }
      };
    },
    print: (i, printer) => {
      const [buffer, ...values] = i.operands.map((operand) => printer.operand(operand));
      const stores = values.map((value, n) => {
        const isFloat = operandType(i.operands[n + 1]!) === "f32";
        return `slot[${n + 1}] = ${isFloat ? `__float_as_uint(${value})` : `(u32)(${value})`};`;
      });
      // The number comes last: a slot that has one is complete.
      return `if (u32* slot = report_slot((u32*)${buffer}, ${i.attributes["words"]}u, ${i.attributes["fails"]})) { ${stores.join(" ")} slot[0] = ${Number(i.attributes["site"]) + 1}u; }`;
    },
    helpers: { report_slot: slotHelper },
    requires: { capability: 80, specific: false },
    cost: { unit: "loadStore", cycles: () => 64 },
    proxy: "generic",
    completion: "immediate",
    uniformity: "lane",
    effects: true,
    samples: () => [],
  },
];
