// Indices that leave their axis: refused where they surely do, `▸` before the place in the source; left alone where a run may go well.
import { describe, expect, test } from "vitest";
import { diagnosticsOf, kernelAround } from "./testing.ts";

const tile = "const t = shared(f32, [4, 64]); fill(t, 0); ";
const whole = "const w = shared(i32, [64]); fill(w, 0); ";

describe("refused", () => {
  test.each<[string, string]>([
    ["reaches 64 at i = 63", `${tile} for (const [i] of parallel(64)) y.write(t[0]![▸i + 1]!, i);`],
    ["reaches -1 at i = 0", `${tile} for (const [i] of parallel(64)) y.write(t[0]![▸i - 1]!, i);`],
    ["reaches 4 at j = 4", `${tile} for (const [j, i] of parallel(5, 64)) y.write(t[▸j]![i]!, j * 64 + i);`],
    ["reaches 64 at i = 8", `${tile} for (const i of serial(0, 9)) t[1]![▸i * 8] = 0;`],
    ["reaches 64 at k = 64", `${tile} for (let k = 0; k <= 64; k += 32) t[1]![▸k] = 0;`],
    ["reaches 96 at i = 3, j = 0", `${tile} for (const i of serial(0, 4)) for (const j of serial(0, 32)) t[i]![▸i * 32 + j] = 0;`],
    ["reaches 64 at i = 63", `${tile} for (const [i] of parallel(64)) { const next = i + 1; y.write(t[0]![▸next]!, i); }`],
    ["reaches 64 at i = 63", `${tile} for (const [i] of parallel(64)) if (i > 32) y.write(t[0]![▸i + 1]!, i);`],
    ["reaches 64 at i = 63", `${tile} for (const [i] of parallel(64)) y.write(i > 32 ? t[0]![▸i + 1]! : 0, i);`],
    ["reaches 64", `${tile} t[0]![▸max(min(n, 64), 64)] = 0;`],
    ["is 64 or more", `${tile} t[0]![▸max(n, 64)] = 0;`],
    ["is -1 or less", `${tile} t[0]![▸min(n, -1)] = 0;`],
    ["reaches 64 at tile = 0", `${tile} t[0]![▸tile + 64] = 0;`],
    ["reaches 124 at thread = 31", `${whole} threads(({ thread }) => { atomicAdd(w.at(▸thread * 4), 1); });`],
    ["reaches 32 at warp = 1", `${tile} threads(({ warp, lane }) => { if (lane === 31) t[▸warp * 32]![lane] = 0; });`],
    [
      "reaches 64 at i = 63",
      `const f = local(f32, [64]); for (const i of unrolled(0, 64)) f[i] = 0; for (const i of unrolled(0, 64)) y.write(f[▸i + 1]!, i);`,
    ],
    ["reaches 32 at j = 32", "for (const j of serial(0, 40, 8)) h.write(bf16(s), tile, ▸j);"],
    ["reaches 64 at i = 63", `${whole} for (const [i] of parallel(64)) atomicAdd(w.at(▸i + 1), 1);`],
    ["reaches 64 at i = 63", `${tile} const at = (k: i32): f32 => t[0]![▸k + 1]!; for (const [i] of parallel(64)) y.write(at(i), i);`],
    ["reaches 64 at i = 63", `${tile} const row = [t[0]!]; for (const [i] of parallel(64)) y.write(row[0]![▸i + 1]!, i);`],
    [
      "reaches 64 at i = 63",
      `const r = ring({ t: shared(f32, [64]) }, { stages: 1 }); r.produce(({ t }) => fill(t, 0)); r.consume(({ t }) => { for (const [i] of parallel(64)) y.write(t[▸i + 1]!, i); });`,
    ],
    ["reaches 64 at i = 63", `${tile} role("a", { warps: 2 }, () => { for (const [i] of parallel(64)) y.write(t[0]![▸i + 1]!, i); });`],
  ])("%s: %s", (what, body) => {
    const source = kernelAround(body);
    const before = source.slice(0, source.indexOf("▸")).split("\n");
    const found = diagnosticsOf(source.replace("▸", ""));
    expect(found.map(({ code, position, message }) => [code, position.line, position.column, message])).toEqual([
      ["CUI2016", before.length, before.at(-1)!.length + 1, expect.stringContaining(`this index ${what}, outside of axis `)],
    ]);
  });
});

describe("left to the run", () => {
  test.each([
    ["edges", `${tile} for (const [i] of parallel(63)) y.write(t[0]![i + 1]! + t[3]![63 - i]!, i);`],
    ["a run-time condition", `${tile} for (const [i] of parallel(64)) if (i < n) y.write(t[0]![i + 1]!, i);`],
    ["a run-time choice", `${tile} for (const [i] of parallel(64)) y.write(i < n ? t[0]![i + 1]! : 0, i);`],
    ["both of two conditions", `${tile} for (const [i] of parallel(64)) if (i < 63 && t[0]![i + 1]! > 0) y.write(1, i);`],
    ["a loop that may not run", `${tile} for (const i of serial(0, n)) t[0]![i + 64] = 0;`],
    ["a loop that never runs", `${tile} for (const i of serial(3, 3)) t[0]![i + 64] = 0;`],
    ["a loop of a length that is not known", `${tile} for (const i of serial(0, n)) t[0]![i] = 0;`],
    ["what stands behind an exit", `${tile} for (const i of serial(0, 9)) { if (n > 3) continue; t[0]![i * 8] = 0; }`],
    ["what stands in a while loop", `${tile} let k = 0; while (k < n) { t[0]![64 + k * 0 + k] = 0; k += 1; }`],
    ["an assigned index", `${tile} let k = 64; if (n > 3) k = 0; t[0]![k] = 0;`],
    ["an index that is read", `${whole} for (const [i] of parallel(64)) y.write(f32(w[w[i]!]!), i);`],
    [
      "a name of what was assigned",
      `${tile} let k = 64; for (const i of serial(0, 2)) { const at = k; if (i === 1) t[0]![at] = 0; k = 3; }`,
    ],
    ["a masked index", `${whole} threads(({ thread }) => { atomicAdd(w.at(remainder(thread * 7, 64)), 1); });`],
    ["a neighbour at both ends", `${tile} for (const [i] of parallel(64)) y.write(t[0]![max(i - 1, 0)]! + t[0]![min(i + 1, 63)]!, i);`],
    ["a slice of a tensor", `const part = h.slice(1, 0, n); for (const j of serial(0, 33)) part.write(bf16(s), tile, j);`],
    ["rows of another tile operation", `copy(y.at(range(n + 64, 16)), y.at(range(n, 16)));`],
  ])("%s", (_, body) => {
    const found = diagnosticsOf(kernelAround(body)).filter(({ code }) => code === "CUI2016");
    expect(found.map(({ message }) => message)).toEqual([]);
  });
});
