// Values used once are printed where they are used, and only where that cannot change them.
import { expect, test } from "vitest";
import { f32, i32, ProgramBuilder } from "../../ir/builder.ts";
import { emitCuda } from "../cuda.ts";

const body = (build: (b: ProgramBuilder) => void): string[] => {
  const b = new ProgramBuilder({ name: "inline", threads: 32 });
  build(b);
  return emitCuda(b.build(), { target: "sm_80", lineDirectives: false })
    .split("\n")
    .slice(1, -2)
    .map((line) => line.trim())
    .filter((line) => !line.startsWith("extern") && line !== "");
};

test("a value used once moves into its use, with parentheses", () => {
  const lines = body((b) => {
    const out = b.register("out", "i32");
    const sum = b.emit("add", "i32", [b.emit("special", "i32", [], { which: "lane" }), i32(3)]);
    b.instruction("multiply", [out], [sum, i32(5)]);
    b.instruction("add", [out], [out, out]);
  });
  expect(lines).toContain("int out = (((int)(threadIdx.x % 32)) + 3) * 5;");
});
test("a value used twice stays", () => {
  const lines = body((b) => {
    const lane = b.emit("special", "i32", [], { which: "lane" });
    const sum = b.emit("add", "i32", [lane, i32(3)]);
    const out = b.register("out", "i32");
    b.instruction("multiply", [out], [sum, sum]);
    b.instruction("add", [out], [out, out]);
  });
  expect(lines.some((line) => /= \w+ \* \w+;/.test(line))).toBe(true);
});
test("a value does not move past a change of what it is made of", () => {
  const lines = body((b) => {
    const x = b.register("x", "f32");
    const out = b.register("out", "f32");
    b.instruction("move", [x], [f32(1)]);
    const before = b.emit("multiply", "f32", [x, f32(2)]);
    b.instruction("move", [x], [f32(7)]);
    b.instruction("add", [out], [before, x]);
    b.instruction("add", [out], [out, out]);
  });
  const use = lines.findIndex((line) => line.startsWith("float out = ") || line.startsWith("out = "));
  const change = lines.indexOf("x = 7.0f;");
  const definition = lines.findIndex((line) => line.includes("x * 2.0f"));
  expect(definition).toBeGreaterThanOrEqual(0);
  expect(definition).toBeLessThan(change);
  expect(change).toBeLessThan(use);
});
