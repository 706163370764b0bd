// Certificates: when verification runs, what it leaves, what invalidates it, and what a policy refuses.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CompileCache } from "./cache.ts";
import { RuntimeError } from "./cuda/errors.ts";
import { type CertificateStore, ensureVerified, type Subject, type Verifier, verifyPolicy } from "./certificate.ts";

const device = { index: 0, name: "GPU X", architecture: "sm_80" } as const;
const file = new URL("./fixtures/kernels.ts", import.meta.url).pathname;
const unspecified = new URL("../dsl/kernel.ts", import.meta.url).pathname;
let n = 0;
/** No two alike, for what a process knows it does not ask again. */
const subject = (more: Partial<Subject> = {}): Subject => ({
  file,
  name: "forgetful",
  problem: {},
  tuning: { block: 32, warps: 1 },
  code: [Uint8Array.of(1, n, n >> 8)],
  classes: {},
  ...more,
});

let folder: string;
let store: CertificateStore;
let calls: string[];
const verifier: Verifier = async ({ name }) => {
  calls.push(name);
  return { runs: 20, seed: 1 };
};
beforeEach(() => {
  n += 1;
  calls = [];
  folder = mkdtempSync(join(tmpdir(), "cuica-certificates-"));
  store = { cache: new CompileCache(folder), driver: "13.0", nvrtc: "13.0" };
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("on first use", () => {
  test("a configuration is verified once, and its certificate is found by another process", async () => {
    const made = await ensureVerified(device, subject(), "on-first-use", verifier, store);
    expect(made).toEqual({ name: "forgetful", device: "GPU X", driver: "13.0", nvrtc: "13.0", runs: 20, seed: 1 });
    const never: Verifier = async () => Promise.reject(new Error("asked again"));
    expect(await ensureVerified(device, subject(), "on-first-use", never, { ...store, cache: new CompileCache(folder) })).toEqual(made);
    expect(await ensureVerified(device, subject(), "require", never, store)).toEqual(made);
  });
  test("two uses at once share one verification", async () => {
    await Promise.all([1, 2].map(() => ensureVerified(device, subject(), "on-first-use", verifier, store)));
    expect(calls).toEqual(["forgetful"]);
  });
  test.each<[string, () => Promise<unknown>]>([
    ["code", () => ensureVerified(device, subject({ code: [Uint8Array.of(9, n)] }), "on-first-use", verifier, store)],
    ["class", () => ensureVerified(device, subject({ classes: { forgetful: { x: "generic" } } }), "on-first-use", verifier, store)],
    ["GPU", () => ensureVerified({ ...device, name: "GPU Y" }, subject(), "on-first-use", verifier, store)],
    ["driver", () => ensureVerified(device, subject(), "on-first-use", verifier, { ...store, driver: "13.1" })],
    ["NVRTC", () => ensureVerified(device, subject(), "on-first-use", verifier, { ...store, nvrtc: "13.1" })],
    ["tuning", () => ensureVerified(device, subject({ tuning: { block: 64, warps: 1 } }), "on-first-use", verifier, store)],
  ])("another %s needs another certificate", async (_, other) => {
    await ensureVerified(device, subject(), "on-first-use", verifier, store);
    await other();
    expect(calls.length).toBe(2);
  });
  test("a failure is thrown each time, and leaves no certificate", async () => {
    const broken: Verifier = async () => Promise.reject(new Error("broke its spec"));
    for (let use = 0; use < 2; use++)
      await expect(ensureVerified(device, subject(), "on-first-use", broken, store)).rejects.toThrow("broke its spec");
    await expect(ensureVerified(device, subject(), "require", verifier, store)).rejects.toThrow(/CUI3014/);
  });
  test("what broke its spec is not asked again in this process; what could not be verified is", async () => {
    const spoilt = subject();
    const failing =
      (code: "CUI3013" | "CUI3016"): Verifier =>
      async ({ name }) => {
        calls.push(name);
        throw new RuntimeError(code, "something happened", "look");
      };
    await expect(ensureVerified(device, spoilt, "on-first-use", failing("CUI3016"), store)).rejects.toThrow(/CUI3016/);
    for (let use = 0; use < 2; use++)
      await expect(ensureVerified(device, spoilt, "on-first-use", failing("CUI3013"), store)).rejects.toThrow(/CUI3013/);
    await expect(ensureVerified(device, spoilt, "on-first-use", verifier, store)).rejects.toThrow(/CUI3013/);
    expect(calls.length).toBe(2);
  });
  test("what has no spec runs, but that is no certificate", async () => {
    const bare = subject({ file: unspecified });
    expect(await ensureVerified(device, bare, "on-first-use", verifier, store)).toMatchObject({ runs: 0 });
    expect(calls).toEqual([]);
    await expect(ensureVerified(device, bare, "require", verifier, store)).rejects.toThrow(/write a spec/);
  });
  test("an operator without a spec is verified kernel by kernel", async () => {
    const parts = [subject(), subject({ name: "wild" })];
    const operator = subject({ name: "twice", parts });
    const none: Verifier = async (one, on) => (one.name === "twice" ? null : verifier(one, on));
    expect(await ensureVerified(device, operator, "on-first-use", none, store)).toMatchObject({ name: "twice", runs: 20 });
    expect(calls).toEqual(["forgetful", "wild"]);
    expect(await ensureVerified(device, { ...operator, code: [Uint8Array.of(7, n)] }, "require", none, store)).toMatchObject({ runs: 20 });
  });
});

test("a required certificate says how to get it; off asks for nothing", async () => {
  await expect(ensureVerified(device, subject(), "require", verifier, store)).rejects.toThrow(
    /forgetful has no certificate for GPU X.*CUICA_VERIFY=on-first-use/s,
  );
  expect(await ensureVerified(device, subject(), "off", verifier, store)).toBeNull();
  expect(calls).toEqual([]);
});
test("the policy is the environment's", () => {
  expect(verifyPolicy({})).toBe("on-first-use");
  expect(verifyPolicy({ CUICA_VERIFY: "require" })).toBe("require");
  expect(() => verifyPolicy({ CUICA_VERIFY: "no" })).toThrow(/CUICA_VERIFY is no/);
});
