// What is known while an elementwise loop is lowered: which axes a value depends on, what was computed already, which halves of words wait for
// the other. Invariant: a value is shared only if nothing the body writes can change it.
import type { FragmentLayout } from "../layout/fragment.ts";
import { runAlong } from "../layout/fragment.ts";
import type { Operand, Register } from "../ir/lowered.ts";
import type { Buffer, ElementTarget, Expr, Parallel, Statement, Store, Tensor, Variable } from "../ir/tile.ts";
import { byteSize } from "../ir/types.ts";
import { expressionsOf, walk, walkExpression } from "../passes/walk.ts";
import { i32, type Lowering, LoweringError } from "./context.ts";
import { packElements } from "./elements.ts";
import { firstAccess, isStoredLast } from "./packed.ts";
import { valueToStore } from "./expressions.ts";
import { sharedAddressOf } from "./views.ts";

/** Axes of the loop, then loops of its body, that a value depends on, one bit each; VOLATILE if the body may change it. */
type Dependence = number;
const VOLATILE = -1;
/** Bits of a dependence. Variables of further loops count as volatile. */
const MOST_AXES = 30;

/** How the body writes a fragment of 16-bit elements. */
interface Packing {
  readonly storedLast: boolean;
  readonly storedFirst: boolean;
  /** Registers of elements that were stored. */
  readonly elements: Set<number>;
}

export class ParallelScope {
  readonly layout: FragmentLayout;
  readonly bases: readonly Operand[];
  constants: readonly number[] = [];
  private readonly axisOf: ReadonlyMap<Variable, number>;
  /** Variables of the body's own loops, which are written out: further axes of dependence, and the value of each at hand. */
  private readonly loops = new Map<Variable, number>();
  private readonly loopValues: number[] = [];
  private readonly written = new Set<Buffer | Tensor | Variable>();
  private readonly read = new Set<Buffer>();
  private readonly locals = new Map<Variable, Dependence>();
  private readonly dependences = new Map<Expr, Dependence>();
  private readonly numbers = new Map<Expr, number>();
  private memo: Map<string, Operand>[] = [];
  /** Halves of packed registers that wait for their other half. */
  readonly pending = new Map<string, { readonly buffer: Buffer; readonly pair: number; readonly halves: (Operand | undefined)[] }>();
  private readonly packings = new Map<Buffer, Packing>();
  private readonly body: readonly Statement[];

  private readonly unchanging: (register: Register) => boolean;

