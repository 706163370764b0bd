// Diagnostics and their places, where `▸` stands before the place in the source. proptests/bad-kernels has a whole kernel for every code.
import { describe, expect, test } from "vitest";
import { CompileError, type DiagnosticCode, formatDiagnostic } from "../diagnostics.ts";
import { listKernels, readKernel } from "./index.ts";
import { diagnosticsOf, fileOf, kernelAround } from "./testing.ts";

/** Statements of the body, or the three places of a kernel. */
type Source = string | { readonly body?: string; readonly before?: string; readonly outside?: string };
const slots =
  "const r = ring({ t: shared(f32, [16]) }, { stages: 2 }); const fetch = (i: i32): void => r.produce(({ t }) => copy(y.at(range(i, 16)), t));";
const cases: readonly (readonly [DiagnosticCode, Source])[] = [
  ["CUI1002", "const z = ▸missing + 1;"],
  ["CUI1003", "▸do { n; } while (n < 3);"],
  ["CUI1003", "threads(function* ({ lane }) { while (▸yield* any(lane > 3)) y.write(0, 0); });"],
  ["CUI1003", "const z = n > 1 ? (▸class {}) : 1;"],
  ["CUI1003", "const z = ▸Math.exp(s);"],
  ["CUI1003", "▸for (let i = n; i > 0; i--) y.write(0, i);"],
  ["CUI1003", "let end = n; for (let i = 0; i < ▸end; i++) end = end - 1;"],
  ["CUI1003", "const t = shared(f32, [4]); const at = (): i32 => { t[0] = 1; return 0; }; ▸t[at()] += 1;"],
  ["CUI1003", { outside: "const t = ▸fragment(f32, [4]);", body: "fill(t, 0);" }],
  ["CUI1004", "const z = ▸;"],
  ["CUI1006", "const t = fragment(f32, [▸n]);"],
  ["CUI1006", "for (const i of ▸unrolled(0, n)) y.write(0, i);"],
  ["CUI1007", { outside: "const down = (v: f32): f32 => ▸down(v - 1);", body: "y.write(down(s), tile);" }],
  ["CUI1008", "▸block(3);"],
  ["CUI1009", "const z = x.▸length;"],
  ["CUI1009", "const t = fragment(f32, [16, 16]); const a = shared(bf16, [16, 16]); gemm(a, a, t, { ▸accumulated: true });"],
  ["CUI1010", { outside: 'import { f } from ▸"./nowhere.ts";', body: "y.write(f(s), tile);" }],
  ["CUI1010", { outside: 'import { readFileSync } from ▸"node:fs";', body: "readFileSync();" }],
  ["CUI1011", "for (const i of serial(0, n)) { ▸break; }"],
  ["CUI1011", "for (const i of serial(0, n)) { ▸return; }"],
  ["CUI1013", { before: "for (let i = 0; i < 3; i++) y.write(0, i);".replace("for", "▸for") }],
  ["CUI1013", { body: "▸for (const [again] of work([n])) y.write(0, again);" }],
  ["CUI1015", "const z = 1; ▸z = 2;"],
  ["CUI1015", "▸x.shape = 2;"],
  ["CUI1016", "const t = fragment(f32, [16]); ▸fill(t);"],
  ["CUI1016", "▸range(3);"],
  ["CUI1017", 'if (rows > 16) ▸throw new Error("too many rows");'],
  ["CUI1019", { outside: "const f = (v: f32) => { ▸if (v > 0) return 1; };", body: "const z = f(s);" }],
  ["CUI2001", "const z = ▸n / 2;"],
  ["CUI2002", "const z = ▸n + s;"],
  ["CUI2002", "const z = ▸n < u;"],
  ["CUI2003", "h.write(▸s, tile, 0);"],
  ["CUI2003", "const z: i32 = ▸s;"],
  ["CUI2003", { outside: "const twice = (v: f32): f32 => v + v;", body: "const z = twice(▸n);" }],
  ["CUI2004", "const z = ▸n + 0.5;"],
  ["CUI2004", "let z = n; z = ▸2 ** 40;"],
  ["CUI2005", "if (▸n) y.write(0, tile);"],
  ["CUI2005", "const z = n > 3 && ▸s;"],
  ["CUI2006", "const t = shared(f32, ▸[block / 3]);"],
  ["CUI2006", "for (const [i] of parallel(▸-4)) y.write(0, i);"],
  ["CUI2006", "for (let i = 0; i < n; ▸i += 0) y.write(0, i);"],
  ["CUI2006", "for (let i = 0; i < n; ▸i += 0.5) y.write(0, i);"],
  ["CUI2007", "const z = ▸n & 3;"],
  ["CUI2007", "const z = ▸s ** 2;"],
  ["CUI2007", "const z = ▸-u;"],
  ["CUI2008", "const t = fragment(f32, [16]); const w = fragment(f32, [8]); copy(t, ▸w);"],
  ["CUI2008", "const t = fragment(f32, [16, 16]); const w = fragment(f32, [16]); reduceMax(t, ▸2, w);"],
  ["CUI2008", "const a = shared(f32, [16, 16]); const t = fragment(f32, [16, 16]); gemm(▸a, a, t);"],
  ["CUI2008", "const z = max(n, ▸s);"],
  ["CUI2008", "const z = sqrt(▸n);"],
  ["CUI2009", "fill(▸y.at(range(0, 16)), 0);"],
  ["CUI2010", "const z = ▸x.read(0);"],
  ["CUI2010", "const t = shared(f32, [16]); const z = ▸t[0][1];"],
  ["CUI2011", "const t = fragment(f32, [16]); const z = max(▸t, 0);"],
  ["CUI2012", "const t = shared(f32, [16]); const z = t[▸16];"],
  ["CUI2012", "const z = h.read(0, ▸32);"],
  ["CUI2013", "copy(▸x, x.at(range(0, 16), range(0, 16)));"],
  ["CUI2009", "const t = local(f32, [16]); fill(▸t, 0);"],
  ["CUI2013", "const r = ring(▸{ t: fragment(f32, [16]) }, { stages: 2 });"],
  ["CUI2014", "const t = local(f32, [4]); t[0] = s; y.write(▸t[n]!, 0);"],
  ["CUI2014", "const t = local(f32, [4]); for (const i of serial(0, 4)) ▸t[i] = s;"],
  ["CUI4001", "const t = fragment(f32, [16]); for (const [i, j] of parallel(16, 8)) ▸t[i] = 0;"],
  ["CUI4001", "for (const [i, j] of parallel(16, 8)) ▸x.write(0, tile, j);"],
  ["CUI4002", "const t = fragment(f32, [16]); for (const [i] of parallel(16)) y.write(▸t[i + 1]!, i);"],
  ["CUI4002", "const t = fragment(f32, [16, 16]); for (const [i, j] of parallel(16, 16)) ▸t[j][i] = 0;"],
  ["CUI4003", "const t = fragment(f32, [16]); for (const [i] of parallel(16)) ▸fill(t, 0);"],
  ["CUI4003", "for (const [i] of parallel(16)) for (const [j] of ▸parallel(16)) x.write(0, i, j);"],
  ["CUI4004", "const t = fragment(f32, [16]); y.write(▸t[0], tile);"],
  ["CUI4005", "for (const [i] of parallel(16)) { if (i > 3) ▸break; }"],
  ["CUI4005", "for (const [i] of parallel(16)) { if (i > 3) ▸continue; y.write(0, i); }"],
  ["CUI4005", "for (const [i] of parallel(16)) { ▸return; }"],
  ["CUI4006", "let total = s; for (const [i] of parallel(16)) ▸total += y.read(i);"],
  ["CUI4006", "const t = local(f32, [4]); for (const [i] of parallel(16)) ▸t[0] = y.read(i);"],
  ["CUI4007", "const t = fragment(f32, [16]); for (const [i] of parallel(8)) ▸t[i] = 0;"],
  ["CUI4008", "const t = shared(f32, [16]); ▸for (const [i] of parallel(15)) t[i] = t[i + 1]!;"],
  ["CUI4020", "const t = fragment(f32, [16]); scan(0, { t }, ▸(left, right) => { y.write(left.t, 0); return right; });"],
  ["CUI4020", "const t = fragment(f32, [16]); scan(0, { t }, ▸(left, right) => ({ t: left.t + y.read(0) + right.t }));"],
  ["CUI4020", "const t = fragment(f32, [16]); scan(0, { t }, ▸(left, right) => ({ u: left.t + right.t }));"],
  ["CUI2003", "const t = fragment(i32, [16]); scan(0, { t }, ▸(left, right) => ({ t: s }));"],
  ["CUI2008", "const t = fragment(f32, [16]); const u1 = fragment(f32, [8]); scan(0, ▸{ t, u1 }, (left, right) => left);"],
  ["CUI2008", "const t = fragment(f32, [16]); cumulativeSum(t, ▸1, t);"],
  ["CUI2009", "const t = shared(f32, [16]); scan(0, ▸{ t }, (left, right) => left);"],
  ["CUI2013", "const t = fragment(f32, [16]); scan(0, ▸t, (left, right) => left);"],
  ["CUI5001", "const t = fragment(f32, [16]); ▸for (const i of pipelined(0, n, { stages: 2 })) fill(t, 0);"],
  [
    "CUI5002",
    "const t = shared(f32, [16]); for (const i of pipelined(0, n, { stages: 2 })) { ▸copy(y.at(range(i, 16)), t); y.write(t[0], i); }",
  ],
  [
    "CUI5003",
    "const t = shared(f32, [16]); let at = n; for (const i of pipelined(0, n, { stages: 2 })) { const from = at * 2; ▸copy(y.at(range(from, 16)), t); at += 3; }",
  ],
  [
    "CUI5003",
    "const t = shared(f32, [16]); const p = shared(i32, [16]); for (const i of pipelined(0, n, { stages: 2 })) { ▸copy(y.at(range(p[0], 16)), t); }",
  ],
  ["CUI5004", "const t = shared(f32, [16]); for (const i of pipelined(0, n, { stages: 2 })) { copy(y.at(range(i, 16)), t); ▸fill(t, 0); }"],
  [
    "CUI5005",
    "const t = shared(f32, [16]); for (const i of pipelined(0, n, { stages: 2 })) { x.write(▸t[0], i, 0); copy(y.at(range(i, 16)), t); }"
      .replace("▸t", "t")
      .replace("x.write", "▸x.write"),
  ],
  [
    "CUI5006",
    "const t = shared(f32, [16]); for (const i of pipelined(0, n, { stages: 2 })) copy(y.at(range(i, 16)), t); ▸x.write(t[0], tile, 0);",
  ],
  [
    "CUI5006",
    "const t = shared(f32, [16]); const w = shared(f32, [16]); const own = fragment(f32, [16]); for (const i of pipelined(0, n, { stages: 2 })) { copy(y.at(range(i, 16)), t); copy(t, own); } for (const i of pipelined(0, n, { stages: 2 })) { copy(y.at(range(i, 16)), w); ▸copy(t, own); }",
  ],
  ["CUI5007", "const t = shared(f32, [16]); for (const i of pipelined(0, n, { stages: 2 })) if (i > 1) ▸copy(y.at(range(i, 16)), t);"],
  ["CUI1006", `${slots} let kept = shared(f32, [16]); fetch(0); r.consume((slot) => { ▸kept = slot.t; });`],
  ["CUI1009", `${slots} r.▸acquire();`],
  ["CUI1009", `${slots} r.produce(({ ▸u }) => fill(u, 0));`],
  ["CUI1016", "const r = ▸ring({ t: shared(f32, [16]) });"],
  ["CUI1016", `${slots} ▸r.consume();`],
  ["CUI2006", "const r = ring({ t: shared(f32, [16]) }, ▸{ stages: 0 });"],
  ["CUI4003", `${slots} fetch(0); for (const [i] of parallel(16)) ▸r.consume(({ t }) => { y.write(t[i]!, i); });`],
  ["CUI7010", '▸role("a", { warps: 1, registers: 40 }, () => {}); role("b", { warps: 1 }, () => {});'],
  ["CUI8001", "threads(function* ({ lane }) { if (lane < 3) y.write(f32(yield* ▸warpSum(lane)), lane); });"],
  ["CUI8001", "threads(function* ({ thread }) { for (let i = thread; i < n; i += 8) yield* ▸warpSum(i); });"],
  ["CUI8001", "threads(function* ({ thread }) { if (thread >= n) return; yield* ▸warpSum(n); });"],
  ["CUI8001", "threads(function* ({ thread }) { let k = n; while (k < 9) { if (thread > 3) k += 1; k += 1; yield* ▸warpSum(k); } });"],
  ["CUI8002", "threads(function* ({ warp }) { if (warp === 0) yield* ▸barrier(); });"],
  ["CUI8002", "threads(function* ({ lane }) { if (yield* any(lane > n)) yield* ▸barrier(); });"],
  ["CUI8003", "let total = n; threads(({ thread }) => { ▸total += thread; });"],
  ["CUI8003", "const t = local(f32, [4]); threads(() => { ▸t[0] = s; });"],
  ["CUI8004", "const t = shared(f32, [16]); threads(() => ▸fill(t, 0));"],
  ["CUI8004", "threads(() => { for (const [i] of ▸parallel(16)) y.write(0, i); });"],
  ["CUI8004", "threads(() => ▸threads(() => {}));"],
  ["CUI8004", "threads(() => { const t = ▸shared(f32, [16]); });"],
  ["CUI8004", "for (const [i] of parallel(16)) { const b = ▸ballot(i > 3); }"],
  ["CUI8005", "threads(function* ({ lane }) { const sum = ▸warpSum(lane); });"],
  ["CUI8005", { outside: "function* all(v: i32) { return yield* warpSum(v); }", body: "threads(({ lane }) => { ▸all(lane); });" }],
  ["CUI8006", "const t = shared(i32, [16]); atomicAdd(▸t, 1);"],
  ["CUI8006", "const t = fragment(f32, [16]); for (const [i] of parallel(16)) atomicAdd(▸t[i], 1);"],
  ["CUI8006", "atomicAdd(▸y.at(range(0, 16)), 1);"],
  ["CUI8007", "threads(({ lane }) => { ▸atomicAdd(y.at(lane), s); });"],
  ["CUI2008", "threads(({ lane }) => { atomicAdd(▸h.at(0, lane), s); });"],
  ["CUI2012", "const t = shared(i32, [16]); atomicAdd(t.at(▸16), 1);"],
  ["CUI2010", "const t = shared(i32, [16]); atomicAdd(▸t.at(1, 1), 1);"],
  ["CUI4008", "const t = shared(i32, [16]); ▸for (const [i] of parallel(15)) atomicAdd(t.at(i), t[i + 1]!);"],
  ["CUI4004", "const t = fragment(f32, [16]); threads(({ thread }) => { y.write(▸t[thread]!, thread); });"],
  ["CUI2008", "threads(function* () { yield* warpSum(▸n > 3); });"],
  ["CUI7001", `${slots} fetch(0); fetch(16); ▸r.produce(({ t }) => fill(t, 0));`],
  ["CUI7001", `${slots} fetch(0); fetch(16); r.consume(() => ▸r.produce(({ t }) => fill(t, 0)));`],
  ["CUI7001", `${slots} for (const i of unrolled(0, 3)) ▸r.produce(({ t }) => copy(y.at(range(i, 16)), t));`],
  ["CUI7002", `${slots} fetch(0); r.consume(() => {}); ▸r.consume(() => {});`],
  ["CUI7003", `${slots} fetch(0); ▸if (n > 0) fetch(16);`],
  ["CUI7003", `${slots} ▸for (const i of serial(0, n)) fetch(i);`],
  ["CUI7004", `${slots} fetch(0); r.produce(() => ▸r.consume(() => {}));`],
  ["CUI7004", `${slots} fetch(0); fetch(16); r.consume(() => ▸r.consume(() => {}));`],
  ["CUI1020", 'role("a", { warps: 2 }, () => {}); role(▸"a", { warps: 2 }, () => {});'],
  ["CUI1016", '▸role("a", () => {});'],
  ["CUI2006", 'role("a", ▸{ warps: 0 }, () => {});'],
  ["CUI7005", 'if (n > 0) ▸role("a", { warps: 2 }, () => {});'],
  ["CUI7005", 'role("a", { warps: 2 }, () => { ▸role("b", { warps: 2 }, () => {}); });'],
  ["CUI7005", 'role("a", { warps: 2 }, () => {}); ▸y.write(0, tile);'],
  ["CUI7006", '▸role("a", { warps: 1 }, () => {}); role("b", { warps: 3 }, () => {});'],
  ["CUI7007", 'const t = fragment(f32, [16]); role("a", { warps: 2 }, () => fill(▸t, 0));'],
  ["CUI7007", 'const t = fragment(f32, [16]); role("a", { warps: 2 }, () => { for (const [i] of parallel(16)) y.write(▸t[i], i); });'],
  ["CUI7007", 'let k = n; role("a", { warps: 2 }, () => { ▸k += 1; });'],
  ["CUI7007", 'const t = local(f32, [4]); role("a", { warps: 2 }, () => { ▸t[0] = s; });'],
  ["CUI7008", 'const t = shared(f32, [16]); role("a", { warps: 1 }, () => fill(t, 0)); role("b", { warps: 1 }, () => ▸y.write(t[0]!, 0));'],
  ["CUI7008", 'role("a", { warps: 1 }, () => y.write(s, 0)); role("b", { warps: 1 }, () => ▸x.write(y.read(0), 0, 0));'],
  ["CUI7009", `${slots} role("a", { warps: 1 }, () => ▸r.consume(() => {})); role("b", { warps: 1 }, () => fetch(0));`],
  ["CUI7009", `${slots} ▸r.produce(({ t }) => fill(t, 0)); role("a", { warps: 2 }, () => r.consume(() => {}));`],
  [
    "CUI7009",
    `${slots} role("a", { warps: 1 }, () => ▸r.produce(({ t }) => fill(t, 0))); role("b", { warps: 1 }, () => { fetch(0); r.consume(() => {}); });`,
  ],
];

