// What a process says of resources as it ends, with CUICA_DEBUG=1; and that it ends as it would have otherwise.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const run = (program: string, debug: boolean): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, ["--import", "tsx", join(import.meta.dirname, "fixtures/leaks.ts"), program], {
    encoding: "utf8",
    env: { ...process.env, CUICA_DEBUG: debug ? "1" : "", CUICA_CACHE: "off" },
  });
const nothingLeft = JSON.stringify({ alive: [], violations: [] });

test("what was never disposed of is listed with where it was made", () => {
  const { status, stdout, stderr } = run("a tensor", true);
  expect(stderr).toMatch(/^cuica: 1 resources were never disposed of:\n {2}f32 tensor of shape \[3,4\]\n.*fixtures\/leaks\.ts:\d+/s);
  expect(stderr).not.toContain("bf16");
  // The device has freed it nevertheless.
  expect([status, stdout]).toEqual([0, nothingLeft]);
});
test("every kind of resource is listed", () => {
  const { status, stderr } = run("everything", true);
  expect(status).toBe(0);
  expect(stderr.match(/^ {2}(?! )[^\n]+/gm)).toEqual([
    "  code of affine on device 0",
    "  stream of device 0",
    "  f32 tensor of shape [2,4]",
    "  f32 tensor of shape [2,4]",
    "  graph of device 0",
    "  stream of device 0",
    "  event of device 0",
  ]);
});
test.each(["nothing", "odd orders"])("%s: there is nothing to say", (program) => {
  expect(run(program, true)).toMatchObject({ status: 0, stdout: nothingLeft, stderr: "" });
});
test("an exception ends the process as exceptions do, and what it left is listed", () => {
  const { status, stdout, stderr } = run("an exception between allocation and launch", true);
  expect([status, stdout]).toEqual([1, nothingLeft]);
  expect(stderr).toContain("Error: of the caller");
  expect(stderr).toMatch(/cuica: 1 resources were never disposed of:\n {2}f32 tensor of shape \[7\]/);
});
test("a lost context is told once, where it was seen", () => {
  const { status, stderr } = run("a lost context", true);
  expect(status).toBe(1);
  expect(stderr.match(/CUI3004: cuStreamSynchronize failed: CUDA_ERROR_ILLEGAL_ADDRESS/g)?.length).toBe(1);
  expect(stderr).not.toMatch(/suppressed|never disposed of/i);
});
test("without CUICA_DEBUG nothing is said", () => {
  expect(run("a tensor", false)).toMatchObject({ status: 0, stderr: "" });
});
