// Kernels for the tests of this folder, written to a temporary folder: a program's statements in, tile IR or diagnostics out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll } from "vitest";
import { CompileError, type Diagnostic } from "../diagnostics.ts";
import { printProgram } from "../ir/print.ts";
import { readKernel } from "./index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "cuica-frontend-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
/** A file of the test's own; returns its path. */
export const fileOf = (text: string, name = `kernel${count++}.ts`): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

const language =
  "abs, addWrap, bf16, bitAnd, ceilDiv, convert, copy, cumulativeSum, exp2, f16, f32, fill, floor, fragment, gemm, i32, idiv, isNaN, kernel, local, max, min, mulWrap, named, parallel, pipelined, range, reduceMax, reduceSum, remainder, ring, role, scan, serial, shared, sqrt, transpose, u32, unrolled, work";
/** A kernel with tensors x, y (f32), h (bf16) and scalars n, u, s, whose body runs once a block, with a tile index `tile`. */
export const kernelAround = (
  body: string,
  before = "",
  outside = "",
): string => `import { ${language}, type Dim, type Global, type Static } from "cuica/dsl";
${outside}
export const test = kernel(import.meta.url, "test", ({ rows, flag, word, type }: Static<Problem>, { block }: Static<Tuning>) =>
  (x: Global<f32, [i32, i32]>, y: Global<f32, [i32]>, h: Global<bf16, [i32, Dim<"rows">]>, n: i32, u: u32, s: f32) => {
${before}
for (const [tile] of work([ceilDiv(n, block)])) {
${body}
}
}, { problem: { rows: 32, flag: true, word: "left", type: "bf16" }, tuning: { block: 16, warps: 2 } });
`;

const read = (file: string, problem = {}, tuning = {}): ReturnType<typeof readKernel> =>
  readKernel({ file, kernel: "test", problem, tuning, target: "sm_80", classes: {} });
/** Tile IR of the body's statements, without the kernel around them. */
export const bodyOf = (body: string, before = "", outside = ""): string => {
  const text = printProgram(read(fileOf(kernelAround(body, before, outside))));
  const lines = text.split("\n");
  return lines
    .slice(lines.findIndex((line) => line.startsWith("work")) + 1, -2)
    .map((line) => line.slice(2))
    .join("\n");
};
export const diagnosticsOf = (text: string, problem = {}, tuning = {}, name?: string): readonly Diagnostic[] => {
  try {
    read(fileOf(text, name), problem, tuning);
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics;
    throw error;
  }
  return [];
};
