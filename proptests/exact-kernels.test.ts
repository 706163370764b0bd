// The exact kernels on every execution that needs no GPU.
import { compileKernel } from "../codegen/compile.ts";
import { expect, test } from "vitest";
import { exactCases } from "./exact/cases.ts";
import { torn } from "./exact/memory.ts";
import { checkExact } from "./exact-kernels.ts";

test.each(
  exactCases.map(
    (one, n) => [`${n}: ${one.kernel.name} ${JSON.stringify({ ...one.problem, ...one.tuning, ...one.scalars })}`, one] as const,
  ),
)("%s", (_, one) => {
  expect(() => checkExact(one)).not.toThrow();
});

test("a loop that several threads would tear is refused; one with an owner for every element is not", () => {
  const compile = (size: number) =>
    compileKernel({
      file: new URL(torn.url).pathname,
      kernel: "torn",
      problem: {},
      tuning: { size, warps: 1 },
      target: "sm_80",
      classes: {},
    });
  expect(() => compile(16)).toThrow(/CUI6002: the loop reads and writes y and writes a fragment too/);
  expect(() => compile(128)).not.toThrow();
});
