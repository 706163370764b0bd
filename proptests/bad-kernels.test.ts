// Wrong kernels, each beside what its author is told: the compiler's whole text, and what the editor (TypeScript itself, through the language's
// types) already shows. A kernel may say in a line `// compiled with: { ... }` what differs from its own defaults. Re-record the texts with
// `npx vitest run proptests/bad-kernels.test.ts -u`, and read what changed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { compileKernel, cudaText, type KernelRequest } from "../codegen/compile.ts";
import { CompileError, type Diagnostic, diagnosticTexts } from "../codegen/diagnostics.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = fileURLToPath(new URL("bad-kernels", import.meta.url));
const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.includes("helpers"))
  .sort();
const textOf = (program: string): string => readFileSync(join(folder, program), "utf8");

const requestOf = (program: string): KernelRequest => {
  const text = textOf(program);
  const given = /^\/\/ compiled with: (\{.*\})$/m.exec(text);
  return {
    file: join(folder, program),
    kernel: /import\.meta\.url,\s*"(\w+)"/.exec(text)?.[1] ?? "none",
    problem: {},
    tuning: {},
    target: "sm_80",
    classes: {},
    ...(given ? (JSON.parse(given[1]!) as Partial<KernelRequest>) : {}),
  };
};
/** What the compiler refuses a program with; any other outcome is a failure. */
const refusals = new Map<string, CompileError>();
const refusalOf = (program: string): CompileError => {
  const known = refusals.get(program);
  if (known) return known;
  try {
    cudaText(compileKernel(requestOf(program)));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    refusals.set(program, error);
    return error;
  }
  throw new Error(`${program} compiles`);
};

const options: ts.CompilerOptions = {
  ...ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config.compilerOptions,
  ...ts.convertCompilerOptionsFromJson(
    { target: "es2022", module: "nodenext", moduleResolution: "nodenext", lib: ["es2023", "esnext.disposable"], types: ["node"] },
    root,
  ).options,
  paths: { "cuica/dsl": [join(root, "dsl/index.ts")] },
  noUnusedLocals: false,
  noUnusedParameters: false,
};
/** The first line of a message, with types by their names alone. */
const firstLine = (d: ts.Diagnostic): string =>
  ts
    .flattenDiagnosticMessageText(d.messageText, "\n")
    .split("\n")[0]!
    .replace(/import\("[^"]*"(?:, [^()]*)?\)\./g, "");
/** What an editor underlines, by program. */
const underlined = ((): ((program: string) => string) => {
  let found: ReadonlyMap<string, readonly string[]> | undefined;
  const look = (): ReadonlyMap<string, readonly string[]> => {
    const program = ts.createProgram(
      programs.map((name) => join(folder, name)),
      options,
    );
    const shown = (d: ts.Diagnostic, file: ts.SourceFile): string => {
      const { line, character } = file.getLineAndCharacterOfPosition(d.start ?? 0);
      return `  ${line + 1}:${character + 1}: TS${d.code}: ${firstLine(d)}`;
    };
    return new Map(
      programs.map((name) => {
        const file = program.getSourceFile(join(folder, name))!;
        return [name, [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((d) => shown(d, file))];
      }),
    );
  };
  return (name) => {
    found ??= look();
    const lines = found.get(name)!;
    return lines.length > 0 ? `The editor shows:\n${lines.join("\n")}\n` : "The editor shows nothing.\n";
  };
})();

const told = (program: string): string =>
  `${refusalOf(program).message}\n\n${underlined(program)}`.replaceAll(`${folder}/`, "").replaceAll(root, "");
const goldenOf = (program: string): string => join(folder, program.replace(/\.ts$/, ".txt"));

describe("each wrong kernel is told what is wrong", () => {
  test.each(programs)("%s", async (program) => {
    await expect(told(program)).toMatchFileSnapshot(goldenOf(program));
  });
});

describe("every text", () => {
  const all = (): [string, Diagnostic][] =>
    programs.flatMap((program) => refusalOf(program).diagnostics.map((d) => [program, d] as [string, Diagnostic]));
  test("there are a hundred programs, and no text is without its program", () => {
    expect(programs.length).toBeGreaterThanOrEqual(100);
    const texts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".txt"));
    expect(texts.filter((name) => !existsSync(join(folder, name.replace(/\.txt$/, ".ts"))))).toEqual([]);
  });
  test("every code is told to the author of one of them", () => {
    const told = new Set(all().map(([, d]) => d.code));
    expect(Object.keys(diagnosticTexts).filter((code) => !told.has(code as Diagnostic["code"]))).toEqual([]);
  });
  test("every place, or the call that led there, is in the program or in a file beside it, and no part of a text is left open", () => {
    const wrong = all().filter(([program, { position, calls, message, help }]) => {
      const places = [position, ...calls];
      const lineOf = ({ file, line }: Diagnostic["position"]): string => readFileSync(file, "utf8").split("\n")[line - 1] ?? "";
      return (
        !places.some(({ file }) => !relative(dirname(join(folder, program)), file).startsWith("..")) ||
        places.some((place) => place.column > lineOf(place).length + 1) ||
        /\{\d\}|undefined\b.*undefined/.test(message + help)
      );
    });
    expect(wrong.map(([program, d]) => `${program}: ${d.code}`)).toEqual([]);
  });
});
