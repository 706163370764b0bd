// Finds the CUDA libraries: an environment variable decides; else the loader's path, CUDA_HOME, and the CUDA packages of a Python
// environment, in this order. What was tried is always reported. Linux only: elsewhere the variables still work.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import koffi, { type LibraryHandle } from "koffi";
import { RuntimeError } from "./errors.ts";

export type LibraryName = "libcuda" | "nvrtc" | "cublasLt";
interface LibraryFacts {
  readonly variable: string;
  /** File names to try, best first. */
  readonly files: readonly string[];
  /** Places beside the loader's path where drivers put it. */
  readonly directories: readonly string[];
  /** Whether toolkits and Python packages carry it; the driver's own library they only carry as a stub. */
  readonly inToolkit: boolean;
  readonly help: string;
  /** What to do if it lacks a function. */
  readonly update: string;
}
export const libraries: Readonly<Record<LibraryName, LibraryFacts>> = {
  libcuda: {
    variable: "CUICA_LIBCUDA",
    files: ["libcuda.so.1"],
    directories: ["/usr/lib/wsl/lib", "/usr/local/nvidia/lib64"],
    inToolkit: false,
    help: "install the NVIDIA driver (in a container: pass the GPU through), or set CUICA_LIBCUDA to the path of libcuda.so.1",
    update: "update the NVIDIA driver to one of CUDA 12 or newer",
  },
  nvrtc: {
    variable: "CUICA_NVRTC",
    files: ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"],
    directories: [],
    inToolkit: true,
    help: "run `python3 -m pip install nvidia-cuda-nvrtc`, install the CUDA toolkit and set CUDA_HOME, or set CUICA_NVRTC to the path of libnvrtc.so",
    update: "use NVRTC of CUDA 12 or newer",
  },
  cublasLt: {
    variable: "CUICA_CUBLASLT",
    files: ["libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so"],
    directories: [],
    inToolkit: true,
    help: "run `python3 -m pip install nvidia-cublas`, install the CUDA toolkit and set CUDA_HOME, or set CUICA_CUBLASLT to the path of libcublasLt.so",
    update: "use cuBLASLt of CUDA 12 or newer",
  },
};

export interface Attempt {
  readonly path: string;
  /** Which rule proposed it. */
  readonly source: string;
  /** Why it could not be loaded; null for the one that was. */
  readonly problem: string | null;
}
export interface Discovery<Loaded> {
  readonly name: LibraryName;
  readonly found: { readonly path: string; readonly source: string; readonly loaded: Loaded } | null;
  readonly attempts: readonly Attempt[];
}

/** What a search looks at, so that it can be tested. */
export interface SearchWorld<Loaded> {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Names in a directory; none if there is no such directory. */
  readonly list: (directory: string) => readonly string[];
  /** Site-packages directories of the python3 on the path. */
  readonly pythonDirectories: () => readonly string[];
  /** Loads a library or throws. */
  readonly load: (path: string) => Loaded;
}

interface Candidate {
  readonly path: string;
  readonly source: string;
  /** A bare file name, which the loader resolves itself. */
  readonly bare: boolean;
}

function* candidates(facts: LibraryFacts, world: SearchWorld<unknown>): Generator<Candidate> {
  const within = (directories: readonly string[], source: string): Candidate[] =>
    directories.flatMap((directory) => facts.files.map((file) => ({ path: join(directory, file), source, bare: false })));
  const packages = (site: string): string[] => world.list(join(site, "nvidia")).map((name) => join(site, "nvidia", name, "lib"));

  for (const path of facts.files) yield { path, source: "loader path", bare: true };
  yield* within(facts.directories, "driver directory");
  if (!facts.inToolkit) return;
  for (const variable of ["CUDA_HOME", "CUDA_PATH"]) {
    const home = world.environment[variable];
    if (home) yield* within([join(home, "lib64"), join(home, "lib")], variable);
  }
  yield* within(["/usr/local/cuda/lib64"], "/usr/local/cuda");
  for (const variable of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const prefix = world.environment[variable];
    if (!prefix) continue;
    const sites = world
      .list(join(prefix, "lib"))
      .filter((name) => name.startsWith("python3"))
      .map((name) => join(prefix, "lib", name, "site-packages"));
    yield* within([...sites.flatMap(packages), join(prefix, "lib")], variable);
  }
  // Last, for it starts a process.
  yield* within(world.pythonDirectories().flatMap(packages), "python3's packages");
}

