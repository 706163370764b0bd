import { describe, expect, test } from "vitest";
import { discover, openLibrary, search, type SearchWorld, substituteLibrary } from "./discover.ts";

/** A machine on which just the given paths exist and load. */
const world = (
  loadable: readonly string[],
  environment: Record<string, string> = {},
  directories: Record<string, string[]> = {},
): SearchWorld<string> => ({
  environment,
  exists: (path) => loadable.includes(path),
  list: (directory) => directories[directory] ?? [],
  pythonDirectories: () => ["/python/site-packages"],
  load: (path) => {
    if (!loadable.includes(path)) throw new Error("cannot open shared object file");
    return path;
  },
});
const packages = {
  "/python/site-packages/nvidia": ["cu13"],
  "/venv/lib": ["python3.12"],
  "/venv/lib/python3.12/site-packages/nvidia": ["cuda_nvrtc"],
};
const inPython = "/python/site-packages/nvidia/cu13/lib/libnvrtc.so.13";
const inVenv = "/venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12";
const inHome = "/opt/cuda/lib64/libnvrtc.so.13";
const inUsual = "/usr/local/cuda/lib64/libnvrtc.so.13";

describe("search", () => {
  test("takes the sources in their order", () => {
    const order = ["/mine.so", "libnvrtc.so.13", inHome, inUsual, inVenv, inPython];
    const environment = { CUICA_NVRTC: "/mine.so", CUDA_HOME: "/opt/cuda", VIRTUAL_ENV: "/venv" };
    for (let first = 0; first < order.length; first++) {
      const { CUICA_NVRTC, ...rest } = environment;
      const { found } = search("nvrtc", world(order.slice(first), first === 0 ? { CUICA_NVRTC, ...rest } : rest, packages));
      expect(found?.path).toBe(order[first]);
    }
  });
  test("obeys a variable that is set, and tries nothing else", () => {
    const { found, attempts } = search("nvrtc", world([inHome], { CUICA_NVRTC: "/wrong.so", CUDA_HOME: "/opt/cuda" }));
    expect(found).toBeNull();
    expect(attempts).toEqual([{ path: "/wrong.so", source: "CUICA_NVRTC", problem: "cannot open shared object file" }]);
  });
  test("reports every attempt with its reason", () => {
    const broken: SearchWorld<string> = {
      ...world([inUsual]),
      load: () => {
        throw new Error("wrong ELF class");
      },
    };
    const { found, attempts } = search("nvrtc", broken);
    expect(found).toBeNull();
    expect(attempts).toContainEqual({ path: inUsual, source: "/usr/local/cuda", problem: "wrong ELF class" });
    expect(attempts.every(({ problem }) => problem !== null)).toBe(true);
  });
  test("asks python only when all else failed", () => {
    let asked = 0;
    const counting = (paths: string[]): SearchWorld<string> => ({
      ...world(paths, {}, packages),
      pythonDirectories: () => {
        asked++;
        return [];
      },
    });
    search("nvrtc", counting([inUsual]));
    expect(asked).toBe(0);
    search("nvrtc", counting([]));
    expect(asked).toBe(1);
  });
  test("never takes the driver's library from a toolkit, whose copy is a stub", () => {
    const { attempts } = search("libcuda", world([], { CUDA_HOME: "/opt/cuda" }, packages));
    expect(attempts.map(({ path }) => path)).toEqual([
      "libcuda.so.1",
      "/usr/lib/wsl/lib/libcuda.so.1",
      "/usr/local/nvidia/lib64/libcuda.so.1",
    ]);
  });
});

test("an answer is remembered", () => {
  expect(discover("nvrtc")).toBe(discover("nvrtc"));
});

test("a function that a library lacks is told with what to do", () => {
  const func = (name: string): never => {
    throw new Error(`Cannot find function '${name}' in shared library`);
  };
  substituteLibrary("cublasLt", { func } as never);
  expect(() => openLibrary("cublasLt").func("cublasLtCreate", "int", ["void *"])).toThrow(
    /CUI3001: a substitute is too old: Cannot find function 'cublasLtCreate'.*\n {2}help: use cuBLASLt of CUDA 12 or newer/,
  );
});
