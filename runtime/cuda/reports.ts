// The buffer that a kernel's launches report into: memory of the host that the GPU writes to, so that it can be read after a fault too. Guarantees:
// it is read only when none of its launches is under way, and nothing that failed goes unsaid.
import koffi from "koffi";
import { type AssertionFailure, drainReports, printLine, reportBytes, type ReportTable } from "../../codegen/ir/report.ts";
import { driver, readHandle } from "./driver.ts";
import { type Context, Resource } from "./resource.ts";

/** A queue of launches, as far as reports need to know it. */
export interface ReportingQueue {
  readonly unread: Set<ReportBuffer>;
}

export class ReportBuffer extends Resource {
  readonly #table: ReportTable;
  readonly #address: bigint;
  readonly #type: ReturnType<typeof koffi.array>;
  /** Streams with launches that nobody has waited for. */
  readonly #busy = new Set<ReportingQueue>();

  private constructor(context: Context, kernel: string, table: ReportTable, address: bigint) {
    super(context, `reports of ${kernel}`, address);
    this.#table = table;
    this.#address = address;
    this.#type = koffi.array("uint32_t", reportBytes(table) / 4, "Typed");
    this.#clear();
  }
  #clear(): void {
    koffi.encode(this.#address, this.#type, new Uint32Array(reportBytes(this.#table) / 4));
  }
  #drain(): AssertionFailure | null {
    const words = koffi.decode(this.#address, this.#type) as Uint32Array;
    if (words[0] === 0) return null;
    this.#clear();
    return drainReports(this.#table, words);
  }
  static allocate(context: Context, kernel: string, table: ReportTable): ReportBuffer {
    context.makeCurrent();
    return new ReportBuffer(
      context,
      kernel,
      table,
      readHandle((out) => driver.cuMemAllocHost_v2(out, reportBytes(table))),
    );
  }
  /** A launch that reports here was queued. */
  queued(queue: ReportingQueue): void {
    this.#busy.add(queue);
    queue.unread.add(this);
  }
  /** The work of a stream is over. Throws for assertions that failed, once no other stream has launches under way. */
  settle(queue: ReportingQueue): void {
    queue.unread.delete(this);
    this.#busy.delete(queue);
    if (this.#busy.size > 0) return;
    const failure = this.#drain();
    if (failure) throw failure;
  }
  /** Says everything, where nothing can be thrown. */
  tell(): void {
    for (const queue of this.#busy) queue.unread.delete(this);
    this.#busy.clear();
    for (const line of this.#drain()?.failures ?? []) printLine(line);
  }
  protected override release(address: bigint): void {
    try {
      if (this.#busy.size > 0) driver.cuCtxSynchronize();
    } finally {
      this.tell();
    }
    driver.cuMemFreeHost(address);
  }
}