/** Source without the mark, and where the mark was. */
const marked = (text: string): { readonly text: string; readonly line: number; readonly column: number } => {
  const at = text.indexOf("▸");
  const before = text.slice(0, at).split("\n");
  return { text: text.replace("▸", ""), line: before.length, column: before.at(-1)!.length + 1 };
};

describe("each diagnostic at its place", () => {
  test.each(cases)("%s: %j", (code, source) => {
    const { body = "", before = "", outside = "" } = typeof source === "string" ? { body: source } : source;
    const { text, line, column } = marked(kernelAround(body, before, outside));
    const found = diagnosticsOf(text).map((d) => ({ code: d.code, line: d.position.line, column: d.position.column }));
    expect(found).toEqual([{ code, line, column }]);
  });
  test("extents of work that need a tensor's element", () => {
    const { text, line, column } = marked(
      kernelAround("")
        .replace("of work([ceilDiv(n, block)])", "of ▸work([ceilDiv(count, block)])")
        .replace("=> {\n", "=> {\nconst count = i32(y.read(0));\n"),
    );
    expect(diagnosticsOf(text)).toMatchObject([{ code: "CUI1014", position: { line, column } }]);
  });
  test("no such kernel, no such constant, no value for a constant, a parameter of no device type", () => {
    const file = fileOf(kernelAround(""));
    const named = (kernel: string) => () => readKernel({ file, kernel, problem: {}, tuning: {}, target: "sm_80", classes: {} });
    expect(named("toast")).toThrow("CUI1001: there is no kernel 'toast' in this file");
    expect(named("test")).not.toThrow();
    expect(diagnosticsOf(kernelAround(""), {}, { blok: 3 })).toMatchObject([
      { code: "CUI1018", help: expect.stringContaining("block, warps") },
    ]);
    const without = marked(kernelAround("").replace("({ rows, flag", "({ ▸columns, rows, flag"));
    expect(diagnosticsOf(without.text)).toMatchObject([{ code: "CUI1005", position: { line: without.line, column: without.column } }]);
    const odd = marked(kernelAround("").replace("s: f32", "▸s: string"));
    expect(diagnosticsOf(odd.text)).toMatchObject([{ code: "CUI1012", position: { line: odd.line, column: odd.column } }]);
  });
});

