// What this machine offers to kernels, what is missing, and how to get it. Never throws: whatever fails is part of the report.
import { CompileCache } from "./cache.ts";
import { Device } from "./cuda/device.ts";
import { type Attempt, describeAttempts, discover, type LibraryName, libraries } from "./cuda/discover.ts";
import { driverVersion } from "./cuda/driver.ts";
import { nvrtcVersion } from "./cuda/nvrtc.ts";

export interface LibraryReport {
  readonly name: LibraryName;
  readonly path: string | null;
  readonly source: string | null;
  /** Null where it has none, or it failed to tell. */
  readonly version: string | null;
  readonly attempts: readonly Attempt[];
}
export interface DeviceReport {
  readonly index: number;
  readonly name: string;
  readonly capability: string;
  readonly multiprocessors: number;
  readonly memoryBytes: number;
  readonly target: string;
}
export interface Problem {
  readonly text: string;
  readonly help: string;
}
export interface DoctorReport {
  readonly node: string;
  readonly platform: string;
  readonly libraries: readonly LibraryReport[];
  readonly devices: readonly DeviceReport[];
  readonly cacheDirectory: string | null;
  readonly problems: readonly Problem[];
  /** Kernels can be compiled to machine code; kernels can run on a GPU. */
  readonly canCompile: boolean;
  readonly canLaunch: boolean;
}

const whyNeeded: Readonly<Record<LibraryName, string>> = {
  libcuda: "kernels run on the CPU and in the simulator only",
  nvrtc: "kernels cannot be compiled for a GPU",
  cublasLt: "models multiply matrices of many rows by kernels of this project, which is slower",
};

export const doctor = (): DoctorReport => {
  const problems: Problem[] = [];
  const attempt = <Result>(what: string, action: () => Result): Result | null => {
    try {
      return action();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      problems.push({ text: `${what}: ${text.split("\n  help: ")[0]}`, help: text.split("\n  help: ")[1] ?? "see the message" });
      return null;
    }
  };
  const versions: Readonly<Record<LibraryName, () => string | null>> = {
    libcuda: () => {
      const { cuda, driver } = driverVersion();
      return `CUDA ${cuda}${driver === null ? "" : `, driver ${driver}`}`;
    },
    nvrtc: nvrtcVersion,
    cublasLt: () => null,
  };
  const report = (name: LibraryName): LibraryReport => {
    const { found, attempts } = discover(name);
    if (found === null) {
      problems.push({ text: `${libraries[name].files[0]} was not found: ${whyNeeded[name]}`, help: libraries[name].help });
      return { name, path: null, source: null, version: null, attempts };
    }
    return { name, path: found.path, source: found.source, version: attempt(`the version of ${found.path}`, versions[name]), attempts };
  };
  const reports = (["libcuda", "nvrtc", "cublasLt"] as const).map(report);
  const describe = (index: number): DeviceReport => {
    using device = Device.open(index);
    const { name, capability, limits, totalMemory, target } = device;
    return {
      index,
      name,
      capability: `${capability.major}.${capability.minor}`,
      multiprocessors: limits.multiprocessors,
      memoryBytes: totalMemory,
      target,
    };
  };
  const count = reports[0]!.path === null ? 0 : (attempt("counting GPUs", Device.count) ?? 0);
  const devices = Array.from({ length: count }, (_, index) => attempt(`GPU ${index}`, () => describe(index))).filter(
    (entry) => entry !== null,
  );
  const cache = new CompileCache();
  if (cache.problem !== null) problems.push({ text: cache.problem.message.split("\n")[0]!, help: cache.problem.help });
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    libraries: reports,
    devices,
    cacheDirectory: cache.directory,
    problems,
    canCompile: reports[1]!.version !== null,
    canLaunch: devices.length > 0,
  };
};

/** The report as lines of text; `verbose` adds every path that was tried. */
export const formatDoctor = (report: DoctorReport, verbose = false): string => {
  const lines = [`node ${report.node} on ${report.platform}`];
  for (const { name, path, source, version, attempts } of report.libraries) {
    lines.push(path === null ? `${name}: not found` : `${name}: ${path} (${source})${version === null ? "" : `, ${version}`}`);
    if (verbose && attempts.length > 0) lines.push(describeAttempts(attempts));
  }
  for (const { index, name, capability, multiprocessors, memoryBytes, target } of report.devices) {
    lines.push(
      `GPU ${index}: ${name}, capability ${capability}, ${multiprocessors} multiprocessors, ${(memoryBytes / 2 ** 30).toFixed(1)} GiB, kernels of ${target}`,
    );
  }
  lines.push(`compile cache: ${report.cacheDirectory ?? "off"}`);
  lines.push(`compile for a GPU: ${report.canCompile ? "yes" : "no"}; run on a GPU: ${report.canLaunch ? "yes" : "no"}`);
  for (const { text, help } of report.problems) lines.push(`problem: ${text}`, `  help: ${help}`);
  return lines.join("\n");
};
