// The state of lowering one kernel from tile IR to lowered IR, and the small vocabulary that all lowerings use beside the emitter's: who executes,
// coordinates of lanes and warps, fragments, shared tiles. Nothing here knows an operation by name.
import type { FragmentLayout, Digit } from "../layout/fragment.ts";
import { registerCoordinates, registerCount } from "../layout/fragment.ts";
import type { LayoutHolder } from "../layout/constraints.ts";
import type { SharedLayout } from "../layout/shared.ts";
import type { KernelParameter, LoweredNode, Operand, Register, RegisterRef, SharedRange } from "../ir/lowered.ts";
import type { OperationRecord } from "../ir/operation.ts";
import type { Buffer, Expr, NamedBarrier, Ring, Statement, Tensor, TileProgram, Variable } from "../ir/tile.ts";
import { nowhere } from "../ir/types.ts";
import type { Facts } from "../passes/facts.ts";
import type { Target } from "../targets.ts";
import type { Uniformity } from "../passes/uniformity.ts";
import { Emitter } from "./emitter.ts";
import { LoweringError } from "./error.ts";
import { Reports } from "./ops/report.ts";
import type { Handover } from "./roles.ts";
import {
  type FragmentStorage,
  f32,
  i32,
  registerTypeOf,
  type RingStorage,
  type SharedStorage,
  type TensorStorage,
  u32,
} from "./storage.ts";

export { LoweringError } from "./error.ts";
export * from "./storage.ts";

export class Lowering extends Emitter {
  readonly program: TileProgram;
  readonly layouts: ReadonlyMap<LayoutHolder, FragmentLayout>;
  readonly facts: Facts;
  readonly operations: Readonly<Record<string, OperationRecord>>;
  readonly target: Target;
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
  /** Inside per-thread code: what its threads agree on. */
  threads: Uniformity | null = null;
  /** Inside the fill of a ring: its copies are committed together, by the ring. */
  producing = false;
  /** Who carries out what is lowered now: a range of warps that meet at a barrier of their own, or (null) the whole block. */
  private team: { readonly firstWarp: number; readonly warps: number; readonly barrier: number } | null = null;

  constructor(
    program: TileProgram,
    layouts: ReadonlyMap<LayoutHolder, FragmentLayout>,
    facts: Facts,
    operations: Readonly<Record<string, OperationRecord>>,
    target: Target,
  ) {
    super(program.body[0]?.position ?? nowhere);
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
    const swizzle = this.shift(this.asU32(i32(split.constant)), 4 - layout.shift);
    const first = this.add(
      this.asU32(this.multiply(split.base, i32(layout.pitch))),
      this.bits("bitXor", byte, this.masked(layout, swizzle)),
    );
    const [start, distance] = [this.add(base, first), split.constant * layout.pitch];
    return distance < 0 ? this.subtract(start, u32(-distance)) : this.add(start, u32(distance));
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
    if (a.kind === "immediate") return u32(left > 0 ? (a.value << left) >>> 0 : Math.floor(a.value / 2 ** -left));
    return this.emit(left > 0 ? "shiftLeft" : "shiftRight", "u32", [a, u32(Math.abs(left))]);
  }

  // ---- what the modules beside this one do; set by program.ts so that no file depends on all others

  expression!: (e: Expr) => Operand;
  statements!: (body: readonly Statement[]) => void;
}
