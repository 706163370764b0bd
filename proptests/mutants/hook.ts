// Module hook of one mutant's process: imports of the mutated file get the mutant's text, all others what lies on disk.
import type { LoadHook } from "node:module";

export interface Served {
  readonly url: string;
  /** JavaScript. */
  readonly text: string;
}
let served: Served | null = null;
export const initialize = (data: Served): void => {
  served = data;
};
export const load: LoadHook = (url, context, next) =>
  served !== null && url.split("?")[0] === served.url ? { format: "module", source: served.text, shortCircuit: true } : next(url, context);
