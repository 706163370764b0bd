// The lowered kernel against the reference on random cases: two processes, one a core, as the contract of 300 cases a minute on two cores
// says; the rate, compiles and references included, is printed.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { besideModule } from "../../proptests/lib/spec.ts";

const share = (block: number, warps: number, runs: number, seed: number): Promise<{ stderr: string }> =>
  promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    besideModule(import.meta.url, "../../proptests/attention-cases.ts"),
    ...[block, warps, runs, seed].map(String),
  ]);

test("attentionForward agrees with its definition on the simulator", async () => {
  const start = performance.now();
  const shares = await Promise.all([share(16, 1, 80, 31), share(32, 2, 70, 32)]);
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`150 cases in ${seconds.toFixed(1)} s: ${((60 * 150) / seconds).toFixed(0)} a minute\n`);
  expect(shares.map(({ stderr }) => stderr)).toEqual(["", ""]);
}, 180_000);
