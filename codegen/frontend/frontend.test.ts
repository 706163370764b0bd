// What the front end makes of TypeScript: names, inlining, control flow, evaluation order and constant folding, seen as tile IR.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expr } from "../ir/tile.ts";
import { nowhere } from "../ir/types.ts";
import { binary, cast, constant, select, unary } from "./expressions.ts";
import { readKernel } from "./index.ts";
import { bodyOf, diagnosticsOf, fileOf, kernelAround } from "./testing.ts";

describe("names", () => {
  test("renamed, namespace and re-exported imports reach the same function", () => {
    fileOf(
      'import { exp2 as power, type f32 } from "cuica/dsl";\nexport const scale = 3;\nexport function grow(v: f32): f32 { return power(v * scale); }\n',
      "deep.ts",
    );
    fileOf('export * from "./deep.ts";\nexport { grow as again } from "./deep.js";\n', "barrel.ts");
    const outside =
      'import { grow } from "./barrel.ts";\nimport { again as other, scale } from "./barrel.ts";\nimport * as all from "./barrel.ts";\nimport * as dsl from "cuica/dsl";';
    expect(
      bodyOf("y.write(grow(s), 0); y.write(other(s), 1); y.write(all.grow(s) + all.scale, 2); y.write(dsl.exp2(s), scale);", "", outside),
    ).toMatchInlineSnapshot(`
      "y[0] = exp2(s * 3:f32)
      y[1] = exp2(s * 3:f32)
      y[2] = exp2(s * 3:f32) + 3:f32
      y[3] = exp2(s)"
    `);
  });
  test("a name of one's own hides one of the language", () => {
    expect(bodyOf("const max = (a: f32, b: f32): f32 => a + b; y.write(max(s, 1), 0);")).toMatchInlineSnapshot(`"y[0] = s + 1:f32"`);
  });
});

describe("compile time", () => {
  test("static conditions, arithmetic, destructuring and arrays leave no trace", () => {
    const outside = "const sizes = { wide: [8, 16], narrow: 4 };\nconst pick = (big: boolean) => (big ? sizes.wide[1]! : sizes.narrow);";
    const body = "const { wide: [first, second] } = { wide: sizes.wide };";
    expect(
      bodyOf(
        `${body} const m = pick(flag) / 2 + Math.log2(block) + first! - second!; if (word === "left" && type === bf16) y.write(m, 0); else y.write(s, 1); for (const k of [3, ...sizes.wide]) y.write(\`\${k}\` === "8" ? 1 : k, k);`,
        "",
        outside,
      ),
    ).toMatchInlineSnapshot(`
      "y[0] = 4:f32
      y[3] = 3:f32
      y[8] = 1:f32
      y[16] = 16:f32"
    `);
  });
  test("static extents are constants, tiles know their shape, results stay usable as extents", () => {
    expect(
      bodyOf(
        "const t = shared(f32, [max(ceilDiv(rows, 3), 4), h.shape[1]]); fill(t, t.shape[0] + t.shape[1]); y.write(h.shape[1] * x.shape[1] === 64 ? 1 : 0, x.shape[0]);",
      ),
    ).toMatchInlineSnapshot(`
      "fill(t, 43:f32)
      y[x.shape[0]] = ((32 * x.shape[1]) == 64) ? 1:f32 : 0:f32"
    `);
  });
  test("statements of the outer function run at compile time", () => {
    const text = kernelAround("y.write(total, 0);")
      .replace(
        "({ rows, flag, word, type }: Static<Problem>, { block }: Static<Tuning>) =>\n",
        "({ rows, flag, word, type }: Static<Problem>, { block }: Static<Tuning>) => { let total = 0; for (let i = 1; i <= 4; i++) total += i; return ",
      )
      .replace("}, { problem", "}; }, { problem");
    expect(diagnosticsOf(text)).toEqual([]);
  });
});