  constructor(lowering: Lowering, loop: Parallel, layout: FragmentLayout) {
    this.layout = layout;
    this.body = loop.body;
    this.unchanging = (register) => lowering.isStable(register);
    this.bases = loop.extents.map((_, axis) => lowering.threadCoordinate(layout, axis));
    this.axisOf = new Map(loop.indices.map((variable, axis) => [variable, axis]));
    this.collect(loop.body);
    walk(loop.body, (s) => {
      for (const expression of expressionsOf(s)) walkExpression(expression, (e) => void (e.kind === "element" && this.read.add(e.buffer)));
    });
  }
  /** `depth`: loops around these statements; loops side by side share an axis, for no value outlives its loop. */
  private collect(body: readonly Statement[], depth = 0): void {
    for (const s of body) {
      if ((s.kind === "store" || s.kind === "effect") && s.target)
        this.written.add(s.target.kind === "view" ? s.target.tensor : s.target.buffer);
      else if (s.kind === "assign") this.written.add(s.variable);
      else if (s.kind === "if") {
        this.collect(s.then, depth);
        this.collect(s.otherwise, depth);
      } else if (s.kind === "for") {
        if (this.axisOf.size + depth < MOST_AXES) this.loops.set(s.variable, depth);
        else this.written.add(s.variable);
        this.collect(s.body, depth + 1);
      }
    }
  }
  packing(buffer: Buffer): Packing {
    let known = this.packings.get(buffer);
    if (!known) {
      const [storedLast, storedFirst] = [isStoredLast(this.body, buffer), firstAccess(this.body, buffer) === "store"];
      this.packings.set(buffer, (known = { storedLast, storedFirst, elements: new Set() }));
    }
    return known;
  }
  begin(constants: readonly number[]): void {
    this.constants = constants;
    if (this.memo.length === 0) this.memo.push(new Map());
  }
  /** One iteration of a loop of the body. */
  iteration(variable: Variable, value: number, body: () => void): void {
    const loop = this.loops.get(variable);
    if (loop === undefined) return this.nested(body);
    this.loopValues[loop] = value;
    body();
  }
  /** Values computed inside a conditional must not be used behind it. */
  nested(body: () => void): void {
    this.memo.push(new Map());
    body();
    this.memo.pop();
  }
  /** Whether the body stores to memory only: threads that hold copies of other threads' elements then have nothing to do. */
  get storesToMemoryOnly(): boolean {
    const outside = [...this.written].filter(
      (target) => target.kind === "tensor" || (target.kind === "buffer" && target.space !== "local"),
    );
    return outside.length > 0 && !outside.some((target) => target.kind === "buffer" && target.space === "fragment");
  }
  /** Memory that the body both reads and writes, or null. */
  changed(loop: Parallel): Buffer | Tensor | null {
    let found: Buffer | Tensor | null = null;
    walk(loop.body, (s) => {
      for (const expression of expressionsOf(s))
        walkExpression(expression, (e) => {
          const memory = e.kind === "element" && e.buffer.space === "shared" ? e.buffer : e.kind === "read" ? e.view.tensor : null;
          if (memory && this.written.has(memory)) found ??= memory;
        });
    });
    return found;
  }
  /** Runs a store once for every element; what it computes stays inside its condition. */
  whenOwned(lowering: Lowering, store: () => void): void {
    const owner = this.storesToMemoryOnly ? null : lowering.owner(this.layout);
    lowering.when(owner, false, owner === null ? store : () => this.nested(store));
  }
  /** Thread part and register part of a loop index, or null for another variable. */
  lane(variable: Variable): { readonly base: Operand; readonly constant: number } | null {
    const axis = this.axisOf.get(variable);
    return axis === undefined ? null : { base: this.bases[axis]!, constant: this.constants[axis]! };
  }
  define(variable: Variable, value: Expr): void {
    this.locals.set(variable, variable.mutable ? VOLATILE : this.dependence(value));
  }
  /** A name whose value every element has for itself. */
  declare(variable: Variable): void {
    this.locals.set(variable, VOLATILE);
  }
  private dependence(e: Expr): Dependence {
    const known = this.dependences.get(e);
    if (known !== undefined) return known;
    const join = (...parts: readonly Expr[]): Dependence =>
      parts.reduce<Dependence>((d, p) => {
        const next = this.dependence(p);
        return d === VOLATILE || next === VOLATILE ? VOLATILE : d | next;
      }, 0);
    const find = (): Dependence => {
      switch (e.kind) {
        case "constant":
        case "extent":
          return 0;
        case "variable": {
          const axis = this.axisOf.get(e.variable);
          if (axis !== undefined) return 1 << axis;
          const loop = this.loops.get(e.variable);
          if (loop !== undefined) return 1 << (this.axisOf.size + loop);
          return this.written.has(e.variable) ? VOLATILE : (this.locals.get(e.variable) ?? 0);
        }
        case "unary":
        case "cast":
          return join(e.a);
        case "binary":
          return join(e.a, e.b);
        case "select":
          return join(e.condition, e.a, e.b);
        case "call":
          return join(...e.args);
        case "element":
          return this.written.has(e.buffer) ? VOLATILE : join(...e.index);
        case "read":
          return this.written.has(e.view.tensor) ? VOLATILE : join(...e.view.axes.map((axis) => axis.start));
        default:
          return e satisfies never;
      }
    };
    const found = find();
    this.dependences.set(e, found);
    return found;
  }
  /** Tells the values of `e` for the registers at hand from those for others. */
  private key(e: Expr): string {
    const dependence = this.dependence(e);
    let number = this.numbers.get(e);
    if (number === undefined) this.numbers.set(e, (number = this.numbers.size));
    const values = [...this.constants, ...this.loopValues];
    return `${number}:${values.filter((_, axis) => dependence & (1 << axis)).join()}`;
  }
  /**
   * An element of a shared tile that the body does not write, under one of the loop's own indices on the last axis: read together with its
   * neighbours that this thread needs too, up to 16 bytes at once. Null for any other element.
   */
  sharedRun(e: Expr & { readonly kind: "element" }, load: (count: number) => readonly Operand[]): Operand | null {
    const last = e.index[e.index.length - 1]!;
    const axis = last.kind === "variable" ? this.axisOf.get(last.variable) : undefined;
    // Under a condition only some elements may be read, each by itself.
    if (axis === undefined || this.written.has(e.buffer) || this.memo.length > 1) return null;
    const fixed = e.index.slice(0, -1).map((index) => this.dependence(index));
    if (fixed.some((dependence) => dependence === VOLATILE || dependence & (1 << axis))) return null;
    const run = Math.min(runAlong(this.layout, axis), 16 / byteSize[e.dtype]);
    if (run === 1) return null;
    // Registers come in order, so that the element at hand is the first of its run: the others are found under their keys.
    const here = this.constants;
    const values = load(run);
    const scope = this.memo[this.memo.length - 1]!;
    values.forEach((value, n) => {
      this.constants = here.with(axis, here[axis]! + n);
      scope.set(this.key(e), value);
    });
    this.constants = here;
    return values[0]!;
  }
  /**
   * A 16-bit element of a shared tile that the body does not write, at an index that a loop of the body moves from an even one to the next: both
   * are read as one word, once. Null for any other element.
   */
  sharedPair(lowering: Lowering, e: Expr & { readonly kind: "element" }, load: (column: Operand) => Operand): Operand | null {
    if (this.written.has(e.buffer) || this.memo.length > 1) return null;
    const row = this.rowKey(lowering, e.buffer, e.index);
    const pair = row === null ? null : lowering.pairOf(lowering.expression(e.index.at(-1)!));
    if (!pair) return null;
    const key = `pair ${row} ${this.placeKey(pair)}`;
    const scope = this.memo[0]!;
    let word = scope.get(key);
    if (!word) scope.set(key, (word = load(pair.even)));
    return lowering.emit("unpackPair", "f32", [word], { dtype: e.dtype, half: pair.half });
  }
  private placeKey({ base, constant }: { readonly base: Operand | null; readonly constant: number }): string {
    return `${base === null ? "" : this.identity(base)}+${constant}`;
  }
  /** Tells the row of such an element from others; null where the elements are not such. */
  private rowKey(lowering: Lowering, buffer: Buffer, index: readonly Expr[]): string | null {
    const isHalf = buffer.space === "shared" && (buffer.dtype === "bf16" || buffer.dtype === "f16");
    if (!isHalf || lowering.sharedTile(buffer).layout.pitch % 4) return null;
    const last = this.dependence(index.at(-1)!);
    const rows = index.slice(0, -1);
    if (last === VOLATILE || last < 1 << this.axisOf.size || rows.some((e) => this.dependence(e) === VOLATILE)) return null;
    return [buffer.name, ...rows.map((e) => this.key(e))].join(" ");
  }
  /** The half of a word that waits for the other one, to be stored together. */
  private waiting: {
    readonly buffer: Buffer;
    readonly key: string;
    readonly half: 0 | 1;
    readonly value: Operand;
    readonly alone: () => void;
  } | null = null;
  /** Stores such an element of a tile that the body does not read, together with its neighbour if that comes next; false for any other one. */
  storePair(lowering: Lowering, s: Store): boolean {
    const { target } = s;
    if (target.kind !== "element" || this.read.has(target.buffer)) return false;
    if (!this.storesToMemoryOnly && lowering.owner(this.layout) !== null) return false;
    const row = this.rowKey(lowering, target.buffer, target.index);
    const pair = row === null ? null : lowering.pairOf(lowering.expression(target.index.at(-1)!));
    if (!pair) return false;
    const key = `${row} ${this.placeKey(pair)}`;
    const { buffer } = target;
    const { dtype } = buffer;
    const at = (column: Operand): Operand => sharedAddressOf(lowering, buffer, target.index, column);
    const stored = lowering.kept(valueToStore(lowering, s.value, dtype), "half");
    const other = this.waiting;
    if (other?.key === key && other.half !== pair.half) {
      this.waiting = null;
      const halves = pair.half === 1 ? [other.value, stored] : [stored, other.value];
      lowering.emitTo([], "storeShared", [at(pair.even), packElements(lowering, halves, dtype)], { width: 4, offset: 0 });
      return true;
    }
    this.flush();
    const column = lowering.add(pair.even, i32(pair.half));
    const alone = (): void =>
      lowering.emitTo([], "storeShared", [at(column), packElements(lowering, [stored], dtype)], { width: 2, offset: 0 });
    this.waiting = { buffer, key, half: pair.half, value: stored, alone };
    return true;
  }
  /** Stores what waits; if a target is given, what waits to be stored to the same tile. */
  flush(before?: ElementTarget): void {
    if (before && (before.kind === "view" || before.buffer !== this.waiting?.buffer)) return;
    this.waiting?.alone();
    this.waiting = null;
  }
  /** The value of `e`, made anew only where it can differ from one already made. */
  shared(e: Expr, make: () => Operand): Operand {
    if (this.dependence(e) === VOLATILE || e.kind === "constant" || e.kind === "variable") return make();
    const key = this.key(e);
    for (const scope of this.memo) {
      const value = scope.get(key);
      if (value) return value;
    }
    const value = make();
    this.memo[this.memo.length - 1]!.set(key, value);
    return value;
  }
  /** The sum of two values, made anew only where neither was added to the other before. Mutable registers are never shared. */
  sum(a: Operand, b: Operand, make: () => Operand): Operand {
    const [x, y] = [this.identity(a), this.identity(b)];
    if (x === null || y === null) return make();
    const key = `sum ${x} ${y}`;
    for (const scope of this.memo) {
      const value = scope.get(key);
      if (value) return value;
    }
    const value = make();
    this.memo[this.memo.length - 1]!.set(key, value);
    return value;
  }
  private readonly identities = new Map<object, number>();
  private identity(operand: Operand): number | null {
    if (operand.kind === "immediate") return null;
    const object = operand.kind === "register" ? operand.register : operand.parameter;
    if (operand.kind === "register" && !this.unchanging(operand.register)) return null;
    const known = this.identities.get(object);
    if (known !== undefined) return known;
    this.identities.set(object, this.identities.size);
    return this.identities.size - 1;
  }
  /** Register of a fragment's element under the loop's indices. */
  elementRegister(lowering: Lowering, buffer: Buffer, index: readonly Expr[]): number {
    const at = index.map((e) => {
      if (e.kind === "constant") return e.value;
      const lane = e.kind === "variable" ? this.lane(e.variable) : null;
      if (!lane)
        throw new LoweringError(lowering.position, `fragment ${buffer.name} is indexed by something else than the loop's own indices`);
      return lane.constant;
    });
    const register = lowering.fragment(buffer).indexOf.get(at.join());
    if (register === undefined)
      throw new LoweringError(lowering.position, `fragment ${buffer.name} has no element at register offset [${at.join(", ")}]`);
    return register;
  }
}
