// The exact kernels' cases: shapes around the tiles, strides, places and constants that take every path.
import type { ExactCase } from "../exact-kernels.ts";
import { decisionCases } from "./decision-cases.ts";
import { deviceCases } from "./device-cases.ts";
import { memoryCases } from "./memory-cases.ts";
import { numberCases } from "./number-cases.ts";
import { scheduleCases } from "./schedule-cases.ts";

export const exactCases: readonly ExactCase[] = [...memoryCases, ...numberCases, ...scheduleCases, ...decisionCases, ...deviceCases];
/** The cases with the names that tests give them. */
export const namedExactCases = exactCases.map(
  (one, n) => [`${n}: ${one.kernel.name} ${JSON.stringify({ ...one.problem, ...one.tuning, ...one.scalars })}`, one] as const,
);