describe("run time", () => {
  test("helpers with early returns become selects; where they write, conditions", () => {
    const outside =
      "const clamp = (v: f32) => { if (v < 0) return 0; if (v > 1) { return 1; } return v; };\nconst log = (target: Global<f32, [i32]>, v: f32, at: i32): f32 => { if (v > 2) { target.write(v, at); return 1; } return 2; };";
    expect(bodyOf("y.write(clamp(s), 0); y.write(log(y, s, n), 1);", "", outside)).toMatchInlineSnapshot(`
      "y[0] = (s < 0:f32) ? 0:f32 : ((s > 1:f32) ? 1:f32 : s)
      let chosen1: i32 = 0
      if s > 2:f32 {
        y[n] = s
        chosen1 = 0
      }
      else {
        chosen1 = 1
      }
      y[1] = (chosen1 == 0) ? 1:f32 : 2:f32"
    `);
  });
  test("variables that are assigned, loops, early ends of an iteration", () => {
    expect(
      bodyOf(
        "let best: f32 = 0; let steps = 0; for (const i of serial(0, n, 4)) { if (y.read(i) < 0) continue; best = max(best, y.read(i)); steps++; } for (let i = 0; i <= steps; i += 2) y.write(best, i);",
      ),
    ).toMatchInlineSnapshot(`
      "let best: f32 = 0:f32
      let steps: i32 = 0
      serial i from 0 to n step 4 {
        if !(y[i] < 0:f32) {
          best = max(best, y[i])
          steps = steps + 1
        }
      }
      const held1: i32 = steps + 1
      serial i from 0 to held1 step 2 {
        y[i] = best
      }"
    `);
  });
  test("a const keeps the value of its moment; operands keep their order", () => {
    expect(
      bodyOf(
        "const t = shared(f32, [4]); const old = t[0]!; t[0] = 1; const next = (v: f32) => { t[1] = v; return v; }; y.write(t[1]! + next(old), 0); [t[2], t[3]] = [t[3]!, t[2]!];",
      ),
    ).toMatchInlineSnapshot(`
      "const old: f32 = t[0]
      t[0] = 1:f32
      const held1: f32 = t[1]
      t[1] = old
      y[0] = held1 + old
      const held2: f32 = t[3]
      const held3: f32 = t[2]
      t[2] = held2
      t[3] = held3"
    `);
  });
  test("reads under a condition stay under it", () => {
    expect(bodyOf("y.write(tile < n && y.read(tile) > 0 ? y.read(tile) : 0, 0);")).toMatchInlineSnapshot(
      `"y[0] = ((tile < n) ? (y[tile] > 0:f32) : false) ? y[tile] : 0:f32"`,
    );
  });
  test("16-bit floats are computed with as f32 and stored by a cast; literals adapt", () => {
    expect(
      bodyOf(
        "const v = h.read(0, 1); h.write(bf16(v * 0.1 + s), 0, 2); h.write(v, 0, 3); h.write(n > 0 ? v : 1.5, 0, 4); y.write(n > 0 ? v : 0.1, 2); y.write(v, 0); y.write(u32(n) < u ? 1 : i32(s) % 3 === 0 ? 2 : 3, 1);",
      ),
    ).toMatchInlineSnapshot(`
      "const v: bf16 = h[0, 1]
      h[0, 2] = bf16((f32(v) * 0.10000000149011612:f32) + s)
      h[0, 3] = v
      h[0, 4] = (n > 0) ? v : 1.5:bf16
      y[2] = (n > 0) ? f32(v) : 0.10000000149011612:f32
      y[0] = f32(v)
      y[1] = (u32(n) < u) ? 1:f32 : ((remainder(i32(s), 3) == 0) ? 2:f32 : 3:f32)"
    `);
  });
  test("slices have their own bounds, also of slices", () => {
    expect(
      bodyOf(
        "const t = fragment(f32, [4]); copy(y.slice(0, n, 8).slice(0, 2, tile).at(range(1, 4)), t); y.write(y.slice(0, 5, n).shape[0] > 3 ? 1 : 0, 0);",
      ),
    ).toMatchInlineSnapshot(`
      "const begin2: i32 = n + 2
      copy(y[1 +4 of begin2 +tile], t)
      y[0] = (n > 3) ? 1:f32 : 0:f32"
    `);
  });
  test("elements of fragments are indexed by lanes, vectors by one of them, extents of 1 by 0", () => {
    expect(
      bodyOf(
        "const t = fragment(f32, [4, 8]); const r = fragment(f32, [4]); const one = fragment(f32, [1]); for (const [i, j] of parallel(4, 8)) { const row = t[i]; row[j] += r[i] * one[0]!; }",
      ),
    ).toMatchInlineSnapshot(`
      "parallel i < 4, j < 8 {
        t[i, j] = t[i, j] + (r[i] * one[0])
      }"
    `);
  });
});

