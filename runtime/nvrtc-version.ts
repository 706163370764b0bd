// NVRTC's version without loading NVRTC, which takes a tenth of a second: remembered beside the compile cache for as long as the library's file
// and the environment that finds it stay the same. Anything in doubt loads the library and asks.
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nvrtcVersion } from "./cuda/nvrtc.ts";

/** What decides which library is found (see cuda/discover.ts). */
const searchVariables = ["CUICA_NVRTC", "LD_LIBRARY_PATH", "CUDA_HOME", "CUDA_PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PATH"];

interface Remembered {
  readonly environment: readonly string[];
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly version: string;
}

const environmentNow = (): string[] => searchVariables.map((name) => process.env[name] ?? "");
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

export const rememberedNvrtcVersion = (directory: string | null): string => {
  if (directory === null) return nvrtcVersion();
  const file = join(directory, "nvrtc.json");
  try {
    const known = JSON.parse(readFileSync(file, "utf8")) as Remembered;
    const { size, mtimeMs } = statSync(known.path);
    if (size === known.size && mtimeMs === known.modified && known.environment.every((value, n) => value === environmentNow()[n]))
      return known.version;
  } catch {
    // Not remembered, or the file is gone: ask the library.
  }
  const version = nvrtcVersion();
  const path = loadedPath();
  if (path === null) return version;
  try {
    const { size, mtimeMs } = statSync(path);
    const remembered: Remembered = { environment: environmentNow(), path, size, modified: mtimeMs, version };
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(remembered), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A cache that cannot be written only costs time.
  }
  return version;
};
