// Ordinary tests of the compiler with one file of it mutated: the last thing that a mutant has to get past. CUICA_MUTANT names a file that holds
// the path of the mutated file and its text.
import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const { file, text } = JSON.parse(readFileSync(process.env["CUICA_MUTANT"]!, "utf8")) as { file: string; text: string };

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  plugins: [{ name: "mutant", enforce: "pre", load: (id: string) => (id.split("?")[0] === file ? text : null) }],
  test: { include: ["**/*.test.ts"], testTimeout: 60_000, bail: 1 },
});