test("constants that are not given take their defaults; common tuning goes to the program", () => {
  const program = readKernel({
    file: fileOf(kernelAround("")),
    kernel: "test",
    problem: {},
    tuning: { maxRegisters: 128 },
    target: "sm_80",
    classes: {},
  });
  expect(program).toMatchObject({ name: "test", warps: 2, maxRegisters: 128, blocksPerMultiprocessor: null });
  expect(program.parameters.map((p) => (p.kind === "tensor" ? `${p.tensor.name} ${p.tensor.extents}` : p.variable.name))).toEqual([
    "x ,",
    "y ",
    "h ,32",
    "n",
    "u",
    "s",
  ]);
});

describe("simplification keeps values", () => {
  const x = {
    kind: "variable",
    dtype: "f32",
    variable: { kind: "variable", name: "x", dtype: "f32", role: "parameter", mutable: false },
  } as const;
  const float = fc.oneof(fc.constantFrom(0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN), fc.float());
  const evaluate = (e: Expr, value: number): number => {
    if (e.kind === "constant") return e.value;
    if (e.kind === "binary") {
      const [a, b] = [evaluate(e.a, value), evaluate(e.b, value)];
      const result = { add: a + b, subtract: a - b, multiply: a * b, divide: a / b, less: Number(a < b), equal: Number(a === b) }[
        e.op as "add"
      ];
      return e.dtype === "bool" ? result : Math.fround(result);
    }
    if (e.kind === "unary") return e.op === "not" ? 1 - evaluate(e.a, value) : -evaluate(e.a, value);
    if (e.kind === "select") return evaluate(evaluate(e.condition, value) ? e.a : e.b, value);
    return value;
  };
  test("of floats, down to the sign of zero", () => {
    const operators = {
      add: (a: number, b: number) => a + b,
      subtract: (a: number, b: number) => a - b,
      multiply: (a: number, b: number) => a * b,
      divide: (a: number, b: number) => a / b,
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(operators) as (keyof typeof operators)[])),
        float,
        float,
        fc.boolean(),
        fc.boolean(),
        (op, value, c, first, known) => {
          const variable: Expr = known ? constant("f32", value) : x;
          const [a, b] = first ? [variable, constant("f32", c)] : [constant("f32", c), variable];
          const [v, w] = first ? [Math.fround(value), Math.fround(c)] : [Math.fround(c), Math.fround(value)];
          expect(evaluate(binary(op, a, b, nowhere), Math.fround(value))).toBe(Math.fround(operators[op](v, w)));
          expect(evaluate(unary("not", binary("less", a, b, nowhere), nowhere), Math.fround(value))).toBe(Number(!(v < w)));
          expect(evaluate(select(binary("equal", a, b, nowhere), a, b, nowhere), Math.fround(value))).toBe(v === w ? v : w);
        },
      ),
    );
  });
  test("an integer overflow is not folded away", () => {
    expect(binary("add", constant("i32", 2 ** 31 - 1), constant("i32", 1), nowhere).kind).toBe("binary");
    expect(binary("multiply", constant("u32", 2 ** 31), constant("u32", 2), nowhere).kind).toBe("binary");
    expect(cast("i32", constant("f32", 3e9), nowhere).kind).toBe("cast");
    expect(cast("i32", constant("f32", -2.9), nowhere)).toEqual({ kind: "constant", dtype: "i32", value: -2 });
  });
});
