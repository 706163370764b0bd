// The words for two accesses that nothing orders: who they are, and what is missing between them.
import { type Clocks, groupKinds } from "./clocks.ts";

export const describeAgent = (clocks: Clocks, agent: number): string => {
  if (agent < clocks.warps) return `warp ${agent}`;
  const kind = groupKinds[Math.floor(agent / clocks.warps) - 1];
  if (!kind) return `a bulk copy (mbarrier ${agent - clocks.mbarrierAgent(0)})`;
  const names = { copyGroup: "an asynchronous copy", bulkGroup: "a bulk store", wgmmaGroup: "an asynchronous matrix product" } as const;
  return `${names[kind]} of warp ${agent % clocks.warps}`;
};

/** `agent` touches what `other` touched before, unordered. */
export const describeConflict = (clocks: Clocks, agent: number, other: number): { readonly code: string; readonly text: string } => {
  if (other >= clocks.warps)
    return {
      code: "missingWait",
      text: "wait for that operation (and pass a barrier if another warp issued it) before touching its bytes",
    };
  if (agent === other)
    return {
      code: "race",
      text: "lanes of one warp are ordered only by an instruction that synchronises the warp; put a warpSync between them",
    };
  return { code: "race", text: "put a barrier between them" };
};
