// Instructions in which the lanes of one warp exchange values. Guarantees: all 32 lanes take part, or the simulation ends; lanes read what the
// others held before the instruction.
import type { Instruction } from "../lowered.ts";
import { operandType } from "../lowered.ts";
import type { ConformanceSample, InstructionRecord } from "../instruction.ts";
import { type ShuffleMode, shuffleSources } from "../exchange.ts";
import { attributeProblem, requireWholeWarp, resultRegister, typeProblem, word } from "./record.ts";

const texts: Readonly<Record<ShuffleMode, string>> = {
  xor: "__shfl_xor_sync",
  down: "__shfl_down_sync",
  up: "__shfl_up_sync",
  index: "__shfl_sync",
};
const modes = Object.keys(texts);
const modeOf = (i: Instruction): ShuffleMode => i.attributes["mode"] as ShuffleMode;
const held = new Uint32Array(32);
const common = {
  helpers: {},
  requires: { capability: 80, specific: false },
  proxy: "none",
  completion: "immediate",
  uniformity: "warp",
  effects: false,
  samples: () => [],
} as const;

const shuffle: InstructionRecord = {
  ...common,
  name: "shuffle",
  doc: "The value of 32 or 64 bits that another lane holds (shfl.sync, for 64 bits twice). Attribute mode and the second operand (i32 or u32) say which: xor (lane ^ operand), down (lane + operand), up (lane - operand), index (operand); a lane that does not exist gives the own value.",
  verify: (i) =>
    attributeProblem(i, { mode: modes }) ??
    typeProblem(i, [`${word}|i64`], [`${word}|i64`, "i32|u32"]) ??
    (i.results[0]!.register.type === operandType(i.operands[0]!) ? null : "result and value must have one type"),
  simulate: (i, linker) => {
    const [value, operand] = i.operands.map((o) => linker.operand(o)) as [number, number];
    const result = linker.result(i.results[0]!);
    const source = shuffleSources[modeOf(i)];
    const isWide = operandType(i.operands[0]!) === "i64";
    return (warp) => {
      requireWholeWarp(warp, "shuffle");
      const { u32 } = warp;
      if (isWide) {
        const before = warp.i64.slice(value, value + 32);
        for (let lane = 0; lane < 32; lane++) {
          const from = source(lane, u32[operand + lane]!);
          warp.i64[result + lane] = before[from >= 0 && from < 32 ? from : lane]!;
        }
        return;
      }
      for (let lane = 0; lane < 32; lane++) {
        const from = source(lane, u32[operand + lane]!);
        held[lane] = u32[value + (from >= 0 && from < 32 ? from : lane)]!;
      }
      u32.set(held, result);
    };
  },
  print: (i, printer) => {
    return `${printer.result(i.results[0]!)} = ${texts[modeOf(i)]}(0xffffffffu, ${printer.operand(i.operands[0]!)}, ${printer.operand(i.operands[1]!)});`;
  },
  cost: { unit: "loadStore", cycles: () => 4 },
  samples: (random) =>
    modes.flatMap((mode) =>
      (["u32", "i64"] as const).map(
        (type): ConformanceSample => ({
          results: [resultRegister(type)],
          operands: [resultRegister(type, "value"), { kind: "immediate", type: "u32", value: Math.floor(random() * 32) }],
          attributes: { mode },
          tolerance: 0,
        }),
      ),
    ),
};

const vote: InstructionRecord = {
  ...common,
  name: "vote",
  doc: "Whether a predicate holds in any, or in all, lanes of the warp (attribute mode; vote.sync).",
  verify: (i) => attributeProblem(i, { mode: ["any", "all"] }) ?? typeProblem(i, ["predicate"], ["predicate"]),
  simulate: (i, linker) => {
    const [value, result, all] = [linker.operand(i.operands[0]!), linker.result(i.results[0]!), i.attributes["mode"] === "all"];
    return (warp) => {
      requireWholeWarp(warp, "vote");
      let count = 0;
      for (let lane = 0; lane < 32; lane++) count += warp.predicate[value + lane]!;
      warp.predicate.fill(count === 32 || (!all && count > 0) ? 1 : 0, result, result + 32);
    };
  },
  print: (i, printer) =>
    `${printer.result(i.results[0]!)} = __${i.attributes["mode"]}_sync(0xffffffffu, ${printer.operand(i.operands[0]!)}) != 0;`,
  cost: { unit: "alu", cycles: () => 4 },
  samples: () =>
    ["any", "all"].map(
      (mode): ConformanceSample => ({
        results: [resultRegister("predicate")],
        operands: [resultRegister("predicate", "value")],
        attributes: { mode },
        tolerance: 0,
      }),
    ),
};

const ballot: InstructionRecord = {
  ...common,
  name: "ballot",
  doc: "The lanes for which a predicate holds, as bits of a u32 (vote.sync.ballot).",
  verify: (i) => attributeProblem(i, {}) ?? typeProblem(i, ["u32"], ["predicate"]),
  simulate: (i, linker) => {
    const [value, result] = [linker.operand(i.operands[0]!), linker.result(i.results[0]!)];
    return (warp) => {
      requireWholeWarp(warp, "ballot");
      let mask = 0;
      for (let lane = 0; lane < 32; lane++) mask |= warp.predicate[value + lane]! << lane;
      warp.u32.fill(mask, result, result + 32);
    };
  },
  print: (i, printer) => `${printer.result(i.results[0]!)} = __ballot_sync(0xffffffffu, ${printer.operand(i.operands[0]!)});`,
  cost: { unit: "alu", cycles: () => 4 },
  samples: () => [{ results: [resultRegister("u32")], operands: [resultRegister("predicate", "value")], attributes: {}, tolerance: 0 }],
};

const uniform: InstructionRecord = {
  ...common,
  name: "uniform",
  doc: "An i32 that is known to be the same in all lanes, in a form that tells the compiler so (redux.sync.max). In simulation lanes that differ are an error.",
  verify: (i) => attributeProblem(i, {}) ?? typeProblem(i, ["i32"], ["i32"]),
  simulate: (i: Instruction, linker) => {
    const [value, result] = [linker.operand(i.operands[0]!), linker.result(i.results[0]!)];
    return (warp) => {
      requireWholeWarp(warp, "uniform");
      const first = warp.i32[value]!;
      for (let lane = 1; lane < 32; lane++)
        if (warp.i32[value + lane] !== first)
          warp.block.fail({
            code: "divergence",
            message: `a value that must be the same across the warp is ${first} in lane 0 and ${warp.i32[value + lane]} in lane ${lane}`,
          });
      warp.i32.fill(first, result, result + 32);
    };
  },
  print: (i, printer) => `${printer.result(i.results[0]!)} = __reduce_max_sync(0xffffffffu, ${printer.operand(i.operands[0]!)});`,
  cost: { unit: "alu", cycles: () => 4 },
};

const warpSync: InstructionRecord = {
  ...common,
  name: "warpSync",
  doc: "Orders the memory accesses of the warp's lanes before it against those behind it (bar.warp.sync).",
  verify: (i) => attributeProblem(i, {}) ?? typeProblem(i, [], []),
  simulate: () => (warp) => {
    requireWholeWarp(warp, "warpSync");
    warp.block.lanesMeet(warp);
  },
  print: () => "__syncwarp();",
  cost: { unit: "none", cycles: () => 2 },
  effects: true,
};

export const warpInstructions: readonly InstructionRecord[] = [shuffle, vote, ballot, uniform, warpSync];
