// Runs peers.py, what a PyTorch user would run instead, on the GPU: one process that is asked for one case after another, so that each is timed beside
// ours. Whatever goes wrong there, a missing Python included, is a reason, never an error.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { BenchCase } from "./harness.ts";

/** The median, or why there is none. */
export type PeerAnswer = { readonly milliseconds: number } | { readonly missing: string };
interface Running {
  readonly ask: (line: string) => Promise<PeerAnswer>;
  /** Why it ended. */
  readonly ended: Promise<string>;
  readonly kill: () => void;
}

const start = (): Running => {
  const child = spawn(process.env["CUICA_PYTHON"] ?? "python3", [fileURLToPath(new URL("peers.py", import.meta.url))]);
  // What is written to a process that has ended is reported by its end.
  child.stdin.on("error", () => {});
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors = `${errors}${data}`.slice(-4000)));
  const ended = new Promise<string>((resolve) => {
    child.on("error", ({ message }) => resolve(message));
    child.on("close", (code, signal) => resolve(errors.trim().split("\n").at(-1) || `it ended with ${code ?? signal}`));
  });
  let resolveAnswer: (answer: PeerAnswer) => void = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    // Libraries may print lines of their own.
    if (line.startsWith('{"answer": ')) resolveAnswer((JSON.parse(line) as { readonly answer: PeerAnswer }).answer);
  });
  const ask = (line: string): Promise<PeerAnswer> =>
    new Promise((resolve) => {
      resolveAnswer = resolve;
      child.stdin.write(`${line}\n`);
    });
  return { ask, ended, kill: () => void child.kill("SIGKILL") };
};

export class Peers implements Disposable {
  readonly #limitSeconds: number;
  #running: Running | null = null;
  /** It can answer: a process that ends now ends over its case, and the next case has another one. */
  #answered = false;
  /** Why there is no use in asking. */
  #missing: string | null = null;

  /** A case that takes longer than `limitSeconds` is given up; most of that is what PyTorch and Triton compile for it. */
  constructor(limitSeconds = 240) {
    this.#limitSeconds = limitSeconds;
  }
  async ask({ kind, parameters }: Pick<BenchCase, "kind" | "parameters">): Promise<PeerAnswer> {
    if (this.#missing !== null) return { missing: this.#missing };
    const running = (this.#running ??= start());
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      running.kill();
    }, 1000 * this.#limitSeconds);
    const answer = await Promise.race([running.ask(JSON.stringify({ kind, ...parameters })), running.ended]);
    clearTimeout(timer);
    if (typeof answer !== "string") {
      this.#answered = true;
      return answer;
    }
    this.#running = null;
    if (late) return { missing: `no answer within ${this.#limitSeconds} s` };
    if (!this.#answered) this.#missing = answer;
    return { missing: answer };
  }
  [Symbol.dispose](): void {
    this.#running?.kill();
  }
}
