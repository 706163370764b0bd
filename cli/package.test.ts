// What is published is whole: no file in it imports, or names beside itself, one that is left out.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("published files need no others", () => {
  const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: "pipe" });
  const [{ files }] = JSON.parse(listed) as [{ readonly files: readonly { readonly path: string }[] }];
  const published = new Set(files.map(({ path }) => path));
  expect(published).toContain("cli/cuica.mjs");
  const missing: string[] = [];
  let relative = 0;
  for (const path of published) {
    if (!/\.(ts|mjs)$/.test(path) || path.startsWith("dist/")) continue;
    const text = readFileSync(join(root, path), "utf8");
    for (const [, name] of text.matchAll(/["'`](\.{1,2}\/[\w./-]+\.(?:ts|mjs|py|json))["'`]/g)) {
      const target = normalize(join(dirname(path), name!));
      relative += 1;
      if (!published.has(target) && existsSync(join(root, target))) missing.push(`${path}: ${name}`);
    }
  }
  expect(relative).toBeGreaterThan(1000);
  expect(missing).toEqual([]);
});
