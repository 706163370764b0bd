// Explicit rings and local arrays on every execution that needs no GPU: JavaScript, the CPU back end and the simulator, which proves the waits.
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cudaText, compileKernel } from "../codegen/compile.ts";
import {
  bf16,
  ceilDiv,
  copy,
  f32,
  fill,
  fragment,
  type Global,
  HostTensor,
  type i32,
  kernel,
  local,
  parallel,
  range,
  ring,
  serial,
  shared,
  type Static,
  unrolled,
  work,
} from "../dsl/index.ts";
import { matrixProduct } from "../examples/kernels/gemm.ts";
import { ringProduct } from "../examples/kernels/ring-gemm.ts";
import { runOnCpu, runOnSimulator } from "../runtime/executions.ts";
import { everywhere, fresh, numbersOf } from "./executions.ts";
import { Random } from "./lib/random.ts";
import { allocate, randomTensor } from "./lib/tensors.ts";

const file = new URL(import.meta.url).pathname;
const ramp = (rows: number, columns: number): HostTensor =>
  HostTensor.fromNumbers(
    "f32",
    [rows, columns],
    Array.from({ length: rows * columns }, (_, n) => ((n * 37) % 101) - 50),
  );

// Running sums of row blocks. A slot is written twice while it is filled, by threads and by copies, and once more while it is in use.
const windowSums = kernel(
  import.meta.url,
  "windowSums",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      const steps = ceilDiv(x.shape[0], 8);
      for (const [column] of work([ceilDiv(x.shape[1], 32)])) {
        const slots = ring({ tile: shared(f32, [8, 32]) }, { stages });
        const sums = fragment(f32, [8, 32]);
        const own = fragment(f32, [8, 32]);
        fill(sums, 0);
        const fetch = (step: i32): void =>
          slots.produce(({ tile }) => {
            fill(tile, 0);
            copy(x.at(range(step * 8, 8), range(column * 32, 32)), tile);
            for (const [i, j] of parallel(8, 32)) tile[i][j] += 1;
          });
        // Full from the start: every fill takes the slot that was just read.
        for (const step of unrolled(0, stages)) fetch(step);
        for (const step of serial(0, steps)) {
          slots.consume(({ tile }) => {
            for (const [i, j] of parallel(8, 32)) tile[i][j] = tile[i][j] * 2;
            copy(tile, own);
          });
          fetch(step + stages);
          for (const [i, j] of parallel(8, 32)) sums[i][j] += own[i][j];
          copy(sums, y.at(range(step * 8, 8), range(column * 32, 32)));
        }
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);

// A ring inside of a loop: what is left in it is dropped, and its slots are filled anew.
const restarted = kernel(
  import.meta.url,
  "restarted",
  (_: Static<object>, { stages }: Static<{ stages: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [tile] of work([1])) {
        const own = fragment(f32, [8, 32]);
        for (const row of serial(tile, ceilDiv(x.shape[0], 8))) {
          const slots = ring({ left: shared(f32, [8, 32]), right: shared(f32, [8, 32]) }, { stages });
          const fetch = (at: i32): void =>
            slots.produce(({ left, right }) => {
              copy(x.at(range(at * 8, 8), range(0, 32)), left);
              copy(x.at(range(at * 8, 8), range(32, 32)), right);
            });
          fetch(row);
          for (const ahead of unrolled(1, stages)) fetch(row + ahead);
          slots.consume(({ left, right }) => {
            for (const [i, j] of parallel(8, 32)) own[i][j] = left[i][j] - right[i][j];
          });
          copy(own, y.at(range(row * 8, 8), range(0, 32)));
        }
      }
    },
  { problem: {}, tuning: { stages: 2, warps: 2 } },
);

// Polynomials by Horner's rule, coefficients in an array of the thread's own; and partial sums in one of each element's own.
const polynomials = kernel(
  import.meta.url,
  "polynomials",
  (_: Static<object>, { degree }: Static<{ degree: number; warps: number }>) =>
    (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>) => {
      for (const [row] of work([ceilDiv(x.shape[0], 8)])) {
        const coefficients = local(f32, [degree + 1]);
        for (const n of unrolled(0, degree + 1)) coefficients[n] = x.read(n, 0);
        const tile = fragment(f32, [8, 32]);
        copy(x.at(range(row * 8, 8), range(0, 32)), tile);
        for (const [i, j] of parallel(8, 32)) {
          const powers = local(bf16, [2, degree + 1]);
          powers[0]![0] = bf16(1);
          for (let n = 1; n <= degree; n++) {
            const before = n - 1;
            powers[n % 2]![n] = bf16(powers[before % 2]![before]! * tile[i][j] * 0.125);
          }
          let sum: f32 = 0;
          for (const n of serial(0, degree + 1)) sum += coefficients[n]! * powers[n % 2]![n]!;
          tile[i][j] = sum;
        }
        copy(tile, y.at(range(row * 8, 8), range(0, 32)));
      }
    },
  { problem: {}, tuning: { degree: 3, warps: 2 } },
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

type Step = { readonly ring: number; readonly produce: boolean } | { readonly loop: number; readonly body: readonly Step[] };
/** A legal schedule: each step fills or uses a ring that allows it; loops leave the counts as they were. */
const scheduleOf = (choices: readonly number[], stages: readonly number[]): Step[] => {
  const filled = stages.map(() => 0);
  let next = 0;
  const choose = (limit: number): number => (choices[next++ % choices.length]! + next) % limit;
  const steps = (count: number): Step[] =>
    Array.from({ length: count }, (): Step => {
      const ring = choose(stages.length);
      const produce = filled[ring] === 0 || (filled[ring]! < stages[ring]! && choose(2) === 0);
      filled[ring]! += produce ? 1 : -1;
      return { ring, produce };
    });
  const before = steps(4);
  const level = [...filled];
  const body = steps(5);
  for (const [ring, wanted] of level.entries())
    while (filled[ring] !== wanted) {
      const produce = filled[ring]! < wanted;
      body.push({ ring, produce });
      filled[ring]! += produce ? 1 : -1;
    }
  return [...before, { loop: 2 + choose(2), body }, ...steps(3)];
};
const textOf = (steps: readonly Step[], stages: readonly number[]): string => {
  const lines = (list: readonly Step[]): string[] =>
    list.flatMap((s) =>
      "loop" in s
        ? [`for (const turn of serial(0, turns)) {`, ...lines(s.body), "}"]
        : s.produce
          ? [`r${s.ring}.produce(({ t }) => copy(x.at(range(from, 8), range(0, 32)), t)); from += 8;`]
          : [`r${s.ring}.consume(({ t }) => { for (const [i, j] of parallel(8, 32)) own[i][j] = own[i][j] * 0.5 + t[i][j]; });`],
    );
  return `import { copy, f32, fill, fragment, type Global, i32, kernel, parallel, range, ring, serial, shared, type Static, work } from "cuica/dsl";
export const random = kernel(import.meta.url, "random", (_: Static<object>, __: Static<{ warps: number }>) => (x: Global<f32, [i32, i32]>, y: Global<f32, [i32, i32]>, turns: i32) => {
for (const [item] of work([1])) {
let from: i32 = item;
const own = fragment(f32, [8, 32]);
fill(own, 0);
${stages.map((n, ring) => `const r${ring} = ring({ t: shared(f32, [8, 32]) }, { stages: ${n} });`).join("\n")}
${lines(steps).join("\n")}
copy(own, y.at(range(0, 8), range(0, 32)));
}
}, { problem: {}, tuning: { warps: 2 } });
`;
};

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
        writeFileSync(path, textOf(scheduleOf(choices, stages), stages));
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
