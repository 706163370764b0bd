// What every lowering emits with: fresh registers, instructions, and integer arithmetic with the obvious folded. Values that depend on lane and
// warp alone are made once, at the top of the kernel.
import { binaryValue } from "../ir/fold.ts";
import type { Attributes, LoweredNode, Operand, Register, RegisterRef, RegisterType } from "../ir/lowered.ts";
import { operandType } from "../ir/lowered.ts";
import { isValueOf } from "../ir/numeric.ts";
import { nowhere, type Position } from "../ir/types.ts";
import { gcd } from "../layout/fragment.ts";
import type { ParallelScope } from "./parallel-scope.ts";
import { i32, i64, isImmediate, u32 } from "./storage.ts";

export class Emitter {
  readonly registers: Register[] = [];
  /** The parallel loop being lowered and the element of it, or null at tile level. */
  parallel: ParallelScope | null = null;
  position: Position = nowhere;
  prologue: LoweredNode[] = [];
  nodes: LoweredNode[] = [];
  protected once = new Map<string, Operand>();
  /** Where the kernel's body begins. */
  private readonly top: Position;
  /** Registers written once, by `emit`: their values never change. */
  private readonly stable = new Set<Register>();
  /** What is known to divide the value of an integer register. */
  private readonly divisors = new Map<Register, number>();
  /** Sums with a constant, by their register. */
  private readonly affines = new Map<Register, { readonly base: Operand; readonly constant: number }>();

  constructor(top: Position) {
    this.top = top;
  }

  private register(name: string, type: RegisterType, length: number | null): Register {
    const register: Register = { name, type, length };
    this.registers.push(register);
    return register;
  }
  fresh(name: string, type: RegisterType): RegisterRef {
    return { kind: "register", register: this.register(name, type, null), index: 0 };
  }
  array(name: string, type: RegisterType, length: number): Register {
    return this.register(name, type, length);
  }
  emitTo(results: readonly RegisterRef[], name: string, operands: readonly Operand[], attributes: Attributes = {}): void {
    this.nodes.push({ kind: "instruction", name, results, operands, attributes, position: this.position });
  }
  emit(name: string, type: RegisterType, operands: readonly Operand[], attributes: Attributes = {}, hint = "t"): RegisterRef {
    const result = this.fresh(hint, type);
    this.stable.add(result.register);
    this.emitTo([result], name, operands, attributes);
    return result;
  }
  /** Several results of one instruction, each written once only. */
  emitEach(
    count: number,
    name: string,
    type: RegisterType,
    operands: readonly Operand[],
    attributes: Attributes,
    hint: string,
  ): RegisterRef[] {
    const results = Array.from({ length: count }, () => this.fresh(hint, type));
    for (const { register } of results) this.stable.add(register);
    this.emitTo(results, name, operands, attributes);
    return results;
  }
  /** Is written once only. */
  isStable(register: Register): boolean {
    return this.stable.has(register);
  }
  /** The value that an immutable `let` keeps: a copy where the expression is a register that may be written later. */
  kept(value: Operand, name: string): Operand {
    if (value.kind !== "register") return value;
    if (this.stable.has(value.register)) {
      if (value.register.name === "t") value.register.name = name;
      return value;
    }
    const copy = this.fresh(name, value.register.type);
    this.emitTo([copy], "move", [value]);
    this.stable.add(copy.register);
    return copy;
  }
  remark(text: string): void {
    this.nodes.push({ kind: "remark", text, position: this.position });
  }
  /** The nodes that `make` emits, apart. */
  capture(make: () => void): LoweredNode[] {
    const outer = this.nodes;
    this.nodes = [];
    make();
    const inner = this.nodes;
    this.nodes = outer;
    return inner;
  }
  when(condition: Operand | null, uniform: boolean, then: () => void, otherwise: () => void = () => {}): void {
    if (condition === null || isImmediate(condition, 1)) return then();
    if (isImmediate(condition, 0)) return otherwise();
    this.nodes.push({
      kind: "if",
      condition,
      uniform,
      then: this.capture(then),
      otherwise: this.capture(otherwise),
      position: this.position,
    });
  }
  /** A value of lane, warp and arguments alone, computed once at the top of the kernel. */
  invariant(key: string, make: () => Operand): Operand {
    const known = this.once.get(key);
    if (known) return known;
    const [nodes, position] = [this.nodes, this.position];
    this.nodes = this.prologue;
    this.position = this.top;
    const value = make();
    this.nodes = nodes;
    this.position = position;
    this.once.set(key, value);
    return value;
  }

  // ---- integer arithmetic with the obvious folded

