// Instructions that move data between registers, shared and global memory, at once or asynchronously (cp.async). Guarantees: every byte a lane
// touches is checked by the block before it is read or written; masked lanes touch nothing.
import type { Instruction, RegisterRef } from "../lowered.ts";
import { operandType } from "../lowered.ts";
import type { InstructionPrinter, InstructionRecord, SimulatedStep, SimulatorLinker } from "../instruction.ts";
import { attributeProblem, constraint, ptx, requireWholeWarp, typeProblem, word } from "./record.ts";

type Space = "global" | "shared";
const caches = ["default", "streaming"] as const;
const spaces = {
  global: { address: "i64", constraint: "l", attributes: { width: [2, 4], cache: caches } },
  shared: { address: "u32", constraint: "r", attributes: { width: [2, 4] } },
} as const;

const number = (instruction: Instruction, name: string): number => Number(instruction.attributes[name]);
/** Why these attributes are no byte offsets, or null. */
const offsetProblem = (instruction: Instruction, names: readonly string[]): string | null => {
  const bad = names.find((name) => !Number.isSafeInteger(instruction.attributes[name]));
  return bad === undefined ? null : `attribute ${bad} must be a whole number of bytes`;
};
const without = (instruction: Instruction, names: readonly string[]): Instruction => ({
  ...instruction,
  attributes: Object.fromEntries(Object.entries(instruction.attributes).filter(([name]) => !names.includes(name))),
});

const accessProblem = (i: Instruction, space: Space, values: number): string | null => {
  const problem = offsetProblem(i, ["offset"]) ?? attributeProblem(without(i, ["offset"]), spaces[space].attributes);
  if (problem) return problem;
  if (![1, 2, 4].includes(values)) return `moves ${values} values; it must be 1, 2 or 4`;
  return number(i, "width") === 2 && values !== 1 ? "moves 16-bit values one at a time; use 32-bit words for vectors" : null;
};
const addressText = (printer: InstructionPrinter, i: Instruction, operand: number, attribute: string): string =>
  `${printer.operand(i.operands[operand]!)}${printer.offset(i, attribute)}`;
const suffix = (i: Instruction, values: number): string => {
  const cache = i.attributes["cache"] === "streaming" ? ".cs" : "";
  return number(i, "width") === 2 ? `${cache}.u16` : `${cache}${values > 1 ? `.v${values}` : ""}.b32`;
};
const braces = (from: number, count: number): string => {
  const list = Array.from({ length: count }, (_, n) => `%${from + n}`).join(", ");
  return count > 1 ? `{${list}}` : list;
};

const addresses = new Float64Array(32);
const sharedAddresses = new Int32Array(32);

const loadStep = (i: Instruction, linker: SimulatorLinker, space: Space): SimulatedStep => {
  const [address, offset, width, count] = [linker.operand(i.operands[0]!), number(i, "offset"), number(i, "width"), i.results.length];
  const results = i.results.map((result) => linker.result(result));
  return (warp) => {
    const { block, active, u32 } = warp;
    for (let lane = 0; lane < 32; lane++) {
      if (((active >>> lane) & 1) === 0) continue;
      const from = (space === "global" ? warp.i64 : u32)[address + lane]! + offset;
      if (space === "global") {
        addresses[lane] = from;
        const { memory, offset: at } = block.globalRead(warp, lane, from, width * count, "warp");
        if (width === 2) u32[results[0]! + lane] = memory.u16[at / 2]!;
        else for (let n = 0; n < count; n++) u32[results[n]! + lane] = memory.u32[at / 4 + n]!;
      } else {
        sharedAddresses[lane] = from;
        block.sharedRead(warp, lane, from, width * count, "warp");
        if (width === 2) u32[results[0]! + lane] = block.shared.u16[from >> 1]!;
        else for (let n = 0; n < count; n++) u32[results[n]! + lane] = block.shared.u32[(from >> 2) + n]!;
      }
    }
    if (space === "global") block.countGlobal(addresses, active, width * count);
    else block.countShared(sharedAddresses, active, width * count);
  };
};
const storeStep = (i: Instruction, linker: SimulatorLinker, space: Space): SimulatedStep => {
  const [address, ...values] = i.operands.map((operand) => linker.operand(operand));
  const [offset, width, count] = [number(i, "offset"), number(i, "width"), values.length];
  return (warp) => {
    const { block, active, u32 } = warp;
    for (let lane = 0; lane < 32; lane++) {
      if (((active >>> lane) & 1) === 0) continue;
      const to = (space === "global" ? warp.i64 : u32)[address! + lane]! + offset;
      if (space === "global") {
        addresses[lane] = to;
        const { memory, offset: at } = block.globalWrite(warp, lane, to, width * count, "warp");
        if (width === 2) memory.u16[at / 2] = u32[values[0]! + lane]!;
        else for (let n = 0; n < count; n++) memory.u32[at / 4 + n] = u32[values[n]! + lane]!;
      } else {
        sharedAddresses[lane] = to;
        block.sharedWrite(warp, lane, to, width * count, "warp");
        if (width === 2) block.shared.u16[to >> 1] = u32[values[0]! + lane]!;
        else for (let n = 0; n < count; n++) block.shared.u32[(to >> 2) + n] = u32[values[n]! + lane]!;
      }
    }
    if (space === "global") block.countGlobal(addresses, active, width * count);
    else block.countShared(sharedAddresses, active, width * count);
  };
};

