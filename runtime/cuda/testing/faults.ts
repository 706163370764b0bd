// Counts the calls of libraries that are faked, and lets one of them fail.

/** The nth call of a name from `arm` on fails with a status. */
export interface Fault {
  readonly call: string;
  readonly nth: number;
  readonly status: number;
}

export class Faults {
  /** How often each function was called since `arm`. */
  calls = new Map<string, number>();
  /** What no program may do: double releases, uses after release, calls without a context. */
  violations: string[] = [];
  #fault: Fault | null = null;

  /** Counts from here on, and lets a call fail. */
  arm(fault: Fault | null): void {
    this.calls = new Map();
    this.violations = [];
    this.#fault = fault;
  }
  /** Counts a call; the status with which it is to fail, or null. */
  count(call: string): number | null {
    const count = (this.calls.get(call) ?? 0) + 1;
    this.calls.set(call, count);
    return this.#fault?.call === call && this.#fault.nth === count ? this.#fault.status : null;
  }
  get fired(): boolean {
    return this.#fault !== null && (this.calls.get(this.#fault.call) ?? 0) >= this.#fault.nth;
  }
}
