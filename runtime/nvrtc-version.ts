// NVRTC's version without loading NVRTC, which takes a tenth of a second: remembered in the compile cache for as long as the library's file
// and the environment that finds it stay the same. Anything in doubt loads the library and asks.
import { readFileSync, statSync } from "node:fs";
import { cacheKey, type CompileCache, type KeyPart } from "./cache.ts";
import { nvrtcVersion } from "./cuda/nvrtc.ts";

/** What decides which library is found (see cuda/discover.ts). */
const searchVariables = ["CUICA_NVRTC", "LD_LIBRARY_PATH", "CUDA_HOME", "CUDA_PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PATH"];

interface Remembered extends Readonly<Record<string, KeyPart>> {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly version: string;
}

/** File of the library that this process has loaded. */
const loadedPath = (): string | null => {
  try {
    const line = readFileSync("/proc/self/maps", "utf8")
      .split("\n")
      .find((l) => /\/libnvrtc\.so/.test(l));
    return line?.slice(line.indexOf("/")) ?? null;
  } catch {
    return null;
  }
};

const factsOf = (path: string): Pick<Remembered, "size" | "modified"> | null => {
  try {
    const { size, mtimeMs: modified } = statSync(path);
    return { size, modified };
  } catch {
    return null;
  }
};
/** Its version, from an entry of the cache if one fits. */
export const rememberedNvrtcVersion = (cache: CompileCache): string => {
  const key = cacheKey({ kind: "NVRTC's version", environment: searchVariables.map((name) => process.env[name] ?? "") });
  const known = cache.read(key)?.metadata as unknown as Remembered | undefined;
  const now = known && factsOf(known.path);
  if (now && now.size === known.size && now.modified === known.modified) return known.version;
  const version = nvrtcVersion();
  const path = cache.directory === null ? null : loadedPath();
  const facts = path === null ? null : factsOf(path);
  if (path !== null && facts !== null)
    cache.write(key, { metadata: { path, ...facts, version } satisfies Remembered, code: new Uint8Array(0) });
  return version;
};
