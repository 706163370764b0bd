// For tests of instructions: runs one of them in the simulator, between loads of its operands and stores of its results.
import { simulate } from "../../sim/simulate.ts";
import { i32, immediate, ProgramBuilder } from "../builder.ts";
import type { Attributes, Operand, RegisterRef, RegisterType } from "../lowered.ts";

/** 32 values, one a lane. An i64 is given as i32 and comes back modulo 2^31, a predicate is 0 or 1. */
export interface LaneValues {
  readonly type: RegisterType;
  readonly values: readonly number[];
}
export interface Run {
  readonly name: string;
  readonly attributes?: Attributes;
  readonly operands: readonly LaneValues[];
  readonly results: readonly RegisterType[];
  /** Lanes that execute it; the others' results stay 0. */
  readonly lanes?: number;
}

const memoryOf = ({ type, values }: LaneValues): Float32Array | Int32Array | Uint32Array =>
  type === "f32" ? Float32Array.from(values) : type === "u32" ? Uint32Array.from(values) : Int32Array.from(values);

export const runInstruction = ({ name, attributes = {}, operands, results, lanes = 32 }: Run): number[][] => {
  const b = new ProgramBuilder({ name: "test", threads: 32 });
  const inputs = operands.map((values, n) => ({ ...values, parameter: b.parameter(`operand${n}`, "pointer"), memory: memoryOf(values) }));
  const outputs = results.map((type, n) => ({
    type,
    parameter: b.parameter(`result${n}`, "pointer"),
    memory: memoryOf({ type, values: Array(32).fill(0) }),
  }));
  const lane = b.emit("special", "i32", [], { which: "lane" });
  const offset = b.emit("convert", "i64", [b.emit("multiply", "i32", [lane, i32(4)])]);
  const place = (parameter: Operand): RegisterRef => b.emit("add", "i64", [parameter, offset]);
  const loaded = inputs.map(({ type, parameter }) => {
    const word = b.emit("loadGlobal", type === "i64" || type === "predicate" ? "i32" : type, [place(parameter)], {
      width: 4,
      offset: 0,
      cache: "default",
    });
    if (type === "i64") return b.emit("convert", "i64", [word]);
    return type === "predicate" ? b.emit("compare", "predicate", [word, i32(0)], { operation: "notEqual" }) : word;
  });
  const registers = outputs.map(({ type }) => b.register("result", type));
  const body = (): void => {
    b.instruction(name, registers, loaded, attributes);
    outputs.forEach(({ type, parameter }, n) => {
      const value =
        type === "i64"
          ? b.emit("convert", "i32", [b.emit("remainder", "i64", [registers[n]!, immediate("i64", 2 ** 31)])])
          : type === "predicate"
            ? b.emit("select", "i32", [registers[n]!, i32(1), i32(0)])
            : registers[n]!;
      b.instruction("storeGlobal", [], [place(parameter), value], { width: 4, offset: 0, cache: "default" });
    });
  };
  if (lanes === 32) body();
  else b.if(b.emit("compare", "predicate", [lane, i32(lanes)], { operation: "less" }), false, body);
  simulate(b.build(), {
    grid: 1,
    seed: 1,
    arguments: [...inputs, ...outputs].map(({ memory }, n) => ({ kind: "tensor", name: `t${n}`, memory, writable: n >= inputs.length })),
  });
  return outputs.map(({ memory }) => [...memory]);
};

export const lanesOf = (type: RegisterType, value: (lane: number) => number): LaneValues => ({
  type,
  values: Array.from({ length: 32 }, (_, lane) => value(lane)),
});
/** Random numbers that repeat. */
export const randomFrom =
  (seed: number): (() => number) =>
  () =>
    (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
