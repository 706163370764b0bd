// Checks a lowered program without running it. Guarantees of a program without problems: every instruction is as its record wants it, registers
// and their elements are assigned on every path before they are read, instructions that need their warp converged do not stand under conditions
// that lanes may disagree on, ranges of shared memory are disjoint, roles cover the block, and the target has all instructions.
import { instructions } from "./instr/index.ts";
import type { Instruction, LoweredFor, LoweredNode, LoweredProgram, LoweredRoles, Operand, Register, RegisterRef } from "./lowered.ts";
import { operandType } from "./lowered.ts";
import type { Position } from "./types.ts";
import { type Target, targets } from "../targets.ts";

/** Where a node stands: whether all lanes of the warp, and all warps of the block, reach it together. */
interface Surroundings {
  readonly converged: boolean;
  readonly inRole: boolean;
}

export interface UnassignedRead {
  readonly register: string;
  readonly position: Position;
}

class Verifier {
  readonly problems: string[] = [];
  /** First reads of registers that may hold nothing yet: unlike the others, these can be the author's mistake. */
  readonly unassigned: UnassignedRead[] = [];
  private readonly program: LoweredProgram;
  private readonly target: Target;
  /** First of a register's elements in the list of all. */
  private readonly firstElement = new Map<Register, number>();
  private readonly elements: number;
  private readonly ranges: ReadonlySet<string>;
  private readonly parameters: ReadonlySet<unknown>;

  constructor(program: LoweredProgram, target: Target) {
    this.program = program;
    this.target = target;
    let elements = 0;
    for (const register of program.registers) {
      if (this.firstElement.has(register)) this.problems.push(`register '${register.name}' is declared twice`);
      this.firstElement.set(register, elements);
      elements += register.length ?? 1;
    }
    this.elements = elements;
    this.ranges = new Set(program.shared.map((range) => range.name));
    this.parameters = new Set(program.parameters);
  }
  private report({ file, line, column }: Position, message: string): void {
    this.problems.push(`${file}:${line}:${column}: ${message}`);
  }

  run(): void {
    const { threads, body } = this.program;
    if (!Number.isInteger(threads) || threads < 32 || threads > 1024 || threads % 32 !== 0)
      this.problems.push(`a block has ${threads} threads; it must have 32 to 1024, a multiple of 32`);
    this.sharedMemory();
    this.block(body, new Uint8Array(this.elements), { converged: true, inRole: false });
  }
  private sharedMemory(): void {
    const { shared, sharedBytes } = this.program;
    if (this.ranges.size !== shared.length) this.problems.push("two ranges of shared memory have one name");
    const sorted = [...shared].sort((a, b) => a.offset - b.offset);
    sorted.forEach(({ name, offset, bytes, alignment }, n) => {
      const before = sorted[n - 1];
      if (offset % alignment !== 0)
        this.problems.push(`shared memory '${name}' begins at byte ${offset}, which is not a multiple of ${alignment}`);
      if (before && before.offset + before.bytes > offset) this.problems.push(`shared memory '${name}' overlaps '${before.name}'`);
      if (offset < 0 || offset + bytes > sharedBytes)
        this.problems.push(`shared memory '${name}' ends at byte ${offset + bytes} of ${sharedBytes}`);
    });
  }

