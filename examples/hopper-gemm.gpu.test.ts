// The Hopper matrix product on a GPU of compute capability 9.0: right on even and ragged shapes, and its speed. It runs in a child process with
// a time limit, so that a hang costs a minute and not the session.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import type { GemmJob, GemmOutcome } from "./support/run-hopper-gemm.ts";

const isHopper = ((): boolean => {
  using device = Device.open();
  return device.capability.major === 9;
})();

const runJobs = (jobs: readonly GemmJob[]): GemmOutcome[] =>
  execFileSync(process.execPath, ["--import", "tsx", join(import.meta.dirname, "support/run-hopper-gemm.ts"), JSON.stringify(jobs)], {
    encoding: "utf8",
    timeout: 60_000,
    killSignal: "SIGKILL",
  })
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as GemmOutcome);

const options = { n: 128, stages: 4, bMajor: "k" } as const;
const wide = { n: 256, stages: 3, bMajor: "k" } as const;
const jobs: readonly GemmJob[] = [
  { options, m: 128, n: 128, k: 64, samples: 0, launches: 0 },
  { options, m: 200, n: 192, k: 264, samples: 0, launches: 0 },
  { options, m: 1, n: 64, k: 8, samples: 0, launches: 0 },
  { options: { ...options, bMajor: "n" }, m: 333, n: 320, k: 136, samples: 0, launches: 0 },
  { options: wide, m: 260, n: 576, k: 72, samples: 0, launches: 0 },
  { options: { ...wide, bMajor: "n" }, m: 130, n: 256, k: 512, samples: 0, launches: 0 },
  { options, m: 5000, n: 4160, k: 1000, samples: 4000, launches: 0 },
];

describe.runIf(isHopper)("hopper gemm", () => {
  test("is right on even and ragged shapes", () => {
    for (const [n, outcome] of runJobs(jobs).entries()) {
      const { m, n: columns, k } = jobs[n]!;
      expect({ shape: [m, columns, k], unwritten: outcome.unwritten, isRight: outcome.worst <= 1.01 }).toEqual({
        shape: [m, columns, k],
        unwritten: 0,
        isRight: true,
      });
    }
  }, 70_000);
  test("speed", () => {
    const [outcome] = runJobs([{ options: wide, m: 4096, n: 4096, k: 4096, samples: 500, launches: 50 }]);
    process.stdout.write(`hopper gemm 4096 x 4096 x 4096: ${outcome!.teraflops!.toFixed(0)} TFLOP/s\n`);
    expect(outcome!.worst).toBeLessThanOrEqual(1.01);
    expect(outcome!.unwritten).toBe(0);
  }, 70_000);
});
