// How long a program waits for attention before its first launch, in processes of their own: compiled from nothing, read from the compile cache,
// verified on first use, and with a certificate. Times begin when the context exists and end when a launch can be queued; imports are in them.
// A process that is not counted runs first, so that the loader has its own cache of this package.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { VerifyPolicy } from "../runtime/certificate.ts";

export interface StartUp {
  readonly name: string;
  readonly milliseconds: number;
  readonly loadsTypeScript: boolean;
}
const require = createRequire(import.meta.url);

/** The process: opens the device, then prepares attention under a policy, and prints what that took. */
const child = async (policy: VerifyPolicy): Promise<void> => {
  const { Device } = await import("../runtime/cuda/device.ts");
  using device = Device.open();
  const start = performance.now();
  const { PreparedKernel } = await import("../runtime/prepare.ts");
  const configuration = {
    file: fileURLToPath(new URL("../kernels/sliding-window-attention/kernel.ts", import.meta.url)),
    kernel: "attentionForward",
    problem: {
      dtype: "bf16",
      headDim: 128,
      valueDim: 128,
      hasSoftcap: false,
      hasSinks: false,
      packed: false,
      bottomRight: false,
      cached: false,
    },
    tuning: { blockM: 128, blockN: 48, stages: 2, warps: 4 },
  };
  using _ = await PreparedKernel.create(device, configuration, { policy });
  const milliseconds = performance.now() - start;
  const loadsTypeScript = Object.keys(require.cache).some((path) => /node_modules\/typescript\//.test(path));
  process.stdout.write(JSON.stringify({ milliseconds, loadsTypeScript }));
};

export const startUps = (): StartUp[] => {
  const cache = mkdtempSync(join(tmpdir(), "cuica-start-up-"));
  const run = (name: string, policy: VerifyPolicy, directory: string): StartUp => {
    const output = execFileSync(process.execPath, ["--import", require.resolve("tsx"), fileURLToPath(import.meta.url), policy], {
      encoding: "utf8",
      env: { ...process.env, CUICA_CACHE: directory },
    });
    return { name, ...(JSON.parse(output) as Omit<StartUp, "name">) };
  };
  try {
    run("", "on-first-use", join(cache, "loader"));
    const inOrder = join(cache, "measured");
    return [
      run("compiled from nothing", "off", inOrder),
      run("from the compile cache", "off", inOrder),
      run("verified on first use", "on-first-use", inOrder),
      run("with a certificate", "on-first-use", inOrder),
    ];
  } finally {
    rmSync(cache, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await child(process.argv[2] as VerifyPolicy);
