// No wrong program crashes the compiler: the repository's kernels with their syntax trees broken at random either compile, or are told what is
// wrong at a place in a file. Never another exception, and never more than bounded work. CUICA_MUTANTS sets how many are tried, CUICA_SEED
// where they begin.
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { type Constants, compileKernel, cudaText } from "../codegen/compile.ts";
import { CompileError } from "../codegen/diagnostics.ts";
import { emitJs } from "../codegen/emit/js/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cuica-broken-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Kernels with tiles small enough to compile many of them. */
const kernels: readonly { readonly file: string; readonly kernel: string; readonly problem?: Constants; readonly tuning: Constants }[] = [
  { file: "examples/kernels/vector-add.ts", kernel: "vectorAdd", tuning: {} },
  { file: "examples/kernels/softmax.ts", kernel: "softmax", problem: { dtype: "bf16" }, tuning: { blockM: 4, blockN: 64, warps: 2 } },
  { file: "examples/kernels/rmsnorm.ts", kernel: "rmsNorm", tuning: {} },
  { file: "examples/kernels/gemm.ts", kernel: "matrixProduct", tuning: { blockM: 32, blockN: 32, blockK: 16, stages: 2, warps: 2 } },
  { file: "examples/kernels/ring-gemm.ts", kernel: "ringProduct", tuning: { blockM: 32, blockN: 32, blockK: 16, stages: 2, warps: 2 } },
  {
    file: "examples/kernels/role-gemm.ts",
    kernel: "roleProduct",
    tuning: { blockM: 32, blockN: 32, blockK: 16, stages: 2, loadWarps: 1, productWarps: 2 },
  },
  {
    file: "kernels/sliding-window-attention/kernel.ts",
    kernel: "attentionForward",
    problem: { headDim: 32, valueDim: 32, packed: true, hasSoftcap: true },
    tuning: { blockM: 32, blockN: 32, stages: 2, warps: 2 },
  },
  {
    file: "kernels/sliding-window-attention/decode.ts",
    kernel: "decodeSplit",
    problem: { headDim: 32, valueDim: 32 },
    tuning: { blockM: 16, blockN: 32, stages: 2, warps: 1 },
  },
  { file: "kernels/sliding-window-attention/decode.ts", kernel: "decodeCombine", tuning: {} },
  { file: "examples/kernels/histogram.ts", kernel: "histogram", problem: { bins: 40 }, tuning: { warps: 2, each: 256 } },
  { file: "kernels/causal-conv1d/kernel.ts", kernel: "convForward", tuning: {} },
  { file: "kernels/selective-scan/kernel.ts", kernel: "scanForward", tuning: {} },
  {
    file: "kernels/linear-attention/gates.ts",
    kernel: "gatedScores",
    problem: { keyDim: 32, chunk: 32 },
    tuning: { blockK: 16, stages: 1, warps: 2 },
  },
  { file: "kernels/linear-attention/step.ts", kernel: "stepToken", tuning: {} },
];

// ---- breaking a source

interface Mutation {
  /** Which place, which change there, and which of its variants; each counts around. */
  readonly at: number;
  readonly change: number;
  readonly by: number;
}
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

