// Builds lowered programs by hand: for tests, and for kernels written below the tile level. Registers are declared as they are made,
// instructions land in the block that is open, and every node takes the position that `at` set last.
import type {
  Attributes,
  Immediate,
  KernelParameter,
  LoweredNode,
  LoweredProgram,
  Operand,
  ParameterRef,
  Register,
  RegisterRef,
  RegisterType,
  RoleBranch,
  SharedRange,
} from "./lowered.ts";
import { type Position, nowhere } from "./types.ts";

export interface ProgramOptions {
  readonly name: string;
  readonly threads: number;
  readonly blocksPerMultiprocessor?: number | undefined;
}
export interface RoleOptions {
  readonly name: string;
  readonly firstWarp: number;
  readonly lastWarp: number;
  readonly registers: number | null;
  readonly body: () => void;
}

export const immediate = (type: RegisterType, value: number): Immediate => ({ kind: "immediate", type, value });
export const i32 = (value: number): Immediate => immediate("i32", value);
export const u32 = (value: number): Immediate => immediate("u32", value);
export const f32 = (value: number): Immediate => immediate("f32", value);

export class ProgramBuilder {
  readonly #options: ProgramOptions;
  readonly #parameters: KernelParameter[] = [];
  readonly #shared: SharedRange[] = [];
  readonly #registers: Register[] = [];
  readonly #names = new Map<string, number>();
  #body: LoweredNode[] = [];
  #position: Position = nowhere;
  #sharedBytes = 0;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }
  /** Position of what follows. */
  at(position: Position): this {
    this.#position = position;
    return this;
  }
  #unique(name: string): string {
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
  parameter(name: string, type: KernelParameter["type"], details: Pick<KernelParameter, "dtype" | "readOnly"> = {}): ParameterRef {
    const parameter: KernelParameter = { name: this.#unique(name), type, ...details };
    this.#parameters.push(parameter);
    return { kind: "parameter", parameter };
  }
  /** A range of shared memory behind those declared before; its name for `sharedAddress`. */
  shared(name: string, bytes: number, alignment = 16): string {
    const offset = Math.ceil(this.#sharedBytes / alignment) * alignment;
    this.#shared.push({ name, offset, bytes, alignment });
    this.#sharedBytes = offset + bytes;
    return name;
  }
  register(name: string, type: RegisterType): RegisterRef {
    return this.#declare(name, type, null)[0]!;
  }
  registers(name: string, type: RegisterType, length: number): readonly RegisterRef[] {
    return this.#declare(name, type, length);
  }
  #declare(name: string, type: RegisterType, length: number | null): readonly RegisterRef[] {
    const register: Register = { name: this.#unique(name), type, length };
    this.#registers.push(register);
    return Array.from({ length: length ?? 1 }, (_, index) => ({ kind: "register", register, index }));
  }
  /** An instruction with one result, in a register of its own. */
  emit(name: string, type: RegisterType, operands: readonly Operand[] = [], attributes: Attributes = {}): RegisterRef {
    const result = this.register(name, type);
    this.instruction(name, [result], operands, attributes);
    return result;
  }
  /** An instruction with the results it is given. */
  instruction(name: string, results: readonly RegisterRef[], operands: readonly Operand[] = [], attributes: Attributes = {}): void {
    this.#body.push({ kind: "instruction", name, results, operands, attributes, position: this.#position });
  }
  #block(body: () => void): readonly LoweredNode[] {
    const outer = this.#body;
    const inner: LoweredNode[] = [];
    this.#body = inner;
    body();
    this.#body = outer;
    return inner;
  }
  if(condition: Operand, uniform: boolean, then: () => void, otherwise: () => void = () => {}): void {
    const position = this.#position;
    this.#body.push({ kind: "if", condition, uniform, then: this.#block(then), otherwise: this.#block(otherwise), position });
  }
  for(name: string, first: Operand, last: Operand, step: Operand, body: (variable: RegisterRef) => void): void {
    const variable = this.register(name, "i32");
    const position = this.#position;
    this.#body.push({ kind: "for", variable, first, last, step, body: this.#block(() => body(variable)), position });
  }
  while(condition: RegisterRef, uniform: boolean, body: () => void): void {
    const position = this.#position;
    this.#body.push({ kind: "while", condition, uniform, body: this.#block(body), position });
  }
  roles(branches: readonly RoleOptions[]): void {
    const position = this.#position;
    this.#body.push({
      kind: "roles",
      branches: branches.map(({ body, ...branch }): RoleBranch => ({ ...branch, body: this.#block(body) })),
      position,
    });
  }
  remark(text: string): void {
    this.#body.push({ kind: "remark", text, position: this.#position });
  }
  build(): LoweredProgram {
    const { name, threads, blocksPerMultiprocessor } = this.#options;
    return {
      name,
      threads,
      blocksPerMultiprocessor: blocksPerMultiprocessor ?? null,
      parameters: this.#parameters,
      shared: this.#shared,
      sharedBytes: this.#sharedBytes,
      registers: this.#registers,
      body: this.#body,
    };
  }
}
