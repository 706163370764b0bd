// The CPU back end: a kernel as JavaScript that runs on typed arrays. It takes the front end's tile IR, before any pass.
import { operations } from "../../../dsl/ops/index.ts";
import type { TileProgram } from "../../ir/tile.ts";
import { emitProgram } from "./program.ts";

export { loadJs } from "./program.ts";
export type { JsArgument, JsKernel, JsTensor } from "./support.ts";

/** JavaScript text of a kernel, for `loadJs`. Arguments of the loaded kernel are in the order of its parameters. */
export const emitJs = (program: TileProgram): string => emitProgram(program, (name) => operations[name]);