const literals = [
  "0",
  "-1",
  "1",
  "7",
  "0.5",
  "16",
  "1e9",
  "2147483648",
  "NaN",
  "Infinity",
  '"text"',
  "true",
  "null",
  "undefined",
  "10n",
  "[]",
];
const operators = ["+", "-", "*", "/", "%", "**", "<", ">=", "===", "!==", "&&", "||", "??", "&", ">>>", ",", "=", "+=", "??=", "in"];
const types = ["i32", "f32", "bf16", "u32", "number", "any", "string", "boolean", "Global<f32, []>", 'Dim<"none">', "i32[]", "typeof f32"];
const expressions: readonly ((e: string) => string)[] = [
  (e) => `[${e}]`,
  (e) => `(() => ${e})()`,
  (e) => `(() => { return ${e}; })`,
  (e) => `-(${e})`,
  (e) => `!(${e})`,
  (e) => `(${e} / 2)`,
  (e) => `f32(${e})`,
  (e) => `i32(${e})`,
  (e) => `({ field: ${e} })`,
  (e) => `(${e}).shape`,
  (e) => `(${e})[0]`,
  (e) => `(${e})()`,
  (e) => `(${e} as any)`,
  (e) => `(${e} ? ${e} : 0)`,
  (e) => `(${e}, ${e})`,
  (e) => `(${e}, 1)`,
  (e) => `...${e}`,
  (e) => `await ${e}`,
  (e) => `\`\${${e}}\``,
  (e) => `Math.floor(${e})`,
  (e) => `range(${e}, 16)`,
  (e) => `transpose(${e})`,
  (e) => `yield* warpSum(${e})`,
  (e) => `yield ${e}`,
  (e) => `atomicAdd(${e}, 1)`,
  (e) => `local(i32, [${e}])`,
  (e) => `shared(f32, [${e}])`,
  (e) => `fragment(f32, [${e}, ${e}])`,
  (e) => `bool(${e})`,
  (e) => `philox([${e}, 0], [${e}, 0, 0, 0])`,
];
const statements: readonly ((s: string) => string)[] = [
  (s) => `if (true) { ${s} }`,
  (s) => `for (const q of serial(0, 3)) { ${s} }`,
  (s) => `for (const q of serial(0, 0)) { ${s} }`,
  (s) => `for (const [q] of parallel(16)) { ${s} }`,
  (s) => `for (const q of unrolled(0, 3)) { ${s} }`,
  (s) => `for (const q of unrolled(0, 1000000000)) { ${s} }`,
  (s) => `for (const q of pipelined(0, 4, { stages: 3 })) { ${s} }`,
  (s) => `for (const [q] of work([4])) { ${s} }`,
  (s) => `for (const q of [1, 2]) { ${s} }`,
  (s) => `for (let q = 0; q < 3; q++) { ${s} }`,
  (s) => `while (true) { ${s} }`,
  (s) => `try { ${s} } catch {}`,
  (s) => `role("extra", { warps: 1 }, () => { ${s} });`,
  (s) => `const again = () => { ${s} again(); }; again();`,
  (s) => `const wrapped = () => { ${s} }; wrapped(); wrapped();`,
  (s) => `{ ${s} return; }`,
  (s) => `{ ${s} break; }`,
  (s) => `{ ${s} continue; }`,
  (s) => `{ return 1; ${s} }`,
  (s) => `label: { ${s} }`,
  (s) => `${s} throw new Error("no");`,
  (s) => `threads(({ thread }) => { ${s} });`,
  (s) => `threads(function* ({ lane }) { ${s} yield* barrier(); });`,
  (s) => `threads(function* ({ lane }) { if (lane > 3) { ${s} yield* warpSync(); } });`,
  (s) => `function* steps() { ${s} } yield* steps();`,
  (s) => `let left = 3; while (left > 0) { ${s} left -= 1; }`,
  (s) => `yield* barrier(); ${s}`,
  (s) =>
    `const slots = ring({ tile: shared(f32, [16, 16]) }, { stages: 2 }); slots.produce(({ tile }) => { ${s} }); slots.consume(() => {});`,
];

/** The text with one place of its syntax tree changed. */
const broken = (text: string, { at, change, by }: Mutation): string => {
  const source = ts.createSourceFile("kernel.ts", text, ts.ScriptTarget.ES2022, true);
  const nodes: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, collect);
  };
  for (const s of source.statements) if (!ts.isImportDeclaration(s) && !ts.isInterfaceDeclaration(s)) ts.forEachChild(s, collect);
  if (nodes.length === 0) return text;
  const node = pick(nodes, at);
  const of = (n: ts.Node): string => n.getText(source);
  const put = (replacement: string): string => text.slice(0, node.getStart(source)) + replacement + text.slice(node.getEnd());
  /** Nodes of a kind; the node itself where there are none. */
  const others = (like: (n: ts.Node) => boolean): readonly ts.Node[] => {
    const found = nodes.filter(like);
    return found.length > 0 ? found : [node];
  };
  const isStatement = ts.isStatement(node) && !ts.isBlock(node);
  const own = of(node);
  switch (change % 8) {
    case 0:
      return put("");
    case 1:
      return put(isStatement ? `${own} ${own}` : `${own}, ${own}`);
    case 2: {
      const other = pick(
        others((n) => n.kind === node.kind),
        by,
      );
      if (other.getStart(source) < node.getEnd() && node.getStart(source) < other.getEnd()) return text;
      const [first, second] = node.pos < other.pos ? [node, other] : [other, node];
      return (
        text.slice(0, first.getStart(source)) +
        of(second) +
        text.slice(first.getEnd(), second.getStart(source)) +
        of(first) +
        text.slice(second.getEnd())
      );
    }
    case 3:
      return put(of(pick(isStatement ? others(ts.isStatement) : others(ts.isExpression), by)));
    case 4:
      if (ts.isIdentifier(node)) return put(of(pick(others(ts.isIdentifier), by)));
      return put(pick(literals, by));
    case 5:
      if (ts.isTypeNode(node)) return put(pick(types, by));
      if (ts.isBinaryOperatorToken(node)) return put(pick(operators, by));
      return ts.isExpression(node) ? put(pick(expressions, by)(own)) : put(pick(literals, by));
    case 6: {
      if (!ts.isCallExpression(node) || node.arguments.length === 0) break;
      const kept = node.arguments.filter((_, n) => n !== by % node.arguments.length).map(of);
      return put(`${of(node.expression)}(${kept.join(", ")})`);
    }
    default:
      break;
  }
  if (isStatement) return put(pick(statements, by)(own));
  return ts.isExpression(node) ? put(pick(expressions, by)(own)) : put("");
};

