// Named barriers: arriving and waiting are steps of their own, so that one role can go on while another one waits for what it did.
import { basename } from "node:path";
import { NamedBarrier as Counter } from "../codegen/emit/js/named-barrier.ts";
import { callerOf } from "../codegen/ir/report.ts";

declare const barrier: unique symbol;
export interface NamedBarrier {
  readonly [barrier]: true;
}
/** What it is in the JS run. */
export const counterOf = (barrier: NamedBarrier): Counter => barrier as unknown as Counter;

/**
 * A barrier of so many warps: a round of it ends once that many have come by `arrive`, `wait` or `waitAny`, and the next one begins. Declare it in
 * the loop over work, before the roles: `const full = namedBarrier({ warps: loadWarps + productWarps });`
 */
export const namedBarrier = ({ warps }: { readonly warps: number }): NamedBarrier => {
  if (!Number.isInteger(warps) || warps < 1) throw new RangeError(`a barrier is for a positive number of warps, not ${warps}`);
  const { file, line } = callerOf(namedBarrier);
  return new Counter(`${basename(file)}:${line}`, warps) as unknown as NamedBarrier;
};