const common = {
  helpers: {},
  requires: { capability: 80, specific: false },
  proxy: "generic",
  completion: "immediate",
  uniformity: "lane",
  effects: true,
  samples: () => [],
} as const;
const output = (printer: InstructionPrinter, result: RegisterRef): string =>
  `"=${constraint(result.register.type)}"(${printer.result(result)})`;

const load = (space: Space): InstructionRecord => ({
  ...common,
  name: space === "global" ? "loadGlobal" : "loadShared",
  doc: `Reads 1, 2 or 4 words (width 4) or one 16-bit value, zero-extended (width 2), at the address operand plus attribute offset (bytes) in ${space} memory (ld.${space}).${space === "global" ? " Attribute cache: default, or streaming for data read once." : ""}`,
  verify: (i) => {
    const results = i.results.map(() => (i.attributes["width"] === 2 ? "u32" : word));
    return accessProblem(i, space, i.results.length) ?? typeProblem(i, results, [spaces[space].address]);
  },
  simulate: (i, linker) => loadStep(i, linker, space),
  print: (i, printer) => {
    const count = i.results.length;
    const address = `"${spaces[space].constraint}"(${addressText(printer, i, 0, "offset")})`;
    return ptx(
      `ld.${space}${suffix(i, count)} ${braces(0, count)}, [%${count}];`,
      i.results.map((r) => output(printer, r)),
      [address],
      true,
    );
  },
  cost: { unit: "loadStore", cycles: (i) => 4 * i.results.length },
});
const store = (space: Space): InstructionRecord => ({
  ...common,
  name: space === "global" ? "storeGlobal" : "storeShared",
  doc: `Writes 1, 2 or 4 words (width 4) or the low 16 bits of one (width 2) at the address operand plus attribute offset (bytes) in ${space} memory (st.${space}).${space === "global" ? " Attribute cache: default, or streaming for data that is not read soon." : ""}`,
  verify: (i) => {
    const values = i.operands.slice(1).map(() => (i.attributes["width"] === 2 ? "i32|u32" : word));
    return accessProblem(i, space, values.length) ?? typeProblem(i, [], [spaces[space].address, ...values]);
  },
  simulate: (i, linker) => storeStep(i, linker, space),
  print: (i, printer) => {
    const values = i.operands.slice(1);
    const inputs = values.map((value) => `"${constraint(operandType(value))}"(${printer.operand(value)})`);
    const address = `"${spaces[space].constraint}"(${addressText(printer, i, 0, "offset")})`;
    return ptx(`st.${space}${suffix(i, values.length)} [%0], ${braces(1, values.length)};`, [], [address, ...inputs], true);
  },
  cost: { unit: "loadStore", cycles: (i) => 4 * (i.operands.length - 1) },
});