/** Tries the candidates in order. A variable that is set is obeyed: if its path does not load, nothing else is tried. */
export const search = <Loaded>(name: LibraryName, world: SearchWorld<Loaded>): Discovery<Loaded> => {
  const facts = libraries[name];
  const attempts: Attempt[] = [];
  const explicit = world.environment[facts.variable];
  for (const { path, source, bare } of explicit ? [{ path: explicit, source: facts.variable, bare: true }] : candidates(facts, world)) {
    if (!bare && !world.exists(path)) {
      attempts.push({ path, source, problem: "no such file" });
      continue;
    }
    try {
      const loaded = world.load(path);
      attempts.push({ path, source, problem: null });
      return { name, found: { path, source, loaded }, attempts };
    } catch (error) {
      attempts.push({ path, source, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return { name, found: null, attempts };
};

const listDirectory = (directory: string): string[] => {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
};
const askPython = (): string[] => {
  const program =
    "import json, site, sys; print(json.dumps(list(dict.fromkeys([*site.getsitepackages(), site.getusersitepackages(), *sys.path]))))";
  try {
    const answer: unknown = JSON.parse(
      execFileSync("python3", ["-c", program], { encoding: "utf8", timeout: 10_000, stdio: ["ignore", "pipe", "ignore"] }),
    );
    return Array.isArray(answer) ? answer.filter((entry) => typeof entry === "string" && entry !== "") : [];
  } catch {
    return [];
  }
};
let pythonAnswer: string[] | null = null;
/** What calls need of a loaded library. */
export type Library = Pick<LibraryHandle, "func">;
const thisMachine: SearchWorld<Library> = {
  environment: process.env,
  exists: existsSync,
  list: listDirectory,
  pythonDirectories: () => (pythonAnswer ??= askPython()),
  load: (path) => koffi.load(path),
};

const answers = new Map<LibraryName, Discovery<Library>>();
/** Lets another library stand in for one of this machine, before its first use: so a driver that fails is tested without a GPU. */
export const substituteLibrary = (name: LibraryName, loaded: Library): void => {
  answers.set(name, { name, found: { path: "a substitute", source: "substituteLibrary", loaded }, attempts: [] });
};
/** Where a library of this machine is, asked once a process. */
export const discover = (name: LibraryName): Discovery<Library> => {
  let answer = answers.get(name);
  if (answer === undefined) {
    answer = search(name, thisMachine);
    answers.set(name, answer);
  }
  return answer;
};

export const describeAttempts = (attempts: readonly Attempt[]): string =>
  attempts.map(({ path, source, problem }) => `    ${path} (${source}): ${problem ?? "loaded"}`).join("\n");

/** The loaded library, or an error that lists what was tried. A function that it lacks is an error of the same kind. */
export const openLibrary = (name: LibraryName): Library => {
  const { found, attempts } = discover(name);
  if (found === null) {
    const { files, variable, help } = libraries[name];
    throw new RuntimeError(
      "CUI3001",
      `${process.env[variable] ? `${variable} does not name a library that loads` : `${files[0]} was not found`}; tried\n${describeAttempts(attempts)}`,
      help,
    );
  }
  const bind = (...prototype: Parameters<Library["func"]>): ReturnType<Library["func"]> => {
    try {
      return found.loaded.func(...prototype);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RuntimeError("CUI3001", `${found.path} is too old: ${reason}`, libraries[name].update);
    }
  };
  return { func: bind as Library["func"] };
};
