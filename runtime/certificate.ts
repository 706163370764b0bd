// Certificates: that a configuration's machine code kept its spec on this model of GPU, under this driver and NVRTC. The policy says what
// happens without one. A configuration that failed never runs, and a certificate is found without loading the compiler or any spec.
import { readFileSync } from "node:fs";
import { cacheKey, CompileCache, type KeyPart, sourceHash } from "./cache.ts";
import type { Device } from "./cuda/device.ts";
import { driverVersion } from "./cuda/driver.ts";
import { RuntimeError } from "./cuda/errors.ts";
import { findSpec, specModuleOf } from "./specs.ts";
import { rememberedNvrtcVersion } from "./nvrtc-version.ts";
import type { KernelClasses } from "./verify.ts";

/**
 * `on-first-use`: what has no certificate is verified by a short suite, of about 3 s beside compiling, which leaves one; what has no spec runs.
 * `require`: what has no certificate does not run. `off`: nothing is asked.
 */
export type VerifyPolicy = "on-first-use" | "require" | "off";
const policies: readonly VerifyPolicy[] = ["on-first-use", "require", "off"];

/** CUICA_VERIFY, else `on-first-use`. */
export const verifyPolicy = (environment: Readonly<Record<string, string | undefined>> = process.env): VerifyPolicy => {
  const chosen = environment["CUICA_VERIFY"] || "on-first-use";
  const policy = policies.find((one) => one === chosen);
  if (!policy) throw new RuntimeError("CUI3014", `CUICA_VERIFY is ${chosen}`, `set it to ${policies.join(", ")}`);
  return policy;
};

/** What a certificate is about: a kernel or an operator by its name and file, its constants, and all the machine code it runs. */
export interface Subject {
  readonly file: string;
  readonly name: string;
  readonly problem: Readonly<Record<string, number | boolean | string>>;
  readonly tuning: Readonly<Record<string, number | boolean | string>>;
  readonly code: readonly Uint8Array[];
  /** Classes of tensors that the code is for, by the names of kernel and parameter; what is left out is aligned. */
  readonly classes: KernelClasses;
  /** What must have certificates in its stead if it has no spec: an operator's kernels. */
  readonly parts?: readonly Subject[];
}
export interface Certificate {
  readonly name: string;
  readonly device: string;
  readonly driver: string;
  readonly nvrtc: string;
  /** Random cases that held; 0 if there is no spec that could be checked. */
  readonly runs: number;
  readonly seed: number;
}

export type VerifiedDevice = Pick<Device, "index" | "name" | "architecture">;
/** What checks a subject and says how many cases held; throws if one does not. Null: there is no spec. */
export type Verifier = (subject: Subject, device: VerifiedDevice) => Promise<{ readonly runs: number; readonly seed: number } | null>;
/** The process begins within these milliseconds too; a case takes a tenth of a second. */
const firstUse = { runs: 20, seed: 1, milliseconds: 2500, work: 4e6 };
const shortSuite: Verifier = async ({ file, name, problem, tuning, classes }, device) => {
  const spec = await findSpec(file, name);
  if (!spec) return null;
  const { verifyKernel } = await import("./verify.ts");
  const { runs } = await verifyKernel(spec, { ...firstUse, device, problem, tuning, classes });
  return { runs, seed: firstUse.seed };
};

/** What this process found out, so that nothing is verified twice even where nothing can be kept. */
const known = new Map<string, Promise<Certificate>>();

export interface CertificateStore {
  readonly cache: CompileCache;
  readonly driver: string;
  readonly nvrtc: string;
}
const store = (): CertificateStore => {
  const cache = CompileCache.open();
  const { cuda, driver } = driverVersion();
  return { cache, driver: `${cuda} ${driver ?? ""}`, nvrtc: rememberedNvrtcVersion(cache) };
};

/** Returns the certificate of a subject, or makes one, or throws, as the policy says. */
export const ensureVerified = async (
  device: VerifiedDevice,
  subject: Subject,
  policy: VerifyPolicy,
  verifier: Verifier = shortSuite,
  where?: CertificateStore,
): Promise<Certificate | null> => {
  if (policy === "off") return null;
  const { cache, driver, nvrtc } = where ?? store();
  const { file, name, problem, tuning, code, classes, parts = [] } = subject;
  const ofParts = async (): Promise<Certificate> => {
    const runs: number[] = [];
    for (const part of parts) runs.push((await ensureVerified(device, part, policy, verifier, where))?.runs ?? 0);
    return { name, device: device.name, driver, nvrtc, runs: runs.length === 0 ? 0 : Math.min(...runs), seed: 0 };
  };
  const specModule = specModuleOf(file);
  const key = cacheKey({
    kind: "certificate",
    name,
    problem,
    tuning,
    code: code.map(sourceHash),
    classes,
    spec: specModule === null ? null : sourceHash(readFileSync(specModule)),
    device: device.name,
    capability: device.architecture,
    driver,
    nvrtc,
  });
  const kept = cache.read(key)?.metadata as unknown as Certificate | undefined;
  if (kept && (kept.runs > 0 || policy === "on-first-use")) return kept;
  if (policy === "require") {
    const spec = await findSpec(file, name);
    if (!spec && parts.length > 0) return ofParts();
    const help = spec
      ? `let it run once under CUICA_VERIFY=on-first-use on this machine, which verifies it and keeps the certificate in ${cache.directory ?? "the cache, which is off"}`
      : "write a spec: export it in an array `specs` from spec.ts beside the kernel";
    throw new RuntimeError("CUI3014", `${name} has no certificate for ${device.name}, driver ${driver}, NVRTC ${nvrtc}`, help);
  }
  const make = async (): Promise<Certificate> => {
    const checked = specModule === null ? null : await verifier(subject, device);
    const certificate: Certificate = checked ? { name, device: device.name, driver, nvrtc, ...checked } : await ofParts();
    cache.write(key, { metadata: { ...certificate } satisfies KeyPart, code: new Uint8Array(0) });
    return certificate;
  };
  const pending = known.get(key) ?? make();
  known.set(key, pending);
  return pending;
};
