// Hazards: puts a barrier before every statement that touches memory which another thread may still be writing or reading. Rings order
// their own slots; this pass looks after everything else in shared memory, after plain asynchronous copies, and after tensors that a kernel
// both writes and reads. It knows an operation's accesses from the operation's record.
import type { OperationRecord } from "../ir/operation.ts";
import type { Barrier, Buffer, Effect, Expr, For, Ring, Statement, Store, Tensor, While } from "../ir/tile.ts";
import { expressionsOf, walk, walkExpression } from "./walk.ts";

type Memory = Buffer | Tensor;
/**
 * What has happened to a piece of memory since the last barrier; `copying`: an asynchronous copy into it may still be under way. `writer`:
 * the one statement that has written it, at elements that differ from iteration to iteration of the loop at hand; null if it is not so.
 */
interface Use {
  readonly read: boolean;
  readonly written: boolean;
  readonly copying: boolean;
  /** The operation of atomics that need no order among each other, "ordered" for others, null for none. */
  readonly atomic: string | null;
  readonly writer: Statement | null;
}
/** Of atomics that follow each other without a barrier. */
const both = (a: Use["atomic"], b: Use["atomic"]): Use["atomic"] => (a === null || a === b ? b : b === null ? a : "ordered");
const idle: Use = { read: false, written: false, copying: false, atomic: null, writer: null };
type State = Map<Memory, Use>;

interface Access {
  readonly memory: Memory;
  readonly writes: boolean;
  readonly reads: boolean;
  readonly copies: boolean;
  readonly atomic: Use["atomic"];
}

/** `coefficient` * the loop's variable + `constant`, or null for any other value. */
const affineIn = (loop: For, e: Expr): { readonly coefficient: number; readonly constant: number } | null => {
  if (e.kind === "constant") return { coefficient: 0, constant: e.value };
  if (e.kind === "variable") return e.variable === loop.variable ? { coefficient: 1, constant: 0 } : null;
  if (e.kind !== "binary" || (e.op !== "add" && e.op !== "subtract" && e.op !== "multiply")) return null;
  const [a, b] = [affineIn(loop, e.a), affineIn(loop, e.b)];
  if (!a || !b) return null;
  if (e.op !== "multiply") {
    const sign = e.op === "add" ? 1 : -1;
    return { coefficient: a.coefficient + sign * b.coefficient, constant: a.constant + sign * b.constant };
  }
  const [factor, other] = a.coefficient === 0 ? [a.constant, b] : [b.constant, a];
  return a.coefficient * b.coefficient === 0 ? { coefficient: factor * other.coefficient, constant: factor * other.constant } : null;
};
/** Whether the elements of a shared tile that a statement stores to are others in every iteration of the loop: along some axis they advance past each other. */
const advancesWith = (loop: For, s: Statement, buffer: Buffer): boolean => {
  const stores: Store[] = [];
  walk([s], (inner) => {
    if (inner.kind === "store" && inner.target.kind === "element" && inner.target.buffer === buffer) stores.push(inner);
  });
  return buffer.shape.some((_, axis) => {
    const places = stores.map(({ target }) => (target.kind === "element" ? affineIn(loop, target.index[axis]!) : null));
    const [first] = places;
    if (!first || !places.every((place) => place !== null && place.coefficient === first.coefficient)) return false;
    const constants = places.map((place) => place!.constant);
    return Math.max(...constants) - Math.min(...constants) < Math.abs(first.coefficient) * loop.step;
  });
};

const barriersOf = (body: readonly Statement[]): Barrier[] => {
  const found: Barrier[] = [];
  walk(body, (s) => s.kind === "barrier" && found.push(s));
  return found;
};

class Hazards {
  private readonly operations: Readonly<Record<string, OperationRecord>>;
  /** Tensors that the kernel writes: reads of others cannot conflict. */
  private readonly written = new Set<Tensor>();
  private state: State = new Map();
  /** The innermost loop around the statement at hand. */
  private loop: For | null = null;
  /** Plain copies issued before a ring's own: its first wait covers them too. */
  private readonly older = new Map<Ring, Set<Memory>>();

