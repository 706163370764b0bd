// What a simulation says when it stops: a permanent code, a message that names the TypeScript positions, and the positions themselves.
import type { Position } from "../ir/types.ts";

export const positionText = (position: Position): string => `${position.file}:${position.line}:${position.column}`;

/**
 * Codes: outOfBounds, misaligned, uninitialisedRead, race, missingWait, proxyFence, deadlock, divergentBarrier, divergence,
 * readOnlyWrite, mbarrier, launch, and those that instruction records raise themselves (overflow, say).
 */
export class SimulationError extends Error {
  readonly code: string;
  /** Where it happened; then, for a conflict, the other side. */
  readonly positions: readonly Position[];
  constructor(code: string, message: string, positions: readonly Position[]) {
    super(`${positions[0] ? `${positionText(positions[0])}: ` : ""}${message} [${code}]`);
    this.name = "SimulationError";
    this.code = code;
    this.positions = positions;
  }
}

/** Stops the simulation at the step that runs now; `other` is the step of the access it conflicts with. */
export type Fail = (code: string, message: string, other?: number) => never;
