// Each thing that a lowered program can have wrong is found, and a right program has no problems.
import { describe, expect, it } from "vitest";
import { hopperGemm } from "../../examples/hopper-gemm.ts";
import { f32, i32, immediate, ProgramBuilder, u32 } from "./builder.ts";
import type { LoweredProgram } from "./lowered.ts";
import { printLowered } from "./print-lowered.ts";
import type { Target } from "../targets.ts";
import { verifyLowered } from "./verify.ts";

const problems = (
  make: (b: ProgramBuilder) => void,
  change: (program: LoweredProgram) => LoweredProgram = (p) => p,
  target: Target = "sm_80",
  threads = 64,
): string[] => {
  const b = new ProgramBuilder({ name: "test", threads });
  make(b);
  return verifyLowered(change(b.build()), target);
};
const flag = (b: ProgramBuilder) =>
  b.emit("compare", "predicate", [b.emit("special", "i32", [], { which: "lane" }), i32(3)], { operation: "less" });
const barrier = (b: ProgramBuilder, threads = 0): void => b.instruction("barrier", [], [], { id: 0, threads });

describe("verifyLowered", () => {
  it("accepts a whole program", () => {
    for (const bMajor of ["k", "n"] as const) expect(verifyLowered(hopperGemm({ n: 256, stages: 4, bMajor }), "sm_90a")).toEqual([]);
  });
  it("asks each record", () => {
    expect(problems((b) => b.emit("add", "f32", [f32(1), i32(1)]))[0]).toMatch(/^<builder>:1:1: add: has the types/);
    expect(problems((b) => b.instruction("jump", []))[0]).toContain("no instruction 'jump'");
  });
  it("follows assignments through branches and loops, element by element", () => {
    const use = (b: ProgramBuilder, n: number, list: ReturnType<ProgramBuilder["registers"]>): void => {
      b.emit("move", "f32", [list[n]!]);
    };
    expect(
      problems((b) =>
        use(
          b,
          1,
          [0, 1].map((_, n, __) => b.registers("s", "f32", 2)[n]!),
        ),
      )[0],
    ).toContain("s");
    const withBranches =
      (both: boolean) =>
      (b: ProgramBuilder): void => {
        const s = b.registers("s", "f32", 2);
        b.if(
          flag(b),
          false,
          () => s.forEach((r) => b.instruction("move", [r], [f32(0)])),
          () => b.instruction("move", [s[0]!], [f32(1)]),
        );
        use(b, both ? 0 : 1, s);
      };
    expect(problems(withBranches(true))).toEqual([]);
    expect(problems(withBranches(false))).toEqual(["<builder>:1:1: move reads s[1], which is not assigned on every path to it"]);
    const withLoop =
      (last: number) =>
      (b: ProgramBuilder): void => {
        const x = b.register("x", "f32");
        b.for("i", i32(0), i32(last), i32(1), () => b.instruction("move", [x], [f32(0)]));
        b.emit("move", "f32", [x]);
      };
    expect(problems(withLoop(2))).toEqual([]);
    expect(problems(withLoop(0))[0]).toContain("reads x");
  });
  it("wants registers and parameters declared, and elements to exist", () => {
    expect(problems((b) => b.instruction("move", [{ ...b.registers("s", "f32", 2)[1]!, index: 2 }], [f32(0)]))[0]).toContain(
      "has no element 2",
    );
    expect(
      problems(
        (b) => b.emit("move", "f32", [f32(0)]),
        (p) => ({ ...p, registers: [] }),
      )[0],
    ).toContain("not declared");
    expect(
      problems(
        (b) => b.emit("move", "i32", [b.parameter("n", "i32")]),
        (p) => ({ ...p, parameters: [] }),
      )[0],
    ).toContain("parameter 'n'");
    expect(problems((b) => b.emit("move", "i32", [i32(0.5)]))[0]).toContain("no i32");
    expect(problems((b) => b.emit("move", "u32", [u32(-1)]))[0]).toContain("no u32");
    expect(
      problems(
        () => {},
        (p) => ({ ...p, threads: 48 }),
      )[0],
    ).toContain("48 threads");
  });
  it("keeps converged instructions out of divergent branches", () => {
    const under =
      (uniform: boolean) =>
      (b: ProgramBuilder): void =>
        b.if(flag(b), uniform, () => barrier(b));
    expect(problems(under(true))).toEqual([]);
    expect(problems(under(false))[0]).toContain("whole block");
    expect(
      problems((b) => b.if(flag(b), false, () => b.for("i", i32(0), i32(1), i32(1), () => b.instruction("warpSync", []))))[0],
    ).toContain("whole warp");
  });
  it("checks loops and conditions", () => {
    const loop = (b: ProgramBuilder, step: number, body: (v: ReturnType<ProgramBuilder["register"]>) => void): void =>
      b.for("i", i32(0), i32(4), i32(step), body);
    expect(problems((b) => loop(b, 1, (v) => b.instruction("add", [v], [v, i32(1)])))[0]).toContain("writes its variable");
    expect(problems((b) => loop(b, 0, () => {}))[0]).toContain("positive");
    expect(problems((b) => b.if(i32(1), true, () => {}))[0]).toContain("must be a predicate");
  });
  it("checks roles", () => {
    const role = (name: string, firstWarp: number, lastWarp: number, registers: number | null = null, body = (): void => {}) => ({
      name,
      firstWarp,
      lastWarp,
      registers,
      body,
    });
    expect(problems((b) => b.roles([role("a", 0, 1), role("b", 1, 2)]))).toEqual([]);
    expect(problems((b) => b.roles([role("a", 0, 1)]))[0]).toContain("1 of 2 warps");
    expect(problems((b) => b.roles([role("a", 0, 2), role("b", 1, 2)]))[0]).toContain("must begin with warp 2");
    expect(problems((b) => b.roles([role("a", 0, 2, 40)]), undefined, "sm_90a").join()).toContain("whole warpgroups");
    expect(problems((b) => b.roles([role("a", 0, 2, null, () => barrier(b))]))[0]).toContain("name the threads");
    expect(problems((b) => b.roles([role("a", 0, 2, null, () => barrier(b, 64))]))).toEqual([]);
    expect(
      problems((b) => {
        b.roles([role("a", 0, 2)]);
        barrier(b);
      })[0],
    ).toContain("code follows the roles");
  });
  it("checks shared memory", () => {
    const tiles = (b: ProgramBuilder): void => ["a", "b"].forEach((name) => b.shared(name, 128, 128));
    expect(problems(tiles)).toEqual([]);
    expect(problems(tiles, (p) => ({ ...p, shared: p.shared.map((r) => ({ ...r, offset: 0 })) }))[0]).toContain("'b' overlaps 'a'");
    expect(problems(tiles, (p) => ({ ...p, shared: p.shared.map((r) => ({ ...r, alignment: 256 })) }))[0]).toContain("multiple of 256");
    expect(problems(tiles, (p) => ({ ...p, sharedBytes: 200 }))[0]).toContain("byte 256 of 200");
    expect(problems((b) => b.emit("sharedAddress", "u32", [], { range: "c" }))[0]).toContain("no shared memory 'c'");
  });
  it("checks the target", () => {
    const fence = (b: ProgramBuilder): void => b.instruction("fenceProxyAsync", []);
    expect(problems(fence)[0]).toContain("needs sm_90a; the target is sm_80");
    expect(problems(fence, undefined, "sm_90a")).toEqual([]);
  });
});

