// Lowered IR: the program of one thread, with warps, registers, shared-memory addresses, barriers and asynchronous
// operations. CUDA is printed from it and the simulator executes it; neither knows an instruction by name (see instruction.ts).
// Invariants: registers are mutable and declared in the program; a register's array is indexed by constants only; control flow
// is structured; an instruction that needs its warp (or warpgroup, or block) converged says so in its record.
import type { ReportTable } from "./report.ts";
import type { DType, Position } from "./types.ts";

/** What a register holds. Packed bf16x2 and f16x2 pairs and raw 16-bit values (zero-extended) are `u32`; 64-bit addresses `i64`. */
export type RegisterType = "i32" | "u32" | "i64" | "f32" | "predicate";

export interface Register {
  /** A hint for the reader of dumps and CUDA; registers are told apart by identity. */
  name: string;
  readonly type: RegisterType;
  /** Elements of a register array; `null` for a scalar. */
  readonly length: number | null;
}
/** One 32- or 64-bit register of a thread: a scalar, or an element of a register array (index 0 for a scalar). */
export interface RegisterRef {
  readonly kind: "register";
  readonly register: Register;
  readonly index: number;
}
export interface Immediate {
  readonly kind: "immediate";
  readonly type: RegisterType;
  readonly value: number;
}
/** A kernel argument, the same for all threads. */
export interface ParameterRef {
  readonly kind: "parameter";
  readonly parameter: KernelParameter;
}
export type Operand = RegisterRef | Immediate | ParameterRef;

/** One argument of the launch, in order. `pointer` and `i64` are 64 bits; a `tensorMap` is 128 bytes, 64-byte aligned, passed by value (`__grid_constant__`). */
export interface KernelParameter {
  readonly name: string;
  readonly type: "pointer" | "i32" | "u32" | "i64" | "f32" | "tensorMap";
  /** Element type behind a pointer. */
  readonly dtype?: DType | undefined;
  /** Pointers the kernel never writes through (printed `const __restrict__`). */
  readonly readOnly?: boolean | undefined;
}
export const parameterRegisterType = (parameter: KernelParameter): RegisterType =>
  parameter.type === "pointer" || parameter.type === "tensorMap" ? "i64" : parameter.type;
export const operandType = (operand: Operand): RegisterType =>
  operand.kind === "register"
    ? operand.register.type
    : operand.kind === "immediate"
      ? operand.type
      : parameterRegisterType(operand.parameter);

/** Compile-time fields of an instruction; each record states its own. */
export type Attributes = Readonly<Record<string, number | boolean | string>>;

export interface Instruction {
  readonly kind: "instruction";
  /** Name of its record. */
  readonly name: string;
  readonly results: readonly RegisterRef[];
  readonly operands: readonly Operand[];
  readonly attributes: Attributes;
  readonly position: Position;
}
/** `uniform`: the condition is the same in every thread of the block (or of the role), so that converged instructions may stand inside. */
export interface LoweredIf {
  readonly kind: "if";
  readonly condition: Operand;
  readonly uniform: boolean;
  readonly then: readonly LoweredNode[];
  readonly otherwise: readonly LoweredNode[];
  readonly position: Position;
}
/** variable = first; while variable < last: body; variable += step. Bounds are uniform and evaluated once. The variable is an i32 register that the body does not write. */
export interface LoweredFor {
  readonly kind: "for";
  readonly variable: RegisterRef;
  readonly first: Operand;
  readonly last: Operand;
  readonly step: Operand;
  readonly body: readonly LoweredNode[];
  readonly position: Position;
}
/** While the condition holds: body, which computes the condition anew. `uniform` as for an `if`; otherwise lanes leave the loop one by one. */
export interface LoweredWhile {
  readonly kind: "while";
  readonly condition: RegisterRef;
  readonly uniform: boolean;
  readonly body: readonly LoweredNode[];
  readonly position: Position;
}
/** Warps [firstWarp, lastWarp) run `body`; the branches cover all warps of the block and never meet again. With `registers`, the branch sets its warpgroups' register budget (setmaxnreg). */
export interface RoleBranch {
  readonly name: string;
  readonly firstWarp: number;
  readonly lastWarp: number;
  readonly registers: number | null;
  readonly body: readonly LoweredNode[];
}
export interface LoweredRoles {
  readonly kind: "roles";
  readonly branches: readonly RoleBranch[];
  readonly position: Position;
}
/** A line of text for the reader of the CUDA: which statement of the source the code below comes from. */
export interface Remark {
  readonly kind: "remark";
  readonly text: string;
  readonly position: Position;
}
export type LoweredNode = Instruction | LoweredIf | LoweredFor | LoweredWhile | LoweredRoles | Remark;

/** A named range of the block's dynamic shared memory. */
export interface SharedRange {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  readonly alignment: number;
}

/** Registers of each thread when a block starts: what a multiprocessor of 65536 leaves it, or less where the program says so; a multiple of 8. */
export const launchRegisters = ({
  threads,
  blocksPerMultiprocessor,
  maxRegisters,
}: Pick<LoweredProgram, "threads" | "blocksPerMultiprocessor" | "maxRegisters">): number =>
  Math.floor(Math.min(maxRegisters ?? 256, 256, 65536 / (threads * (blocksPerMultiprocessor ?? 1))) / 8) * 8;

export interface LoweredProgram {
  /** Entry point: a C identifier. */
  readonly name: string;
  readonly threads: number;
  /** Of `__launch_bounds__`; null leaves it out. */
  readonly blocksPerMultiprocessor: number | null;
  /** Registers a thread may have at most, beside what the launch bounds leave it. */
  readonly maxRegisters?: number | null;
  readonly parameters: readonly KernelParameter[];
  /** What the kernel reports; its last parameter is then the address of a buffer for it. */
  readonly reports?: ReportTable | null;
  readonly shared: readonly SharedRange[];
  /** Dynamic shared memory of a launch, in bytes; its base is 1024-byte aligned. */
  readonly sharedBytes: number;
  readonly registers: readonly Register[];
  readonly body: readonly LoweredNode[];
}
