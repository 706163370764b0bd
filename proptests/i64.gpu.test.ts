// i64 on a GPU: the cases of the other executions, and all 64 bits.
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { meets, meetsCall, meetsExpected, scansCall, scansExpected, smallValues, wideScans } from "./i64-meetings.ts";
import { wide, wideCall, wideExpected } from "./i64-kernels.ts";

const device = Device.open();
afterAll(() => device.dispose());
const configuration = { file: new URL(wide.url).pathname, kernel: "wide", problem: {} };

test.each([
  { rows: 8, columns: 16, warps: 2, height: 5, width: 13 },
  { rows: 16, columns: 32, warps: 4, height: 16, width: 32 },
  { rows: 4, columns: 8, warps: 1, height: 3, width: 8 },
])("arithmetic, tiles, reductions and elements: %o", async ({ rows, columns, warps, height, width }) => {
  for (let seed = 0; seed < 10; seed++) {
    const one = { rows, columns, warps, height, width, seed };
    const { values, factor, call } = wideCall(one);
    const expected = wideExpected(one, values, factor);
    const made = call();
    await runOnGpu(device, { ...configuration, tuning: { rows, columns, warps } }, made);
    for (const name of ["y", "perRow", "perColumn"] as const) expect([...made.tensors[name].bigints], name).toEqual(expected[name]);
  }
});
test("all 64 bits", async () => {
  const one = { rows: 8, columns: 16, warps: 2, height: 8, width: 16, seed: 1 };
  const { call } = wideCall(one);
  const made = call();
  const values = made.tensors.x.bigints.map((_, n) => (n % 2 === 0 ? 1n : -1n) * (2n ** 60n + BigInt(n) * 12345678901n));
  made.tensors.x.bigints.set(values);
  made.scalars.factor = 3;
  await runOnGpu(device, { ...configuration, tuning: { rows: 8, columns: 16, warps: 2 } }, made);
  const own = values.map((x, n) => {
    const scaled = x * 3n - BigInt(n % 16);
    return x > 0n ? 1099511627776n : -scaled / 7n;
  });
  expect([...made.tensors.y.bigints]).toEqual([...own]);
});

/** Values that no double holds, whose sums fit 64 bits. */
const largeValues = (seed: number, count: number): bigint[] => smallValues(seed, count).map((value, n) => value * 2n ** 13n + BigInt(n));
test.each([smallValues, largeValues])("shuffles, warp reductions, quotients and atomics", async (valuesOf) => {
  for (let seed = 1; seed <= 5; seed++) {
    const x = valuesOf(seed, 64);
    const expected = meetsExpected(x);
    const call = meetsCall(x);
    await runOnGpu(device, { file: new URL(meets.url).pathname, kernel: "meets", problem: {}, tuning: { warps: 2 } }, call);
    for (const name of ["y", "state"] as const) expect([...call.tensors[name].bigints], name).toEqual(expected[name]);
  }
});
test.each([
  [
    { axis: 0, reverse: false },
    { rows: 64, columns: 8, warps: 4 },
  ],
  [
    { axis: 0, reverse: true },
    { rows: 96, columns: 2, warps: 3 },
  ],
  [
    { axis: 1, reverse: false },
    { rows: 3, columns: 64, warps: 2 },
  ],
  [
    { axis: 1, reverse: true },
    { rows: 12, columns: 40, warps: 5 },
  ],
])("scans: %o of %o", async (problem, tuning) => {
  for (const valuesOf of [smallValues, largeValues]) {
    const values = valuesOf(7, tuning.rows * tuning.columns);
    const expected = scansExpected(problem, tuning, values);
    const call = scansCall(tuning, values);
    await runOnGpu(device, { file: new URL(wideScans.url).pathname, kernel: "wideScans", problem, tuning }, call);
    for (const name of ["sums", "most", "parts"] as const) expect([...call.tensors[name].bigints], name).toEqual(expected[name]);
  }
});
