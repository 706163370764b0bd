// Ordinary tests of the compiler with one file of it mutated: the last thing that a mutant has to get past. CUICA_MUTANT names a file that holds
// the path of the mutated file and its text, or null: the compiler as it is.
import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const mutant = JSON.parse(readFileSync(process.env["CUICA_MUTANT"]!, "utf8")) as { file: string; text: string } | null;

/** Quick tests first: one failure is enough. */
class UnitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isProperty = ({ moduleId }: TestSpecification): boolean => moduleId.includes("/proptests/");
    return [...files.filter((file) => !isProperty(file)), ...files.filter(isProperty)];
  }
}

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  plugins: [{ name: "mutant", enforce: "pre", load: (id: string) => (mutant && id.split("?")[0] === mutant.file ? mutant.text : null) }],
  test: { include: ["**/*.test.ts"], exclude: ["**/*.gpu.test.ts"], testTimeout: 60_000, bail: 1, sequence: { sequencer: UnitsFirst } },
});
