// The tree that CUDA is printed from: lowered nodes whose text is made, with slots where registers and integers stand. Guarantees: two
// instructions of one shape differ only in what their slots hold, so that one text serves both.
import { instructions } from "../../ir/instr/index.ts";
import type { InstructionPrinter, InstructionRecord } from "../../ir/instruction.ts";
import type {
  Instruction,
  LoweredFor,
  LoweredIf,
  LoweredNode,
  LoweredRoles,
  LoweredWhile,
  Operand,
  Register,
  RegisterType,
  Remark,
} from "../../ir/lowered.ts";
import type { Position } from "../../ir/types.ts";
import { literal } from "./literals.ts";

/** A loop that re-rolling made. Its variable counts from 0. */
export interface Loop {
  readonly count: number;
  name: string;
}
/** base + sum of by * loop: the index of an array's element, an integer, or a byte offset; of a scalar register only `register` counts. */
export interface Slot {
  readonly kind: "register" | "number" | "offset";
  readonly register: Register | null;
  /** Of a number. */
  readonly type: RegisterType;
  readonly base: number;
  readonly steps: { readonly loop: Loop; readonly by: number }[];
}

export interface InstructionItem {
  readonly kind: "instruction";
  readonly shape: number;
  readonly slots: readonly Slot[];
  /** C text with `\u0001n\u0001` for slot n. */
  readonly template: string;
  /** Its operands may be more than its text prints. */
  readonly source: Instruction;
  readonly position: Position;
}
export interface IfItem {
  readonly kind: "if";
  shape: number;
  readonly slots: readonly Slot[];
  readonly template: string;
  readonly source: LoweredIf;
  then: Item[];
  otherwise: Item[];
  readonly position: Position;
}
export interface ForItem {
  readonly kind: "for";
  readonly shape: number;
  readonly slots: readonly Slot[];
  readonly source: LoweredFor;
  body: Item[];
  readonly position: Position;
}
export interface WhileItem {
  readonly kind: "while";
  readonly shape: number;
  readonly slots: readonly Slot[];
  readonly template: string;
  readonly source: LoweredWhile;
  body: Item[];
  readonly position: Position;
}
export interface RepeatItem {
  readonly kind: "repeat";
  readonly shape: number;
  readonly slots: readonly Slot[];
  readonly loop: Loop;
  readonly body: Item[];
  readonly position: Position;
}
export interface RolesItem {
  readonly kind: "roles";
  readonly shape: number;
  readonly slots: readonly Slot[];
  readonly source: LoweredRoles;
  readonly bodies: Item[][];
  readonly position: Position;
}
export interface RemarkItem {
  readonly kind: "remark";
  readonly shape: number;
  readonly slots: readonly Slot[];
  readonly source: Remark;
  readonly position: Position;
}
export type Item = InstructionItem | IfItem | ForItem | WhileItem | RepeatItem | RolesItem | RemarkItem;

export const blocksOf = (item: Item): readonly (readonly Item[])[] => {
  switch (item.kind) {
    case "instruction":
    case "remark":
      return [];
    case "if":
      return [item.then, item.otherwise];
    case "for":
    case "while":
    case "repeat":
      return [item.body];
    case "roles":
      return item.bodies;
    default:
      return item satisfies never;
  }
};

/** All slots of an item and of what it contains, in order. */
export const allSlots = (item: Item): readonly Slot[] =>
  item.kind === "instruction" ? item.slots : [...item.slots, ...blocksOf(item).flatMap((block) => block.flatMap(allSlots))];

/** Numbers texts: equal texts, equal numbers. */
export class Shapes {
  private readonly known = new Map<string, number>();
  private readonly registers = new Map<Register, number>();
  private count = 0;

  of(key: string): number {
    let shape = this.known.get(key);
    if (shape === undefined) this.known.set(key, (shape = this.count++));
    return shape;
  }
  /** A shape that nothing else has. */
  unique(): number {
    return this.count++;
  }
  /** What slots of one shape share: an array, or the type of a scalar or integer. */
  slot({ kind, register, type }: Slot): string {
    if (kind !== "register") return `${kind} ${type}`;
    if (register!.length === null) return `scalar ${type}`;
    let number = this.registers.get(register!);
    if (number === undefined) this.registers.set(register!, (number = this.registers.size));
    return `array ${number}`;
  }
}

