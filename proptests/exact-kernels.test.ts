// The exact kernels on every execution that needs no GPU.
import { expect, test } from "vitest";
import { namedExactCases } from "./exact/cases.ts";
import { checkExact, checkTornRefused } from "./exact-kernels.ts";

test.each(namedExactCases)("%s", async (_, one) => {
  await expect(checkExact(one)).resolves.toBeUndefined();
});

test("a loop that several threads would tear is refused; one with an owner for every element is not", () => {
  expect(checkTornRefused).not.toThrow();
});
