// Mutants of what happens when something fails: the compile cache, calls of the driver, red zones, certificates, the process that verifies.
import { type Edit, inFile } from "./edit.ts";

export const faultEdits: readonly Edit[] = [
  ...inFile("runtime/cache.ts", [
    {
      name: "entries unchecked",
      find: "  if (!bytes.subarray(magic.length, start).equals(digest(bytes.subarray(start)))) return null;\n",
      replace: "",
      breaks: "a damaged entry is used",
    },
    {
      name: "entries of any key",
      find: '  if (bytes.toString("hex", start, start + digestBytes) !== key) return null;\n',
      replace: "",
      breaks: "an entry under another one's name is used",
    },
    {
      name: "entries written in place",
      find: 'writeFileSync(temporary, bytes, { mode: 0o600, flag: "wx" });\n      renameSync(temporary, path);',
      replace: "writeFileSync(path, bytes, { mode: 0o600 });",
      breaks: "an entry is there before it is whole",
    },
    {
      name: "links are followed",
      find: "constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK",
      replace: "constants.O_RDONLY | constants.O_NONBLOCK",
      breaks: "code is read from wherever a link points",
    },
    {
      name: "cache of another user",
      find: "  if (uid !== own) throw new Error(`it belongs to user $" + "{uid}`);\n",
      replace: "",
      breaks: "code that another user may have put there is run",
    },
    {
      name: "cache open to all",
      find: "if ((mode & 0o077) !== 0) chmodSync(directory, 0o700);",
      replace: "",
      breaks: "other users may write into the cache",
    },
    {
      name: "half an entry stays",
      find: "      remove(temporary);\n      throw error;",
      replace: "      throw error;",
      breaks: "what could not be written whole is left behind",
    },
    {
      name: "damaged entries stay",
      find: "    remove(path);\n    return null;\n  }\n  /** Keeps an entry.",
      replace: "    return null;\n  }\n  /** Keeps an entry.",
      breaks: "a damaged entry is read again each time",
    },
    {
      name: "cache that was deleted",
      find: 'if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;\n        // The directory',
      replace: "if (error) throw error;\n        // The directory",
      breaks: "nothing is kept any more once the folder was deleted",
    },
    {
      name: "a full disk stops the process",
      find: "      if (this.#complained) return;\n",
      replace: "      throw error;\n",
      breaks: "an entry that cannot be kept is an error of the caller",
    },
    {
      name: "the newest entries go first",
      find: "entries.sort((a, b) => a.used - b.used);",
      replace: "entries.sort((a, b) => b.used - a.used);",
      breaks: "what was used last is evicted",
    },
    {
      name: "files of writers at work go",
      find: "if (stat && Date.now() - stat.mtimeMs > abandonedAfter) remove(path);",
      replace: "if (stat) remove(path);",
      breaks: "another process loses the entry that it is writing",
    },
  ]),
  ...inFile("runtime/certificate.ts", [
    {
      name: "certificate of any code",
      find: "    code: code.map(sourceHash),\n",
      replace: "",
      breaks: "other machine code of the same kernel counts as verified",
    },
    {
      name: "certificate of any driver",
      find: "    driver,\n    nvrtc,\n  });\n  const kept",
      replace: "    nvrtc,\n  });\n  const kept",
      breaks: "a kernel counts as verified under another driver",
    },
    {
      name: "certificate without a spec",
      find: 'if (kept && (kept.runs > 0 || policy === "on-first-use")) return kept;',
      replace: "if (kept) return kept;",
      breaks: "what had no spec to check passes where a certificate is required",
    },
    {
      name: "what broke its spec gets another chance",
      find: 'if (!(error instanceof RuntimeError && error.code === "CUI3013")) known.delete(key);',
      replace: "known.delete(key);",
      breaks: "a kernel that failed is verified anew until it happens to pass",
    },
    {
      name: "what could not be verified never is",
      find: 'if (!(error instanceof RuntimeError && error.code === "CUI3013")) known.delete(key);',
      replace: "",
      breaks: "a process that could not begin counts against the kernel for ever",
    },
  ]),
  ...inFile("runtime/verify.ts", [
    {
      name: "a crash counts as a pass",
      find: "      fail(end);\n      resolve(outcome!);",
      replace: "      outcome ??= { runs: done, failure: null };\n      resolve(outcome);",
      breaks: "a case that ends its process is no failure",
    },
    {
      name: "a hang could not be verified",
      find: "if (begun) fail(`no end",
      replace: "if (done > 1e9) fail(`no end",
      breaks: "a kernel that hangs is not said to have failed",
    },
    {
      name: "patience for all cases together",
      find: "      clearTimeout(watchdog);\n      watchdog = setTimeout(expired, patience);\n      switch",
      replace: "      switch",
      breaks: "many short cases count as a hang",
    },
    {
      name: "a lost context is no failure",
      find: "          fail(message.reason);\n",
      replace: "",
      breaks: "the reason of a fault is not told",
    },
    {
      name: "a process that never began is a failure",
      find: "if (!begun && outcome === null) return cannot(end);",
      replace: "",
      breaks: "a kernel is blamed for what happened before it ran",
    },
  ]),
  ...inFile("runtime/guarded-execution.ts", [
    {
      name: "inputs may change",
      find: "  if (writable) {\n    host.copyFrom",
      replace: "  {\n    host.copyFrom",
      breaks: "a kernel that writes into an input passes",
    },
    {
      name: "red zones unread",
      find: "if (expected.equals(found)) return;",
      replace: "if (expected.length === found.length) return;",
      breaks: "writes outside of a tensor pass",
    },
    {
      name: "guarded memory stays",
      find: "      disposeAll(placed.map(({ memory }) => memory));",
      replace: "",
      breaks: "each case of a verification leaves its memory behind",
    },
  ]),
  ...inFile("runtime/cuda/driver.ts", [
    {
      name: "statuses ignored",
      find: "    throw cudaError(name, status);",
      replace: "    return true;",
      breaks: "a failed call of the driver goes on",
    },
    {
      name: "every failure is a wait",
      find: "if (status === notReady) return false;",
      replace: "if (status >= notReady) return false;",
      breaks: "later faults count as work that is not done yet",
    },
  ]),
  ...inFile("runtime/cuda/errors.ts", [
    {
      name: "no context is ever lost",
      find: "return stickyErrors.has(this.driverName);",
      replace: "return false;",
      breaks: "after a bad address the process goes on with a context that is gone",
    },
  ]),
  ...inFile("runtime/cuda/tensor.ts", [
    {
      name: "memory of a failed upload",
      find: "      tensor.dispose();\n      throw error;",
      replace: "      throw error;",
      breaks: "memory whose first copy fails is never freed",
    },
  ]),
  ...inFile("runtime/cuda/resource.ts", [
    {
      name: "the first failure stops the rest",
      find: "      failure ??= { error };",
      replace: "      throw error;",
      breaks: "what stands behind a failed release is never released",
    },
    {
      name: "released twice",
      find: "    if (this.#released) return;\n",
      replace: "",
      breaks: "a handle is given back to the driver again",
    },
    {
      name: "a lost context has things to release",
      find: "if (!(error instanceof CudaError && error.sticky)) throw error;",
      replace: "throw error;",
      breaks: "disposing after a fault throws the fault again",
    },
  ]),
];
