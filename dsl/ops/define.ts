// How an operation is declared: its public function with its record behind it, entered into the table that the compiler reads. The table fills
// as the files of the operations load; nothing may read it while modules are still loading.
import type { CallProblem, EffectOperation, OperationRecord, ScalarFunction, TileOperation } from "../../codegen/ir/operation.ts";
import type { RegisterType } from "../../codegen/ir/lowered.ts";
import type { DType } from "../../codegen/ir/types.ts";
import { roundTo } from "../../codegen/ir/numeric.ts";

const table: Record<string, OperationRecord> = Object.create(null) as Record<string, OperationRecord>;
/** Every operation of the language, by name. */
export const operations: Readonly<Record<string, OperationRecord>> = table;

// biome-ignore lint/suspicious/noExplicitAny: the functions of all records
type AnyFunction = (...args: any[]) => unknown;
const define = <F extends AnyFunction, R extends OperationRecord>(record: R & { readonly js: F }): F => {
  table[record.name] = record;
  return record.js;
};
export const defineScalar = <F extends AnyFunction>(record: ScalarFunction & { readonly js: F }): F => define(record);
export const defineTile = <F extends AnyFunction>(record: TileOperation & { readonly js: F }): F => define(record);

export const defineEffect = <F extends AnyFunction>(record: EffectOperation & { readonly js: F }): F => define(record);

/** Register that holds a scalar of a dtype. */
export const registerType = (dtype: DType): RegisterType => {
  switch (dtype) {
    case "f32":
    case "f16":
    case "bf16":
    case "f8e4m3":
    case "f8e5m2":
      return "f32";
    case "i8":
      return "i32";
    case "bool":
      return "predicate";
    case "i32":
    case "u32":
    case "i64":
      return dtype;
    default:
      return dtype satisfies never;
  }
};

type Rule = ScalarFunction["type"];
const countProblem = (name: string, expected: number, found: number): CallProblem => ({
  message: `${name} takes ${expected} argument${expected === 1 ? "" : "s"}, not ${found}`,
  argument: 0,
});

/** All arguments of one dtype out of `allowed`, and so the result; literals alone take the first dtype allowed that holds them. */
export const sameDType =
  (name: string, count: number, allowed: readonly DType[]): Rule =>
  (args) => {
    if (args.length !== count) return countProblem(name, count, args.length);
    const typed = args.find((a) => a !== "integer literal" && a !== "float literal");
    const dtype = typed ?? (args.includes("float literal") ? "f32" : allowed[0]!);
    if (!allowed.includes(dtype as DType))
      return {
        message: `${name} takes ${allowed.join(" or ")}, not ${dtype}`,
        argument: args.indexOf(dtype as DType | "float literal"),
        help: `convert the argument: ${allowed[0]}(x)`,
      };
    const other = args.findIndex((a) => a !== dtype && a !== "integer literal" && !(a === "float literal" && dtype === "f32"));
    if (other >= 0)
      return {
        message: `${name} takes arguments of one type, not ${dtype} and ${args[other]}`,
        argument: other,
        help: `convert one of them: ${dtype}(x)`,
      };
    return { args: args.map(() => dtype as DType), result: dtype as DType };
  };

/** A function of f32 values that one lowered instruction computes. */
export const defineFloat = <F extends (...args: number[]) => number>(f: {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  readonly js: F;
  /** Name of the lowered instruction. */
  readonly instruction: string;
  readonly emitJs: (...args: string[]) => string;
  readonly samples: readonly (readonly number[])[];
  readonly tolerance: number;
}): F =>
  defineScalar({
    kind: "scalar",
    name: f.name,
    doc: f.doc,
    example: f.example,
    js: f.js,
    type: sameDType(f.name, f.js.length, ["f32"]),
    fold: (args) => roundTo("f32", f.js(...args)),
    lower: (lowering, args) => lowering.emit(f.instruction, "f32", [...args]),
    emitJs: (args) => f.emitJs(...args),
    samples: f.samples,
    tolerance: f.tolerance,
  });

type Whole = "i32" | "u32" | "i64";
/** A function of integers (i32 or u32, and i64 where `wide`) that one lowered instruction computes. */
export const defineInteger = <F extends (...args: number[]) => number>(f: {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  readonly js: F;
  readonly instruction: string;
  readonly attributes?: Readonly<Record<string, boolean>>;
  /** The value for arguments of that dtype; null where there is none, which is so for some last arguments where `partial`. */
  readonly value: (dtype: Whole, ...args: number[]) => number | null;
  readonly partial?: true;
  readonly interval?: ScalarFunction["interval"];
  readonly emitJs: (dtype: Whole, ...args: string[]) => string;
  readonly wide?: true;
  readonly samples: readonly (readonly number[])[];
}): F =>
  defineScalar({
    kind: "scalar",
    name: f.name,
    doc: f.doc,
    example: f.example,
    js: f.js,
    type: sameDType(f.name, f.js.length, ["i32", "u32", ...(f.wide ? (["i64"] as const) : [])]),
    fold: (args, dtype) => f.value(dtype as Whole, ...args),
    partial: f.partial,
    interval: f.interval,
    lower: (lowering, args, dtype) => lowering.emit(f.instruction, registerType(dtype), [...args], { ...f.attributes }),
    emitJs: (args, dtype) => f.emitJs(dtype as Whole, ...args),
    samples: f.samples,
    tolerance: 0,
  });
