// One row a GPU architecture: the limits that a kernel must keep to there.
export interface TargetFacts {
  /** Compute capability that the code needs at least. */
  readonly capability: number;
  /** Dynamic shared memory one block may ask for, in bytes. */
  readonly sharedBytes: number;
  readonly threadsPerBlock: number;
}
export type Target = "sm_80" | "sm_90a";
/** sm_80 stands for every GPU from Ampere on; what a larger one allows beyond this is checked when the kernel is loaded. */
export const targets: Readonly<Record<Target, TargetFacts>> = {
  sm_80: { capability: 80, sharedBytes: 227 * 1024, threadsPerBlock: 1024 },
  sm_90a: { capability: 90, sharedBytes: 227 * 1024, threadsPerBlock: 1024 },
};
