// Which values of per-thread code are the same for all threads that compute them: of the whole executor, of one warp, or of a thread alone. A
// value read from memory at a place that threads agree on counts as agreed on, for a program without races has one value there. Guarantees: a
// value said to be agreed on can differ only where the simulator reports a race.
import type { OperationRecord } from "../ir/operation.ts";
import type { Expr, Statement, Threads, Variable } from "../ir/tile.ts";
import { bodiesOf, partsOf } from "./walk.ts";

export type Agreement = "executor" | "warp" | "thread";
const order: readonly Agreement[] = ["executor", "warp", "thread"];
const weaker = (a: Agreement, b: Agreement): Agreement => (order.indexOf(a) > order.indexOf(b) ? a : b);

export class Uniformity {
  private readonly known = new Map<Variable, Agreement>();
  private readonly operations: Readonly<Record<string, OperationRecord>>;
  private changed = false;

  constructor(threads: Threads, operations: Readonly<Record<string, OperationRecord>>) {
    this.operations = operations;
    this.known.set(threads.thread, "thread").set(threads.lane, "thread").set(threads.warp, "warp");
    // What is assigned in a loop is known behind its end only: again, until nothing changes.
    do {
      this.changed = false;
      this.body(threads.body, "executor");
    } while (this.changed);
  }
  private weaken(variable: Variable, agreement: Agreement): void {
    const before = this.known.get(variable) ?? "executor";
    const after = weaker(before, agreement);
    this.known.set(variable, after);
    this.changed ||= after !== before;
  }
  private body(body: readonly Statement[], around: Agreement): void {
    for (const s of body) {
      // A variable that only some threads assign differs from then on.
      if (s.kind === "let") this.weaken(s.variable, this.of(s.value));
      else if (s.kind === "assign") this.weaken(s.variable, weaker(around, this.of(s.value)));
      else if (s.kind === "effect" && s.result) {
        const record = this.operations[s.name];
        this.weaken(s.result, record?.kind === "effect" ? record.agreement : "thread");
      } else if (s.kind === "for") this.weaken(s.variable, weaker(this.of(s.first), this.of(s.last)));
      const inner = weaker(around, this.ofControl(s));
      for (const nested of bodiesOf(s)) this.body(nested, inner);
    }
  }
  /** Of which threads take the same way through a statement. */
  ofControl(s: Statement): Agreement {
    if (s.kind === "if" || s.kind === "while") return this.of(s.condition);
    return s.kind === "for" ? weaker(this.of(s.first), this.of(s.last)) : "executor";
  }
  of(e: Expr): Agreement {
    if (e.kind === "variable") return this.known.get(e.variable) ?? "executor";
    if (e.kind === "element" && e.buffer.space !== "shared") return "thread";
    return partsOf(e).reduce<Agreement>((agreement, part) => weaker(agreement, this.of(part)), "executor");
  }
}
