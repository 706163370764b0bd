// Random attention cases on the simulator against the reference, over all options, head dims, layouts and classes; as a program of its own
// it takes its share of them: tile edge, warps, runs, seed. Prints nothing unless a case fails.
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { runOnSimulator } from "../runtime/executions.ts";
import { attentionCase } from "../kernels/sliding-window-attention/arbitraries.ts";
import { checkCase } from "../kernels/sliding-window-attention/spec.ts";

export interface SimulatorShare {
  readonly block: number;
  readonly warps: number;
  readonly runs: number;
  readonly seed: number;
}
export const checkOnSimulator = async ({ block, warps, runs, seed }: SimulatorShare): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(
      attentionCase(block, 16e6),
      fc.boolean(),
      fc.constantFrom(2, 3),
      fc.nat(),
      async (attention, generic, stages, order) => {
        await checkCase(attention, { blockM: block, blockN: block, stages, warps }, (configuration, call) => {
          runOnSimulator(configuration, call, { seed: order, target: "sm_80", generic });
        });
      },
    ),
    { numRuns: runs, seed, endOnFailure: true },
  );
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [block, warps, runs, seed] = process.argv.slice(2).map(Number) as [number, number, number, number];
  await checkOnSimulator({ block, warps, runs, seed });
}