  /** Index of an element that exists, or null. */
  private element({ register, index }: RegisterRef, position: Position): number | null {
    const first = this.firstElement.get(register);
    if (first === undefined) this.report(position, `register '${register.name}' is not declared in the program`);
    else if (!Number.isInteger(index) || index < 0 || index >= (register.length ?? 1))
      this.report(position, `register '${register.name}' has no element ${index}`);
    else return first + index;
    return null;
  }
  private read(operand: Operand, assigned: Uint8Array, position: Position, what: string): void {
    switch (operand.kind) {
      case "register": {
        const element = this.element(operand, position);
        if (element === null || assigned[element]) return;
        const { name, length } = operand.register;
        if (!this.unassigned.some((read) => read.register === name)) this.unassigned.push({ register: name, position });
        this.report(
          position,
          `${what} reads ${name}${length === null ? "" : `[${operand.index}]`}, which is not assigned on every path to it`,
        );
        assigned[element] = 1;
        return;
      }
      case "immediate": {
        const { type, value } = operand;
        const limits = { i32: [-(2 ** 31), 2 ** 31 - 1], u32: [0, 2 ** 32 - 1], i64: [-(2 ** 53), 2 ** 53], predicate: [0, 1] };
        if (type === "f32") return;
        const [least, most] = limits[type];
        if (!Number.isInteger(value) || value < least! || value > most!)
          this.report(position, `${what} has the constant ${value}, which is no ${type}`);
        return;
      }
      case "parameter":
        if (!this.parameters.has(operand.parameter))
          this.report(position, `${what} uses parameter '${operand.parameter.name}', which the program does not declare`);
        return;
      default:
        operand satisfies never;
    }
  }
  private write(result: RegisterRef, assigned: Uint8Array, position: Position): void {
    const element = this.element(result, position);
    if (element !== null) assigned[element] = 1;
  }

