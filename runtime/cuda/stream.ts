// Streams: queues of work of a device, independent of each other and of the legacy default stream.
import type { Device } from "./device.ts";
import { driver, readHandle } from "./driver.ts";
import { checkDevice, RuntimeError } from "./errors.ts";
import type { Event } from "./event.ts";
import type { ReportBuffer } from "./reports.ts";
import { releaseAll, Resource } from "./resource.ts";

const nonBlocking = 1;

export class Stream extends Resource {
  readonly device: Device;
  /** Set by `Graph.capture` while work is recorded, not run: what that work uses. */
  recorded: Set<Resource> | null = null;
  /** Buffers of launches whose reports were not read. */
  readonly unread = new Set<ReportBuffer>();

  private constructor(device: Device, handle: bigint) {
    super(device, `stream of device ${device.index}`, handle);
    this.device = device;
  }
  /** A higher priority is a smaller number, as in CUDA; 0 is the usual one. */
  static create(device: Device, priority = 0): Stream {
    checkDevice("Stream.create", device);
    device.makeCurrent();
    return new Stream(
      device,
      readHandle((out) => driver.cuStreamCreateWithPriority(out, nonBlocking, priority)),
    );
  }
  protected override release(handle: bigint): void {
    driver.cuStreamDestroy_v2(handle);
  }
  get capturing(): boolean {
    return this.recorded !== null;
  }
  /** Notes for a graph that is being recorded what queued work uses. */
  uses(resource: Resource): void {
    this.recorded?.add(resource);
  }
  /** Refuses what a graph cannot record. */
  refuseCapture(what: string): void {
    if (this.capturing)
      throw new RuntimeError("CUI3010", `${what} while its stream is being captured into a graph`, "do it before or after the capture");
  }
  /** Blocks this thread until all work so far is done, and reads the reports of its launches: an assertion that failed is thrown. */
  synchronize(): void {
    this.refuseCapture("waiting for a stream");
    this.device.makeCurrent();
    try {
      driver.cuStreamSynchronize(this.handle);
    } catch (error) {
      // What was reported before a fault tells about it.
      for (const buffer of this.unread) buffer.tell();
      throw error;
    }
    this.readReports();
  }
  /** Prints what finished launches reported; throws if an assertion failed. */
  readReports(): void {
    releaseAll([...this.unread], (buffer) => buffer.settle(this));
  }
  /** Whether all work so far is done. */
  get idle(): boolean {
    this.refuseCapture("asking whether a stream is idle");
    this.device.makeCurrent();
    return driver.cuStreamQuery(this.handle);
  }
  /** Resolves when all work so far is done; the event loop stays free. Reports of its launches are read then. */
  async finished(): Promise<void> {
    while (!this.idle) await new Promise((resolve) => setImmediate(resolve));
    this.readReports();
  }
  /** Later work of this stream waits for what the event recorded. */
  wait(event: Event): void {
    this.device.makeCurrent();
    driver.cuStreamWaitEvent(this.handle, event.handle, 0);
  }
}
