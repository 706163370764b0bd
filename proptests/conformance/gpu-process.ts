// Conformance cases on the GPU, in a process of their own: `gpu-process.ts <first case>` runs from there on and tells a line a case, the number of
// the case and what is wrong with it. A case that loses the context, or never ends, costs this process only.
import { writeSync } from "node:fs";
import { Device } from "../../runtime/cuda/device.ts";
import type { CompiledCuda } from "../../runtime/cuda/nvrtc.ts";
import { type ConformanceCase, difference, simulateCase } from "./case.ts";
import { compileCase, executeCase } from "./device.ts";
import { conformanceCases } from "./index.ts";

/** What is said of case `index`: null is well. */
export interface CaseReport {
  readonly index: number;
  readonly problem: string | null;
}

const first = Number(process.argv[2]);
const tell = (report: CaseReport): void => void writeSync(1, `${JSON.stringify(report)}\n`);
const device = Device.open();
const all = conformanceCases().map((one, index) => ({ one, index }));
// NVRTC works through a few ahead while the GPU and the simulator run.
const ahead = 8;
const compiled = new Map<number, Promise<CompiledCuda>>();
const prepare = (index: number): Promise<CompiledCuda> => {
  const known = compiled.get(index);
  if (known) return known;
  const fresh = compileCase(all[index]!.one, device.architecture);
  fresh.catch(() => {});
  compiled.set(index, fresh);
  return fresh;
};
const runs = ({ target }: ConformanceCase): boolean => target === "sm_80" || device.capability.major === 9;
for (const { one, index } of all.slice(first)) {
  if (!runs(one)) continue;
  for (const { one: next, index: at } of all.slice(index, index + ahead)) if (runs(next)) void prepare(at);
  // Said before it runs: whoever reads this knows which case was the last.
  tell({ index, problem: "it did not end" });
  try {
    const { cubin } = await prepare(index);
    compiled.delete(index);
    tell({ index, problem: difference(one, simulateCase(one), executeCase(device, one, cubin)) });
  } catch (error) {
    tell({ index, problem: (error as Error).message });
    process.exit(1);
  }
}
device.dispose();
