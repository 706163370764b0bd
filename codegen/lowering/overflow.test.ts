// Constants that a loop written out makes too large for their type: such a program compiles or is refused, and what it computes is reported by the
// simulator, as an overflow at run time is; where wrapping is asked for, it wraps.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { HostTensor } from "../../dsl/index.ts";
import { runOnSimulator } from "../../runtime/executions.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cuica-overflow-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
/** The three values of an expression of v = 0, 1, 2 in a loop that is written out. */
const valuesOf = (dtype: "i32" | "u32" | "i64", expression: string): number[] => {
  const file = join(folder, `k${count++}.ts`);
  const language = relative(folder, join(here, "../../dsl/index.ts"));
  writeFileSync(
    file,
    `import { abs, addWrap, type Global, i32, i64, kernel, max, type Static, u32, unrolled, work } from "${language}";
export const k = kernel(import.meta.url, "k", (_: Static<object>, _t: Static<{ warps: number }>) => (y: Global<${dtype}, [i32]>) => {
  for (const [_block] of work([1])) for (const v of unrolled(0, 3)) y.write(${expression}, v);
}, { problem: {}, tuning: { warps: 1 } });\n`,
  );
  const y = HostTensor.allocate(dtype, [3]);
  runOnSimulator({ file, kernel: "k", problem: {}, tuning: {} }, { tensors: { y }, scalars: {} }, { seed: 1, target: "sm_80" });
  return [...y.toNumbers()];
};

test.each([
  ["u32", "u32(v) - u32(2)"],
  ["i32", "2147483646 + v"],
  ["i32", "-2147483647 - v"],
  ["i32", "1500000000 * v"],
  ["i32", "(v + 2000000000) + 2000000000"],
  ["i32", "v * v * v * 1000000000"],
  ["i32", "max(v, 1000000000) * 4"],
] as const)("%s %s", (dtype, expression) => {
  expect(() => valuesOf(dtype, expression)).toThrow(/does not fit/);
});
test("what fits, and what wraps, is computed", () => {
  expect(valuesOf("i32", "2147483645 + v")).toEqual([2147483645, 2147483646, 2147483647]);
  expect(valuesOf("i32", "addWrap(2147483646, v)")).toEqual([2147483646, 2147483647, -2147483648]);
  expect(valuesOf("u32", "addWrap(u32(4294967295), u32(v))")).toEqual([4294967295, 0, 1]);
  expect(valuesOf("i32", "abs(-2147483645 - v)")).toEqual([2147483645, 2147483646, 2147483647]);
  expect(valuesOf("i64", "i64(v) * 3000000000")).toEqual([0, 3000000000, 6000000000]);
});
