// The state of lowering one kernel from tile IR to lowered IR, and the small vocabulary that all lowerings use: fresh registers, emitted
// instructions, folded integer arithmetic, coordinates of lanes and warps. Values that depend on lane and warp alone are made once, at the
// top of the kernel. Nothing here knows an operation by name.
import type { FragmentLayout, Digit } from "../layout/fragment.ts";
import { gcd, registerCoordinates, registerCount } from "../layout/fragment.ts";
import type { LayoutHolder } from "../layout/constraints.ts";
import type { SharedLayout } from "../layout/shared.ts";
import type { Attributes, KernelParameter, LoweredNode, Operand, Register, RegisterRef, RegisterType, SharedRange } from "../ir/lowered.ts";
import type { OperationRecord } from "../ir/operation.ts";
import type { Buffer, Expr, NamedBarrier, Ring, Statement, Tensor, TileProgram, Variable } from "../ir/tile.ts";
import { operandType } from "../ir/lowered.ts";
import { nowhere, type Position } from "../ir/types.ts";
import type { Facts } from "../passes/facts.ts";
import type { Target } from "../targets.ts";
import type { Uniformity } from "../passes/uniformity.ts";
import type { ParallelScope } from "./parallel.ts";
import { LoweringError } from "./error.ts";
import { Reports } from "./ops/report.ts";
import type { Handover } from "./roles.ts";
import {
  type FragmentStorage,
  f32,
  i32,
  i64,
  isImmediate,
  registerTypeOf,
  type RingStorage,
  type SharedStorage,
  type TensorStorage,
  u32,
} from "./storage.ts";

export { LoweringError } from "./error.ts";
export * from "./storage.ts";

export class Lowering {
  readonly program: TileProgram;
  readonly layouts: ReadonlyMap<LayoutHolder, FragmentLayout>;
  readonly facts: Facts;
  readonly operations: Readonly<Record<string, OperationRecord>>;
  readonly target: Target;
  readonly registers: Register[] = [];
  readonly parameters: KernelParameter[] = [];
  readonly shared: SharedRange[] = [];
  readonly tensors = new Map<Tensor, TensorStorage>();
  readonly fragments = new Map<Buffer, FragmentStorage>();
  readonly sharedTiles = new Map<Buffer, SharedStorage>();
  readonly locals = new Map<Buffer, Register>();
  readonly rings = new Map<Ring, RingStorage>();
  readonly handovers = new Map<Ring, Handover>();
  /** Numbers of the barriers at which the warps of each role meet, and of those with a name. */
  readonly roleBarriers = new Map<string, number>();
  readonly namedBarriers = new Map<NamedBarrier, number>();
  /** Barriers of the block that something uses; the first is that of all its threads. */
  barriers = 1;
  readonly bindings = new Map<Variable, Operand>();
  readonly reports: Reports;
  /** The parallel loop being lowered and the element of it, or null at tile level. */
  parallel: ParallelScope | null = null;
  /** Inside per-thread code: what its threads agree on. */
  threads: Uniformity | null = null;
  /** Inside the fill of a ring: its copies are committed together, by the ring. */
  producing = false;
  position: Position = nowhere;
  /** Who carries out what is lowered now: a range of warps that meet at a barrier of their own, or (null) the whole block. */
  private team: { readonly firstWarp: number; readonly warps: number; readonly barrier: number } | null = null;
  prologue: LoweredNode[] = [];
  nodes: LoweredNode[] = [];
  private once = new Map<string, Operand>();
  /** Registers written once, by `emit`: their values never change. */
  private readonly stable = new Set<Register>();
  /** What is known to divide the value of an integer register. */
  private readonly divisors = new Map<Register, number>();
  /** Sums with a constant, by their register. */
  private readonly affines = new Map<Register, { readonly base: Operand; readonly constant: number }>();

