// Barriers of a block or of some of its warps. Guarantees: a warp arrives once however often its waiting is tried again; every access to
// shared memory before a barrier is ordered before those behind it, for the warps that meet there.
import type { Instruction } from "../lowered.ts";
import type { InstructionRecord } from "../instruction.ts";
import { requireWholeWarp, typeProblem } from "./record.ts";

const attributeProblems = (i: Instruction): string | null => {
  const { id, threads, ...others } = i.attributes;
  if (!Number.isInteger(id) || Number(id) < 0 || Number(id) > 15) return `attribute id is ${id}; barriers are numbered 0 to 15`;
  if (!Number.isInteger(threads) || Number(threads) < 0 || Number(threads) % 32 !== 0)
    return `attribute threads is ${threads}; it must be a multiple of 32, or 0 for the whole block`;
  const [unknown] = Object.keys(others);
  return unknown === undefined ? null : `there is no attribute ${unknown}`;
};
const verify = (i: Instruction): string | null => attributeProblems(i) ?? typeProblem(i, [], []);
const parts = (i: Instruction): { readonly id: number; readonly threads: number } => ({
  id: Number(i.attributes["id"]),
  threads: Number(i.attributes["threads"]),
});

const barrier: InstructionRecord = {
  name: "barrier",
  doc: "Waits until the threads that share barrier id (0 to 15) have arrived: attribute threads of them, or with 0 the whole block (bar.sync).",
  verify,
  simulate: (i) => {
    const { id, threads } = parts(i);
    return (warp) => {
      requireWholeWarp(warp, "barrier");
      warp.block.barrierArrive(warp, id, threads, true);
      return warp.block.barrierPassed(warp, id);
    };
  },
  print: (i) => {
    const { id, threads } = parts(i);
    return id === 0 && threads === 0
      ? "__syncthreads();"
      : `asm volatile("bar.sync ${threads === 0 ? id : `${id}, ${threads}`};" ::: "memory");`;
  },
  helpers: {},
  requires: { capability: 80, specific: false },
  cost: { unit: "barrier", cycles: () => 16 },
  proxy: "none",
  completion: "immediate",
  uniformity: "block",
  effects: true,
  samples: () => [],
};
const barrierArrive: InstructionRecord = {
  ...barrier,
  name: "barrierArrive",
  doc: "Arrives at barrier id without waiting for it (bar.arrive); attribute threads counts those who arrive and those who wait.",
  verify: (i) => verify(i) ?? (i.attributes["threads"] === 0 ? "attribute threads must say how many threads meet at the barrier" : null),
  simulate: (i) => {
    const { id, threads } = parts(i);
    return (warp) => {
      requireWholeWarp(warp, "barrierArrive");
      warp.block.barrierArrive(warp, id, threads, false);
    };
  },
  print: (i) => `asm volatile("bar.arrive ${parts(i).id}, ${parts(i).threads};" ::: "memory");`,
};

const barrierAny: InstructionRecord = {
  ...barrier,
  name: "barrierAny",
  doc: "Waits like barrier, and tells all who meet whether the predicate operand holds for any of their threads (bar.red.or).",
  verify: (i) => attributeProblems(i) ?? typeProblem(i, ["predicate"], ["predicate"]),
  simulate: (i, linker) => {
    const { id, threads } = parts(i);
    const [value, result] = [linker.operand(i.operands[0]!), linker.result(i.results[0]!)];
    return (warp) => {
      requireWholeWarp(warp, "barrierAny");
      const own = warp.predicate.subarray(value, value + 32).includes(1);
      warp.block.barrierArrive(warp, id, threads, true, own);
      if (!warp.block.barrierPassed(warp, id)) return false;
      warp.predicate.fill(warp.block.barrierOr(warp) ? 1 : 0, result, result + 32);
      return true;
    };
  },
  print: (i, printer) => {
    const { id, threads } = parts(i);
    const result = printer.result(i.results[0]!);
    const text = `{ .reg .pred p, q; setp.ne.u32 p, %1, 0; bar.red.or.pred q, ${threads === 0 ? id : `${id}, ${threads}`}, p; selp.u32 %0, 1, 0, q; }`;
    return `{ u32 any_bits; asm volatile("${text}" : "=r"(any_bits) : "r"((u32)${printer.operand(i.operands[0]!)}) : "memory"); ${result} = any_bits != 0; }`;
  },
};

export const synchroniseInstructions: readonly InstructionRecord[] = [barrier, barrierArrive, barrierAny];
