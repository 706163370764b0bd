// Every record: verifies its own samples and refuses others, prints complete text, simulates only the active lanes.
import { describe, expect, it } from "vitest";
import type { InstructionPrinter, InstructionRecord } from "../instruction.ts";
import { type Instruction, operandType } from "../lowered.ts";
import { nowhere } from "../types.ts";
import { accurateExp2 } from "./functions.ts";
import { instructions } from "./index.ts";
import { lanesOf, randomFrom, runInstruction } from "./testing.ts";

const printer: InstructionPrinter = {
  operand: (o) => (o.kind === "register" ? o.register.name : o.kind === "immediate" ? `(${o.value})` : o.parameter.name),
  result: (r) => r.register.name,
  offset: (i, attribute) => ` + ${i.attributes[attribute]}`,
  sharedRange: (name) => name,
};
const samples = (record: InstructionRecord): Instruction[] =>
  record.samples(randomFrom(7)).map(({ results, operands, attributes }) => ({
    kind: "instruction",
    name: record.name,
    results,
    operands,
    attributes,
    position: nowhere,
  }));
const sampled = [...instructions.values()].filter((record) => samples(record).length > 0);

describe.each(sampled.map((record) => [record.name, record] as const))("%s", (_, record) => {
  it("accepts its samples and prints them completely", () => {
    for (const sample of samples(record)) {
      expect(record.verify(sample)).toBeNull();
      const text = record.print(sample, printer);
      expect(text).toMatch(/;$/);
      expect(text).not.toMatch(/undefined|NaN|null|\[object/);
      for (const result of sample.results) expect(text).toContain(result.register.name);
    }
  });
  it("refuses a missing result and an unknown attribute", () => {
    const [sample] = samples(record);
    expect(record.verify({ ...sample!, results: [] })).toMatch(/\(/);
    expect(record.verify({ ...sample!, attributes: { ...sample!.attributes, colour: "red" } })).toContain("colour");
  });
  it("leaves masked lanes alone, or refuses to run without them", () => {
    for (const sample of samples(record)) {
      const constant = (value: number) => (): number => value;
      const operands = sample.operands.map((o) => lanesOf(operandType(o), o.kind === "immediate" ? constant(o.value) : (lane) => lane % 2));
      const run = { name: record.name, attributes: sample.attributes, operands, results: sample.results.map((r) => r.register.type) };
      if (record.uniformity !== "lane") {
        expect(() => runInstruction({ ...run, lanes: 7 })).toThrow(/whole warp|lanes of the warp/);
        continue;
      }
      const [whole, part] = [runInstruction(run), runInstruction({ ...run, lanes: 7 })];
      whole.forEach((values, n) => {
        expect(part[n]!.slice(0, 7)).toEqual(values.slice(0, 7));
        expect(part[n]!.slice(7)).toEqual(Array(25).fill(0));
      });
    }
  });
});

describe("verify", () => {
  const check = (
    name: string,
    results: readonly [string, "f32" | "i32" | "u32" | "i64"][],
    operands: readonly ("f32" | "i32" | "u32" | "i64")[],
    attributes: Instruction["attributes"],
  ): string | null =>
    instructions.get(name)!.verify({
      kind: "instruction",
      name,
      position: nowhere,
      attributes,
      results: results.map(([register, type]) => ({ kind: "register", register: { name: register, type, length: null }, index: 0 })),
      operands: operands.map((type) => ({ kind: "immediate", type, value: 0 })),
    });
  it("says which types an instruction takes", () => {
    expect(check("add", [["x", "f32"]], ["f32", "i32"], {})).toMatchInlineSnapshot(
      `"has the types (f32, i32) -> f32; it takes (f32, f32) -> f32 or (i32, i32) -> i32 or (u32, u32) -> u32 or (i64, i64) -> i64"`,
    );
    expect(check("loadGlobal", [["x", "f32"]], ["u32"], { width: 4, offset: 0, cache: "default" })).toContain("i64");
  });
  it("refuses bad attributes", () => {
    expect(check("compare", [], ["f32", "f32"], { operation: "near" })).toContain("near");
    expect(
      check(
        "loadGlobal",
        [
          ["x", "u32"],
          ["y", "u32"],
        ],
        ["i64"],
        { width: 2, offset: 0, cache: "default" },
      ),
    ).toContain("one at a time");
    expect(check("loadShared", [["x", "u32"]], ["u32"], { width: 4, offset: 0.5 })).toContain("offset");
    expect(check("copyAsync", [], ["u32", "i64", "i32"], { bytes: 12, sharedOffset: 0, globalOffset: 0 })).toContain("12");
    expect(check("copyWait", [], [], { pending: -1 })).toContain("pending");
    expect(check("barrier", [], [], { id: 16, threads: 0 })).toContain("0 to 15");
    expect(check("barrier", [], [], { id: -1, threads: 0 })).toContain("0 to 15");
    for (const threads of [48, -32, 0.5]) expect(check("barrier", [], [], { id: 1, threads })).toContain("multiple of 32");
    expect(check("barrierArrive", [], [], { id: 1, threads: 0 })).toContain("threads");
    expect(check("sharedAddress", [["x", "u32"]], [], {})).toContain("range");
    expect(check("loadMatrix", [["x", "u32"]], ["u32"], { count: 2, transposed: false, offset: 0 })).toContain("u32, u32");
  });
});

describe("print", () => {
  const print = (
    name: string,
    results: readonly ["f32" | "u32", string][],
    operands: readonly ["f32" | "u32" | "i64" | "i32", string][],
    attributes: Instruction["attributes"],
  ): string =>
    instructions.get(name)!.print(
      {
        kind: "instruction",
        name,
        position: nowhere,
        attributes,
        results: results.map(([type, register]) => ({ kind: "register", register: { name: register, type, length: null }, index: 0 })),
        operands: operands.map(([type, register]) => ({ kind: "register", register: { name: register, type, length: null }, index: 0 })),
      },
      printer,
    );
  it("memory instructions", () => {
    expect(
      print(
        "loadGlobal",
        [
          ["f32", "x"],
          ["u32", "y"],
        ],
        [["i64", "p"]],
        { width: 4, offset: 8, cache: "streaming" },
      ),
    ).toMatchInlineSnapshot(`"asm volatile("ld.global.cs.v2.b32 {%0, %1}, [%2];" : "=f"(x), "=r"(y) : "l"(p + 8) : "memory");"`);
    expect(
      print(
        "storeShared",
        [],
        [
          ["u32", "p"],
          ["u32", "x"],
        ],
        { width: 2, offset: 4 },
      ),
    ).toMatchInlineSnapshot(`"asm volatile("st.shared.u16 [%0], %1;" : : "r"(p + 4), "r"(x) : "memory");"`);
    expect(print("loadMatrix", [["u32", "x"]], [["u32", "p"]], { count: 1, transposed: true, offset: 4 })).toMatchInlineSnapshot(
      `"asm volatile("ldmatrix.sync.aligned.m8n8.x1.trans.shared.b16 {%0}, [%1];" : "=r"(x) : "r"(p + 4) : "memory");"`,
    );
    expect(
      print(
        "copyAsync",
        [],
        [
          ["u32", "s"],
          ["i64", "g"],
          ["i32", "n"],
        ],
        { bytes: 8, sharedOffset: 1, globalOffset: 2 },
      ),
    ).toMatchInlineSnapshot(
      `"asm volatile("cp.async.ca.shared.global [%0], [%1], 8, %2;" : : "r"(s + 1), "l"(g + 2), "r"(n) : "memory");"`,
    );
    expect(print("copyWait", [], [], { pending: 2 })).toMatchInlineSnapshot(`"asm volatile("cp.async.wait_group 2;" ::: "memory");"`);
  });
  it("barriers", () => {
    expect(print("barrier", [], [], { id: 0, threads: 0 })).toBe("__syncthreads();");
    expect(print("barrier", [], [], { id: 3, threads: 64 })).toContain("bar.sync 3, 64;");
    expect(print("barrierArrive", [], [], { id: 3, threads: 64 })).toContain("bar.arrive 3, 64;");
  });
  it("a matrix product adds in place where its results are its accumulators", () => {
    const c = (name: string): ["f32", string][] => [0, 1, 2, 3].map((n) => ["f32", `${name}${n}`]);
    const inputs: ["u32", string][] = ["a0", "a1", "a2", "a3", "b0", "b1"].map((n) => ["u32", n]);
    expect(print("multiplyMatrix", c("c"), [...inputs, ...c("c")], { dtype: "f16" })).toContain('"+f"(c0)');
    expect(print("multiplyMatrix", c("d"), [...inputs, ...c("c")], { dtype: "f16" })).toContain('"=f"(d0)');
  });
});

it("accurateExp2 is right to one unit in the last place, from the smallest subnormal to the largest number", () => {
  const least = 2 ** -149;
  let worst = 0;
  for (let n = 0; n < 400_000; n++) {
    const x = Math.fround(-151 + (280 * n) / 400_000);
    const exact = 2 ** x;
    if (exact >= 2 ** 128) {
      expect(accurateExp2(x)).toBe(Infinity);
      continue;
    }
    const unit = Math.max(least, 2 ** (Math.floor(x) - 23));
    worst = Math.max(worst, Math.abs(accurateExp2(x) - exact) / unit);
  }
  expect(worst).toBeLessThan(1);
  for (let n = -149; n < 128; n++) expect(accurateExp2(n)).toBe(2 ** n);
  expect([-Infinity, Infinity, Number.NaN, 1e30, -1e30].map(accurateExp2)).toEqual([0, Infinity, Number.NaN, Infinity, 0]);
});
