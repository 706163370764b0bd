// What executions on the host throw where a kernel reads or writes an element that is not there, all with one code and in the same words.

/** An index outside of its axis. Nothing is written for it; what was written before it stays. */
export class OutOfBounds extends RangeError {
  override readonly name = "OutOfBounds";
  readonly code = "CUI3019";

  /** `where`: file and line; `what`: the tile or tensor, with its shape. */
  constructor(where: string, what: string, axis: number, extent: number, index: number) {
    super(
      `CUI3019: ${where}: index ${index} is outside of axis ${axis} of ${what}, whose extent is ${extent}\n  help: put the access under a condition, or change the loop around it`,
    );
  }
}
