// The printed text of small programs. That it compiles and computes what the simulator does is for tests on a GPU.
import { describe, expect, it } from "vitest";
import { f32, i32, immediate, ProgramBuilder, u32 } from "../ir/builder.ts";
import type { LoweredProgram } from "../ir/lowered.ts";
import type { Position } from "../ir/types.ts";
import { emitCuda } from "./cuda.ts";

const emit = (program: LoweredProgram, lineDirectives = false, target: "sm_80" | "sm_90a" = "sm_80"): string =>
  emitCuda(program, { target, lineDirectives });
const line = (n: number): Position => ({ file: "scale.ts", line: n, column: 1, length: 1 });

/** Each thread scales 8 numbers of a row, and sums them. */
const scale = (): LoweredProgram => {
  const b = new ProgramBuilder({ name: "scale", threads: 64, blocksPerMultiprocessor: 2 });
  const x = b.parameter("x", "pointer", { dtype: "f32", readOnly: true });
  const y = b.parameter("y", "pointer", { dtype: "f32" });
  const factor = b.parameter("float", "f32");
  const rows = b.parameter("rows", "i32");
  b.shared("tile", 2048, 128);
  b.at(line(3)).remark("scale");
  const thread = b.emit("special", "i32", [], { which: "thread" });
  const own = b.emit("convert", "i64", [b.emit("multiply", "i32", [thread, i32(32)])]);
  const [from, to] = [b.emit("add", "i64", [x, own]), b.emit("add", "i64", [y, own])];
  const total = b.emit("move", "f32", [f32(0)]);
  const values = b.registers("values", "f32", 8);
  b.at(line(4)).for("row", i32(0), rows, i32(1), (row) => {
    b.at(line(5));
    for (let n = 0; n < 8; n++) b.instruction("loadGlobal", [values[n]!], [from], { width: 4, offset: 4 * n, cache: "default" });
    for (let n = 0; n < 8; n++) {
      b.at(line(6));
      const scaled = b.emit("multiply", "f32", [values[n]!, factor]);
      b.instruction("add", [total], [total, scaled]);
      b.instruction("storeGlobal", [], [to, scaled], { width: 4, offset: 4 * n, cache: "default" });
    }
    b.at(line(7)).if(b.emit("compare", "predicate", [row, i32(-1)], { operation: "equal" }), true, () =>
      b.instruction("barrier", [], [], { id: 0, threads: 0 }),
    );
  });
  const tile = b.at(line(9)).emit("sharedAddress", "u32", [], { range: "tile" });
  b.instruction("storeShared", [], [tile, total], { width: 4, offset: 0 });
  return b.build();
};

