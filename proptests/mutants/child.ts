// The process of one mutant: serves the mutated file to every import, runs the suite and says what caught it. Reads the mutant from standard
// input, writes one line of JSON to standard output.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import type { Check } from "./suite.ts";

export interface Request {
  /** The mutated file and its JavaScript; null runs the compiler as it is. */
  readonly served: { readonly url: string; readonly text: string } | null;
  readonly suite: "cpu" | "gpu";
}
export interface Outcome {
  /** The check that failed, or null. */
  readonly check: string | null;
  readonly message: string;
  /** Of every check that ran. */
  readonly seconds: readonly number[];
}

const { served, suite } = JSON.parse(readFileSync(0, "utf8")) as Request;
if (served) register("./hook.ts", import.meta.url, { data: served });
const answer = (outcome: Outcome): never => {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  process.exit(0);
};
const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 4000);
process.on("uncaughtException", (error) => answer({ check: "loading the compiler", message: explain(error), seconds: [] }));

const seconds: number[] = [];
const { checks }: { readonly checks: readonly Check[] } = suite === "gpu" ? await import("./gpu-suite.ts") : await import("./suite.ts");
for (const check of checks) {
  if (check.skipsFrontEnd && served?.url.includes("/codegen/frontend/")) continue;
  const start = performance.now();
  try {
    await check.run();
  } catch (error) {
    answer({ check: check.name, message: explain(error), seconds: [...seconds, (performance.now() - start) / 1000] });
  }
  seconds.push((performance.now() - start) / 1000);
}
answer({ check: null, message: "", seconds });