const loadMatrix: InstructionRecord = {
  ...common,
  name: "loadMatrix",
  doc: "Reads 1, 2 or 4 (attribute count) 8x8 matrices of 16-bit elements from shared memory (ldmatrix). Lanes 8m to 8m+7 give the addresses (u32, plus attribute offset, 16-byte aligned) of the rows of matrix m; of it, lane l gets the elements (l/4, 2(l%4)) and (l/4, 2(l%4)+1) in its m-th result, or with attribute transposed (2(l%4), l/4) and (2(l%4)+1, l/4).",
  verify: (i) =>
    offsetProblem(i, ["offset"]) ??
    attributeProblem(without(i, ["offset"]), { count: [1, 2, 4], transposed: [true, false] }) ??
    typeProblem(
      i,
      Array.from({ length: number(i, "count") }, () => "u32"),
      ["u32"],
    ),
  simulate: (i, linker) => {
    const [address, offset, count, transposed] = [
      linker.operand(i.operands[0]!),
      number(i, "offset"),
      number(i, "count"),
      i.attributes["transposed"] === true,
    ];
    const results = i.results.map((result) => linker.result(result));
    const lanes = count === 4 ? -1 : 2 ** (8 * count) - 1;
    return (warp) => {
      requireWholeWarp(warp, "loadMatrix");
      const { block, u32 } = warp;
      for (let lane = 0; lane < 8 * count; lane++) {
        const row = u32[address + lane]! + offset;
        sharedAddresses[lane] = row;
        block.sharedRead(warp, lane, row, 16, "warp");
      }
      const { u16, u32: words } = block.shared;
      for (let matrix = 0; matrix < count; matrix++)
        for (let lane = 0; lane < 32; lane++) {
          const [major, minor] = [lane >> 2, lane & 3];
          const first = 8 * matrix + 2 * minor;
          u32[results[matrix]! + lane] = transposed
            ? u16[(sharedAddresses[first]! >> 1) + major]! | (u16[(sharedAddresses[first + 1]! >> 1) + major]! << 16)
            : words[(sharedAddresses[8 * matrix + major]! >> 2) + minor]!;
        }
      block.countShared(sharedAddresses, lanes, 16);
    };
  },
  print: (i, printer) => {
    const count = number(i, "count");
    const results = Array.from({ length: count }, (_, n) => `%${n}`).join(", ");
    const text = `ldmatrix.sync.aligned.m8n8.x${count}${i.attributes["transposed"] === true ? ".trans" : ""}.shared.b16 {${results}}, [%${count}];`;
    return ptx(
      text,
      i.results.map((r) => output(printer, r)),
      [`"r"(${addressText(printer, i, 0, "offset")})`],
      true,
    );
  },
  cost: { unit: "loadStore", cycles: (i) => 4 * number(i, "count") },
  uniformity: "warp",
};

