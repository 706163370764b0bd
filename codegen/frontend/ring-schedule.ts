// Counts the slots of explicit rings along every path: misuse is a diagnostic, and every wait learns how many commits surely follow the one it
// waits for, every fill whether its slot may still be being read. Both are exact where the program's loops keep the counts, and safe always.
import type { Expr, For, Ring, RingBegin, RingProduce, RingWait, Statement, While } from "../ir/tile.ts";
import type { Position } from "../ir/types.ts";
import { bodiesOf } from "../passes/walk.ts";

/** Slots in the order of their use. Filled ones with the number of commits that surely follow theirs; free ones with whether they were read since all threads met last. */
interface RingState {
  filled: number[];
  used: boolean;
  free: boolean[];
}
type State = Map<Ring, RingState>;
export type ReportRing = (code: "CUI7001" | "CUI7002" | "CUI7003", position: Position, ...parts: string[]) => void;

const copyOf = (state: State): State =>
  new Map([...state].map(([ring, { filled, used, free }]) => [ring, { filled: [...filled], used, free: [...free] }]));
const sameCounts = (a: RingState, b: RingState): boolean => a.filled.length === b.filled.length && a.used === b.used;
const sameState = (a: State, b: State): boolean =>
  a.size === b.size && [...a].every(([ring, { filled, free }]) => `${filled} ${free}` === `${b.get(ring)?.filled} ${b.get(ring)?.free}`);

class RingSchedule {
  private state: State = new Map();
  private readonly report: ReportRing;
  /** Rings that were misused: what follows from that is not reported. */
  private readonly broken = new Set<Ring>();
  private readonly pending = new Map<RingWait, number>();
  private readonly acquires = new Set<RingProduce>();
  private readonly drains = new Set<RingBegin>();

  constructor(report: ReportRing) {
    this.report = report;
  }
  private fail(code: Parameters<ReportRing>[0], ring: Ring, position: Position): void {
    if (!this.broken.has(ring)) this.report(code, position, ring.name, `${ring.stages}`);
    this.broken.add(ring);
    this.state.delete(ring);
  }
  /** All threads of the block meet: what they read before is read. */
  private meet(): void {
    for (const { free } of this.state.values()) free.fill(false);
  }
  /** What holds on both paths; `node` is where they meet. */
  private join(a: State, b: State, position: Position): State {
    const joined: State = new Map();
    for (const ring of new Set([...a.keys(), ...b.keys()])) {
      const [x, y] = [a.get(ring), b.get(ring)];
      if (this.broken.has(ring)) continue;
      if (!x || !y) joined.set(ring, (x ?? y)!);
      else if (!sameCounts(x, y)) this.fail("CUI7003", ring, position);
      else
        joined.set(ring, {
          filled: x.filled.map((n, i) => Math.min(n, y.filled[i]!)),
          used: x.used,
          free: x.free.map((dirty, i) => dirty || y.free[i]!),
        });
    }
    return joined;
  }
  body(statements: readonly Statement[]): void {
    for (const s of statements) this.statement(s);
  }
  private loop(s: For | While): void {
    const constant = (e: Expr): number => (e.kind === "constant" ? e.value : Number.NaN);
    const trips = s.kind === "while" ? Number.NaN : Math.max(0, Math.ceil((constant(s.last) - constant(s.first)) / s.step));
    if (trips === 0) return;
    // A loop of known length may fill a ring; any other one has to leave it as it was.
    for (let n = 0; n < trips || Number.isNaN(trips); n++) {
      const before = copyOf(this.state);
      this.body(s.body);
      const keeps = [...before].every(([ring, old]) => this.broken.has(ring) || sameCounts(old, this.state.get(ring)!));
      if (!keeps && !Number.isNaN(trips)) continue;
      this.state = this.join(before, this.state, s.position);
      if (sameState(before, this.state)) return;
    }
  }
  private statement(s: Statement): void {
    // Between roles, slots are counted by barriers as the program runs.
    if ("ring" in s && (this.broken.has(s.ring) || s.ring.handover)) return;
    switch (s.kind) {
      case "ringBegin": {
        if ((this.state.get(s.ring)?.filled.length ?? 0) > 0) this.drains.add(s);
        this.state.set(s.ring, { filled: [], used: false, free: new Array<boolean>(s.ring.stages).fill(false) });
        return;
      }
      case "ringProduce": {
        const own = this.state.get(s.ring)!;
        const dirty = own.free.shift();
        if (dirty === undefined) return this.fail("CUI7001", s.ring, s.position);
        if (dirty) {
          this.acquires.add(s);
          this.meet();
        }
        for (const { filled } of this.state.values()) for (let n = 0; n < filled.length; n++) filled[n]!++;
        own.filled.push(0);
        return;
      }
      case "ringWait": {
        const own = this.state.get(s.ring)!;
        const following = own.filled.shift();
        if (following === undefined) return this.fail("CUI7002", s.ring, s.position);
        this.pending.set(s, Math.min(following, this.pending.get(s) ?? following));
        own.used = true;
        return this.meet();
      }
      case "ringRelease": {
        const own = this.state.get(s.ring)!;
        own.used = false;
        own.free.push(true);
        return;
      }
      case "if": {
        const before = copyOf(this.state);
        this.body(s.then);
        const then = this.state;
        this.state = before;
        this.body(s.otherwise);
        this.state = this.join(then, this.state, s.position);
        return;
      }
      case "for":
      case "while":
        return this.loop(s);
      case "work":
        return this.body(s.body);
      case "roles":
        for (const role of s.roles) this.body(role.body);
        return;
      case "let":
      case "assign":
      case "store":
      case "effect":
      case "threads":
      case "parallel":
      case "tile":
      case "barrier":
        return;
      default:
        return s satisfies never;
    }
  }
  /** The statements with what was learned. */
  annotated(statements: readonly Statement[]): Statement[] {
    return statements.map((s): Statement => {
      switch (s.kind) {
        case "ringBegin":
          return { ...s, drain: this.drains.has(s) };
        case "ringProduce":
          return { ...s, acquire: this.acquires.has(s) };
        case "ringWait":
          return { ...s, pending: this.pending.get(s) ?? 0 };
        case "if":
          return { ...s, then: this.annotated(s.then), otherwise: this.annotated(s.otherwise) };
        case "for":
        case "while":
        case "work":
          return { ...s, body: this.annotated(s.body) };
        case "roles":
          return { ...s, roles: s.roles.map((role) => ({ ...role, body: this.annotated(role.body) })) };
        default:
          return s;
      }
    });
  }
}

const usesRings = (body: readonly Statement[]): boolean => body.some((s) => "ring" in s || bodiesOf(s).some(usesRings));

export const scheduleRings = (body: readonly Statement[], report: ReportRing): readonly Statement[] => {
  if (!usesRings(body)) return body;
  const schedule = new RingSchedule(report);
  schedule.body(body);
  return schedule.annotated(body);
};
