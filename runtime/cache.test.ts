import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CompileCache, type CompileKeyParts, cacheDirectory, cacheKey, compileKey, decodeEntry, encodeEntry, sourceHash } from "./cache.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cuica-cache-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const key = cacheKey("some kernel");
const entry = { metadata: { entry: "scale", registers: 40 }, code: Uint8Array.from({ length: 1000 }, (_, n) => n % 251) };

describe("keys", () => {
  const parts: CompileKeyParts = {
    kernel: "scale",
    sources: { "kernel.ts": sourceHash("text") },
    problem: { headDim: 64, causal: true },
    tuning: { stages: 2 },
    target: "sm_80",
    architecture: "sm_86",
    options: ["--fmad=false"],
    classes: { q: "aligned" },
    compilerVersion: "0.1.0",
    nvrtcVersion: "13.0",
  };
  test("do not depend on the order of members", () => {
    expect(compileKey({ ...parts, problem: { causal: true, headDim: 64 } })).toBe(compileKey(parts));
  });
  test.each<Partial<CompileKeyParts>>([
    { kernel: "other" },
    { sources: { "kernel.ts": sourceHash("texT") } },
    { problem: { headDim: "64", causal: true } },
    { problem: { headDim: 64, causal: 1 } },
    { tuning: { stages: 3 } },
    { target: "sm_90a" },
    { architecture: "sm_80" },
    { options: [] },
    { classes: { q: "generic" } },
    { compilerVersion: "0.1.1" },
    { nvrtcVersion: "13.1" },
  ])("depend on every part: %o", (change) => {
    expect(compileKey({ ...parts, ...change })).not.toBe(compileKey(parts));
  });
  test("tell numbers apart that JSON does not", () => {
    expect(new Set([0, -0, Number.NaN, Number.POSITIVE_INFINITY, null, "NaN"].map((value) => cacheKey({ value }))).size).toBe(6);
  });
});

describe("entries", () => {
  test("come back as they went in", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.string(), (code, text) => {
        const { metadata, code: back } = decodeEntry(key, encodeEntry(key, { metadata: { text }, code }))!;
        expect(metadata).toEqual({ text });
        expect([...back]).toEqual([...code]);
      }),
    );
  });
  test("with any byte changed are not entries", () => {
    const bytes = encodeEntry(key, entry);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const damaged = Buffer.from(bytes);
        damaged[place] = damaged[place]! ^ change;
        expect(decodeEntry(key, damaged)).toBeNull();
      }),
    );
  });
  test("cut short or grown are not entries", () => {
    const bytes = encodeEntry(key, entry);
    for (const length of [0, 7, 8, 40, 87, 88, bytes.length - 1]) expect(decodeEntry(key, bytes.subarray(0, length))).toBeNull();
    expect(decodeEntry(key, Buffer.concat([bytes, Buffer.from([0])]))).toBeNull();
  });
  test("of another key are not found under this one", () => {
    expect(decodeEntry(cacheKey("another kernel"), encodeEntry(key, entry))).toBeNull();
  });
});

describe("a cache directory", () => {
  test("keeps entries across openings, and is private", () => {
    const place = join(directory, "deep", "cuica");
    new CompileCache(place).write(key, entry);
    expect(new CompileCache(place).read(key)).toEqual(entry);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(readdirSync(place)).toEqual([`${key}.entry`]);
    expect(statSync(join(place, `${key}.entry`)).mode & 0o777).toBe(0o600);
  });
  test("that others could write to is closed to them", () => {
    chmodSync(directory, 0o777);
    expect(new CompileCache(directory).problem).toBeNull();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });
  test.each(["truncated", "corrupted", "emptied"])("deletes a %s entry and makes it again", async (damage) => {
    const cache = new CompileCache(directory);
    cache.write(key, entry);
    const path = join(directory, `${key}.entry`);
    if (damage === "truncated") truncateSync(path, 200);
    else if (damage === "emptied") truncateSync(path, 0);
    else {
      const bytes = readFileSync(path);
      bytes[300] = bytes[300]! ^ 1;
      writeFileSync(path, bytes);
    }
    expect(cache.read(key)).toBeNull();
    expect(readdirSync(directory)).toEqual([]);
    let made = 0;
    const make = () => {
      made++;
      return entry;
    };
    expect(await cache.get(key, make)).toEqual(entry);
    expect(await cache.get(key, make)).toEqual(entry);
    expect(made).toBe(1);
  });
  test("of another user is not used", () => {
    const root = process.getuid?.() === 0;
    const foreign = root ? join(directory, "foreign") : "/";
    if (root) {
      mkdirSync(foreign);
      chownSync(foreign, 12345, 12345);
    }
    const cache = new CompileCache(foreign);
    expect(cache.problem?.code).toBe("CUI3012");
    expect(cache.problem?.message).toMatch(/belongs to user \d+/);
    expect(cache.directory).toBeNull();
    cache.write(key, entry);
    expect(cache.read(key)).toBeNull();
  });
  test("that cannot be made is not used", () => {
    writeFileSync(join(directory, "file"), "");
    const cache = new CompileCache(join(directory, "file", "cuica"));
    expect(cache.problem?.message).toContain("CUICA_CACHE");
    expect(cache.read(key)).toBeNull();
  });
  test("is named by the environment", () => {
    expect(cacheDirectory({ CUICA_CACHE: "/c", XDG_CACHE_HOME: "/x" })).toBe("/c");
    expect(cacheDirectory({ CUICA_CACHE: "off" })).toBeNull();
    expect(cacheDirectory({ XDG_CACHE_HOME: "/x" })).toBe("/x/cuica");
    expect(cacheDirectory({ XDG_CACHE_HOME: "x" })).toMatch(/\.cache\/cuica$/);
  });
  test("takes keys only", () => {
    expect(() => new CompileCache(directory).read("../outside")).toThrow(RangeError);
  });
  test("shows readers whole entries while several processes write", async () => {
    const program = `
      const { CompileCache } = await import(${JSON.stringify(join(import.meta.dirname, "cache.ts"))});
      const cache = new CompileCache(process.argv[1]);
      const code = new Uint8Array(200_000).fill(Number(process.argv[2]));
      for (let n = 0; n < 40; n++) cache.write(${JSON.stringify(key)}, { metadata: Number(process.argv[2]), code });`;
    let running = 3;
    const writers = [1, 2, 3].map(
      (value) =>
        new Promise<number | null>((resolve) => {
          spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program, directory, String(value)], {
            stdio: "inherit",
          }).on("close", (code) => {
            running--;
            resolve(code);
          });
        }),
    );
    const cache = new CompileCache(directory);
    let reads = 0;
    let missesAfterFirst = 0;
    while (running > 0) {
      const found = cache.read(key);
      if (found === null) {
        if (reads > 0) missesAfterFirst++;
      } else {
        reads++;
        expect(found.code.every((byte) => byte === found.metadata)).toBe(true);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await Promise.all(writers)).toEqual([0, 0, 0]);
    expect(reads).toBeGreaterThan(0);
    expect(missesAfterFirst).toBe(0);
    expect(readdirSync(directory)).toEqual([`${key}.entry`]);
  }, 30_000);
});
