// NVRTC: CUDA text to a cubin inside this process, on a thread of its own: several programs compile at once, and JavaScript goes on. Every
// refusal is an error with the compiler's log and its positions; the assembler's register, shared-memory and spill counts are read from the log.
import type { KoffiFunc } from "koffi";
import { openLibrary } from "./discover.ts";
import { NvrtcError, type NvrtcMessage, RuntimeError } from "./errors.ts";

export type Architecture = `sm_${number}` | `sm_${number}a`;

export interface CompileOptions {
  readonly architecture: Architecture;
  /** Further options of NVRTC, after the standard ones. */
  readonly options?: readonly string[];
  /** Keep the PTX too. */
  readonly ptx?: boolean;
}
export interface KernelResources {
  /** Of one thread. */
  readonly registers: number;
  /** Static shared memory of a block; dynamic shared memory is the launch's. */
  readonly sharedBytes: number;
  /** Stores and loads together, of one thread; 0 when nothing is spilled. */
  readonly spillBytes: number;
}
export interface CompiledCuda {
  readonly cubin: Uint8Array;
  readonly ptx?: string;
  readonly log: string;
  /** Lines of the log that tell of a loss: spills, serialised wgmma (C75xx), warnings of the front end. */
  readonly warnings: readonly string[];
  readonly resources: KernelResources;
}

/**
 * Options of every compile. Contraction is off because a kernel says which products are fused; source lines are kept for profilers
 * and sanitizers; the assembler reports what it used.
 */
export const standardOptions = (architecture: Architecture): readonly string[] => [
  `--gpu-architecture=${architecture}`,
  "--std=c++17",
  "--fmad=false",
  "--generate-line-info",
  "--ptxas-options=-v",
  "--ptxas-options=--warn-on-spills",
];

type Compile = (program: bigint, count: number, options: readonly string[]) => number;
const compileOnThread =
  (compile: KoffiFunc<Compile>) =>
  (...args: Parameters<Compile>): Promise<number> =>
    new Promise((resolve, reject) => {
      compile.async(...args, (error: unknown, status: number) => (error ? reject(error) : resolve(status)));
    });

const bindLibrary = () => {
  const library = openLibrary("nvrtc");
  const bind = (name: string, kinds: readonly string[]) => library.func(name, "int", [...kinds]) as (...values: unknown[]) => number;
  return {
    version: bind("nvrtcVersion", ["void *", "void *"]),
    errorText: library.func("nvrtcGetErrorString", "str", ["int"]) as (status: number) => string,
    create: bind("nvrtcCreateProgram", ["void *", "void *", "str", "int", "void *", "void *"]),
    destroy: bind("nvrtcDestroyProgram", ["void *"]),
    compile: compileOnThread(library.func("nvrtcCompileProgram", "int", ["uint64_t", "int", "str *"])),
    logSize: bind("nvrtcGetProgramLogSize", ["uint64_t", "void *"]),
    log: bind("nvrtcGetProgramLog", ["uint64_t", "void *"]),
    cubinSize: bind("nvrtcGetCUBINSize", ["uint64_t", "void *"]),
    cubin: bind("nvrtcGetCUBIN", ["uint64_t", "void *"]),
    ptxSize: bind("nvrtcGetPTXSize", ["uint64_t", "void *"]),
    ptx: bind("nvrtcGetPTX", ["uint64_t", "void *"]),
  };
};
type Library = ReturnType<typeof bindLibrary>;
let bound: Library | null = null;
const library = (): Library => (bound ??= bindLibrary());

const check = (call: string, status: number): void => {
  if (status === 0) return;
  throw new RuntimeError(
    "CUI3003",
    `${call} failed: ${library().errorText(status)}`,
    "check the options passed, and that libnvrtc-builtins of the same version lies beside libnvrtc",
  );
};

/** "13.0": part of every key of compiled code. */
export const nvrtcVersion = (): string => {
  const major = new Int32Array(1);
  const minor = new Int32Array(1);
  check("nvrtcVersion", library().version(major, minor));
  return `${major[0]}.${minor[0]}`;
};

type Bytes = Uint8Array<ArrayBuffer>;
const readBlob = (what: string, program: bigint, size: Library["logSize"], read: Library["log"]): Bytes => {
  const bytes = new BigUint64Array(1);
  check(`${what}Size`, size(program, bytes));
  const blob = new Uint8Array(Number(bytes[0]));
  if (blob.length > 0) check(what, read(program, blob));
  return blob;
};
const text = (blob: Uint8Array): string => Buffer.from(blob).toString("utf8").replace(/\0+$/, "");

/** Complaints of the front end in a log: `file(line): error: text`. */
export const parseMessages = (log: string): NvrtcMessage[] =>
  [...log.matchAll(/^(.+?)\((\d+)\): (?:catastrophic )?(error|warning)(?: #[\w-]+)?: (.*)$/gm)].map((match) => ({
    file: match[1]!,
    line: Number(match[2]),
    severity: match[3] === "error" ? "error" : "warning",
    text: match[4]!,
  }));

/** What ptxas -v says of a program's kernels; of several, the largest counts. */
export const parseResources = (log: string): KernelResources => {
  const largest = (pattern: RegExp): number =>
    Math.max(0, ...[...log.matchAll(pattern)].map((match) => Number(match[1]) + Number(match[2] ?? 0)));
  return {
    registers: largest(/Used (\d+) registers/g),
    sharedBytes: largest(/(\d+) bytes smem/g),
    spillBytes: largest(/(\d+) bytes spill stores, (\d+) bytes spill loads/g),
  };
};

const parseWarnings = (log: string): string[] =>
  log
    .split("\n")
    .filter((line) => /warning|\(C\d{4}\)/.test(line))
    .map((line) => line.trim());

/** Compiles a program; `name` stands for it in messages where no #line directive names a file. */
export const compileCuda = async (
  source: string,
  name: string,
  { architecture, options = [], ptx = false }: CompileOptions,
): Promise<CompiledCuda> => {
  const nvrtc = library();
  const handle = new BigUint64Array(1);
  check("nvrtcCreateProgram", nvrtc.create(handle, Buffer.from(`${source}\0`), name, 0, null, null));
  const program = handle[0]!;
  try {
    const flags = [...standardOptions(architecture), ...options];
    const status = await nvrtc.compile(program, flags.length, flags);
    const log = text(readBlob("nvrtcGetProgramLog", program, nvrtc.logSize, nvrtc.log)).trim();
    // An unknown option is the caller's mistake (status 5), not the program's; both leave their reason in the log.
    if (status !== 0 && log !== "") throw new NvrtcError(name, log, parseMessages(log));
    check("nvrtcCompileProgram", status);
    return {
      cubin: readBlob("nvrtcGetCUBIN", program, nvrtc.cubinSize, nvrtc.cubin),
      ...(ptx ? { ptx: text(readBlob("nvrtcGetPTX", program, nvrtc.ptxSize, nvrtc.ptx)) } : {}),
      log,
      warnings: parseWarnings(log),
      resources: parseResources(log),
    };
  } finally {
    nvrtc.destroy(handle);
  }
};
