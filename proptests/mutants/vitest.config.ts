// Ordinary tests of the compiler with one file of it mutated: the last thing that a mutant has to get past. CUICA_MUTANT names a file that holds
// the path of the mutated file and its text, or null: the compiler as it is.
import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const mutant = JSON.parse(readFileSync(process.env["CUICA_MUTANT"]!, "utf8")) as { file: string; text: string } | null;

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  plugins: [{ name: "mutant", enforce: "pre", load: (id: string) => (mutant && id.split("?")[0] === mutant.file ? mutant.text : null) }],
  test: { include: ["**/*.test.ts"], exclude: ["**/*.gpu.test.ts"], testTimeout: 60_000, bail: 1 },
});
