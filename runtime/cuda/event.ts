// Events: marks in a stream, to wait for and to measure time between.
import type { Device } from "./device.ts";
import { driver, readHandle } from "./driver.ts";
import { checkDevice, RuntimeError } from "./errors.ts";
import { Resource } from "./resource.ts";
import type { Stream } from "./stream.ts";

export class Event extends Resource {
  readonly device: Device;

  private constructor(device: Device, handle: bigint) {
    super(device, `event of device ${device.index}`, handle);
    this.device = device;
  }
  static create(device: Device): Event {
    checkDevice("Event.create", device);
    device.makeCurrent();
    return new Event(
      device,
      readHandle((out) => driver.cuEventCreate(out, 0)),
    );
  }
  protected override release(handle: bigint): void {
    driver.cuEventDestroy_v2(handle);
  }
  record(stream: Stream): this {
    this.device.makeCurrent();
    driver.cuEventRecord(this.handle, stream.handle);
    return this;
  }
  /** Whether the work before the last `record` is done. */
  get reached(): boolean {
    this.device.makeCurrent();
    return driver.cuEventQuery(this.handle);
  }
  synchronize(): void {
    this.device.makeCurrent();
    driver.cuEventSynchronize(this.handle);
  }
  /** Milliseconds of GPU time from another event to this one; both must have been recorded and reached. */
  millisecondsSince(start: Event): number {
    this.device.makeCurrent();
    const out = new Float32Array(1);
    if (!driver.cuEventElapsedTime(out, start.handle, this.handle)) {
      throw new RuntimeError(
        "CUI3009",
        "the time between two events was asked for before both were reached",
        "call synchronize() on the later event first",
      );
    }
    return out[0]!;
  }
}