  /** What two constants give, or null: an overflow stays, to wrap if that is meant, and else for the simulator to report. */
  private folded(op: "add" | "subtract" | "multiply", a: Operand, b: Operand): Operand | null {
    if (a.kind !== "immediate" || b.kind !== "immediate") return null;
    const value = binaryValue(op, a.value, b.value);
    return (a.type === "i32" || a.type === "u32" || a.type === "i64") && isValueOf(a.type, value) ? { ...a, value: value + 0 } : null;
  }
  add(a: Operand, b: Operand, wrap = false): Operand {
    if (isImmediate(b, 0)) return a;
    if (isImmediate(a, 0)) return b;
    const folded = this.folded("add", a, b);
    if (folded) return folded;
    if (operandType(a) !== "i32" || wrap) return this.emit("add", operandType(a), [a, b], wrap ? { wrap } : {});
    // Constants last: what the elements of a tile share is then one value, and each element adds its own constant to it.
    const [x, y] = [this.affine(a), this.affine(b)];
    const constant = x.constant + y.constant;
    if (!isValueOf("i32", constant)) return this.emit("add", "i32", [a, b]);
    if (x.base === null || y.base === null) return this.plusConstant((x.base ?? y.base)!, constant);
    const sum = this.sumOf(x.base, y.base);
    return constant === 0 ? sum : this.plusConstant(sum, constant);
  }
  /** A sum made inside the element loop at hand is made once for all elements that share its parts. */
  private sumOf(a: Operand, b: Operand): Operand {
    const make = (): Operand => {
      const sum = this.emit("add", "i32", [a, b]);
      this.divisors.set(sum.register, gcd(this.divisor(a), this.divisor(b)));
      return sum;
    };
    return this.parallel && this.nodes !== this.prologue ? this.parallel.sum(a, b, make) : make();
  }
  private plusConstant(base: Operand, constant: number): Operand {
    if (constant === 0) return base;
    const sum = this.emit("add", "i32", [base, i32(constant)]);
    this.affines.set(sum.register, { base, constant });
    return sum;
  }
  protected affine(a: Operand): { readonly base: Operand | null; readonly constant: number } {
    if (a.kind === "immediate") return { base: null, constant: a.value };
    return (a.kind === "register" && this.affines.get(a.register)) || { base: a, constant: 0 };
  }
  subtract(a: Operand, b: Operand): Operand {
    if (isImmediate(b, 0)) return a;
    const folded = this.folded("subtract", a, b);
    if (folded) return folded;
    return this.emit("subtract", operandType(a), [a, b]);
  }
  multiply(a: Operand, b: Operand): Operand {
    if (isImmediate(a, 0) || isImmediate(b, 1)) return a;
    if (isImmediate(b, 0) || isImmediate(a, 1)) return b;
    const folded = this.folded("multiply", a, b);
    if (folded) return folded;
    const product = this.emit("multiply", operandType(a), [a, b]);
    this.divisors.set(product.register, this.divisor(a) * this.divisor(b));
    return product;
  }
  /** A number that is known to divide a value. */
  protected divisor(a: Operand): number {
    return a.kind === "immediate" ? Math.abs(a.value) : a.kind === "register" ? (this.divisors.get(a.register) ?? 1) : 1;
  }
  /** An index as an even part (a value and a constant) and 0 or 1; null where that is not known. */
  pairOf(
    index: Operand,
  ): { readonly even: Operand; readonly half: 0 | 1; readonly base: Operand | null; readonly constant: number } | null {
    const { base, constant } = this.affine(index);
    if (base !== null && this.divisor(base) % 2) return null;
    const half = (constant & 1) as 0 | 1;
    const even = constant - half;
    return { even: base === null ? i32(even) : this.add(base, i32(even)), half, base, constant: even };
  }
  divide(a: Operand, by: number): Operand {
    if (by === 1) return a;
    if (a.kind === "immediate") return { ...a, value: Math.floor(a.value / by) };
    return this.emit("divideInteger", operandType(a), [a, { kind: "immediate", type: operandType(a), value: by }]);
  }
  remainder(a: Operand, by: number): Operand {
    if (by === 1) return { kind: "immediate", type: operandType(a), value: 0 };
    if (a.kind === "immediate") return { ...a, value: a.value % by };
    return this.emit("remainder", operandType(a), [a, { kind: "immediate", type: operandType(a), value: by }]);
  }
  wide(a: Operand): Operand {
    if (operandType(a) === "i64") return a;
    return a.kind === "immediate" ? i64(a.value) : this.emit("convert", "i64", [a]);
  }
  /** The same 32 bits: of an index below 0, which a condition keeps from being used, too. */
  asU32(a: Operand): Operand {
    return a.kind === "immediate" ? u32(a.value >>> 0) : this.emit("bitcast", "u32", [a]);
  }
  compare(operation: string, a: Operand, b: Operand): Operand {
    return this.emit("compare", "predicate", [a, b], { operation });
  }
  and(a: Operand | null, b: Operand | null): Operand | null {
    if (a === null) return b;
    return b === null ? a : this.emit("and", "predicate", [a, b]);
  }
  bits(name: "bitXor" | "bitAnd" | "bitOr", a: Operand, b: Operand): Operand {
    if (a.kind === "immediate" && b.kind === "immediate")
      return u32((name === "bitXor" ? a.value ^ b.value : name === "bitAnd" ? a.value & b.value : a.value | b.value) >>> 0);
    if (name === "bitXor" && isImmediate(b, 0)) return a;
    return this.emit(name, "u32", [a, b]);
  }
}