  /** Follows a list of nodes; `assigned` becomes what is assigned behind it. */
  private block(nodes: readonly LoweredNode[], assigned: Uint8Array, where: Surroundings): void {
    nodes.forEach((node, n) => {
      const { position } = node;
      switch (node.kind) {
        case "instruction":
          this.instruction(node, assigned, where);
          return;
        case "if": {
          this.read(node.condition, assigned, position, "the condition");
          if (operandType(node.condition) !== "predicate")
            this.report(position, `the condition is ${operandType(node.condition)}; it must be a predicate`);
          const inside = { ...where, converged: where.converged && node.uniform };
          const otherwise = assigned.slice();
          this.block(node.then, assigned, inside);
          this.block(node.otherwise, otherwise, inside);
          for (let e = 0; e < assigned.length; e++) assigned[e]! &= otherwise[e]!;
          return;
        }
        case "for":
          this.loop(node, assigned, where);
          return;
        case "while": {
          this.read(node.condition, assigned, position, "the condition");
          if (operandType(node.condition) !== "predicate") this.report(position, "the condition of a loop must be a predicate");
          if (!writes(node.body, node.condition)) this.report(position, "the loop's body does not compute its condition anew");
          this.block(node.body, assigned.slice(), { ...where, converged: where.converged && node.uniform });
          return;
        }
        case "roles":
          if (nodes.slice(n + 1).some((later) => later.kind !== "remark"))
            this.report(position, "code follows the roles, whose warps never meet again; move it into them");
          if (where.inRole) this.report(position, "roles stand inside a role");
          if (!where.converged) this.report(position, "roles stand under a condition that threads may disagree on");
          this.roles(node, assigned);
          return;
        case "remark":
          return;
        default:
          node satisfies never;
      }
    });
  }
  private instruction(node: Instruction, assigned: Uint8Array, where: Surroundings): void {
    const { name, position, attributes } = node;
    const record = instructions.get(name);
    if (!record) return this.report(position, `there is no instruction '${name}'`);
    const problem = record.verify(node);
    if (problem !== null) this.report(position, `${name}: ${problem}`);
    for (const operand of node.operands) this.read(operand, assigned, position, name);
    for (const result of node.results) this.write(result, assigned, position);
    if (typeof attributes["range"] === "string" && !this.ranges.has(attributes["range"]))
      this.report(position, `${name}: there is no shared memory '${attributes["range"]}'`);
    const { capability, specific } = record.requires;
    const target = targets[this.target];
    if (specific ? !target.specific || target.capability !== capability : target.capability < capability)
      this.report(position, `${name} needs sm_${capability}${specific ? "a" : ""}; the target is ${this.target}`);
    if (record.uniformity !== "lane" && !where.converged)
      this.report(position, `${name} needs its whole ${record.uniformity} but stands under a condition that threads may disagree on`);
    // A barrier of some threads states how many; one of the whole block can never complete where only one role's warps come.
    if (record.uniformity === "block" && where.inRole && !(Number(attributes["threads"]) > 0))
      this.report(position, `${name} waits for the whole block but stands in a role; name the threads that meet`);
  }
  private loop({ variable, first, last, step, body, position }: LoweredFor, assigned: Uint8Array, where: Surroundings): void {
    for (const bound of [first, last, step]) {
      this.read(bound, assigned, position, "the loop's bound");
      if (operandType(bound) !== "i32") this.report(position, `a loop's bound is ${operandType(bound)}; it must be i32`);
    }
    if (variable.register.type !== "i32")
      this.report(position, `loop variable '${variable.register.name}' is ${variable.register.type}; it must be i32`);
    if (step.kind === "immediate" && step.value <= 0) this.report(position, `the loop's step is ${step.value}; it must be positive`);
    this.write(variable, assigned, position);
    if (writes(body, variable)) this.report(position, `the loop's body writes its variable '${variable.register.name}'`);
    // What the body assigns counts behind the loop only if it surely runs.
    const runs = first.kind === "immediate" && last.kind === "immediate" && first.value < last.value;
    this.block(body, runs ? assigned : assigned.slice(), where);
  }
  private roles({ branches, position }: LoweredRoles, assigned: Uint8Array): void {
    const warps = this.program.threads / 32;
    let next = 0;
    for (const { name, firstWarp, lastWarp, registers } of [...branches].sort((a, b) => a.firstWarp - b.firstWarp)) {
      if (firstWarp !== next || lastWarp <= firstWarp)
        this.report(position, `role '${name}' has warps ${firstWarp} to ${lastWarp - 1}; it must begin with warp ${next}`);
      if (registers !== null && (registers % 8 !== 0 || registers < 24 || registers > 256))
        this.report(position, `role '${name}' asks for ${registers} registers; it must be a multiple of 8 from 24 to 256`);
      if (registers !== null && (firstWarp % 4 !== 0 || lastWarp % 4 !== 0))
        this.report(position, `role '${name}' sets a register budget but is not made of whole warpgroups`);
      if (registers !== null && this.target === "sm_80")
        this.report(position, `role '${name}' sets a register budget, which needs sm_90a; the target is sm_80`);
      next = lastWarp;
    }
    if (next !== warps) this.report(position, `roles cover ${next} of ${warps} warps`);
    for (const { body } of branches) this.block(body, assigned.slice(), { converged: true, inRole: true });
  }
}

const writes = (nodes: readonly LoweredNode[], variable: RegisterRef): boolean =>
  nodes.some((node) => {
    switch (node.kind) {
      case "instruction":
        return node.results.some((r) => r.register === variable.register && r.index === variable.index);
      case "if":
        return writes(node.then, variable) || writes(node.otherwise, variable);
      case "for":
        return (node.variable.register === variable.register && node.variable.index === variable.index) || writes(node.body, variable);
      case "while":
        return writes(node.body, variable);
      case "roles":
        return node.branches.some((branch) => writes(branch.body, variable));
      case "remark":
        return false;
      default:
        return node satisfies never;
    }
  });

const verified = (program: LoweredProgram, target: Target): Verifier => {
  const verifier = new Verifier(program, target);
  verifier.run();
  return verifier;
};
/** Problems of a program for a target, each with its position; none if it may be simulated and printed. */
export const verifyLowered = (program: LoweredProgram, target: Target = "sm_90a"): string[] => verified(program, target).problems;
/** Where registers are read that are not assigned on every path; what else is wrong is in `problems`. */
export const verifyForAuthor = (
  program: LoweredProgram,
  target: Target,
): { readonly problems: readonly string[]; readonly unassigned: readonly UnassignedRead[] } => verified(program, target);
