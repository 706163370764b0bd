// Named barriers where statements run one after another: threads are counted as they come, round after round.
import type { NamedMeeting } from "./threads.ts";

export class NamedBarrier {
  readonly name: string;
  readonly #threads: number;
  #arrived = 0;
  #reduces = false;
  #any = false;
  /** What the conditions of each round that is over gave. */
  #results: boolean[] = [];

  constructor(name: string, warps: number) {
    this.name = name;
    this.#threads = 32 * warps;
  }
  /** As a block finds it. */
  begin(): void {
    this.#arrived = 0;
    this.#results = [];
  }
  get round(): number {
    return this.#results.length;
  }
  /** So many threads come, with a condition or without; the round that they belong to. */
  arrive(threads: number, condition?: boolean): number {
    const { round } = this;
    const reduces = condition !== undefined;
    if (this.#arrived === 0) [this.#reduces, this.#any] = [reduces, false];
    else if (this.#reduces !== reduces)
      throw new Error(`barrier '${this.name}' is reached with a condition by some threads and without one by others`);
    this.#arrived += threads;
    if (this.#arrived > this.#threads)
      throw new Error(`${this.#arrived} threads come to barrier '${this.name}' at once, which is for ${this.#threads}`);
    this.#any ||= condition === true;
    if (this.#arrived === this.#threads) {
      this.#results.push(this.#any);
      this.#arrived = 0;
    }
    return round;
  }
  result(round: number): boolean {
    return this.#results[round]!;
  }
  describe(): string {
    return `barrier '${this.name}' (${this.#arrived} of ${this.#threads} threads arrived)`;
  }
}

/** So many threads come to a barrier and wait there; whether a condition held for any who came. */
export function* waitAt(barrier: NamedBarrier, threads: number, condition?: boolean): Generator<NamedMeeting, boolean, unknown> {
  const round = barrier.arrive(threads, condition);
  if (barrier.round === round) yield { together: "named", name: barrier.name, barrier, round };
  return barrier.result(round);
}
