// Every instruction record's printed CUDA against its simulation, on the GPU: the same program and the same bytes, case by case. Cases of
// sm_90a run on GPUs of compute capability 9.0 only. They run in a process of their own, which is begun anew behind a case that ended it.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import type { CaseReport } from "./conformance/gpu-process.ts";
import { conformanceCases } from "./conformance/index.ts";

const isHopper = ((): boolean => {
  using device = Device.open();
  return device.capability.major === 9;
})();
const cases = conformanceCases().map((one, index) => ({ ...one, index }));
const problems = new Map<number, string | null>();

beforeAll(() => {
  for (let first = 0; first < cases.length; ) {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--import", createRequire(import.meta.url).resolve("tsx"), join(import.meta.dirname, "conformance/gpu-process.ts"), String(first)],
      { encoding: "utf8", timeout: 200_000, killSignal: "SIGKILL" },
    );
    const reports = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as CaseReport);
    for (const { index, problem } of reports) problems.set(index, problem);
    if (status === 0) return;
    const last = reports.at(-1)?.index;
    if (last === undefined) throw new Error(`no case was begun: ${stderr.trim()}`);
    first = last + 1;
  }
}, 600_000);

test.each(cases.filter(({ target }) => target === "sm_80" || isHopper))("$subject: $detail", ({ index }) => {
  expect(problems.get(index)).toBeNull();
});
