// Every conformance case. Each instruction record has at least one of its own; a new record that lacks one fails the test beside this folder.
import { instructions } from "../../codegen/ir/instr/index.ts";
import type { ConformanceCase } from "./case.ts";
import { Random } from "../lib/random.ts";
import { atomicCases } from "./atomic.ts";
import { hopperCases } from "./hopper.ts";
import { boundsCase, constantsCase, laneCase } from "./lanes.ts";
import { memoryCases } from "./memory.ts";
import { reportCases } from "./report.ts";

export const conformanceCases = (): ConformanceCase[] => {
  const written = [...memoryCases(), ...atomicCases(), ...hopperCases(), ...reportCases()];
  const random = new Random(1);
  const sampled = [...instructions.values()].filter(
    ({ name, samples }) => name === "uniform" || samples(() => random.uniform()).length > 0,
  );
  return [...sampled.map(laneCase), constantsCase(), boundsCase(), ...written];
};
