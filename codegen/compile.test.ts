// What is found only when a kernel is lowered is told with a code and a place in the source, like every other mistake.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compileKernel } from "./compile.ts";
import { CompileError } from "./diagnostics.ts";

const folder = mkdtempSync(join(tmpdir(), "cuica-compile-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const diagnosticsOf = (body: string, tuning: Record<string, number> = {}): string[] => {
  const file = join(folder, `kernel${files++}.ts`);
  writeFileSync(
    file,
    `import { bf16, copy, f32, fill, fragment, gemm, type Global, i32, kernel, parallel, range, serial, shared, transpose, work } from "cuica/dsl";
export const k = kernel(import.meta.url, "k", (_problem: object, _tuning: object) => (x: Global<bf16, [i32, i32]>, y: Global<f32, [i32, i32]>, n: i32) => {
  for (const [tile] of work([n])) {
${body}
  }
});
`,
  );
  try {
    compileKernel({ file, kernel: "k", problem: {}, tuning, target: "sm_80", classes: {} });
    return [];
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return error.diagnostics.map((d) => `${d.code} ${d.position.line}:${d.position.column}`);
  }
};
const operands =
  "const a = shared(bf16, [64, 64]); const b = shared(bf16, [64, 64]); copy(x.at(range(tile, 64), range(0, 64)), a); copy(x.at(range(0, 64), range(0, 64)), b);";

describe("diagnostics of lowering", () => {
  test("CUI6001: a product that no division over the warps fits", () => {
    expect(
      diagnosticsOf(
        `${operands}\nconst c = fragment(f32, [64, 64]);\nfill(c, 0); gemm(a, b, c);\ncopy(c, y.at(range(tile, 64), range(0, 64)));`,
        { warps: 7 },
      ),
    ).toEqual(["CUI6001 5:11"]);
  });
  test("CUI6002: an operand in a fragment whose inner extent is no multiple of 8", () => {
    expect(
      diagnosticsOf(
        `const b = shared(bf16, [12, 64]); copy(x.at(range(tile, 12), range(0, 64)), b);\nconst f = fragment(bf16, [64, 12]);\nconst c = fragment(f32, [64, 64]);\nfill(f, 0); fill(c, 0);\ngemm(f, b, c);\ncopy(c, y.at(range(tile, 64), range(0, 64)));`,
      ),
    ).toEqual(["CUI6002 8:1"]);
  });
  test("CUI6003: too much shared memory", () => {
    expect(diagnosticsOf("const a = shared(bf16, [512, 512]); fill(a, bf16(0)); copy(a, x.at(range(0, 512), range(0, 512)));")).toEqual([
      "CUI6003 4:11",
    ]);
  });
  test("CUI6004: too many threads", () => {
    expect(
      diagnosticsOf("const c = fragment(f32, [64, 64]); fill(c, 0); copy(c, y.at(range(tile, 64), range(0, 64)));", { warps: 64 }),
    ).toEqual(["CUI6004 2:42"]);
  });
  test("CUI6005: a tile that may be read before it is written", () => {
    expect(
      diagnosticsOf(
        "const c = fragment(f32, [64, 64]);\nfor (const _t of serial(0, n)) fill(c, 0);\ncopy(c, y.at(range(tile, 64), range(0, 64)));",
      ),
    ).toEqual(["CUI6005 6:1"]);
  });
});
