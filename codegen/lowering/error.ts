// What lowering refuses.
import type { Position } from "../ir/types.ts";

/** A demand on the program that only lowering finds out cannot be met. */
export class LoweringError extends Error {
  readonly position: Position;
  readonly help: string;
  constructor(position: Position, message: string, help = "change the kernel or its tuning") {
    super(message);
    this.help = help;
    this.name = "LoweringError";
    this.position = position;
  }
}
