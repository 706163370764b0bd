// The integer language of plans against its definition.
import { expect, test } from "vitest";
import { checkPlanIntegers } from "./plan-laws.ts";

test("plans evaluate and print what their integers are", () => {
  expect(checkPlanIntegers).not.toThrow();
});
