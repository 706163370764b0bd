// The exact kernels on every execution that needs no GPU.
import { expect, test } from "vitest";
import { exactCases } from "./exact/cases.ts";
import { checkExact, checkTornRefused } from "./exact-kernels.ts";

test.each(
  exactCases.map(
    (one, n) => [`${n}: ${one.kernel.name} ${JSON.stringify({ ...one.problem, ...one.tuning, ...one.scalars })}`, one] as const,
  ),
)("%s", async (_, one) => {
  await expect(checkExact(one)).resolves.toBeUndefined();
});

test("a loop that several threads would tear is refused; one with an owner for every element is not", () => {
  expect(checkTornRefused).not.toThrow();
});
