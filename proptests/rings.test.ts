// Explicit rings and local arrays on every execution that needs no GPU: JavaScript, the CPU back end and the simulator, which proves the waits.
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cudaText, compileKernel } from "../codegen/compile.ts";
import { bf16, fill, HostTensor, ring, shared, f32 } from "../dsl/index.ts";
import { matrixProduct } from "../examples/kernels/gemm.ts";
import { ringProduct } from "../examples/kernels/ring-gemm.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { everywhere, fresh, numbersOf } from "./executions.ts";
import { polynomials, restarted, windowSums } from "./exact/rings.ts";
import { Random } from "./lib/random.ts";
import { allocate, randomTensor } from "./lib/tensors.ts";
import { ringProgram } from "./random-rings.ts";

const file = new URL(polynomials.url).pathname;
const ramp = (rows: number, columns: number): HostTensor =>
  HostTensor.fromNumbers(
    "f32",
    [rows, columns],
    Array.from({ length: rows * columns }, (_, n) => ((n * 37) % 101) - 50),
  );

describe("explicit rings", () => {
  test.each([2, 3, 4])("a product with a ring of %i slots equals the pipelined one, with as many barriers", (stages) => {
    const random = new Random(3);
    const tensors = { a: randomTensor(random, "bf16", [40, 72]), b: randomTensor(random, "bf16", [72, 48]), c: allocate("bf16", [40, 48]) };
    const tuning = { blockM: 32, blockN: 32, blockK: 16, stages, warps: 2 };
    const outputs = everywhere(ringProduct, tuning, tensors, "c");
    const { call, result } = fresh(tensors, "c");
    const pipelined = { file: new URL(matrixProduct.url).pathname, kernel: "matrixProduct", problem: {}, tuning };
    const report = runOnSimulator(pipelined, { ...call, tensors: { ...call.tensors, bias: null } }, { seed: 1, target: "sm_80" });
    expect(new Set(outputs.map(String))).toEqual(new Set([String(numbersOf(result))]));
    const own = runOnSimulator(
      { file: new URL(ringProduct.url).pathname, kernel: "ringProduct", problem: {}, tuning },
      fresh(tensors, "c").call,
      { seed: 1, target: "sm_80" },
    );
    expect([own.instructions["barrier"], own.instructions["copyAsync"]]).toEqual([
      report.instructions["barrier"],
      report.instructions["copyAsync"],
    ]);
  });
  test.each([1, 2, 3])("a full ring of %i, its slots changed in place and filled twice", (stages) => {
    const x = ramp(45, 40);
    const expected = Array.from({ length: 45 * 40 }, (_, n) => {
      let sum = 0;
      for (let row = Math.floor(n / 40) % 8; row <= Math.floor(n / 40); row += 8) sum += 2 * (x.get([row, n % 40]) + 1);
      return sum;
    });
    for (const output of everywhere(windowSums, { stages }, { x, y: allocate("f32", [45, 40]) }, "y")) expect(output).toEqual(expected);
  });
  test.each([1, 2, 3])("a ring of %i that begins anew with slots still filled", (stages) => {
    const x = ramp(40, 64);
    const expected = Array.from({ length: 40 * 32 }, (_, n) => x.get([n >> 5, n % 32]) - x.get([n >> 5, 32 + (n % 32)]));
    for (const output of everywhere(restarted, { stages }, { x, y: allocate("f32", [40, 32]) }, "y")) expect(output).toEqual(expected);
  });
  test("the JS run refuses what a GPU would wait for", () => {
    const slots = ring({ tile: shared(f32, [1, 1]) }, { stages: 1 });
    expect(() => slots.consume(() => {})).toThrow(/consume: no slot is filled/);
    slots.produce(({ tile }) => fill(tile, 3));
    expect(() => slots.produce(() => {})).toThrow(/all 1 slots are filled/);
    slots.consume(({ tile }) => {
      expect(tile[0]![0]).toBe(3);
      expect(() => slots.produce(() => {})).toThrow(/all 1 slots are filled/);
    });
    slots.produce(({ tile }) => expect(tile[0]![0]).toBeNaN());
  });
});

// ---- random programs

const folder = mkdtempSync(join(tmpdir(), "cuica-rings-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("random schedules of two rings: the simulator finds no race, and agrees with the CPU", () => {
  let count = 0;
  fc.assert(
    fc.property(
      fc.array(fc.nat(1000), { minLength: 8, maxLength: 24 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
      fc.integer({ min: 0, max: 3 }),
      fc.nat(99),
      (choices, stages, turns, seed) => {
        const path = join(folder, `random${count++}.ts`);
        writeFileSync(path, ringProgram(choices, stages));
        const configuration = { file: path, kernel: "random", problem: {}, tuning: {} };
        const call = (y: HostTensor) => ({ tensors: { x: ramp(300, 32), y }, scalars: { turns } });
        const [a, b] = [allocate("f32", [8, 32]), allocate("f32", [8, 32])];
        runOnCpu(configuration, call(a));
        runOnSimulator(configuration, call(b), { seed, target: "sm_80" });
        expect(numbersOf(b)).toEqual(numbersOf(a));
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});

describe("local arrays", () => {
  test.each([1, 2, 5])("polynomials of degree %i", (degree) => {
    const x = ramp(16, 32);
    const expected = Array.from({ length: 512 }, (_, n) => {
      let [sum, power] = [0, 1];
      for (let k = 0; k <= degree; k++) {
        sum = Math.fround(sum + Math.fround(x.get([k, 0]) * power));
        power = bf16(Math.fround(Math.fround(power * x.get([n >> 5, n % 32])) * 0.125));
      }
      return sum;
    });
    for (const output of everywhere(polynomials, { degree }, { x, y: allocate("f32", [16, 32]) }, "y")) expect(output).toEqual(expected);
  });
  test("live in registers", () => {
    const { lowered } = compileKernel({ file, kernel: "polynomials", problem: {}, tuning: { degree: 3 }, target: "sm_80", classes: {} });
    expect(lowered.registers.filter((r) => r.name === "coefficients").map((r) => r.length)).toEqual([4]);
    expect(lowered.sharedBytes).toBe(0);
    expect(
      cudaText({ ...compileKernel({ file, kernel: "polynomials", problem: {}, tuning: {}, target: "sm_80", classes: {} }) }),
    ).toContain("coefficients[");
  });
});
