// Reports of kernels, by `print` and `assert`: what each says, where it stands and who made it. Guarantees: a report has the same text on every
// execution; one that does not fit its buffer is counted; a failed assertion is never lost. The buffer of a launch is 4 words (reports made,
// assertions failed, two unused), then `reportCapacity` slots of so many words as the kernel's largest report takes: its site's number plus 1,
// the block, the place (a thread of the block, or the indices of an element of `parallel`), the values. A slot without a number is incomplete.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { DType } from "./types.ts";

/** One call of `print` or `assert` in a kernel's source. */
export interface ReportSite {
  readonly kind: "print" | "assert";
  readonly kernel: string;
  readonly file: string;
  readonly line: number;
  /** The label, or what was asserted. */
  readonly text: string;
  /** Indices of the element, of a report inside `parallel`; null for one of a thread. */
  readonly axes: number | null;
  /** dtypes of the values. */
  readonly values: readonly DType[];
}
/** What reads a launch's buffer. */
export interface ReportTable {
  readonly sites: readonly ReportSite[];
  /** Words of a slot. */
  readonly words: number;
}
/** A thread's index in the block, or the indices of an element. */
export type ReportPlace = number | readonly number[];
/** All 64 bits of an i64 are known where a GPU reports it. */
type ReportValue = number | boolean | bigint;

export const reportCapacity = 1024;
const headerWords = 4;
const wordsOf = (dtype: DType): number => (dtype === "i64" ? 2 : 1);
/** Words of one report. */
export const reportWords = ({ axes, values }: Pick<ReportSite, "axes" | "values">): number =>
  2 + (axes ?? 1) + values.reduce((sum, dtype) => sum + wordsOf(dtype), 0);
/** Bytes of a launch's buffer. */
export const reportBytes = ({ words }: ReportTable): number => 4 * (headerWords + reportCapacity * words);

/** The shortest decimal that rounds to the same f32; integers in full. */
const floatText = (value: number): string => {
  if (Object.is(value, -0)) return "-0";
  if (Number.isInteger(value)) return `${value}`;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return `${short}`;
  }
  return `${value}`;
};
/** A bool is 0 or 1, as in memory: of a number read there, the JS run cannot tell that it is one. */
const valueText = (value: ReportValue, dtype: DType): string =>
  dtype === "bool" ? `${Number(value)}` : dtype === "i32" || dtype === "u32" || dtype === "i64" ? `${value}` : floatText(Number(value));

/** The line that a report becomes. */
export const reportText = (site: ReportSite, block: number, place: ReportPlace, values: readonly ReportValue[]): string => {
  const inFolder = relative(process.cwd(), site.file);
  const where = `${inFolder.startsWith("..") ? site.file : inFolder}:${site.line}`;
  const who = `${site.kernel}, block ${block}, ${typeof place === "number" ? `thread ${place}` : `element [${place.join(", ")}]`}`;
  if (site.kind === "assert") return `${where}: ${who}: assertion failed: ${site.text}`;
  const said = values.map((value, n) => valueText(value, site.values[n]!)).join(", ");
  return `${where}: ${who}: ${[site.text, said].filter((part) => part !== "").join(" ")}`;
};

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);
let sink = toStandardError;
/** Where the lines of `print` go, on every execution; null for the standard error stream, as at first. */
export const printTo = (next: ((line: string) => void) | null): void => {
  sink = next ?? toStandardError;
};
export const printLine = (line: string): void => sink(line);

/** Assertions of a kernel that did not hold. What the kernel wrote is what it would have written without them. */
export class AssertionFailure extends Error {
  override readonly name = "AssertionFailure";
  readonly code = "CUI3017";
  /** A line for each that is known. */
  readonly failures: readonly string[];
  /** How many failed. */
  readonly count: number;

  constructor(failures: readonly string[], count = failures.length, cause?: unknown) {
    const shown = failures.slice(0, 8);
    const rest = count - shown.length;
    const others = shown.length > 0 ? `and ${rest} more` : `${rest} assertions failed, whose reports did not fit the buffer`;
    super(
      `CUI3017: ${[...shown, ...(rest > 0 ? [others] : [])].join("\n  ")}\n  help: run the kernel as JavaScript with a breakpoint on that line, or print what the condition is made of`,
      cause === undefined ? {} : { cause },
    );
    this.failures = failures;
    this.count = count;
  }
}

/** A report where statements run one after another: printed, or thrown, at once. */
export const report = (site: ReportSite, block: number, place: ReportPlace, values: readonly (number | boolean)[]): void => {
  const line = reportText(site, block, place, values);
  if (site.kind === "assert") throw new AssertionFailure([line]);
  printLine(line);
};

const single = new DataView(new ArrayBuffer(4));
const decoded = (words: Uint32Array, dtype: DType): number | bigint => {
  const bits = words[0]!;
  if (dtype === "i64") return (BigInt(words[1]! | 0) << 32n) | BigInt(bits);
  single.setUint32(0, bits);
  return dtype === "f32" ? single.getFloat32(0) : dtype === "i32" ? single.getInt32(0) : bits;
};
/** Reads the buffer of launches that are over: prints what was printed, and gives what is to be thrown, if an assertion failed. */
export const drainReports = ({ sites, words }: ReportTable, buffer: Uint32Array, cause?: unknown): AssertionFailure | null => {
  const [made, failed] = [buffer[0]!, buffer[1]!];
  const failures: string[] = [];
  for (let n = 0; n < Math.min(made, reportCapacity); n++) {
    const slot = buffer.subarray(headerWords + n * words, headerWords + (n + 1) * words);
    const site = sites[slot[0]! - 1];
    if (!site) continue;
    const first = 2 + (site.axes ?? 1);
    const place = site.axes === null ? slot[2]! : [...slot.subarray(2, first)].map((bits) => bits | 0);
    let at = first;
    const said = site.values.map((dtype) => {
      at += wordsOf(dtype);
      return decoded(slot.subarray(at - wordsOf(dtype), at), dtype);
    });
    const line = reportText(site, slot[1]!, place, said);
    if (site.kind === "assert") failures.push(line);
    else printLine(line);
  }
  if (made > reportCapacity)
    printLine(`${sites[0]!.kernel}: ${made - reportCapacity} more reports did not fit the buffer of ${reportCapacity}`);
  return failed > 0 ? new AssertionFailure(failures, failed, cause) : null;
};

/** The file and line that called a function, off the stack. */
export const callerOf = (called: (...args: never[]) => unknown): Pick<ReportSite, "file" | "line"> => {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, called);
  const [, file = "", line = "0"] = /(?:\(|at |async )((?:file:\/\/)?\/[^():]*):(\d+):\d+\)?$/m.exec(trace.stack ?? "") ?? [];
  return { file: file.startsWith("file:") ? fileURLToPath(file) : file, line: Number(line) };
};
