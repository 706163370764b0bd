// The way from a kernel to machine code: a second process finds what the first one made, and then needs no compiler.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const cache = mkdtempSync(join(tmpdir(), "cuica-binary-"));
afterAll(() => rmSync(cache, { recursive: true }));

const prepare = (): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ["--import", "tsx", join(import.meta.dirname, "fixtures/prepare-once.ts")], {
      encoding: "utf8",
      env: { ...process.env, CUICA_CACHE: cache },
    }),
  );

test("a cached start loads no TypeScript", () => {
  expect(prepare()).toEqual({ cached: false, typescript: true });
  expect(prepare()).toEqual({ cached: true, typescript: false });
});
