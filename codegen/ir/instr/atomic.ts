// Atomics on shared and global memory: each lane's takes effect as a whole, one after the other, in no order with anything else (relaxed).
// Guarantees: atomics do not race with each other; plain accesses that nothing orders with them do.
import { type AtomicOperation, atomicOperations, atomicValue } from "../atomic.ts";
import { type Instruction, operandType } from "../lowered.ts";
import type { InstructionRecord } from "../instruction.ts";
import { attributeProblem, constraint, ptx, typeProblem } from "./record.ts";

const operationOf = (i: Instruction): AtomicOperation => i.attributes["operation"] as AtomicOperation;
type AtomicType = "i32" | "u32" | "i64" | "f32";
const typesOf = (operation: AtomicOperation): readonly AtomicType[] => {
  switch (operation) {
    case "add":
    case "exchange":
      return ["i32", "u32", "i64", "f32"];
    case "min":
    case "max":
    case "compareExchange":
      return ["i32", "u32", "i64"];
    case "and":
    case "or":
    case "xor":
      return ["i32", "u32"];
    default:
      return operation satisfies never;
  }
};
/** PTX: operation and type. */
const suffix = (operation: AtomicOperation, type: AtomicType): string => {
  const width = type === "i64" ? 64 : 32;
  const number = { f32: "f32", i32: "s32", u32: "u32", i64: "s64" }[type];
  switch (operation) {
    case "add":
      return type === "f32" ? "add.f32" : `add.u${width}`;
    case "min":
    case "max":
      return `${operation}.${number}`;
    case "and":
    case "or":
    case "xor":
      return `${operation}.b32`;
    case "exchange":
      return `exch.b${width}`;
    case "compareExchange":
      return `cas.b${width}`;
    default:
      return operation satisfies never;
  }
};
const addresses = new Float64Array(32);

const atomic = (space: "shared" | "global"): InstructionRecord => ({
  name: space === "global" ? "atomicGlobal" : "atomicShared",
  doc: `Combines the element of 32 bits (64: i64) at the address operand with a value (compareExchange: with the value to compare with and the one to put there) and gives what it was, if it has a result. Attribute operation: ${atomicOperations.join(", ")} (atom.relaxed.${space === "global" ? "gpu.global" : "cta.shared"}).`,
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
    const type = operandType(i.operands[1]!) as AtomicType;
    const bytes = type === "i64" ? 8 : 4;
    const word = new DataView(new ArrayBuffer(8));
    const read = {
      i32: () => word.getInt32(0, true),
      u32: () => word.getUint32(0, true),
      i64: () => Number(word.getBigInt64(0, true)),
      f32: () => word.getFloat32(0, true),
    }[type];
    const write = {
      i32: (x: number) => word.setInt32(0, x, true),
      u32: (x: number) => word.setUint32(0, x, true),
      i64: (x: number) => word.setBigInt64(0, BigInt(x), true),
      f32: (x: number) => word.setFloat32(0, x, true),
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
          space === "global"
            ? block.globalAtomic(warp, lane, at, bytes)
            : { memory: block.shared, offset: block.sharedAtomic(warp, lane, at, bytes) };
        const { u32 } = place.memory;
        for (let n = 0; n < bytes; n += 4) word.setUint32(n, u32[(place.offset + n) / 4]!, true);
        const old = read();
        const next = atomicValue(operation, type, old, ...given[lane]!);
        if (bytes === 8 && !(Number.isSafeInteger(old) && Number.isSafeInteger(next)))
          block.fail({
            code: "overflow",
            message: `an atomic on the i64 ${old} gives ${next}: beyond 2^53, which only a GPU computes with`,
          });
        write(next);
        for (let n = 0; n < bytes; n += 4) u32[(place.offset + n) / 4] = word.getUint32(n, true);
        if (result !== null) file[result + lane] = old;
      }
      if (space === "global") block.countGlobal(addresses, active, bytes);
      else block.countShared(Int32Array.from(addresses), active, bytes);
    };
  },
  print: (i, printer) => {
    const type = operandType(i.operands[1]!) as AtomicType;
    const bits = operationOf(i) === "exchange" && type === "f32";
    const letter = bits ? "r" : constraint(type);
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
