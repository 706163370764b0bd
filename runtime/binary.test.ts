// The way from a kernel to machine code: a second process finds what the first one made, and then needs no compiler; whatever has happened to
// the cache meanwhile, the code is the same.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const caches: string[] = [];
const newCache = (): string => {
  const cache = mkdtempSync(join(tmpdir(), "cuica-binary-"));
  caches.push(cache);
  return cache;
};
afterAll(() => {
  for (const cache of caches) rmSync(cache, { recursive: true });
});

interface Prepared {
  readonly cached: boolean;
  readonly typescript: boolean;
  readonly code: string;
}
const prepare = async (cache: string): Promise<Prepared> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "fixtures/prepare-once.ts")],
    { env: { ...process.env, CUICA_CACHE: cache } },
  );
  return JSON.parse(stdout) as Prepared;
};

test("a cached start loads no TypeScript", async () => {
  const cache = newCache();
  const first = await prepare(cache);
  expect(first).toMatchObject({ cached: false, typescript: true });
  expect(await prepare(cache)).toEqual({ cached: true, typescript: false, code: first.code });
  const paths = readdirSync(cache).map((name) => join(cache, name));
  for (const path of paths) {
    const bytes = readFileSync(path);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(path, bytes);
  }
  expect(await prepare(cache)).toEqual(first);
  expect(await prepare(cache)).toEqual({ cached: true, typescript: false, code: first.code });
}, 120_000);
test("processes that compile the same kernel at once get the same code, and leave it whole", async () => {
  const cache = newCache();
  const all = await Promise.all([prepare(cache), prepare(cache), prepare(cache)]);
  expect(new Set(all.map(({ code }) => code)).size).toBe(1);
  expect(readdirSync(cache).filter((name) => !name.endsWith(".entry"))).toEqual([]);
  expect(await prepare(cache)).toEqual({ cached: true, typescript: false, code: all[0]!.code });
}, 120_000);