test("all errors of a kernel at once, none twice, none that follows from another", () => {
  const found = diagnosticsOf(
    kernelAround(
      "const a = n / 2;\nconst b = a + s;\nconst t = fragment(f32, [n]);\nfill(t, 0);\nfor (const k of [1, 2]) y.write(n, k);\nmissing(b);",
    ),
  );
  expect(found.map((d) => `${d.code} ${d.position.line}`)).toEqual(["CUI2001 7", "CUI1006 9", "CUI2003 11", "CUI1002 12"]);
});

test("an error in another file is shown in that file", () => {
  const helper = fileOf('import type { i32 } from "cuica/dsl";\nexport const half = (v: i32): i32 => v / 2;\n', "helper.ts");
  const [found] = diagnosticsOf(kernelAround("const a = half(n);", "", 'import { half } from "./helper.ts";'));
  expect(found).toMatchObject({ code: "CUI2001", position: { file: helper, line: 2, column: 38 } });
});

test("a message with its code frame", () => {
  const text = kernelAround("const a = n / 2;");
  const file = fileOf(text, "frame.ts");
  const [found] = diagnosticsOf(text, {}, {}, "frame.ts");
  expect(formatDiagnostic(found!, () => text).replace(file, "frame.ts")).toMatchInlineSnapshot(`
    "frame.ts:7:11: CUI2001: '/' divides i32 values: a fraction in JavaScript, truncated on the device
      7 | const a = n / 2;
        |           ^^^^^
      help: use idiv(a, b) or ceilDiv(a, b), or convert to f32 first"
  `);
  expect(() => listKernels(file)).not.toThrow(CompileError);
});