export const recordOf = (instruction: Instruction): InstructionRecord => {
  const record = instructions.get(instruction.name);
  if (!record) throw new Error(`there is no instruction '${instruction.name}'`);
  return record;
};

const mark = (n: number): string => `\u0001${n}\u0001`;
/** Prints marks for registers and integers; the same register or integer gets the same mark, so that a text can tell them apart. */
class TemplatePrinter implements InstructionPrinter {
  readonly slots: Slot[] = [];
  private readonly sharedAddress: (name: string) => string;

  constructor(sharedAddress: (name: string) => string) {
    this.sharedAddress = sharedAddress;
  }
  private slot(kind: Slot["kind"], register: Register | null, type: RegisterType, base: number): string {
    const at = this.slots.findIndex((s) => s.kind === kind && s.register === register && s.type === type && s.base === base);
    if (at >= 0) return mark(at);
    this.slots.push({ kind, register, type, base, steps: [] });
    return mark(this.slots.length - 1);
  }
  operand(operand: Operand): string {
    switch (operand.kind) {
      case "register":
        return this.slot("register", operand.register, operand.register.type, operand.index);
      case "immediate":
        return operand.type === "f32" || operand.type === "predicate"
          ? literal(operand.type, operand.value)
          : this.slot("number", null, operand.type, operand.value);
      case "parameter": {
        const { name, type } = operand.parameter;
        return type === "pointer" ? `(i64)\u0002${name}\u0002` : type === "tensorMap" ? `(i64)&\u0002${name}\u0002` : `\u0002${name}\u0002`;
      }
      default:
        return operand satisfies never;
    }
  }
  result(result: Operand & { kind: "register" }): string {
    return this.operand(result);
  }
  offset(instruction: Instruction, attribute: string): string {
    return this.slot("offset", null, "i32", Number(instruction.attributes[attribute] ?? 0));
  }
  sharedRange(name: string): string {
    return this.sharedAddress(name);
  }
}

const place = ({ file, line }: Position): string => `${file}:${line}`;

/** Shape of an instruction's text. */
export const shapeOf = ({ position, template, slots }: Pick<InstructionItem, "position" | "template" | "slots">, shapes: Shapes): number =>
  shapes.of(`${place(position)} ${template} ${slots.map((s) => shapes.slot(s)).join()}`);

export const buildTree = (nodes: readonly LoweredNode[], shapes: Shapes, sharedAddress: (name: string) => string): Item[] =>
  nodes.map((node): Item => {
    const { position } = node;
    const printer = new TemplatePrinter(sharedAddress);
    switch (node.kind) {
      case "instruction": {
        const template = recordOf(node).print(node, printer);
        const { slots } = printer;
        const shape = shapeOf({ position, template, slots }, shapes);
        return { kind: "instruction", shape, slots, template, source: node, position };
      }
      case "if": {
        const template = printer.operand(node.condition);
        const [then, otherwise] = [buildTree(node.then, shapes, sharedAddress), buildTree(node.otherwise, shapes, sharedAddress)];
        return { kind: "if", shape: 0, slots: printer.slots, template, source: node, then, otherwise, position };
      }
      case "for":
        for (const operand of [node.variable, node.first, node.last, node.step]) printer.operand(operand);
        return {
          kind: "for",
          shape: shapes.unique(),
          slots: printer.slots,
          source: node,
          body: buildTree(node.body, shapes, sharedAddress),
          position,
        };
      case "while":
        return {
          kind: "while",
          shape: shapes.unique(),
          template: printer.operand(node.condition),
          slots: printer.slots,
          source: node,
          body: buildTree(node.body, shapes, sharedAddress),
          position,
        };
      case "roles":
        return {
          kind: "roles",
          shape: shapes.unique(),
          slots: [],
          source: node,
          bodies: node.branches.map((b) => buildTree(b.body, shapes, sharedAddress)),
          position,
        };
      case "remark":
        return { kind: "remark", shape: shapes.unique(), slots: [], source: node, position };
      default:
        return node satisfies never;
    }
  });
/** Shape of an `if` whose branches have theirs. */
export const ifShape = (item: IfItem, shapes: Shapes): number =>
  shapes.of(
    `${place(item.position)} if ${item.template} ${item.slots.map((s) => shapes.slot(s)).join()} ${[item.then, item.otherwise].map((block) => block.map((i) => i.shape).join()).join(" else ")}`,
  );
