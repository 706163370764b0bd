// The compile cache: entries keyed by everything that can change the code. An entry is written whole or not at all, is checked when
// read, and is private to its user; a cache that cannot be trusted or written is not used, and says so once. It never grows much beyond its
// limit, for what was not used for longest goes. Nothing that happens to its files stops a process.
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
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
export const encodeEntry = (key: string, { metadata, code }: CacheEntry): Uint8Array => {
  const header = Buffer.alloc(digestBytes + 16);
  header.write(key, "hex");
  const text = Buffer.from(JSON.stringify(metadata));
  header.writeBigUInt64LE(BigInt(text.length), digestBytes);
  header.writeBigUInt64LE(BigInt(code.length), digestBytes + 8);
  return Buffer.concat([magic, digest(header, text, code), header, text, code]);
};
/** The entry of those bytes; null if they are not exactly an entry of that key. */
export const decodeEntry = (key: string, given: Uint8Array): CacheEntry | null => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
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
const mebibyte = 2 ** 20;
/** Bytes that the cache may take: CUICA_CACHE_LIMIT, in MiB, else 1024 MiB. */
export const cacheLimit = (environment: Environment = process.env): number => {
  const chosen = environment["CUICA_CACHE_LIMIT"] || "1024";
  if (!/^\d+(\.\d+)?$/.test(chosen)) throw new Error(`CUICA_CACHE_LIMIT is ${chosen}, which is not a number of MiB`);
  return Number(chosen) * mebibyte;
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** Makes a directory private; throws if it cannot be trusted or written. Code is run from it, so no one else may write there. */
const secure = (directory: string): void => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(directory);
  const own = process.getuid?.() ?? uid;
  if (uid !== own) throw new Error(`it belongs to user ${uid}`);
  // Whoever owns a link may point it elsewhere later.
  const link = lstatSync(directory).uid;
  if (link !== own && link !== 0) throw new Error(`it is a link of user ${link}`);
  if ((mode & 0o077) !== 0) chmodSync(directory, 0o700);
  const probe = join(directory, temporaryName("probe"));
  try {
    writeFileSync(probe, "", { mode: 0o600 });
  } finally {
    remove(probe);
  }
};
const temporaryName = (key: string): string => `${key}.${process.pid}.${randomBytes(6).toString("hex")}.temporary`;
const remove = (path: string): void => {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch {
    // It stays, and is not trusted any more than before.
  }
};

/** A use is written down if the last one that was is this old. */
const millisecondsBetweenUses = 3_600_000;
/** Nobody writes an entry for this long: its writer was killed. */
const abandonedAfter = 3_600_000;
/** Bytes of a plain file of one's own, and its use noted; throws for anything else in its place. */
const readEntry = (path: string): Buffer => {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || (process.getuid !== undefined && stat.uid !== process.getuid())) throw new Error("not a file of one's own");
    const bytes = readFileSync(file);
    const now = Date.now();
    if (now - stat.mtimeMs > millisecondsBetweenUses) futimesSync(file, now / 1000, now / 1000);
    return bytes;
  } finally {
    closeSync(file);
  }
};

const opened = new Map<string, CompileCache>();
export class CompileCache {
  /** Null: nothing is kept. */
  readonly directory: string | null;
  /** Why there is no directory; null if there is one, or none was wanted. */
  readonly problem: RuntimeError | null;
  readonly #limit: number;
  /** Bytes to write before the directory's size is looked at again. */
  #unseen = 0;
  #complained = false;

  /** Opens the cache of a directory, with at most about `limit` bytes; left out, the environment's. If it cannot be used, `problem` tells why, and every read misses. */
  constructor(directory?: string | null, limit?: number) {
    let [place, reason]: (string | null)[] = [null, null];
    let bytes = 0;
    try {
      place = directory === undefined ? cacheDirectory() : directory;
      bytes = limit ?? cacheLimit();
      if (place !== null) {
        place = resolve(place);
        secure(place);
      }
    } catch (error) {
      reason = textOf(error);
    }
    this.#limit = bytes;
    this.directory = reason === null ? place! : null;
    this.problem =
      reason === null
        ? null
        : new RuntimeError(
            "CUI3012",
            `the compile cache${place === null ? "" : ` ${place}`} is not used: ${reason}`,
            "set CUICA_CACHE to a directory of your own, or to `off`, and CUICA_CACHE_LIMIT to a number of MiB, or leave it out",
          );
  }
  /** The cache that the environment names, opened once; a problem becomes a warning of the process. */
  static open(): CompileCache {
    const names = ["CUICA_CACHE", "CUICA_CACHE_LIMIT", "XDG_CACHE_HOME", "HOME"].map((name) => process.env[name] ?? null);
    const key = JSON.stringify(names);
    let cache = opened.get(key);
    if (cache === undefined) {
      opened.set(key, (cache = new CompileCache()));
      if (cache.problem !== null) process.emitWarning(cache.problem.message, { code: cache.problem.code });
    }
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
    try {
      const entry = decodeEntry(key, readEntry(path));
      if (entry !== null) return entry;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    }
    remove(path);
    return null;
  }
  /** Keeps an entry. Of several writers of a key the last wins, and readers see one of them whole. A full disk loses the entry only. */
  write(key: string, entry: CacheEntry): void {
    if (this.directory === null) return;
    const path = this.#path(this.directory, key);
    const bytes = encodeEntry(key, entry);
    try {
      try {
        this.#replace(this.directory, path, key, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        // The directory was deleted since it was opened.
        secure(this.directory);
        this.#replace(this.directory, path, key, bytes);
      }
    } catch (error) {
      if (this.#complained) return;
      this.#complained = true;
      process.emitWarning(`CUI3012: a compiled kernel was not kept in ${this.directory}: ${textOf(error)}`, { code: "CUI3012" });
      return;
    }
    this.#unseen -= bytes.length;
    if (this.#unseen >= 0) return;
    this.#unseen = this.#limit / 16;
    try {
      this.#evict(this.directory);
    } catch {
      // It cannot be listed any more: whoever opens it next will say so.
    }
  }
  #replace(directory: string, path: string, key: string, bytes: Uint8Array): void {
    const temporary = join(directory, temporaryName(key));
    try {
      writeFileSync(temporary, bytes, { mode: 0o600, flag: "wx" });
      renameSync(temporary, path);
    } catch (error) {
      remove(temporary);
      throw error;
    }
  }
  /**
   * Deletes what was not used for longest if there is too much, and what killed writers left. Others may read, write and delete meanwhile: who
   * has opened an entry reads it to its end, and who misses one makes it again. Each process looks again when it has written a sixteenth of
   * the limit.
   */
  #evict(directory: string): void {
    const entries: { readonly path: string; readonly bytes: number; readonly used: number }[] = [];
    let total = 0;
    for (const name of readdirSync(directory)) {
      const path = join(directory, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (name.endsWith(".temporary")) {
        if (stat && Date.now() - stat.mtimeMs > abandonedAfter) remove(path);
      } else if (stat && name.endsWith(".entry")) {
        entries.push({ path, bytes: stat.size, used: stat.mtimeMs });
        total += stat.size;
      }
    }
    if (total > this.#limit) {
      entries.sort((a, b) => a.used - b.used);
      for (const { path, bytes } of entries) {
        // Some room, so that the next entry does not evict again.
        if (total <= this.#limit * 0.75) break;
        remove(path);
        total -= bytes;
      }
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