const copyOffsets = ["sharedOffset", "globalOffset"];
const copyAsync: InstructionRecord = {
  ...common,
  name: "copyAsync",
  doc: "Begins to copy attribute bytes (4, 8 or 16) from global to shared memory (cp.async; 16 bytes go past L1). Operands: shared address (u32), global address (i64), how many bytes to read (i32, 0 to bytes; the rest becomes zero). Attributes sharedOffset and globalOffset are added to the addresses. Complete after a copyWait that covers its copyCommit.",
  verify: (i) =>
    offsetProblem(i, copyOffsets) ??
    attributeProblem(without(i, copyOffsets), { bytes: [4, 8, 16] }) ??
    typeProblem(i, [], ["u32", "i64", "i32"]),
  simulate: (i, linker) => {
    const [shared, global, source] = i.operands.map((operand) => linker.operand(operand)) as [number, number, number];
    const [bytes, sharedOffset, globalOffset] = [number(i, "bytes"), number(i, "sharedOffset"), number(i, "globalOffset")];
    return (warp) => {
      const { block, active } = warp;
      const operation = block.openGroup(warp, "copyGroup");
      let reading = 0;
      for (let lane = 0; lane < 32; lane++) {
        if (((active >>> lane) & 1) === 0) continue;
        const [to, from, given] = [
          warp.u32[shared + lane]! + sharedOffset,
          warp.i64[global + lane]! + globalOffset,
          warp.i32[source + lane]!,
        ];
        sharedAddresses[lane] = to;
        if (given < 0 || given > bytes)
          block.fail({ code: "copyAsync", message: `lane ${lane} asks copyAsync for ${given} of ${bytes} bytes` });
        block.sharedWrite(warp, lane, to, bytes, operation);
        block.shared.u8.fill(0, to, to + bytes);
        if (given === 0) continue;
        if (from % bytes !== 0)
          block.fail({
            code: "misaligned",
            message: `lane ${lane} copies ${bytes} bytes from a global address that is not a multiple of ${bytes}`,
          });
        addresses[lane] = from;
        reading |= 1 << lane;
        // The block checks accesses of a power of two bytes.
        const piece = given === bytes ? bytes : given % 4 === 0 ? 4 : given % 2 === 0 ? 2 : 1;
        for (let at = 0; at < given; at += piece) {
          const place = block.globalRead(warp, lane, from + at, piece, operation);
          for (let n = 0; n < piece; n++) block.shared.u8[to + at + n] = place.memory.u8[place.offset + n]!;
        }
      }
      block.countShared(sharedAddresses, active, bytes);
      block.countGlobal(addresses, reading, bytes);
    };
  },
  print: (i, printer) => {
    const bytes = number(i, "bytes");
    const inputs = [
      `"r"(${addressText(printer, i, 0, "sharedOffset")})`,
      `"l"(${addressText(printer, i, 1, "globalOffset")})`,
      `"r"(${printer.operand(i.operands[2]!)})`,
    ];
    return ptx(`cp.async.${bytes === 16 ? "cg" : "ca"}.shared.global [%0], [%1], ${bytes}, %2;`, [], inputs, true);
  },
  cost: { unit: "loadStore", cycles: (i) => number(i, "bytes") },
  completion: "copyGroup",
};
const copyCommit: InstructionRecord = {
  ...common,
  name: "copyCommit",
  doc: "Closes the warp's group of the copies begun since the last copyCommit (cp.async.commit_group).",
  verify: (i) => attributeProblem(i, {}) ?? typeProblem(i, [], []),
  simulate: () => (warp) => {
    requireWholeWarp(warp, "copyCommit");
    warp.block.commitGroup(warp, "copyGroup");
  },
  print: () => 'asm volatile("cp.async.commit_group;" ::: "memory");',
  cost: { unit: "none", cycles: () => 1 },
  uniformity: "warp",
};
const copyWait: InstructionRecord = {
  ...copyCommit,
  name: "copyWait",
  doc: "Waits until at most attribute pending of the warp's closed copy groups are under way (cp.async.wait_group); what the others copied is then visible to the same thread, and behind a barrier to all.",
  verify: (i) => {
    const { pending, ...others } = i.attributes;
    if (!Number.isSafeInteger(pending) || Number(pending) < 0) return "attribute pending must be a count of groups";
    return attributeProblem({ ...i, attributes: others }, {}) ?? typeProblem(i, [], []);
  },
  simulate: (i) => {
    const pending = number(i, "pending");
    return (warp) => {
      requireWholeWarp(warp, "copyWait");
      warp.block.waitGroup(warp, "copyGroup", pending);
    };
  },
  print: (i) => `asm volatile("cp.async.wait_group ${number(i, "pending")};" ::: "memory");`,
};

const prefetchGlobal: InstructionRecord = {
  ...common,
  name: "prefetchGlobal",
  doc: "Asks for the 128 bytes around a global address (i64) to be brought to the L2 cache (prefetch.global.L2). Changes nothing that can be read.",
  verify: (i) => attributeProblem(i, {}) ?? typeProblem(i, [], ["i64"]),
  simulate: (i, linker) => {
    const address = linker.operand(i.operands[0]!);
    return (warp) => {
      for (let lane = 0; lane < 32; lane++) if ((warp.active >>> lane) & 1) warp.block.globalTouch(warp.i64[address + lane]!);
    };
  },
  print: (i, printer) => `asm volatile("prefetch.global.L2 [%0];" : : "l"(${printer.operand(i.operands[0]!)}));`,
  cost: { unit: "loadStore", cycles: () => 4 },
};

export const memoryInstructions: readonly InstructionRecord[] = [
  load("global"),
  store("global"),
  load("shared"),
  store("shared"),
  loadMatrix,
  copyAsync,
  copyCommit,
  copyWait,
  prefetchGlobal,
];
