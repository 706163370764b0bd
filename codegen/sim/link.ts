// Turns a lowered program into a flat list of steps with jumps, every operand resolved to its place in the register files, so that
// running it looks nothing up. One linked program serves many launches.
import type { InstructionRecord, SimulatedBlock, SimulatedStep, SimulatedWarp, SimulatorLinker } from "../ir/instruction.ts";
import {
  type KernelParameter,
  launchRegisters,
  type LoweredNode,
  type LoweredProgram,
  type Operand,
  parameterRegisterType,
  type RegisterRef,
  type RegisterType,
} from "../ir/lowered.ts";
import { nowhere, type Position } from "../ir/types.ts";
import { SimulationError } from "./errors.ts";

/** What a step does. `first` and `second` of a step mean: */
export const stepKinds = {
  /** Runs its function. */
  run: 0,
  /** The same, after checking that the warp is converged. */
  converged: 1,
  /** Condition slot; step behind its `else`. */
  branch: 2,
  /** As `branch`, for a condition that all lanes agree on. */
  uniformBranch: 3,
  /** -; the `join`. */
  otherwise: 4,
  join: 5,
  /** Loop number; step behind the loop. */
  loop: 6,
  /** Loop number; first step of the body. */
  next: 7,
  /** Step to go on with, by warp, in `roles[first]`. */
  roles: 8,
  end: 9,
  /** Condition slot; step behind the loop. The lanes that go in are those it holds for. */
  enter: 10,
  /** Condition slot; first step of the body. Lanes for which it does not hold wait behind the loop. */
  again: 11,
  /** As `enter` and `again`, for a condition that all lanes agree on. */
  uniformEnter: 12,
  uniformAgain: 13,
} as const;