  constructor(
    program: TileProgram,
    layouts: ReadonlyMap<LayoutHolder, FragmentLayout>,
    facts: Facts,
    operations: Readonly<Record<string, OperationRecord>>,
    target: Target,
  ) {
    this.target = target;
    this.program = program;
    this.layouts = layouts;
    this.facts = facts;
    this.operations = operations;
    this.reports = new Reports(program, operations);
  }
  /** Of the executor. */
  get warps(): number {
    return this.team?.warps ?? this.program.warps;
  }
  /** All threads of the executor meet. */
  barrier(): void {
    this.emitTo([], "barrier", [], { id: this.team?.barrier ?? 0, threads: this.team ? this.warps * 32 : 0 });
  }
  /** The same, and whether a predicate holds for any of them. */
  barrierAny(condition: Operand): Operand {
    return this.emit("barrierAny", "predicate", [condition], { id: this.team?.barrier ?? 0, threads: this.team ? this.warps * 32 : 0 });
  }
  /** The first thread of the executor. */
  get firstThread(): Operand {
    return this.invariant("first thread", () => this.compare("equal", this.special("thread"), i32(0)));
  }
  /** The nodes that a range of warps executes; lane, warp and thread count within it. */
  asTeam(team: { readonly firstWarp: number; readonly warps: number; readonly barrier: number }, make: () => void): LoweredNode[] {
    const { prologue, once } = this;
    this.team = team;
    this.prologue = [];
    this.once = new Map();
    const body = this.capture(make);
    const nodes = [...this.prologue, ...body];
    this.team = null;
    this.prologue = prologue;
    this.once = once;
    return nodes;
  }

