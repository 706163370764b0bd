// The compile cache: entries keyed by everything that can change the code. An entry is written whole or not at all, is checked when
// read, and is private to its user; a cache that cannot be trusted or written is not used, and says so once.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { RuntimeError } from "./cuda/errors.ts";

/** Values that a key may be made of: plain data. */
export type KeyPart = string | number | boolean | null | readonly KeyPart[] | { readonly [name: string]: KeyPart };

/** Text of plain data that does not depend on the order of an object's members, and that differs wherever values differ. */
const canonical = (part: KeyPart): string => {
  if (typeof part === "number") return Object.is(part, -0) ? "-0" : String(part);
  if (typeof part !== "object" || part === null) return JSON.stringify(part);
  if (Array.isArray(part)) return `[${part.map(canonical).join(",")}]`;
  const members = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join(",")}}`;
};

/** What a compile depends on. Every part is needed: code of another compiler, target or class must never be found. */
export interface CompileKeyParts {
  readonly kernel: string;
  /** Of each source file, by a name that does not depend on where the project lies: `sourceHash` of its text. */
  readonly sources: Readonly<Record<string, string>>;
  readonly problem: Readonly<Record<string, number | boolean | string>>;
  readonly tuning: Readonly<Record<string, number | boolean | string>>;
  readonly target: string;
  /** What NVRTC was asked for, `sm_86` say, with all options. */
  readonly architecture: string;
  readonly options: readonly string[];
  readonly classes: Readonly<Record<string, string>>;
  readonly compilerVersion: string;
  readonly nvrtcVersion: string;
}
export const sourceHash = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
export const cacheKey = (parts: KeyPart): string => sourceHash(canonical(parts));
export const compileKey = (parts: CompileKeyParts): string => cacheKey({ ...parts });

export interface CacheEntry {
  /** Plain data beside the code: entry point, parameters, resources. */
  readonly metadata: KeyPart;
  readonly code: Uint8Array;
}

const magic = Buffer.from("CUICA\u0001\r\n", "latin1");
const digestBytes = 32;
const digest = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** An entry as bytes: magic, checksum of the rest, key, length of the metadata, length of the code, metadata, code. */
export const encodeEntry = (key: string, { metadata, code }: CacheEntry): Buffer => {
  const header = Buffer.alloc(digestBytes + 16);
  header.write(key, "hex");
  const text = Buffer.from(JSON.stringify(metadata));
  header.writeBigUInt64LE(BigInt(text.length), digestBytes);
  header.writeBigUInt64LE(BigInt(code.length), digestBytes + 8);
  return Buffer.concat([magic, digest(header, text, code), header, text, code]);
};
/** The entry of those bytes; null if they are not exactly an entry of that key. */
export const decodeEntry = (key: string, bytes: Buffer): CacheEntry | null => {
  const start = magic.length + digestBytes;
  const body = start + digestBytes + 16;
  if (bytes.length < body || !bytes.subarray(0, magic.length).equals(magic)) return null;
  if (!bytes.subarray(magic.length, start).equals(digest(bytes.subarray(start)))) return null;
  if (bytes.toString("hex", start, start + digestBytes) !== key) return null;
  const textLength = Number(bytes.readBigUInt64LE(start + digestBytes));
  const codeLength = Number(bytes.readBigUInt64LE(start + digestBytes + 8));
  if (bytes.length !== body + textLength + codeLength) return null;
  return {
    metadata: JSON.parse(bytes.toString("utf8", body, body + textLength)) as KeyPart,
    code: Uint8Array.from(bytes.subarray(body + textLength)),
  };
};

type Environment = Readonly<Record<string, string | undefined>>;
/** CUICA_CACHE, else cuica in the user's cache directory. The word `off` turns the cache off: null. */
export const cacheDirectory = (environment: Environment = process.env): string | null => {
  const chosen = environment["CUICA_CACHE"];
  if (chosen === "off") return null;
  if (chosen) return chosen;
  // A relative XDG path is to be ignored, says its specification.
  const xdg = environment["XDG_CACHE_HOME"];
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), ".cache"), "cuica");
};

/** Makes a directory private; says why it cannot be trusted, or null. Code is run from it, so no one else may write there. */
const secure = (directory: string): string | null => {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(directory);
    if (process.getuid !== undefined && uid !== process.getuid()) return `it belongs to user ${uid}`;
    if ((mode & 0o077) !== 0) chmodSync(directory, 0o700);
    const probe = join(directory, temporaryName("probe"));
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const temporaryName = (key: string): string => `${key}.${process.pid}.${randomBytes(6).toString("hex")}.temporary`;

export class CompileCache {
  /** Null: nothing is kept. */
  readonly directory: string | null;
  /** Why there is no directory; null if there is one, or none was wanted. */
  readonly problem: RuntimeError | null;

  /** Opens the cache of a directory. If it cannot be used, `problem` tells why, and every read misses. */
  constructor(directory: string | null = cacheDirectory()) {
    const reason = directory === null ? null : secure(directory);
    this.directory = reason === null ? directory : null;
    this.problem =
      reason === null
        ? null
        : new RuntimeError(
            "CUI3012",
            `the compile cache ${directory} is not used: ${reason}`,
            "set CUICA_CACHE to a directory of your own, or to `off`",
          );
  }
  /** The cache that the environment names; a problem becomes a warning of the process. */
  static open(): CompileCache {
    const cache = new CompileCache();
    if (cache.problem !== null) process.emitWarning(cache.problem.message, { code: cache.problem.code });
    return cache;
  }
  #path(directory: string, key: string): string {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError(`${key} is not a cache key: make one with cacheKey`);
    return join(directory, `${key}.entry`);
  }
  /** The entry of a key; null if there is none. A damaged one is deleted. */
  read(key: string): CacheEntry | null {
    if (this.directory === null) return null;
    const path = this.#path(this.directory, key);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch {
      return null;
    }
    const entry = decodeEntry(key, bytes);
    if (entry === null) rmSync(path, { force: true });
    return entry;
  }
  /** Keeps an entry. Of several writers of a key the last wins, and readers see one of them whole. A full disk loses the entry only. */
  write(key: string, entry: CacheEntry): void {
    if (this.directory === null) return;
    const path = this.#path(this.directory, key);
    const temporary = join(this.directory, temporaryName(key));
    try {
      writeFileSync(temporary, encodeEntry(key, entry), { mode: 0o600, flag: "wx" });
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      process.emitWarning(`cuica: a compiled kernel was not kept: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  /** The entry of a key, made and kept if it is missing. */
  async get(key: string, make: () => CacheEntry | Promise<CacheEntry>): Promise<CacheEntry> {
    const found = this.read(key);
    if (found !== null) return found;
    const made = await make();
    this.write(key, made);
    return made;
  }
}