export interface LoopSlots {
  readonly variable: number;
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

export interface LinkedProgram {
  readonly program: LoweredProgram;
  readonly kinds: Uint8Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly steps: readonly SimulatedStep[];
  readonly names: readonly (string | null)[];
  readonly positions: readonly Position[];
  readonly loops: readonly LoopSlots[];
  readonly roles: readonly Int32Array[];
  /** Slots (multiples of 32) of the 32-bit file, the 64-bit file and the predicates; immediates and parameters lie behind the registers. */
  readonly words: { readonly registers: number; readonly total: number };
  readonly wides: number;
  readonly predicates: number;
  readonly immediates: readonly { readonly type: RegisterType; readonly value: number; readonly slot: number }[];
  readonly parameters: readonly { readonly parameter: KernelParameter; readonly slot: number }[];
}

type File = "word" | "wide" | "predicate";
const fileOf = (type: RegisterType): File => (type === "i64" ? "wide" : type === "predicate" ? "predicate" : "word");

export const link = (program: LoweredProgram, records: ReadonlyMap<string, InstructionRecord>): LinkedProgram => {
  const kinds: number[] = [];
  const first: number[] = [];
  const second: number[] = [];
  const steps: SimulatedStep[] = [];
  const names: (string | null)[] = [];
  const positions: Position[] = [];
  const loops: LoopSlots[] = [];
  const roles: Int32Array[] = [];
  const warps = program.threads / 32;
  if (!Number.isInteger(warps) || warps < 1)
    throw new SimulationError("launch", `${program.threads} threads a block: use a multiple of 32`, [nowhere]);

  const sizes: Record<File, number> = { word: 0, wide: 0, predicate: 0 };
  const allot = (type: RegisterType, count: number): number => {
    const file = fileOf(type);
    const slot = sizes[file];
    sizes[file] += 32 * count;
    return slot;
  };
  const bases = new Map(program.registers.map((register) => [register, allot(register.type, register.length ?? 1)]));
  const registerWords = sizes.word;
  const parameters = program.parameters.map((parameter) => ({ parameter, slot: allot(parameterRegisterType(parameter), 1) }));
  const parameterSlots = new Map(parameters.map(({ parameter, slot }) => [parameter, slot]));
  const immediates = new Map<string, { type: RegisterType; value: number; slot: number }>();
  const asynchronous = new Set<number>();

  const registerSlot = ({ register, index }: RegisterRef): number => {
    const base = bases.get(register);
    if (base === undefined) throw new SimulationError("launch", `register '${register.name}' is not declared in the program`, [nowhere]);
    return base + 32 * index;
  };
  const operandSlot = (operand: Operand): number => {
    switch (operand.kind) {
      case "register":
        return registerSlot(operand);
      case "parameter": {
        const slot = parameterSlots.get(operand.parameter);
        if (slot === undefined)
          throw new SimulationError("launch", `parameter '${operand.parameter.name}' is not declared in the program`, [nowhere]);
        return slot;
      }
      case "immediate": {
        const { type, value } = operand;
        const key = `${type} ${Object.is(value, -0) ? "-0" : value}`;
        let immediate = immediates.get(key);
        if (!immediate) immediates.set(key, (immediate = { type, value, slot: allot(type, 1) }));
        return immediate.slot;
      }
      default:
        return operand satisfies never;
    }
  };

  const nothing: SimulatedStep = () => true;
  const add = (kind: number, position: Position, firstValue = 0, secondValue = 0, step = nothing, name: string | null = null): number => {
    kinds.push(kind);
    first.push(firstValue);
    second.push(secondValue);
    steps.push(step);
    names.push(name);
    positions.push(position);
    return kinds.length - 1;
  };
  /** Steps of instructions that may touch registers an asynchronous product holds: checked once all are known. */
  const ordinary: { readonly step: number; readonly reads: readonly number[]; readonly writes: readonly number[] }[] = [];
  const words = (references: readonly Operand[]): readonly number[] =>
    references.flatMap((reference) =>
      reference.kind === "register" && fileOf(reference.register.type) === "word" ? [registerSlot(reference)] : [],
    );

  const emit = (nodes: readonly LoweredNode[]): void => {
    for (const node of nodes) {
      switch (node.kind) {
        case "instruction": {
          const record = records.get(node.name);
          if (!record) throw new SimulationError("launch", `no instruction is named '${node.name}'`, [node.position]);
          const linker: SimulatorLinker = {
            operand: operandSlot,
            result: registerSlot,
            sharedOffset: (name) => {
              const range = program.shared.find((candidate) => candidate.name === name);
              if (!range) throw new SimulationError("launch", `no range of shared memory is named '${name}'`, [node.position]);
              return range.offset;
            },
            asynchronous: (registers) => {
              const slots = registers.map(registerSlot);
              for (const slot of slots) asynchronous.add(slot);
              return Int32Array.from(slots);
            },
            position: node.position,
          };
          const step = add(
            record.uniformity === "lane" ? stepKinds.run : stepKinds.converged,
            node.position,
            0,
            0,
            record.simulate(node, linker),
            node.name,
          );
          if (record.completion !== "wgmmaGroup") ordinary.push({ step, reads: words(node.operands), writes: words(node.results) });
          break;
        }
        case "if": {
          const branch = add(node.uniform ? stepKinds.uniformBranch : stepKinds.branch, node.position, operandSlot(node.condition));
          emit(node.then);
          const otherwise = add(stepKinds.otherwise, node.position);
          second[branch] = otherwise + 1;
          emit(node.otherwise);
          second[otherwise] = add(stepKinds.join, node.position);
          break;
        }
        case "for": {
          const slots = {
            variable: registerSlot(node.variable),
            first: operandSlot(node.first),
            last: operandSlot(node.last),
            step: operandSlot(node.step),
          };
          const number = loops.push(slots) - 1;
          const head = add(stepKinds.loop, node.position, number);
          emit(node.body);
          second[head] = add(stepKinds.next, node.position, number, head + 1) + 1;
          break;
        }
        case "while": {
          const condition = operandSlot(node.condition);
          const head = add(node.uniform ? stepKinds.uniformEnter : stepKinds.enter, node.position, condition);
          emit(node.body);
          second[head] = add(node.uniform ? stepKinds.uniformAgain : stepKinds.again, node.position, condition, head + 1) + 1;
          break;
        }
        case "roles": {
          const pool = launchRegisters(program) * program.threads;
          const budgets = node.branches.map(
            ({ registers, firstWarp, lastWarp }) => (registers ?? Math.floor(pool / program.threads)) * 32 * (lastWarp - firstWarp),
          );
          const asked = budgets.reduce((sum, budget) => sum + budget, 0);
          if (asked > pool)
            throw new SimulationError(
              "launch",
              `the roles ask for ${asked} registers, but the block has ${pool}: setmaxnreg would wait for ever; lower a role's budget`,
              [node.position],
            );
          const entries = new Int32Array(warps).fill(-1);
          add(stepKinds.roles, node.position, roles.push(entries) - 1);
          for (const branch of node.branches) {
            entries.fill(kinds.length, branch.firstWarp, branch.lastWarp);
            emit(branch.body);
            add(stepKinds.end, node.position);
          }
          const idle = entries.indexOf(-1);
          if (idle >= 0)
            throw new SimulationError("launch", `no role covers warp ${idle}: the branches must cover all warps of the block`, [
              node.position,
            ]);
          break;
        }
        case "remark":
          break;
        default:
          node satisfies never;
      }
    }
  };
  emit(program.body);
  add(stepKinds.end, positions.at(-1) ?? nowhere);

  for (const { step, reads, writes } of ordinary) {
    const heldReads = reads.filter((slot) => asynchronous.has(slot));
    const heldWrites = writes.filter((slot) => asynchronous.has(slot));
    if (heldReads.length + heldWrites.length > 0)
      steps[step] = guard(steps[step]!, Int32Array.from(heldReads), Int32Array.from(heldWrites));
  }
  return {
    program,
    kinds: Uint8Array.from(kinds),
    first: Int32Array.from(first),
    second: Int32Array.from(second),
    steps,
    names,
    positions,
    loops,
    roles,
    words: { registers: registerWords, total: sizes.word },
    wides: sizes.wide,
    predicates: sizes.predicate,
    immediates: [...immediates.values()],
    parameters,
  };
};

/** What a block tells about registers that asynchronous products hold. */
export interface RegisterGuard {
  touchRegisters(warp: SimulatedWarp, reads: Int32Array, writes: Int32Array): void;
}

const guard =
  (step: SimulatedStep, reads: Int32Array, writes: Int32Array): SimulatedStep =>
  (warp) => {
    (warp.block as SimulatedBlock & RegisterGuard).touchRegisters(warp, reads, writes);
    return step(warp);
  };
