// Reports: one instruction for the thread that makes the report, with its block and place. The kernel takes the address of the launch's buffer
// as its last parameter once something reports.
import type { Operand } from "../../ir/lowered.ts";
import type { Effect, TileProgram } from "../../ir/tile.ts";
import type { OperationRecord } from "../../ir/operation.ts";
import type { DType } from "../../ir/types.ts";
import { walk } from "../../passes/walk.ts";
import { type ReportSite, type ReportTable, reportWords } from "../../ir/report.ts";
import type { Lowering } from "../context.ts";
import { wordsOf } from "../elements.ts";
import { u32 } from "../storage.ts";

export type Reporting = Effect & { readonly name: ReportSite["kind"] };
/** Whether a step reports to the host. */
export const isReport = (effect: Effect, operations: Readonly<Record<string, OperationRecord>>): effect is Reporting => {
  const record = operations[effect.name];
  return record?.kind === "effect" && record.text !== null;
};

/** What the host needs to know of a report. An assertion says nothing but that it failed. */
export const reportSite = (kernel: string, { name, text, args, element, position }: Reporting): ReportSite => ({
  kind: name,
  kernel,
  file: position.file,
  line: position.line,
  text,
  axes: element?.length ?? null,
  values: name === "assert" ? [] : args.map(({ dtype }) => dtype),
});

/** The reports of a program while it is lowered. */
export class Reports {
  private readonly kernel: string;
  /** Of a slot. */
  readonly words: number;
  private readonly sites = new Map<string, ReportSite>();
  private buffer: Operand | null = null;

  constructor(program: TileProgram, operations: Readonly<Record<string, OperationRecord>>) {
    this.kernel = program.name;
    let words = 0;
    walk(program.body, (s) => {
      if (s.kind === "effect" && isReport(s, operations)) words = Math.max(words, reportWords(reportSite(program.name, s)));
    });
    this.words = words;
  }
  /** Of what was lowered; null if nothing reports. */
  get table(): ReportTable | null {
    return this.sites.size === 0 ? null : { sites: [...this.sites.values()], words: this.words };
  }
  /** The number of a site: the same for all copies of a statement. */
  number(effect: Reporting): number {
    const site = reportSite(this.kernel, effect);
    const key = JSON.stringify([site, effect.position.column]);
    if (!this.sites.has(key)) this.sites.set(key, site);
    return [...this.sites.keys()].indexOf(key);
  }
  address(lowering: Lowering): Operand {
    if (this.buffer) return this.buffer;
    const taken = new Set(lowering.parameters.map(({ name }) => name));
    let name = "reports";
    while (taken.has(name)) name += "_";
    const parameter = { name, type: "pointer", dtype: "u32", readOnly: false } as const;
    lowering.parameters.push(parameter);
    this.buffer = { kind: "parameter", parameter };
    return this.buffer;
  }
}

export const lowerReport = (effect: Reporting, values: readonly Operand[], lowering: Lowering): null => {
  const { reports, parallel } = lowering;
  const make = (): void => {
    const own = (which: string): Operand => lowering.emit("special", "i32", [], { which }, which);
    const place = effect.element?.map((index) => lowering.expression(index)) ?? [own("thread")];
    const said = effect.name === "assert" ? [] : values.flatMap((value, n) => asWords(lowering, value, effect.args[n]!.dtype));
    lowering.emitTo([], "report", [reports.address(lowering), own("blockX"), ...place, ...said], {
      site: reports.number(effect),
      words: reports.words,
      fails: effect.name === "assert",
    });
  };
  if (effect.name === "print") make();
  else {
    const [condition] = values;
    const fails =
      condition!.kind === "immediate" ? { ...condition!, value: 1 - condition!.value } : lowering.emit("not", "predicate", [condition!]);
    lowering.when(fails, false, parallel ? () => parallel.nested(make) : make);
  }
  return null;
};
const asWords = (lowering: Lowering, value: Operand, dtype: DType): readonly Operand[] =>
  dtype === "bool" ? [lowering.emit("select", "u32", [value, u32(1), u32(0)])] : wordsOf(lowering, value);
