// Vector clocks of one block: what each warp knows to have happened. An agent is a warp, one kind of asynchronous group of a warp,
// or an mbarrier (for the bulk copies that complete on it). Operations of one agent complete in the order of their clocks, so one
// number says how far an agent is known. Clocks never go back, not even between blocks: shadow memory needs no clearing.

/** Kinds of groups, in the order of their agents. */
export const groupKinds = ["copyGroup", "bulkGroup", "wgmmaGroup"] as const;
export type GroupKind = (typeof groupKinds)[number];
export const maximumMbarriers = 64;

export class Clocks {
  readonly warps: number;
  readonly agents: number;
  /** Row w: the newest clock of each agent that warp w is ordered after. A warp's own entry is its clock. */
  readonly known: Int32Array;
  /** Row w: the same for generic writes that have gone through a proxy fence of the warp that made them. */
  readonly fenced: Int32Array;
  /** Groups: the newest closed one. Mbarriers: the newest operation issued. */
  readonly newest: Int32Array;
  /** By warp: its clock when its lanes last met. What two of them have done since is in no order. */
  readonly met: Int32Array;
  /** Lanes that have touched memory since then. */
  readonly touched: Int32Array;

  constructor(warps: number) {
    this.warps = warps;
    this.agents = warps * 4 + maximumMbarriers;
    this.known = new Int32Array(warps * this.agents);
    this.fenced = new Int32Array(warps * this.agents);
    this.newest = new Int32Array(this.agents);
    this.met = new Int32Array(warps);
    this.touched = new Int32Array(warps);
  }
  groupAgent(warp: number, kind: GroupKind): number {
    return this.warps * (1 + groupKinds.indexOf(kind)) + warp;
  }
  mbarrierAgent(index: number): number {
    return this.warps * 4 + index;
  }
  /** Whether an agent's writes go through the generic proxy: warps and cp.async. */
  isGeneric(agent: number): boolean {
    return agent < this.warps * 2;
  }
  /** A new block: everything the last one did lies in the past of every warp. */
  startBlock(): void {
    const { warps, agents, known } = this;
    for (let agent = 0; agent < agents; agent++) {
      if (agent < warps) this.newest[agent] = known[agent * agents + agent]!;
      else if (agent < warps * 4) this.newest[agent]!++;
    }
    for (let warp = 0; warp < warps; warp++) {
      known.set(this.newest, warp * agents);
      this.fenced.set(this.newest, warp * agents);
      this.meet(warp);
    }
  }
  /** What the warp does from now on is later than all it did. */
  tick(warp: number): void {
    this.known[warp * this.agents + warp]!++;
  }
  /** The lanes of the warp are synchronised: what each does from now on is later than what all of them did. */
  meet(warp: number): void {
    this.tick(warp);
    this.met[warp] = this.known[warp * this.agents + warp]!;
    this.touched[warp] = 0;
  }
  /** Whether what a warp did at that clock is in no order with what another lane of it does now. */
  isUnmet(warp: number, clock: number): boolean {
    return clock >= this.met[warp]!;
  }
  /** Adds what a warp knows to a pair of rows (known, then fenced); what was done since the lanes met stays behind, if lanes outside `lanes` did some of it. */
  publish(warp: number, lanes: number, into: Int32Array): void {
    const { agents, known, fenced } = this;
    const row = warp * agents;
    for (let agent = 0; agent < agents; agent++) {
      const seen = agent === warp && (this.touched[warp]! & ~lanes) !== 0 ? this.met[warp]! - 1 : known[row + agent]!;
      if (seen > into[agent]!) into[agent] = seen;
      if (fenced[row + agent]! > into[agents + agent]!) into[agents + agent] = fenced[row + agent]!;
    }
    this.tick(warp);
  }
  /** The warp learns such a pair of rows. */
  learn(warp: number, from: Int32Array): void {
    const { agents, known, fenced } = this;
    const row = warp * agents;
    for (let agent = 0; agent < agents; agent++) {
      if (from[agent]! > known[row + agent]!) known[row + agent] = from[agent]!;
      if (from[agents + agent]! > fenced[row + agent]!) fenced[row + agent] = from[agents + agent]!;
    }
  }
  fenceProxy(warp: number): void {
    const row = warp * this.agents;
    const copies = this.groupAgent(warp, "copyGroup");
    this.fenced[row + warp] = this.known[row + warp]!;
    this.fenced[row + copies] = this.known[row + copies]!;
    this.tick(warp);
  }
  rows(): Int32Array {
    return new Int32Array(2 * this.agents);
  }
}