it("printLowered shows every kind of node", () => {
  const b = new ProgramBuilder({ name: "dump", threads: 64 });
  const x = b.parameter("x", "pointer", { dtype: "bf16", readOnly: true });
  b.shared("tile", 64);
  const s = b.registers("s", "u32", 2);
  b.at({ file: "k.ts", line: 3, column: 1, length: 1 }).remark("load");
  b.instruction("loadGlobal", s, [x], { width: 4, offset: 8, cache: "default" });
  b.if(
    immediate("predicate", 1),
    true,
    () => b.for("i", i32(0), i32(4), i32(1), () => barrier(b)),
    () => barrier(b),
  );
  b.at({ file: "k.ts", line: 9, column: 1, length: 1 }).roles([
    { name: "all", firstWarp: 0, lastWarp: 2, registers: null, body: () => barrier(b, 64) },
  ]);
  expect(printLowered(b.build())).toMatchInlineSnapshot(`
    "program dump: 64 threads, 64 bytes of shared memory
      parameter x: pointer to bf16, read only
      shared tile: bytes 0 to 64
      registers s: u32[2]
      # load  // k.ts:3
      s[0], s[1] = loadGlobal<width=4 offset=8 cache=default> $x
      if uniform 1:predicate
        for i = 0 to 4 step 1
          barrier<id=0 threads=0>
      else
        barrier<id=0 threads=0>
      roles  // k.ts:9
        all: warps 0 to 1
          barrier<id=0 threads=64>
    "
  `);
});