  constructor(operations: Readonly<Record<string, OperationRecord>>, body: readonly Statement[]) {
    this.operations = operations;
    walk(body, (s) => {
      if ((s.kind === "store" || s.kind === "effect") && s.target?.kind === "view") this.written.add(s.target.tensor);
      if (s.kind === "tile") for (const a of this.tileAccesses(s)) if (a.writes && a.memory.kind === "tensor") this.written.add(a.memory);
    });
  }
  private tileAccesses(s: Extract<Statement, { kind: "tile" }>): Access[] {
    const record = this.operations[s.name];
    if (record?.kind !== "tile") throw new Error(`no tile operation ${s.name}`);
    const parameters = record.parameters.filter((p) => p.kind === "operand");
    const copies = s.operands[0]?.kind === "view";
    return s.operands.map((operand, n) => {
      const access = parameters[n]?.access ?? "update";
      return {
        memory: operand.kind === "view" ? operand.tensor : operand.buffer,
        reads: access !== "write",
        writes: access !== "read",
        copies: copies && access === "write",
        atomic: null,
      };
    });
  }
  private accesses(s: Statement): Access[] {
    const found: Access[] = s.kind === "tile" ? this.tileAccesses(s) : [];
    const inExpression = (e: Expr): void =>
      walkExpression(e, (x) => {
        if (x.kind === "element") found.push({ memory: x.buffer, reads: true, writes: false, copies: false, atomic: null });
        if (x.kind === "read") found.push({ memory: x.view.tensor, reads: true, writes: false, copies: false, atomic: null });
      });
    for (const e of expressionsOf(s)) inExpression(e);
    if (s.kind === "store" || (s.kind === "effect" && s.target))
      found.push({
        memory: s.target!.kind === "view" ? s.target!.tensor : s.target!.buffer,
        reads: false,
        writes: s.kind === "store",
        copies: false,
        atomic: s.kind === "effect" ? this.atomicOf(s) : null,
      });
    return found.filter(({ memory }) => (memory.kind === "buffer" ? memory.space === "shared" : this.written.has(memory)));
  }
  private atomicOf({ name, result }: Effect): string {
    const record = this.operations[name];
    return result === null && record?.kind === "effect" && record.commutes ? name : "ordered";
  }
  /** All accesses of an elementwise loop count as one: its elements are unordered. */
  private within(s: Statement): Access[] {
    if (s.kind !== "parallel" && s.kind !== "threads") return this.accesses(s);
    const found: Access[] = [];
    walk(s.body, (inner) => found.push(...this.accesses(inner)));
    return found;
  }
  private barrier(s: Statement): Barrier | null {
    const accesses = this.within(s);
    let drain = false;
    const reasons: string[] = [];
    for (const { memory, reads, writes, atomic } of accesses) {
      const use = this.state.get(memory) ?? idle;
      const overwrites = use.written && use.writer !== s;
      const updated = use.copying || (use.atomic !== null && (use.atomic !== atomic || atomic === "ordered"));
      if (
        (reads && (use.written || updated)) ||
        (writes && (use.read || overwrites || updated)) ||
        (atomic !== null && (use.read || use.written || updated))
      )
        reasons.push(memory.name);
      if (use.copying) drain = true;
    }
    if (reasons.length > 0) this.clear(drain);
    for (const { memory, reads, writes, copies, atomic } of accesses) {
      const use = this.state.get(memory) ?? idle;
      if (copies) for (const before of this.older.values()) before.delete(memory);
      const alone = writes && memory.kind === "buffer" && this.loop !== null && advancesWith(this.loop, s, memory);
      this.state.set(memory, {
        read: use.read || reads,
        written: use.written || (writes && !copies),
        copying: use.copying || copies,
        atomic: both(use.atomic, atomic),
        writer: writes ? (alone && (!use.written || use.writer === s) ? s : null) : use.writer,
      });
    }
    return reasons.length > 0 ? { kind: "barrier", drain, reason: [...new Set(reasons)].join(", "), position: s.position } : null;
  }
  private clear(drained: boolean): void {
    for (const [memory, use] of this.state) this.state.set(memory, { ...idle, copying: use.copying && !drained });
  }
  /** Iterations of another loop do not know of this one's. */
  private forgetWriters(): void {
    for (const [memory, use] of this.state) this.state.set(memory, { ...use, writer: null });
  }
  private join(other: State): void {
    for (const [memory, use] of other) {
      const mine = this.state.get(memory) ?? idle;
      this.state.set(memory, {
        read: mine.read || use.read,
        written: mine.written || use.written,
        copying: mine.copying || use.copying,
        atomic: both(mine.atomic, use.atomic),
        writer: !mine.written ? use.writer : !use.written || mine.writer === use.writer ? mine.writer : null,
      });
    }
  }
  /** The body of a loop that begins in that state: once to learn what a pass leaves behind, once more from both together. */
  private repeated(s: For, before: State): Statement[] {
    this.state = new Map(before);
    this.body(s.body);
    this.join(before);
    const body = this.body(s.body);
    this.join(before);
    return body;
  }
  /** A barrier that only what came before the loop asks for stands before the loop, not in every pass of it. */
  private forLoop(s: For): Statement[] {
    const outer = this.loop;
    this.forgetWriters();
    const before = new Map(this.state);
    this.loop = s;
    let body = this.repeated(s, before);
    const barriers = barriersOf(body);
    let guard: Barrier[] = [];
    if (barriers.length > 0 && ![...before.values()].some((use) => use.copying)) {
      const alone = this.repeated(s, new Map());
      if (barriersOf(alone).length < barriers.length) {
        body = alone;
        guard = [{ ...barriers[0]!, position: s.position }];
      } else body = this.repeated(s, before);
    }
    this.loop = outer;
    this.forgetWriters();
    return [...guard, { ...s, body }];
  }
  /** The condition is evaluated before the loop and again behind each pass. */
  private whileLoop(s: While): Statement[] {
    const outer = this.loop;
    this.forgetWriters();
    const guard = this.barrier({ ...s, body: [] });
    const before = new Map(this.state);
    this.loop = null;
    const pass = (): Statement[] => {
      const body = this.body(s.body);
      const again = this.barrier({ ...s, body: [] });
      return again ? [...body, again] : body;
    };
    pass();
    this.join(before);
    const body = pass();
    this.join(before);
    this.loop = outer;
    return [...(guard ? [guard] : []), { ...s, body }];
  }
  body(statements: readonly Statement[]): Statement[] {
    return statements.flatMap((s) => this.statement(s));
  }
  private statement(s: Statement): Statement[] {
    switch (s.kind) {
      case "while":
        return this.whileLoop(s);
      case "for":
        return this.forLoop(s);
      case "if": {
        const guard = this.barrier({ ...s, then: [], otherwise: [] });
        const before = new Map(this.state);
        const then = this.body(s.then);
        const afterThen = this.state;
        this.state = new Map(before);
        const otherwise = this.body(s.otherwise);
        this.join(afterThen);
        return [...(guard ? [guard] : []), { ...s, then, otherwise }];
      }
      case "work":
        return [{ ...s, body: this.body(s.body) }];
      case "ringBegin": {
        // The slots may still be read by the loop's last pass.
        this.older.set(s.ring, new Set([...this.state].filter(([, use]) => use.copying).map(([memory]) => memory)));
        const busy = s.ring.buffers.some((b) => this.state.get(b)?.read);
        if (busy || s.drain) this.clear(s.drain);
        return busy
          ? [{ kind: "barrier", drain: false, reason: s.ring.buffers.map((b) => b.name).join(", "), position: s.position }, s]
          : [s];
      }
      case "ringProduce": {
        // The slot is nobody else's until the ring hands it over: only what the body does itself counts.
        if (s.acquire) this.clear(false);
        const outside = s.ring.fills.map((b) => this.state.get(b) ?? idle);
        for (const b of s.ring.fills) this.state.set(b, idle);
        const body = this.body(s.body);
        s.ring.fills.forEach((b, n) => this.state.set(b, outside[n]!));
        return [{ ...s, body }];
      }
      case "ringWait": {
        this.clear(false);
        // Between roles it is the producer that waits for copies, and only for its own.
        for (const memory of (s.ring.handover ? null : this.older.get(s.ring)) ?? []) this.state.set(memory, idle);
        return [s];
      }
      case "ringRelease":
        return [s];
      case "roles": {
        // Whoever may have touched memory, the roles begin behind it; what they share from then on goes through rings.
        const uses = [...this.state].filter(([, use]) => use.read || use.written || use.copying || use.atomic !== null);
        const roles = s.roles.map((role) => {
          this.state = new Map();
          return { ...role, body: this.body(role.body) };
        });
        const meet: Barrier = {
          kind: "barrier",
          drain: uses.some(([, use]) => use.copying),
          reason: uses.map(([memory]) => memory.name).join(", "),
          position: s.position,
        };
        return [...(uses.length > 0 ? [meet] : []), { ...s, roles }];
      }
      case "effect": {
        const needed = this.barrier(s);
        const before = needed ? [needed, s] : [s];
        if (!s.barrier) return before;
        // Who waits there relies on what was copied before; and a role that waits meets itself.
        const copied = [...this.state].filter(([, use]) => use.copying).map(([memory]) => memory.name);
        const record = this.operations[s.name];
        if (copied.length > 0 || (record?.kind === "effect" && record.atBarrier === "waits")) this.clear(copied.length > 0);
        return copied.length > 0 ? [{ kind: "barrier", drain: true, reason: copied.join(", "), position: s.position }, ...before] : before;
      }
      case "let":
      case "assign":
      case "store":
      case "threads":
      case "parallel":
      case "tile":
      case "barrier": {
        const needed = this.barrier(s);
        return needed ? [needed, s] : [s];
      }
      default:
        return s satisfies never;
    }
  }
}

export const closeHazards = (body: readonly Statement[], operations: Readonly<Record<string, OperationRecord>>): readonly Statement[] =>
  new Hazards(operations, body).body(body);