// ---- what must hold

/** Names of the language in the changes. */
const added =
  "atomicAdd barrier bool fragment local parallel philox pipelined ring role serial shared threads transpose unrolled warpSum warpSync work".split(
    " ",
  );
const original = kernels.map(({ file }) => {
  const path = join(root, file);
  const there = (_: string, specifier: string): string => `from "${relative(folder, resolve(dirname(path), specifier))}"`;
  const text = readFileSync(path, "utf8").replace(/from "(\.[^"]*)"/g, there);
  // What the changes put in is imported, so that it is more than an unknown name.
  return `import { ${added.filter((name) => !new RegExp(`\\b${name},`).test(text)).join(", ")} } from "${join(root, "dsl/index.ts")}";\n${text}`;
});
let written = 0;
/** What is wrong with how the compiler takes a source, or null; "compiles" and "refused" count what happened. */
const outcomes = { compiles: 0, refused: 0 };
const problemOf = (n: number, text: string): string | null => {
  const { kernel, problem = {}, tuning } = kernels[n]!;
  const file = join(folder, `kernel${n}.ts`);
  writeFileSync(file, text);
  written += 1;
  utimesSync(file, written, written);
  const began = performance.now();
  try {
    const compiled = compileKernel({ file, kernel, problem, tuning, target: "sm_80", classes: {} });
    cudaText(compiled);
    emitJs(compiled.tile);
    outcomes.compiles += 1;
  } catch (error) {
    if (!(error instanceof CompileError)) return `not a diagnostic: ${error instanceof Error ? error.stack : String(error)}`;
    outcomes.refused += 1;
    if (error.diagnostics.length === 0) return "a CompileError without diagnostics";
    for (const { code, position, message, help } of error.diagnostics) {
      const inRepository = position.file.startsWith(root) || position.file === file;
      const line = inRepository ? readFileSync(position.file, "utf8").split("\n")[position.line - 1] : undefined;
      if (line === undefined || position.column < 1 || position.column > line.length + 1)
        return `${code} at no place: ${JSON.stringify(position)}`;
      if (/\{\d\}/.test(message + help)) return `${code} with an open part: ${message} ${help}`;
    }
  }
  const seconds = (performance.now() - began) / 1000;
  return seconds > 20 ? `${seconds.toFixed()} seconds of compiling` : null;
};

test.each(kernels.map(({ kernel }, n) => [kernel, n] as const))("%s compiles as it is", (_, n) => {
  outcomes.compiles = 0;
  expect(problemOf(n, original[n]!)).toBeNull();
  expect(outcomes.compiles).toBe(1);
});

const mutants = Number(process.env["CUICA_MUTANTS"] ?? 100);
test(
  `${mutants} broken kernels compile or are refused`,
  () => {
    outcomes.compiles = outcomes.refused = 0;
    const mutation = fc.record({ at: fc.nat(100_000), change: fc.nat(7), by: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.nat(kernels.length - 1), fc.array(mutation, { minLength: 1, maxLength: 3 }), (n, mutations) => {
        const text = mutations.reduce(broken, original[n]!);
        const problem = problemOf(n, text);
        if (problem !== null) throw new Error(`${problem}\n---- ${kernels[n]!.file}, broken:\n${text}`);
      }),
      { numRuns: mutants, seed: Number(process.env["CUICA_SEED"] ?? 1), endOnFailure: false },
    );
    // Both happen, or nothing was tried.
    expect(outcomes.compiles).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(mutants / 4);
  },
  Math.max(120_000, mutants * 2000),
);
