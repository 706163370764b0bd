// Every message about a kernel's source: a permanent code, the text, what to do, and a line that triggers it. Codes are never reused.
// CUI1xxx: what the language has and where; CUI2xxx: types, shapes and operations; CUI4xxx: parallel loops; CUI5xxx: pipelined loops; CUI6xxx: layouts, instructions and limits; CUI7xxx: rings and roles; CUI8xxx: per-thread code.
import type { Position } from "./ir/types.ts";

export interface DiagnosticText {
  /** {0}, {1}, ... stand for the arguments. */
  readonly text: string;
  readonly help: string;
  readonly example: string;
}

export const diagnosticTexts = {
  CUI1001: { text: "there is no kernel '{0}' in this file", help: "it declares: {1}", example: 'readKernel({ kernel: "misspelt", ... })' },
  CUI1002: { text: "'{0}' is not defined", help: "{1}", example: "const x = undeclared + 1;" },
  CUI1003: { text: "{0} is not part of the language", help: "{1}", example: "while (i < n) i += 1;" },
  CUI1004: { text: "{0}", help: "correct the syntax", example: "const x = ;" },
  CUI1005: {
    text: "the constant '{0}' has no value",
    help: "pass it, or give the kernel a default for it",
    example: "kernel(url, name, ({ blockM }) => ...) compiled without blockM",
  },
  CUI1006: {
    text: "{0} must be known at compile time",
    help: "{1}",
    example: "fragment(f32, [n])",
  },
  CUI1007: {
    text: "'{0}' calls itself",
    help: "helper functions are inlined: write a loop",
    example: "const f = (x: f32): f32 => f(x - 1);",
  },
  CUI1008: { text: "{0} cannot be called", help: "call a function of the language or of your own", example: "blockM(3)" },
  CUI1009: { text: "there is no property '{0}' here", help: "{1}", example: "q.length" },
  CUI1010: {
    text: "cannot import from '{0}': {1}",
    help: "{2}",
    example: 'import { x } from "./missing.ts";',
  },
  CUI1011: {
    text: "'{0}' cannot stand here",
    help: "leave the loop's rest out with `if`; leaving through several loops is not possible",
    example: "for (const t of serial(0, n)) break;",
  },
  CUI1012: {
    text: "the parameter '{0}' needs a type that the device knows",
    help: "write Global<dtype, [extents]>, i32, u32 or f32",
    example: "(q: number[]) => { ... }",
  },
  CUI1013: {
    text: "a kernel is one loop over work, with constants before it",
    help: "{0}",
    example: "fill(sums, 0); for (const [tile] of work([tiles])) { ... }",
  },
  CUI1014: {
    text: "the extents of work are computed before the launch",
    help: "use shapes, scalar parameters, constants, + - *, idiv, ceilDiv, remainder, min and max only, and no tensor elements",
    example: "work([lengths.read(0)])",
  },
  CUI1015: {
    text: "{0} cannot be assigned",
    help: "assign an element, or a variable declared with `let` (copy a parameter or a loop's index to one first)",
    example: "const x = 1; x = 2;",
  },
  CUI1016: { text: "{0} takes {1}", help: "{2}", example: "fill(sums)" },
  CUI1017: {
    text: "{0}",
    help: "the kernel itself refuses these constants",
    example: 'if (headDim % 16) throw new Error("headDim must be a multiple of 16");',
  },
  CUI1018: {
    text: "the kernel has no constant '{0}'",
    help: "its constants are: {1}",
    example: "readKernel({ tuning: { blockmm: 64 }, ... })",
  },
  CUI1019: {
    text: "not every path of this function returns a value of one kind",
    help: "return a scalar on every path",
    example: "if (x > 0) return x;",
  },
  CUI1020: {
    text: "'{0}' is declared twice",
    help: "give each {1} a name of its own",
    example: "const x = 1; const x = 2;",
  },
  CUI1021: { text: "this statement does nothing: its value ({0}) is dropped", help: "{1}", example: "max(x, 0);" },
  CUI1022: {
    text: "{0} is too much to be written out",
    help: "use smaller tiles, fewer unrolled iterations or helper calls, or more warps",
    example: "for (const i of unrolled(0, 1e9)) sum += i;",
  },
  CUI2001: {
    text: "'/' divides {0} values: a fraction in JavaScript, truncated on the device",
    help: "use idiv(a, b) or ceilDiv(a, b), or convert to f32 first",
    example: "const half = n / 2;",
  },
  CUI2002: { text: "'{0}' mixes {1} and {2}", help: "convert one of them: {1}(x) or {2}(x)", example: "const x = n + scale;" },
  CUI2003: { text: "{0} where {1} is expected", help: "convert it: {1}(x)", example: "probabilities[i][j] = scores[i][j];" },
  CUI2004: {
    text: "{0} is not a value of {1}",
    help: "write a whole number in range, or convert the other side to f32",
    example: "n + 0.5",
  },
  CUI2005: { text: "a condition is expected, not {0}", help: "compare it: x !== 0", example: "if (n) { ... }" },
  CUI2006: {
    text: "{0} must be {1}, not {2}",
    help: "{3}",
    example: "shared(f32, [blockM / 3])",
  },
  CUI2007: { text: "'{0}' is not an operator for {1}", help: "{2}", example: "a & b" },
  CUI2008: { text: "{0}", help: "{1}", example: "copy(rows, columns);" },
  CUI2009: {
    text: "{0} takes {1} as '{2}', not {3}",
    help: "{4}",
    example: "fill(q.at(range(0, 16)), 0);",
  },
  CUI2010: { text: "{0} has {1}, not {2}", help: "give an index (or a range) for every axis", example: "q.at(0, 1)" },
  CUI2011: { text: "a scalar is expected, not {0}", help: "{1}", example: "max(rowMax, 0)" },
  CUI2012: { text: "{0} is outside of {1}", help: "counting begins at 0", example: "tile[64] of a tile of 64" },
  CUI2013: { text: "{0} is expected, not {1}", help: "{2}", example: "fill(3, 0);" },
  CUI2014: {
    text: "local array '{0}' is indexed by a value that is known at run time only",
    help: "its elements are registers: index it by constants or by the variable of unrolled(first, last)",
    example: "const sums = local(f32, [4]); sums[n] = 0;",
  },
  CUI2015: {
    text: "'{0}' is i32, for it begins as a whole number, and meets {1} here",
    help: "give it a type where it is declared: let {0}: {2} = ...",
    example: "let sum = 0; sum += x.read(i);",
  },
  CUI2016: {
    text: "this index {0}, outside of axis {1} of '{2}', whose extent is {3}",
    help: "change the loop's bounds or the extent, or put the access under a condition",
    example: "for (const [i] of parallel(64)) t[i] = s[i + 1];",
  },
  CUI4001: {
    text: "elements of '{0}' would be written by several iterations",
    help: "index it by all of the loop's indices, or loop over its own extents",
    example: "for (const [i, j] of parallel(M, N)) rowMax[i] = 0;",
  },
  CUI4002: {
    text: "fragment '{0}' is indexed by something else than the loop's own indices in order",
    help: "a fragment's elements live in registers: write it through shared memory to reach others",
    example: "scores[i + 1]![j]",
  },
  CUI4003: {
    text: "{0} cannot be used inside `parallel`",
    help: "{1}",
    example: "for (const [i] of parallel(M)) fill(sums, 0);",
  },
  CUI4004: {
    text: "an element of fragment '{0}' is used outside of `parallel`",
    help: "fragments are spread over threads: loop over it with parallel",
    example: "const x = rowMax[0];",
  },
  CUI4005: {
    text: "'{0}' inside `parallel`",
    help: "the iterations run together: use `if`",
    example: "for (const [i] of parallel(M)) { if (i > 3) break; }",
  },
  CUI4006: {
    text: "'{0}' is assigned by all iterations of the parallel loop",
    help: "use reduceSum, reduceMax or reduceMin over a fragment",
    example: "for (const [i] of parallel(M)) total += x[i];",
  },
  CUI4007: {
    text: "the loop's extent {0} differs from the extent {1} of '{2}'",
    help: "loop over the fragment's own extents",
    example: "for (const [i] of parallel(32)) rowMax64[i] = 0;",
  },
  CUI4008: {
    text: "'{0}' is written and read at another element in the same parallel loop",
    help: "split the loop in two",
    example: "for (const [i] of parallel(M)) s[i] = s[i + 1];",
  },
  CUI4009: {
    text: "a loop inside `parallel` needs bounds known at compile time",
    help: "put it around the elementwise loop: for (const t of serial(0, n)) for (const [i] of parallel(M)) ...",
    example: "for (const [i] of parallel(M)) for (const t of serial(0, n)) sum += x.read(t, i);",
  },
  CUI4020: {
    text: "the function given to {0} {1}",
    help: "it makes new elements of its two arguments and of scalars: use const, arithmetic and ?:, and return an object with a value for every tile",
    example: "scan(1, { sum }, (left, right) => { for (...) sum[i] = 0; });",
  },
  CUI5001: {
    text: "this pipelined loop copies nothing from a tensor to shared memory",
    help: "use serial(first, last)",
    example: "for (const t of pipelined(0, n, { stages: 2 })) fill(sums, 0);",
  },
  CUI5002: {
    text: "'{0}' is written in the pipelined loop that fetches from it ahead",
    help: "use serial(first, last)",
    example: "copy(x.at(...), s); x.write(0, t);",
  },
  CUI5003: {
    text: "what is fetched from '{0}' depends on '{1}', {2}",
    help: "addresses may use the loop's index, values from before the loop and tensors it does not write; or use serial(first, last)",
    example: "copy(x.at(range(position, 16)), s); position += 3;",
  },
  CUI5004: {
    text: "'{0}' is filled ahead by the pipeline and also written here",
    help: "use a second tile, or serial(first, last)",
    example: "copy(x.at(...), s); fill(s, 0);",
  },
  CUI5005: {
    text: "'{0}' is read before the loop fills it",
    help: "a pipelined tile lives for one iteration: move the copy up, or use serial(first, last)",
    example: "gemm(s, w, c); copy(x.at(...), s);",
  },
  CUI5006: {
    text: "'{0}' is filled by a pipelined loop and used outside of it",
    help: "use another tile outside of the loop, or serial(first, last)",
    example: "for (...pipelined...) copy(x.at(...), s); gemm(s, w, c);",
  },
  CUI5007: {
    text: "this copy to '{0}' does not run in every iteration",
    help: "move it out of the condition or inner loop, or use serial(first, last)",
    example: "if (t > 0) copy(x.at(...), s);",
  },
  CUI7001: {
    text: "all {1} slots of the ring '{0}' are filled or in use here",
    help: "consume a slot before, or give the ring more stages",
    example: "const r = ring({ ... }, { stages: 1 }); r.produce(...); r.produce(...);",
  },
  CUI7002: {
    text: "no slot of the ring '{0}' is filled here",
    help: "produce a slot before it is consumed",
    example: "const r = ring({ ... }, { stages: 2 }); r.consume(...);",
  },
  CUI7003: {
    text: "how many slots of the ring '{0}' are filled depends on the path taken here",
    help: "produce as often as you consume: put the condition inside of produce(...), which may also copy nothing",
    example: "if (n > 0) r.produce(...);",
  },
  CUI7004: {
    text: "{0} cannot stand inside of {1}",
    help: "a fill takes no other slot, and a ring has one slot in use at a time: put one behind the other",
    example: "r.produce(() => r.consume(...));",
  },
  CUI7005: {
    text: "roles are the last statements of the loop over work, and stand directly in it",
    help: "move the role out of conditions, loops and other roles, and what follows it into a role",
    example: 'role("loads", { warps: 1 }, () => { ... }); fill(sums, 0);',
  },
  CUI7006: {
    text: "the roles have {0} warps; the block has {1}",
    help: "make the warps of the roles add up to the tuning constant `warps`",
    example: 'role("all", { warps: 2 }, () => { ... }) with tuning { warps: 4 }',
  },
  CUI7007: {
    text: "'{0}' belongs to the threads {1}",
    help: "declare it in the role that uses it, and hand values over through a ring or a shared tile written before the roles",
    example: 'fill(sums, 0); role("work", { warps: 4 }, () => copy(sums, ...));',
  },
  CUI7008: {
    text: "'{0}' is written by role '{1}' and used by role '{2}'",
    help: "hand it over through a ring",
    example: 'role("a", ..., () => fill(s, 0)); role("b", ..., () => copy(s, ...));',
  },
  CUI7009: {
    text: "the ring '{0}' {1}",
    help: "one role fills a ring, and the same role or one behind it uses it",
    example: 'role("uses", ..., () => r.consume(...)); role("fills", ..., () => r.produce(...));',
  },
  CUI7010: {
    text: "the registers of role '{0}': {1}",
    help: "give whole groups of four warps, in whole places of four, a multiple of 8 registers a thread",
    example: 'role("loads", { warps: 1, registers: 40 }, () => { ... });',
  },
  CUI7011: {
    text: "the roles ask for {0} registers; the block starts with {1}: {2} for each of {3} threads",
    help: "lower a role's registers: the GPU would wait for ever for what is missing",
    example: 'role("loads", { warps: 4, registers: 40 }, ...); role("products", { warps: 8, registers: 240 }, ...);',
  },
  CUI7012: {
    text: "the barrier '{0}' is for {1} warps, but {2}",
    help: "count the warps that come to it in one round: those that wait, and those that arrive",
    example: "const full = namedBarrier({ warps: 9 });",
  },
  CUI7013: {
    text: "{0} cannot stand here",
    help: "declare named barriers in the loop over work, before the roles; come to them in a role's own code, or in `threads` of the whole block",
    example: 'role("uses", { warps: 4 }, () => threads(function* () { yield* wait(full); }));',
  },
  CUI7014: {
    text: "the barrier '{0}' is come to by waitAny and by {1}",
    help: "come by waitAny everywhere (with false, where there is nothing to say), or take a barrier of its own for the rounds without conditions",
    example: "yield* arrive(full); ... yield* waitAny(full, condition);",
  },
  CUI8001: {
    text: "{0} stands where not all lanes of a warp may come",
    help: "the 32 lanes take this step together: move it out of the condition or loop that they may disagree on",
    example: "if (lane < 3) yield* warpSum(x);",
  },
  CUI8002: {
    text: "{0} stands where not all threads may come",
    help: "all threads of the block (or role) take this step together: move it out of the condition or loop that they may disagree on",
    example: "if (warp === 0) yield* barrier();",
  },
  CUI8003: {
    text: "'{0}' was declared outside of the per-thread code that assigns it",
    help: "declare it inside, where every thread has its own, or write to a shared tile",
    example: "let total = 0; threads(({ thread }) => { total += thread; });",
  },
  CUI8004: {
    text: "{0} cannot stand in {1}",
    help: "tile operations, loops over tiles and roles belong to the block's own code; steps at which threads meet belong to `threads`",
    example: "threads(() => fill(sums, 0));",
  },
  CUI8005: {
    text: "'{0}' waits for other threads",
    help: "write yield* before the call, in a function*",
    example: "threads(function* ({ lane }) { const sum = warpSum(lane); });",
  },
  CUI8006: {
    text: "{0} takes one element of a shared tile or of a tensor, not {1}",
    help: "name it: tile.at(i), tensor.at(i, j)",
    example: "atomicAdd(counts, 1);",
  },
  CUI8007: {
    text: "{0} on floats gives bits that depend on the order of the threads",
    help: "reduce in a fixed order, or declare it: { problem, tuning, nondeterministic: true }",
    example: "atomicAdd(sums.at(i), x);",
  },
  CUI6001: {
    text: "{0}",
    help: "{1}",
    example: "a tile that is the accumulator of two products of different sizes",
  },
  CUI6002: { text: "{0}", help: "{1}", example: "gemm(transpose(fragmentTile), b, sums)" },
  CUI6003: {
    text: "this kernel needs {0} bytes of shared memory for a block; {1} has {2}",
    help: "use smaller tiles or fewer stages",
    example: "shared(bf16, [512, 512])",
  },
  CUI6004: { text: "this kernel needs {0} threads for a block; {1} has {2}", help: "use fewer warps", example: "tuning: { warps: 64 }" },
  CUI6005: {
    text: "'{0}' may be read here before it is written",
    help: "fill it first: a loop may run no iteration, a condition may not hold",
    example: "for (const t of serial(0, n)) fill(s, 0); copy(s, y.at(...));",
  },
  CUI6006: {
    text: "'{0}' needs {1} registers of each thread, which has {2}",
    help: "use a smaller tile, more warps, or shared memory",
    example: "fragment(f32, [512, 512])",
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

export type DiagnosticCode = keyof typeof diagnosticTexts;

const filled = (text: string, parts: readonly string[]): string =>
  text.replace(/\{(\d)\}/g, (whole, n: string) => parts[Number(n)] ?? whole);

export class Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly position: Position;
  readonly help: string;
  /** Where the function that the position stands in was called, and where that one's caller was, inside a helper or a library. */
  readonly calls: readonly Position[];
  constructor(code: DiagnosticCode, position: Position, parts: readonly string[], calls: readonly Position[] = []) {
    this.code = code;
    this.position = position;
    this.calls = calls;
    this.message = filled(diagnosticTexts[code].text, parts);
    this.help = filled(diagnosticTexts[code].help, parts);
  }
}

/** A source line with the place marked. */
const frame = ({ file, line, column, length }: Position, sourceOf: (file: string) => string): string => {
  const source = sourceOf(file).split(/\r?\n/)[line - 1] ?? "";
  const gutter = `${line}`;
  const marks = " ".repeat(column - 1) + "^".repeat(Math.max(1, Math.min(length, source.length - column + 1)));
  return `  ${gutter} | ${source}\n  ${" ".repeat(gutter.length)} | ${marks}`;
};

/** `file:line:column: CODE: message`, the source line with the place marked, the calls that led there, and what to do. */
export const formatDiagnostic = ({ code, message, position, help, calls }: Diagnostic, sourceOf: (file: string) => string): string => {
  const place = ({ file, line, column }: Position): string => `${file}:${line}:${column}`;
  const called = calls.map((call) => `  called at ${place(call)}\n${frame(call, sourceOf)}`);
  if (called.length > 4) called.splice(2, called.length - 4, `  called through ${called.length - 4} more`);
  return [`${place(position)}: ${code}: ${message}`, frame(position, sourceOf), ...called, `  help: ${help}`].join("\n");
};

/** A kernel that cannot be compiled: everything that is wrong with it. */
export class CompileError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[], sourceOf: (file: string) => string) {
    super(diagnostics.map((d) => formatDiagnostic(d, sourceOf)).join("\n\n"));
    this.name = "CompileError";
    this.diagnostics = diagnostics;
  }
}
