// Atomics on shared and global memory: each lane's takes effect as a whole, one after the other, in no order with anything else (relaxed).
// Guarantees: atomics do not race with each other; plain accesses that nothing orders with them do.
import { type AtomicOperation, atomicOperations, atomicValue } from "../atomic.ts";
import { type Instruction, operandType } from "../lowered.ts";
import type { InstructionRecord } from "../instruction.ts";
import { attributeProblem, constraint, ptx, typeProblem } from "./record.ts";

const operationOf = (i: Instruction): AtomicOperation => i.attributes["operation"] as AtomicOperation;
const typesOf = (operation: AtomicOperation): readonly ("i32" | "u32" | "f32")[] =>
  operation === "add" || operation === "exchange" ? ["i32", "u32", "f32"] : ["i32", "u32"];
/** PTX: operation and type. */
const suffix = (operation: AtomicOperation, type: string): string => {
  const number = type === "f32" ? "f32" : type === "i32" ? "s32" : "u32";
  switch (operation) {
    case "add":
      return type === "f32" ? "add.f32" : "add.u32";
    case "min":
    case "max":
      return `${operation}.${number}`;
    case "and":
    case "or":
    case "xor":
      return `${operation}.b32`;
    case "exchange":
      return "exch.b32";
    case "compareExchange":
      return "cas.b32";
    default:
      return operation satisfies never;
  }
};
const addresses = new Float64Array(32);

const atomic = (space: "shared" | "global"): InstructionRecord => ({
  name: space === "global" ? "atomicGlobal" : "atomicShared",
  doc: `Combines the 32-bit element at the address operand with a value (compareExchange: with the value to compare with and the one to put there) and gives what it was, if it has a result. Attribute operation: ${atomicOperations.join(", ")} (atom.relaxed.${space === "global" ? "gpu.global" : "cta.shared"}).`,
  verify: (i) => {
    const problem = attributeProblem(i, { operation: atomicOperations });
    if (problem) return problem;
    const operation = operationOf(i);
    const type = i.operands[1] ? operandType(i.operands[1]) : "nothing";
    if (!typesOf(operation).some((t) => t === type)) return `takes ${type}; ${operation} works on ${typesOf(operation).join(", ")}`;
    return typeProblem(i, i.results.length === 0 ? [] : [type], [
      space === "global" ? "i64" : "u32",
      type,
      ...(operation === "compareExchange" ? [type] : []),
    ]);
  },
  simulate: (i, linker) => {
    const [address, value, replacement = value] = i.operands.map((operand) => linker.operand(operand)) as [number, number, number?];
    const result = i.results[0] ? linker.result(i.results[0]) : null;
    const operation = operationOf(i);
    const type = operandType(i.operands[1]!) as "i32" | "u32" | "f32";
    const word = new DataView(new ArrayBuffer(4));
    const read = { i32: () => word.getInt32(0), u32: () => word.getUint32(0), f32: () => word.getFloat32(0) }[type];
    const write = {
      i32: (x: number) => word.setInt32(0, x),
      u32: (x: number) => word.setUint32(0, x),
      f32: (x: number) => word.setFloat32(0, x),
    }[type];
    return (warp) => {
      const { block, active } = warp;
      const file = warp[type];
      // Registers are read before any is written: the result may be one of the operands.
      const given = Array.from({ length: 32 }, (_, lane) => [file[value + lane]!, file[replacement + lane]!] as const);
      for (let lane = 0; lane < 32; lane++) addresses[lane] = space === "global" ? warp.i64[address + lane]! : warp.u32[address + lane]!;
      for (let lane = 0; lane < 32; lane++) {
        if (((active >>> lane) & 1) === 0) continue;
        const at = addresses[lane]!;
        const place =
          space === "global" ? block.globalAtomic(warp, lane, at) : { memory: block.shared, offset: block.sharedAtomic(warp, lane, at) };
        word.setUint32(0, place.memory.u32[place.offset / 4]!);
        const old = read();
        write(atomicValue(operation, type, old, ...given[lane]!));
        place.memory.u32[place.offset / 4] = word.getUint32(0);
        if (result !== null) file[result + lane] = old;
      }
      if (space === "global") block.countGlobal(addresses, active, 4);
      else block.countShared(Int32Array.from(addresses), active, 4);
    };
  },
  print: (i, printer) => {
    const type = operandType(i.operands[1]!);
    const letter = operationOf(i) === "exchange" || type !== "f32" ? "r" : constraint(type);
    const bits = letter === "r" && type === "f32";
    const [result] = i.results;
    // Without a result, the sink `_` stands for it.
    const first = result ? 1 : 0;
    const values = i.operands
      .slice(1)
      .map((operand) => `"${letter}"(${bits ? `__float_as_uint(${printer.operand(operand)})` : printer.operand(operand)})`);
    const text = `atom.relaxed.${space === "global" ? "gpu" : "cta"}.${space}.${suffix(operationOf(i), type)} ${result ? "%0" : "_"}, [%${first}]${values.map((_, n) => `, %${first + n + 1}`).join("")};`;
    const inputs = [`"${space === "global" ? "l" : "r"}"(${printer.operand(i.operands[0]!)})`, ...values];
    if (!result) return ptx(text, [], inputs, true);
    if (!bits) return ptx(text, [`"=${letter}"(${printer.result(result)})`], inputs, true);
    return `{ unsigned int old_bits; ${ptx(text, ['"=r"(old_bits)'], inputs, true)} ${printer.result(result)} = __uint_as_float(old_bits); }`;
  },
  helpers: {},
  requires: { capability: 80, specific: false },
  cost: { unit: "loadStore", cycles: () => 32 },
  proxy: "generic",
  completion: "immediate",
  uniformity: "lane",
  effects: true,
  samples: () => [],
});

export const atomicInstructions: readonly InstructionRecord[] = [atomic("shared"), atomic("global")];
