// What is published is whole: no file in it imports, or names beside itself, one that is left out; and its types ask nothing of a user's settings
// but a module system that knows them.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("published files need no others", () => {
  const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: "pipe" });
  const [{ files }] = JSON.parse(listed) as [{ readonly files: readonly { readonly path: string }[] }];
  const published = new Set(files.map(({ path }) => path));
  expect(published).toContain("cli/cuica.mjs");
  const missing: string[] = [];
  let relative = 0;
  for (const path of published) {
    if (!/\.(ts|mjs)$/.test(path) || path.startsWith("dist/")) continue;
    const text = readFileSync(join(root, path), "utf8");
    for (const [, name] of text.matchAll(/["'`](\.{1,2}\/[\w./-]+\.(?:ts|mjs|py|json))["'`]/g)) {
      const target = normalize(join(dirname(path), name!));
      relative += 1;
      if (!published.has(target) && existsSync(join(root, target))) missing.push(`${path}: ${name}`);
    }
  }
  expect(relative).toBeGreaterThan(1000);
  expect(missing).toEqual([]);
});

describe("a user's project with the types of es2022 alone, which checks its libraries", () => {
  const user = mkdtempSync(join(tmpdir(), "cuica-user-"));
  const installed = join(user, "node_modules/cuica");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  beforeAll(() => {
    mkdirSync(installed, { recursive: true });
    copyFileSync(join(root, "package.json"), join(installed, "package.json"));
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(user, "node_modules", name)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(user, "node_modules", name));
    }
    execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", join(installed, "dist")], { cwd: root });
  }, 300_000);
  afterAll(() => rmSync(user, { recursive: true }));

  const problems = (name: string, text: string): string[] => {
    const file = join(user, name);
    writeFileSync(file, text);
    const options: ts.CompilerOptions = {
      ...{ target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"], module: ts.ModuleKind.NodeNext, types: [] },
      ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, allowImportingTsExtensions: true },
    };
    return ts.getPreEmitDiagnostics(ts.createProgram([file], options)).map(({ file: where, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, " ");
      return where ? `${where.fileName.slice(user.length)}: ${message}` : message;
    });
  };
  test.each([
    ["cuica", `import { Device } from "cuica";\nexport const open = () => { using device = Device.open(); return device.name; };\n`],
    [
      "cuica/samba",
      `import { generate, loadModel, Samba } from "cuica/samba";
export const run = async (): Promise<number[]> => {
  using folder = loadModel("folder");
  using model = Samba.load(folder.parameters, folder.config, { device: "cpu" });
  const tokens: number[] = [];
  for await (const { token } of generate(model, { prompts: [[1]], maxTokens: 3 })) tokens.push(token);
  return tokens;
};
`,
    ],
    [
      "cuica/dsl",
      `import { f32, fragment, type Global, type i32, kernel } from "cuica/dsl";\nexport const used = [f32, fragment, kernel];\n`,
    ],
    ["cuica/compiler", `import { compileKernel, cudaText } from "cuica/compiler";\nexport const used = [compileKernel, cudaText];\n`],
    [
      "cuica/kernels",
      `import { attention } from "cuica/kernels/sliding-window-attention/operator.ts";\nexport const { name } = attention({ dtype: "bf16", headDim: 64 });\n`,
    ],
  ])(
    "%s",
    (name, text) => {
      expect(problems(`${name.replace("/", "-")}.ts`, text)).toEqual([]);
    },
    60_000,
  );
  test("a mistake in it is found", () => {
    const [problem, ...more] = problems("mistake.ts", `import { Samba } from "cuica/samba";\nexport const wrong: number = Samba.load;\n`);
    expect([problem, more]).toEqual([expect.stringContaining("/mistake.ts: Type"), []]);
  }, 60_000);
});
