// Runs samba_peer.py, the same models in PyTorch, on the GPU, one case at a time. Whatever goes wrong there, a missing Python included, is an answer that
// says why, never an error.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { configToJson } from "../runtime/samba/config-json.ts";
import type { SambaConfig } from "../runtime/samba/config.ts";

/** A prompt of `tokens` tokens for each of `batch` sequences, or a greedy step of them behind as many. */
export interface PeerCase {
  readonly kind: "prefill" | "decode";
  readonly config: SambaConfig;
  readonly batch: number;
  readonly tokens: number;
  readonly chunk: number;
}
export interface PeerTime {
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
  readonly peakBytes: number;
  /** The fastest way, and what the others took or why they did not run. */
  readonly how: string;
  readonly others: Readonly<Record<string, number | string>>;
}
export interface PeerMissing {
  readonly missing: string;
  /** There is no use in asking for other cases. */
  readonly everywhere?: true;
}

/** Of a case, for all ways of running it; and how long more the process may take before it is ended. */
const [limitSeconds, startSeconds] = [150, 60];

export const peer = ({ config, ...rest }: PeerCase): PeerTime | PeerMissing => {
  const name = "case";
  const request = JSON.stringify([{ name, ...rest, model: configToJson(config), limitSeconds }]);
  const run = spawnSync(process.env["CUICA_PYTHON"] ?? "python3", [fileURLToPath(new URL("samba_peer.py", import.meta.url)), request], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    timeout: 1000 * (limitSeconds + startSeconds),
    killSignal: "SIGKILL",
  });
  if (run.error) return { missing: run.error.message, everywhere: true };
  const lastLine = (text: string): string => text.trim().split("\n").at(-1)!;
  if (run.status !== 0) return { missing: lastLine(run.stderr) || `it ended with ${run.status ?? run.signal}`, everywhere: true };
  try {
    return (JSON.parse(lastLine(run.stdout)) as Readonly<Record<string, PeerTime | PeerMissing>>)[name]!;
  } catch {
    return { missing: `it answered ${JSON.stringify(lastLine(run.stdout).slice(0, 100))}`, everywhere: true };
  }
};