describe("emitCuda", () => {
  it("prints a program", () => {
    expect(emit(scale())).toMatchInlineSnapshot(`
      "typedef unsigned int u32;
      typedef long long i64;

      extern "C" __global__ void __launch_bounds__(64, 2) scale(
          const float* __restrict__ x,
          float* y,
          float float_2,
          int rows) {
        extern __shared__ __align__(1024) unsigned char shared_memory[];
      #if __CUDA_ARCH__ >= 900
        asm volatile("griddepcontrol.wait;" : : : "memory");
      #endif
        const u32 shared_base = (u32)__cvta_generic_to_shared(shared_memory);
        // scale
        i64 convert = (i64)(((int)threadIdx.x) * 32);
        i64 add = (i64)x + convert;
        i64 add_1 = (i64)y + convert;
        float move = 0.0f;
      #pragma unroll 1
        for (int row = 0; row < rows; row += 1) {
          float values[8];
      #pragma unroll
          for (int r0 = 0; r0 < 8; ++r0) {
            asm volatile("ld.global.b32 %0, [%1];" : "=f"(values[r0]) : "l"(add + (4 * r0)) : "memory");
          }
      #pragma unroll
          for (int r0 = 0; r0 < 8; ++r0) {
            float multiply_1 = values[r0] * float_2;
            move = move + multiply_1;
            asm volatile("st.global.b32 [%0], %1;" : : "l"(add_1 + (4 * r0)), "f"(multiply_1) : "memory");
          }
          if (row == -1) {
            __syncthreads();
          }
        }
        asm volatile("st.shared.b32 [%0], %1;" : : "r"(shared_base), "f"(move) : "memory");
      }
      "
    `);
  });
  it("names the source line of every statement", () => {
    const found = emit(scale(), true).split("\n");
    let [at, file] = [0, ""];
    const lines = new Map<string, number>();
    for (const text of found) {
      const directive = /^#line (\d+) "(.*)"$/.exec(text);
      if (directive) [at, file] = [Number(directive[1]), directive[2]!];
      else {
        if (file) lines.set(text.trim(), at);
        at += 1;
      }
    }
    expect(file).toBe("scale.ts");
    const lineOf = (part: string): number | undefined => [...lines].find(([text]) => text.includes(part))?.[1];
    expect(["// scale", "for (int row", "ld.global", "__syncthreads", "st.shared"].map(lineOf)).toEqual([3, 4, 5, 7, 9]);
    expect([...lines].filter(([text]) => /multiply_1|st\.global/.test(text)).map(([, n]) => n)).toEqual([6, 6, 6]);
  });
  it("is the same text every time", () => {
    expect(emit(scale())).toBe(emit(scale()));
  });
  it("keeps names apart from C's and from each other", () => {
    const b = new ProgramBuilder({ name: "names", threads: 32 });
    for (const name of ["int", "u32", "min", "2x", "a b", "a_b", "r0", "__a", "names"])
      b.instruction("move", [b.register(name, "i32")], [i32(name.codePointAt(0)!)]);
    const names = [...emit(b.build()).matchAll(/int (\w+) = \d+;/g)].map(([, name]) => name!);
    expect(names).toEqual(["int_2", "u32_2", "min_2", "v_2x", "a_b", "a_b_2", "v_r0", "_a", "names_2"]);
  });
  it("prints constants exactly", () => {
    const b = new ProgramBuilder({ name: "constants", threads: 32 });
    const floats = [0, -0, 1, 0.1, 1e30, -1e-40, 16777217, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    for (const value of floats) b.emit("move", "f32", [f32(value)]);
    for (const value of [-(2 ** 31), 5]) b.emit("move", "i32", [i32(value)]);
    b.emit("move", "u32", [u32(2 ** 32 - 1)]);
    b.emit("move", "i64", [immediate("i64", -(2 ** 40))]);
    b.emit("move", "predicate", [immediate("predicate", 1)]);
    const printed = [...emit(b.build()).matchAll(/ = (.*);$/gm)].map(([, text]) => text!);
    expect(printed).toMatchInlineSnapshot(`
      [
        "0.0f",
        "-0.0f",
        "1.0f",
        "0.1f",
        "1e+30f",
        "-1e-40f",
        "16777216.0f",
        "__int_as_float(0x7f800000)",
        "__int_as_float(0xff800000)",
        "__int_as_float(0x7fffffff)",
        "(-2147483647 - 1)",
        "5",
        "4294967295u",
        "-1099511627776ll",
        "true",
      ]
    `);
    floats.slice(0, 7).forEach((value, n) => expect(Math.fround(Number(printed[n]!.replace("f", "")))).toBe(Math.fround(value)));
  });
  it("evaluates a loop's bounds once", () => {
    const b = new ProgramBuilder({ name: "bounds", threads: 32 });
    const last = b.emit("move", "i32", [i32(10)]);
    b.for("i", i32(0), last, i32(2), () => b.instruction("add", [last], [last, i32(-1)]));
    expect(emit(b.build())).toContain("const int i_last = move;\n#pragma unroll 1\n  for (int i = 0; i < i_last; i += 2) {");
  });
  it("declares a register where all its uses are", () => {
    const b = new ProgramBuilder({ name: "scopes", threads: 32 });
    const p = b.emit("move", "predicate", [immediate("predicate", 0)]);
    const outside = b.register("outside", "i32");
    b.if(
      p,
      true,
      () => {
        b.instruction("move", [outside], [b.emit("move", "i32", [i32(1)])]);
      },
      () => b.instruction("move", [outside], [i32(2)]),
    );
    b.emit("add", "i32", [outside, outside]);
    expect(emit(b.build()).split("\n").slice(5, -2)).toEqual([
      "  int outside;",
      "  if (false) {",
      "    outside = 1;",
      "  } else {",
      "    outside = 2;",
      "  }",
      "  int add = outside + outside;",
    ]);
  });
  it("prints roles as one chain with their register budgets", () => {
    const b = new ProgramBuilder({ name: "roles", threads: 384, blocksPerMultiprocessor: 1 });
    b.roles([
      { name: "load", firstWarp: 0, lastWarp: 4, registers: 40, body: () => b.remark("loads") },
      { name: "math", firstWarp: 4, lastWarp: 12, registers: 232, body: () => b.remark("computes") },
    ]);
    const program = b.build();
    expect(emit(program, false, "sm_90a")).toMatchInlineSnapshot(`
      "typedef unsigned int u32;

      extern "C" __global__ void __launch_bounds__(384, 1) roles() {
      #if __CUDA_ARCH__ >= 900
        asm volatile("griddepcontrol.wait;" : : : "memory");
      #endif
        const int warp_index = __shfl_sync(0xffffffffu, (int)(threadIdx.x / 32), 0);
        if (warp_index < 4) { // load: warps 0 to 3
          asm volatile("setmaxnreg.dec.sync.aligned.u32 40;");
          // loads
        } else { // math: warps 4 to 11
          asm volatile("setmaxnreg.inc.sync.aligned.u32 232;");
          // computes
        }
      }
      "
    `);
    expect(() => emit(program)).toThrow(/sm_90a/);
  });
  it("refuses instructions that the target lacks", () => {
    const b = new ProgramBuilder({ name: "fence", threads: 32 });
    b.instruction("fenceProxyAsync", []);
    expect(() => emit(b.build())).toThrow(/fenceProxyAsync.*sm_90a/);
    expect(emit(b.build(), false, "sm_90a")).toContain("fence.proxy.async");
  });
});
