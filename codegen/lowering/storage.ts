// What lowering keeps of each thing it has placed: constants, fragments in registers, tiles in shared memory, rings, tensors.
import type { TensorClass } from "../compile.ts";
import type { Immediate, Operand, Register, RegisterRef, RegisterType } from "../ir/lowered.ts";
import type { Buffer, Ring, Tensor } from "../ir/tile.ts";
import type { DType } from "../ir/types.ts";
import type { FragmentLayout } from "../layout/fragment.ts";
import type { SharedLayout } from "../layout/shared.ts";

export const i32 = (value: number): Immediate => ({ kind: "immediate", type: "i32", value });
export const u32 = (value: number): Immediate => ({ kind: "immediate", type: "u32", value });
export const i64 = (value: number): Immediate => ({ kind: "immediate", type: "i64", value });
export const f32 = (value: number): Immediate => ({ kind: "immediate", type: "f32", value });
export const isImmediate = (operand: Operand, value: number): boolean => operand.kind === "immediate" && operand.value === value;

/** Register type that a scalar of a dtype lives in; narrow types are computed with as f32 and i32. */
export const registerTypeOf = (dtype: DType): RegisterType => {
  switch (dtype) {
    case "f32":
    case "f16":
    case "bf16":
    case "f8e4m3":
    case "f8e5m2":
      return "f32";
    case "i8":
      return "i32";
    case "i32":
    case "u32":
    case "i64":
      return dtype;
    case "bool":
      return "predicate";
    default:
      return dtype satisfies never;
  }
};

/** A fragment's registers. 16-bit elements lie in pairs: element r is half r & 1 of register r >> 1. */
export interface FragmentStorage {
  readonly layout: FragmentLayout;
  readonly register: Register;
  readonly packed: boolean;
  readonly indexOf: ReadonlyMap<string, number>;
}
/** A shared tile: where it begins (a ring's tile: the slot in use). */
export interface SharedStorage {
  readonly layout: SharedLayout;
  base: Operand;
}
/** A ring while it runs: slots as i32 registers, and the tiles' first bytes. */
export interface RingStorage {
  readonly ring: Ring;
  readonly produceSlot: RegisterRef;
  readonly waitSlot: RegisterRef;
  readonly bases: ReadonlyMap<Buffer, Operand>;
}

/** Operands of one tensor argument. */
export interface TensorStorage {
  readonly tensor: Tensor;
  readonly class: TensorClass;
  readonly pointer: Operand;
  /** Per axis, i32; immediates where static. */
  readonly extents: readonly Operand[];
  /** Per axis in elements, i64; the last of an aligned tensor is the immediate 1. */
  readonly strides: readonly Operand[];
}
