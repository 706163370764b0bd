// One row a GPU architecture: what it can do, and the limits that a kernel must keep to there.
export interface TargetFacts {
  /** Compute capability that the code needs, as 90 for 9.0: at least, or this very one if it is `specific`. */
  readonly capability: number;
  /** Instructions that only this architecture has may be used. */
  readonly specific: boolean;
  /** Dynamic shared memory one block may ask for, in bytes. */
  readonly sharedBytes: number;
  readonly threadsPerBlock: number;
}
export type Target = "sm_80" | "sm_90a";
/** sm_80 stands for every GPU from Ampere on; what a larger one allows beyond this is checked when the kernel is loaded. */
export const targets: Readonly<Record<Target, TargetFacts>> = {
  sm_80: { capability: 80, specific: false, sharedBytes: 227 * 1024, threadsPerBlock: 1024 },
  sm_90a: { capability: 90, specific: true, sharedBytes: 227 * 1024, threadsPerBlock: 1024 },
};
/** What to compile for on a GPU of some capability: its own architecture, or else the newest whose code runs there. */
export const targetFor = (capability: number): Target =>
  (Object.keys(targets) as Target[])
    .filter((name) => (targets[name].specific ? targets[name].capability === capability : targets[name].capability <= capability))
    .reduce((best, name) => (targets[name].capability > targets[best].capability ? name : best));