  // ---- registers and instructions

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
    this.position = this.program.body[0]?.position ?? position;
    const value = make();
    this.nodes = nodes;
    this.position = position;
    this.once.set(key, value);
    return value;
  }

  // ---- integer arithmetic with the obvious folded

  add(a: Operand, b: Operand, wrap = false): Operand {
    if (isImmediate(b, 0)) return a;
    if (isImmediate(a, 0)) return b;
    if (a.kind === "immediate" && b.kind === "immediate") return { ...a, value: a.value + b.value };
    if (operandType(a) !== "i32" || wrap) return this.emit("add", operandType(a), [a, b], wrap ? { wrap } : {});
    // Constants last: what the elements of a tile share is then one value, and each element adds its own constant to it.
    const [x, y] = [this.affine(a), this.affine(b)];
    const constant = x.constant + y.constant;
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
  private affine(a: Operand): { readonly base: Operand | null; readonly constant: number } {
    if (a.kind === "immediate") return { base: null, constant: a.value };
    return (a.kind === "register" && this.affines.get(a.register)) || { base: a, constant: 0 };
  }
  subtract(a: Operand, b: Operand): Operand {
    if (isImmediate(b, 0)) return a;
    if (a.kind === "immediate" && b.kind === "immediate") return { ...a, value: a.value - b.value };
    return this.emit("subtract", operandType(a), [a, b]);
  }
  multiply(a: Operand, b: Operand): Operand {
    if (isImmediate(a, 0) || isImmediate(b, 1)) return a;
    if (isImmediate(b, 0) || isImmediate(a, 1)) return b;
    if (a.kind === "immediate" && b.kind === "immediate") return { ...a, value: a.value * b.value };
    const product = this.emit("multiply", operandType(a), [a, b]);
    this.divisors.set(product.register, this.divisor(a) * this.divisor(b));
    return product;
  }
  /** A number that is known to divide a value. */
  private divisor(a: Operand): number {
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
  asU32(a: Operand): Operand {
    return a.kind === "immediate" ? u32(a.value) : this.emit("bitcast", "u32", [a]);
  }
  compare(operation: string, a: Operand, b: Operand): Operand {
    return this.emit("compare", "predicate", [a, b], { operation });
  }
  and(a: Operand | null, b: Operand | null): Operand | null {
    if (a === null) return b;
    return b === null ? a : this.emit("and", "predicate", [a, b]);
  }

  // ---- where a thread stands

  special(which: "thread" | "lane" | "warp" | "blockX"): Operand {
    return this.invariant(`special ${which}`, () => {
      const first = which === "warp" ? (this.team?.firstWarp ?? 0) : which === "thread" ? 32 * (this.team?.firstWarp ?? 0) : 0;
      return this.subtract(this.emit("special", "i32", [], { which }, which), i32(first));
    });
  }
  /** Sum of digit * stride over one list of digits, along one axis. `digitsOf` the lane or the warp index. */
  private positional(digits: readonly Digit[], axis: number, index: Operand): Operand {
    let sum: Operand = i32(0);
    let inner = digits.reduce((n, d) => n * d.extent, 1);
    digits.forEach((d, n) => {
      inner /= d.extent;
      if (d.strides[axis] === 0 || d.extent === 1) return;
      const shifted = this.divide(index, inner);
      sum = this.add(sum, this.multiply(n === 0 ? shifted : this.remainder(shifted, d.extent), i32(d.strides[axis]!)));
    });
    return sum;
  }
  /** Part of a coordinate that lane and warp give; the register adds a constant. */
  threadCoordinate(layout: FragmentLayout, axis: number): Operand {
    const key = (digits: readonly Digit[]): string => digits.map((d) => `${d.extent}.${d.strides[axis]}`).join(" ");
    return this.invariant(`coordinate ${key(layout.lanes)} | ${key(layout.warps)}`, () =>
      this.add(this.positional(layout.lanes, axis, this.special("lane")), this.positional(layout.warps, axis, this.special("warp"))),
    );
  }
  /** Whether this thread owns what it holds (replicas leave stores to their first holder), or null if every thread does. */
  owner(layout: FragmentLayout): Operand | null {
    const replicas = (digits: readonly Digit[]): Digit[] =>
      digits.map((d) => ({ extent: d.extent, strides: [d.strides.every((s) => s === 0) ? 1 : 0] }));
    const lanes = replicas(layout.lanes);
    const warps = replicas(layout.warps);
    if (![...lanes, ...warps].some((d) => d.extent > 1 && d.strides[0] === 1)) return null;
    const key = [lanes, warps].map((digits) => digits.map((d) => `${d.extent}.${d.strides[0]}`).join(" ")).join(" | ");
    return this.invariant(`owner ${key}`, () => {
      const replica = this.add(this.positional(lanes, 0, this.special("lane")), this.positional(warps, 0, this.special("warp")));
      return this.compare("equal", replica, i32(0));
    });
  }

  // ---- fragments

  fragment(buffer: Buffer): FragmentStorage {
    const known = this.fragments.get(buffer);
    if (known) return known;
    const layout = this.layouts.get(buffer);
    if (!layout) throw new LoweringError(buffer.position, `fragment ${buffer.name} is never used in a way that gives it a layout`);
    const count = registerCount(layout);
    const packed = buffer.dtype === "f16" || buffer.dtype === "bf16";
    const register = this.array(buffer.name, packed ? "u32" : registerTypeOf(buffer.dtype), packed ? Math.ceil(count / 2) : count);
    const indexOf = new Map(Array.from({ length: count }, (_, r) => [registerCoordinates(layout, r).join(), r]));
    const storage: FragmentStorage = { layout, register, packed, indexOf };
    this.fragments.set(buffer, storage);
    return storage;
  }
  /** Value of element r of a fragment, as its scalar register type. */
  fragmentValue(buffer: Buffer, r: number): Operand {
    const { register, packed } = this.fragment(buffer);
    if (!packed) return { kind: "register", register, index: r };
    return this.emit("unpackPair", "f32", [{ kind: "register", register, index: r >> 1 }], { dtype: buffer.dtype, half: r & 1 });
  }
  /** Stores all elements, in order; 16-bit ones in pairs. */
  setFragment(buffer: Buffer, values: (r: number) => Operand): void {
    const { register, packed, layout } = this.fragment(buffer);
    const count = registerCount(layout);
    for (let r = 0; r < count; r += packed ? 2 : 1) {
      const result: RegisterRef = { kind: "register", register, index: packed ? r >> 1 : r };
      if (packed) this.emitTo([result], "packPair", [values(r), r + 1 < count ? values(r + 1) : f32(0)], { dtype: buffer.dtype });
      else this.emitTo([result], "move", [values(r)]);
    }
  }

  // ---- shared memory

  allocate(name: string, bytes: number, alignment: number): Operand {
    const end = this.shared.reduce((n, r) => Math.max(n, r.offset + r.bytes), 0);
    const names = new Set(this.shared.map((r) => r.name));
    let unique = name;
    for (let n = 2; names.has(unique); n++) unique = `${name}${n}`;
    this.shared.push({ name: unique, offset: Math.ceil(end / alignment) * alignment, bytes, alignment });
    return this.invariant(`shared ${unique}`, () => this.emit("sharedAddress", "u32", [], { range: unique }, unique));
  }
  sharedTile(buffer: Buffer): SharedStorage {
    const storage = this.sharedTiles.get(buffer);
    if (!storage) throw new LoweringError(buffer.position, `shared tile ${buffer.name} has no memory`);
    return storage;
  }
  /** Address of an element of a shared tile: `row` counts all axes but the last. */
  sharedElement(buffer: Buffer, row: Operand, column: Operand): Operand {
    const { layout, base } = this.sharedTile(buffer);
    const split = this.affine(row);
    // Rows apart by a constant have addresses apart by one, where what they count from does not reach the bits that swizzle.
    if (layout.bits === 0 || split.base === null || this.divisor(split.base) % (1 << (layout.bits + layout.shift)))
      return this.add(base, this.sharedOffset(layout, row, column));
    const byte = this.asU32(this.multiply(column, i32(layout.elementBytes)));
    const swizzle = this.shift(u32(split.constant), 4 - layout.shift);
    const first = this.add(
      this.asU32(this.multiply(split.base, i32(layout.pitch))),
      this.bits("bitXor", byte, this.masked(layout, swizzle)),
    );
    return this.add(this.add(base, first), u32(split.constant * layout.pitch));
  }
  /** Its distance from the tile's first byte. */
  sharedOffset(layout: SharedLayout, row: Operand, column: Operand): Operand {
    const rowBytes = this.asU32(this.multiply(row, i32(layout.pitch)));
    const byte = this.asU32(this.multiply(column, i32(layout.elementBytes)));
    if (layout.bits === 0) return this.add(rowBytes, byte);
    return this.add(rowBytes, this.bits("bitXor", byte, this.masked(layout, this.shift(this.asU32(row), 4 - layout.shift))));
  }
  private masked({ bits }: SharedLayout, swizzle: Operand): Operand {
    return this.bits("bitAnd", swizzle, u32(((1 << bits) - 1) << 4));
  }
  private shift(a: Operand, left: number): Operand {
    if (left === 0) return a;
    if (a.kind === "immediate") return u32(left > 0 ? a.value * 2 ** left : Math.floor(a.value / 2 ** -left));
    return this.emit(left > 0 ? "shiftLeft" : "shiftRight", "u32", [a, u32(Math.abs(left))]);
  }
  bits(name: "bitXor" | "bitAnd" | "bitOr", a: Operand, b: Operand): Operand {
    if (a.kind === "immediate" && b.kind === "immediate")
      return u32((name === "bitXor" ? a.value ^ b.value : name === "bitAnd" ? a.value & b.value : a.value | b.value) >>> 0);
    if (name === "bitXor" && isImmediate(b, 0)) return a;
    return this.emit(name, "u32", [a, b]);
  }

  // ---- what the modules beside this one do; set by program.ts so that no file depends on all others

  expression!: (e: Expr) => Operand;
  statements!: (body: readonly Statement[]) => void;
}
