// What executions on the host throw where a kernel reads or writes an element that is not there, all with one code and in the same words.
import { RuntimeError } from "./runtime-error.ts";

/** An index outside of its axis (CUI3019). Nothing is written for it; what was written before it stays. */
export class OutOfBounds extends RuntimeError {
  override readonly name = "OutOfBounds";

  /** `where`: file and line; `what`: the tile or tensor, with its shape. */
  constructor(where: string, what: string, axis: number, extent: number, index: number) {
    super(
      "CUI3019",
      `${where}: index ${index} is outside of axis ${axis} of ${what}, whose extent is ${extent}`,
      "put the access under a condition, or change the loop around it",
    );
  }
}
