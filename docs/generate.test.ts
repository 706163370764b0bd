// docs/reference says what the records say; `npm run docs` writes it anew.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diagnosticTexts } from "../codegen/diagnostics.ts";
import { operations } from "../dsl/ops/index.ts";
import { folder, pages } from "./generate.ts";

test.each(Object.entries(pages()))("%s is up to date (npm run docs)", (name, text) => {
  expect(readFileSync(folder + name, "utf8")).toBe(text);
});
test("every operation and every diagnostic has its place", () => {
  const { "operations.md": page, "diagnostics.md": codes } = pages();
  expect(Object.keys(operations).filter((name) => !page!.includes(`### ${name}\n`))).toEqual([]);
  expect(Object.keys(diagnosticTexts).filter((code) => !codes!.includes(`| ${code} |`))).toEqual([]);
});
