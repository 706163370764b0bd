// The shape of the repository holds: who may import whom, how long a file may be, and words that no file contains.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Folders of tools and of scratch work. */
const notOurs = /(^|\/)(node_modules|dist|coverage|\.(?!ci\/)[^/]+)\//;
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !notOurs.test(path) && !path.endsWith(".log"));
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
const isSource = (path: string): boolean => /\.(ts|mts|mjs)$/.test(path);
/** Tests may look at anything. */
const isTest = (path: string): boolean => path.endsWith(".test.ts");

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const insideAny = (path: string, folders: readonly string[]): boolean => folders.some((folder) => inside(path, folder));

/** The package's own names for its entries. */
const entries: Readonly<Record<string, string>> = {
  cuica: "runtime/index.ts",
  "cuica/dsl": "dsl/index.ts",
  "cuica/compiler": "codegen/compile.ts",
  "cuica/samba": "runtime/samba/index.ts",
};
const importPattern =
  /^[ \t]*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']|^[ \t]*import\s*["']([^"']+)["']|(?:\b(?:import|require|require\.resolve)|\bcreateRequire\([^()]*\))\(\s*["'`]([^"'`]+)["'`]/gm;

/** What a file imports, types included: paths from the root, and names of packages. */
const importsOf = (path: string, text: string): string[] =>
  [...text.matchAll(importPattern)].map(([, from, bare, called]) => {
    const specifier = (from ?? bare ?? called)!;
    if (specifier.startsWith(".")) return join(dirname(path), specifier);
    return entries[specifier] ?? specifier.replace(/^cuica\//, "");
  });

interface Rule {
  readonly says: string;
  readonly of: (path: string) => boolean;
  /** Whether a file that the rule is about may import this. */
  readonly may: (imported: string, path: string) => boolean;
}
/** Folders of the repository; what is outside of them is a package. */
const folders = ["dsl", "codegen", "kernels", "runtime", "proptests", "examples", "cli", "bench", "docs"];
const ours = (imported: string): boolean => insideAny(imported, folders);
const rules: readonly Rule[] = [
  {
    says: "a kernel imports the language, proptests/lib and its own folder",
    of: (path) => inside(path, "kernels"),
    may: (imported, path) => !ours(imported) || insideAny(imported, ["dsl", "proptests/lib", path.split("/").slice(0, 2).join("/")]),
  },
  {
    says: "the language imports itself and codegen/{ir,layout,lowering,emit/js}",
    of: (path) => inside(path, "dsl"),
    may: (imported) =>
      !ours(imported) || insideAny(imported, ["dsl", "codegen/ir", "codegen/layout", "codegen/lowering", "codegen/emit/js"]),
  },
  {
    says: "the compiler imports itself and the language",
    of: (path) => inside(path, "codegen"),
    may: (imported) => !ours(imported) || insideAny(imported, ["codegen", "dsl"]),
  },
  {
    says: "the run time imports no command, example or benchmark",
    of: (path) => inside(path, "runtime"),
    may: (imported) => !insideAny(imported, ["cli", "examples", "bench"]),
  },
  {
    says: "of the run time, only runtime/samba imports kernels",
    of: (path) => inside(path, "runtime") && !inside(path, "runtime/samba"),
    may: (imported) => !inside(imported, "kernels"),
  },
  {
    says: "proptests/lib imports no kernel and nothing above the compiler, for kernels import it",
    of: (path) => inside(path, "proptests/lib"),
    may: (imported) => !ours(imported) || insideAny(imported, ["proptests/lib", "dsl", "codegen"]),
  },
  {
    says: "only codegen/frontend loads the TypeScript compiler, and what changes the compiler's sources",
    of: (path) => !insideAny(path, ["codegen/frontend", "proptests/mutants"]),
    may: (imported) => !["typescript", "ts-morph"].some((name) => inside(imported, name)),
  },
  {
    says: "only runtime/cuda loads native libraries, and what maps files into memory",
    of: (path) => !inside(path, "runtime/cuda") && path !== "runtime/samba/weights/file.ts",
    may: (imported) => imported !== "koffi",
  },
];

const violations = (rule: Rule, path: string, text: string): string[] =>
  isSource(path) && !isTest(path) && rule.of(path)
    ? importsOf(path, text)
        .filter((imported) => !rule.may(imported, path))
        .map((imported) => `${path} imports ${imported}`)
    : [];

describe("imports", () => {
  test.each(rules.map((rule) => [rule.says, rule] as const))("%s", (_, rule) => {
    expect(files.flatMap((path) => violations(rule, path, textOf(path)))).toEqual([]);
  });

  test("are found in every form", () => {
    const text = [
      'import { a,\n  type B } from "./one.ts";',
      'export * from "../two.ts";',
      'export type { C } from "../../codegen/three.ts";',
      'import "four";',
      'const five = await import("five");',
      'const six = createRequire(import.meta.url)("six") as typeof six;',
      'type Seven = import("seven").Seven;',
      'import { dsl } from "cuica/dsl";',
      'import { kernel } from "cuica/kernels/scan/kernel.ts";',
    ].join("\n");
    expect(importsOf("kernels/scan/kernel.ts", text)).toEqual([
      "kernels/scan/one.ts",
      "kernels/two.ts",
      "codegen/three.ts",
      "four",
      "five",
      "six",
      "seven",
      "dsl/index.ts",
      "kernels/scan/kernel.ts",
    ]);
  });

  test.each<[string, string, string]>([
    ["kernels/scan/kernel.ts", "../../codegen/ir/tile.ts", "a kernel"],
    ["kernels/scan/kernel.ts", "../other/kernel.ts", "a kernel"],
    ["dsl/ops/max.ts", "../../codegen/sim/run.ts", "the language"],
    ["codegen/compile.ts", "../runtime/index.ts", "the compiler"],
    ["runtime/index.ts", "../cli/main.ts", "the run time"],
    ["runtime/verify.ts", "../kernels/scan/spec.ts", "of the run time"],
    ["proptests/lib/laws.ts", "../../runtime/index.ts", "proptests/lib"],
    ["runtime/cache.ts", "typescript", "only codegen/frontend"],
    ["codegen/frontend/source.ts", "koffi", "only runtime/cuda"],
  ])("%s may not import %s", (path, imported, breaks) => {
    const broken = rules.filter((rule) => violations(rule, path, `import { x } from "${imported}";`).length > 0);
    expect(broken.map((rule) => rule.says.startsWith(breaks))).toEqual([true]);
  });
});

describe("files", () => {
  test("there are some of every folder's kind", () => {
    expect(["dsl/index.ts", "codegen/compile.ts", "package.json"].filter((path) => !files.includes(path))).toEqual([]);
  });

  test("sources have at most 400 lines", () => {
    const lengths = files.filter(isSource).map((path) => [path, textOf(path).trimEnd().split("\n").length] as const);
    expect(lengths.filter(([, lines]) => lines > 400)).toEqual([]);
  });

  test("sources begin with a comment that says what they guarantee", () => {
    expect(files.filter((path) => isSource(path) && !isTest(path) && !/^(#!.*\n)?\/[/*]/.test(textOf(path)))).toEqual([]);
  });

  test.each(readdirSync(join(root, "kernels")))("kernels/%s has a page of its algorithm, numerics and roofline", (name) => {
    const page = textOf(`kernels/${name}/README.md`);
    expect(
      ["Algorithm", "Numerics", "Roofline"].filter((part) => !new RegExp(`^(## ${part}$|\\*\\*${part}\\.\\*\\*)`, "m").test(page)),
    ).toEqual([]);
  });

  test("nothing is left to be done, and nothing points outside of the repository", () => {
    // Written so that this file does not contain them.
    const unwanted = /\bTO[D]O\b|\bFIXM[E]\b|(?<![\w.@-])\/wor[k]\/|\.\.\/share[d]\b/;
    const texts = files.filter((path) => !/\.(png|jpg|npy|bin|safetensors)$/.test(path) && basename(path) !== "package-lock.json");
    const found = texts.flatMap((path) =>
      textOf(path)
        .split("\n")
        .flatMap((line, n) => (unwanted.test(line) ? [`${path}:${n + 1}: ${line.trim().slice(0, 100)}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
