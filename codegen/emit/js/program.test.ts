// Scalars and control flow of the CPU back end against independent evaluation, and what it refuses.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operations } from "../../../dsl/ops/index.ts";
import { roundTo } from "../../ir/numeric.ts";
import type { BinaryOp, Expr, Statement, Variable } from "../../ir/tile.ts";
import { wholeBlock } from "../../ir/tile.ts";
import { byteSize, type DType, nowhere } from "../../ir/types.ts";
import type { JsArgument } from "./index.ts";
import { variable, use, constant, binary, cast, tensor, buffer, tile, view, operation, run, host, values, zeros } from "./testing.ts";

describe("expressions", () => {
  const floats: readonly DType[] = ["f32", "bf16", "f16"];
  /** A random expression of a dtype, and its value by this test's own rules. */
  const tree = (dtype: DType, depth: number): fc.Arbitrary<{ expr: Expr; value: number }> => {
    const isFloat = floats.includes(dtype);
    const leaf = (
      isFloat ? fc.double({ min: -1000, max: 1000, noNaN: true }) : fc.integer({ min: dtype === "u32" ? 0 : -(2 ** 31), max: 2 ** 31 - 1 })
    ).map((x) => ({
      expr: constant(x, dtype),
      value: roundTo(dtype, x),
    }));
    if (depth === 0) return leaf;
    const inner = tree(dtype, depth - 1);
    const arithmetic = fc.tuple(fc.constantFrom<BinaryOp>("add", "subtract", "multiply"), inner, inner).map(([op, a, b]) => {
      const exact =
        op === "add"
          ? a.value + b.value
          : op === "subtract"
            ? a.value - b.value
            : isFloat
              ? a.value * b.value
              : Math.imul(a.value, b.value);
      return { expr: binary(op, a.expr, b.expr), value: roundTo(dtype, exact) };
    });
    const choice = fc.tuple(fc.constantFrom<BinaryOp>("less", "greaterEqual"), inner, inner).map(([op, a, b]) => {
      const holds = op === "less" ? a.value < b.value : a.value >= b.value;
      const expr: Expr = { kind: "select", dtype, condition: binary(op, a.expr, b.expr, "bool"), a: b.expr, b: a.expr, position: nowhere };
      return { expr, value: holds ? b.value : a.value };
    });
    const negated = inner.map((a) => {
      const expr: Expr = { kind: "unary", dtype, op: "negate", a: a.expr, position: nowhere };
      return { expr, value: roundTo(dtype, -a.value) };
    });
    const converted = fc
      .constantFrom(...floats)
      .chain((from) => tree(from, depth - 1))
      .map((a) => ({ expr: cast(dtype, a.expr), value: roundTo(dtype, a.value) }));
    return fc.oneof(leaf, arithmetic, choice, negated, ...(isFloat ? [converted] : []));
  };

  test.each(["f32", "bf16", "f16", "i32", "u32"] as const)("%s trees have the dtype's exact value", (dtype) => {
    fc.assert(
      fc.property(tree(dtype, 4), ({ expr, value }) => {
        const out = tensor("out", dtype, [1]);
        const result = host(dtype, [1], zeros);
        run([out], [{ kind: "store", target: view(out, [constant(0), null]), value: expr, position: nowhere }], [result]);
        // Storage keeps no distinction that matters between the NaNs.
        expect(values(result, dtype)[0]).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  const scalars = Object.values(operations).filter((record) => record.kind === "scalar");
  test.each(scalars.map((record) => [record.name, record] as const))(
    "%s agrees with its JavaScript meaning on its samples",
    (name, record) => {
      let tried = 0;
      for (const dtype of ["f32", "i32", "u32"] as const) {
        for (const sample of record.samples) {
          const typing = record.type(sample.map(() => dtype));
          if ("message" in typing || (dtype === "u32" && sample.some((x) => x < 0))) continue;
          const out = tensor("out", typing.result, [1]);
          const result = host(typing.result, [1], zeros);
          const call: Expr = {
            kind: "call",
            dtype: typing.result,
            name,
            args: sample.map((x, n) => constant(x, typing.args[n]!)),
            position: nowhere,
          };
          run([out], [{ kind: "store", target: view(out, [constant(0), null]), value: call, position: nowhere }], [result]);
          const js = record.js as (...args: readonly number[]) => number | boolean;
          const expected = roundTo(typing.result, Number(js(...sample.map((x, n) => roundTo(typing.args[n]!, x)))));
          const actual = values(result, typing.result)[0]!;
          if (!Object.is(actual, expected)) {
            expect(Math.abs(actual - expected), `${name}(${sample}) of ${dtype}`).toBeLessThanOrEqual(
              record.tolerance * Math.abs(expected),
            );
          }
          tried += 1;
        }
      }
      expect(tried).toBeGreaterThan(0);
    },
  );
});

describe("control flow", () => {
  test("work runs every item once, the first index fastest, and reversed axes from the end", () => {
    const [out, next] = [tensor("order", "i32", [null]), tensor("next", "i32", [1])];
    const [a, b, n] = [variable("a", "i32", "work"), variable("b", "i32", "work"), variable("n", "i32", "parameter")];
    const counter = view(next, [constant(0), null]);
    const body: Statement[] = [
      {
        kind: "store",
        target: view(out, [{ kind: "read", dtype: "i32", view: counter, position: nowhere }, null]),
        value: binary("add", binary("multiply", use(a), constant(10)), use(b)),
        position: nowhere,
      },
      {
        kind: "store",
        target: counter,
        value: binary("add", { kind: "read", dtype: "i32", view: counter, position: nowhere }, constant(1)),
        position: nowhere,
      },
    ];
    const order = host("i32", [6], zeros);
    run(
      [out, next, n],
      [{ kind: "work", indices: [a, b], extents: [use(n), constant(2)], reversed: 0, body, position: nowhere }],
      [order, host("i32", [1], zeros), 3],
    );
    expect([...order.data]).toEqual([20, 10, 0, 21, 11, 1]);
  });

  test("loops, branches and mutable scalars, with names that JavaScript reserves", () => {
    const [out, i] = [tensor("arguments", "i32", [1]), variable("let", "i32", "loop")];
    const total: Variable = { ...variable("Math", "i32", "local"), mutable: true };
    const add = (by: Expr): Statement => ({ kind: "assign", variable: total, value: binary("add", use(total), by), position: nowhere });
    const result = host("i32", [1], zeros);
    run(
      [out],
      [
        { kind: "let", variable: total, value: constant(0), position: nowhere },
        {
          kind: "for",
          mode: "serial",
          variable: i,
          first: constant(1),
          last: constant(10),
          step: 3,
          stages: 1,
          position: nowhere,
          body: [
            {
              kind: "if",
              condition: binary("equal", use(i), constant(4), "bool"),
              then: [add(constant(100))],
              otherwise: [add(use(i))],
              position: nowhere,
            },
          ],
        },
        { kind: "store", target: view(out, [constant(0), null]), value: use(total), position: nowhere },
      ],
      [result],
    );
    expect(result.data[0]).toBe(1 + 100 + 7);
  });

  test("a loop's bound is evaluated once", () => {
    const [out, i] = [tensor("out", "i32", [1]), variable("i", "i32", "loop")];
    const n: Variable = { ...variable("n", "i32", "local"), mutable: true };
    const result = host("i32", [1], zeros);
    const body: Statement[] = [{ kind: "assign", variable: n, value: binary("add", use(n), constant(2)), position: nowhere }];
    const loop = { kind: "for", mode: "serial", variable: i, first: constant(0), step: 1, stages: 1, position: nowhere, body } as const;
    run(
      [out],
      [
        { kind: "let", variable: n, value: constant(3), position: nowhere },
        { ...loop, last: use(n) },
        { kind: "store", target: view(out, [constant(0), null]), value: use(n), position: nowhere },
      ],
      [result],
    );
    expect(result.data[0]).toBe(3 + 3 * 2);
  });

  test("each work item starts with poisoned tiles", () => {
    const [out, a, t] = [tensor("out", "f32", [2]), variable("a", "i32", "work"), buffer("t", "f32", [1])];
    const first: Statement = {
      kind: "if",
      condition: binary("equal", use(a), constant(0), "bool"),
      then: [operation("fill", [tile(t)], {}, [constant(7, "f32")])],
      otherwise: [],
      position: nowhere,
    };
    const result = host("f32", [2], zeros);
    run(
      [out],
      [
        {
          kind: "work",
          indices: [a],
          extents: [constant(2)],
          reversed: null,
          position: nowhere,
          body: [first, operation("copy", [tile(t), view(out, [use(a), 1])])],
        },
      ],
      [result],
    );
    expect([...result.data]).toEqual([7, Number.NaN]);
  });
});

test("parallel bodies read and write elements", () => {
  const t = buffer("t", "bf16", [2, 3]);
  const [i, j, out] = [variable("i", "i32", "lane"), variable("j", "i32", "lane"), tensor("out", "bf16", [2, 3])];
  const value = cast("bf16", binary("add", cast("f32", binary("multiply", use(i), constant(1000))), cast("f32", use(j))));
  const result = host("bf16", [2, 3], zeros);
  const text = run(
    [out],
    [
      {
        kind: "parallel",
        indices: [i, j],
        extents: [2, 3],
        executor: wholeBlock,
        position: nowhere,
        body: [{ kind: "store", target: { kind: "element", buffer: t, index: [use(i), use(j)] }, value, position: nowhere }],
      },
      operation("copy", [tile(t), view(out, [constant(0), 2], [constant(0), 3])]),
    ],
    [result],
  );
  expect(values(result, "bf16")).toEqual([0, 1, 2, 1000, 1000, 1000]);
  expect(text).toContain("t[i * 3 + j] =");
  expect(byteSize.bf16).toBe(result.data.BYTES_PER_ELEMENT);
});

describe("refusals", () => {
  const x = tensor("x", "bf16", [null, 4]);
  const touch = operation("fill", [view(x, [constant(0), 1], [constant(0), 4])], {}, [constant(0, "bf16")]);
  const good = host("bf16", [2, 4], zeros);
  test.each<[string, JsArgument, RegExp]>([
    ["an absent tensor", null, /'x': this kernel reads or writes it/],
    ["a number", 3, /'x' must be a tensor, not a number/],
    ["another dtype of the same size", { ...good, dtype: "f16" }, /must have dtype bf16, not f16/],
    [
      "another storage",
      { data: new Float32Array(8), shape: [2, 4], strides: [4, 1], offset: 0 },
      /stored in a Uint16Array, not a Float32Array/,
    ],
    ["another rank", host("bf16", [8], zeros), /must have 2 axes/],
    ["another static extent", host("bf16", [2, 5], zeros), /axis 1 must have length 4/],
    ["strides past the storage", { ...good, strides: [5, 1] }, /spans elements 0 to 8 of a storage of 8/],
    ["strides before the storage", { ...good, strides: [-4, 1] }, /spans elements -4 to 3/],
  ])("%s", (_, argument, message) => expect(() => run([x], [touch], [argument])).toThrow(message));

  test("an unused tensor may be absent", () => expect(() => run([x], [], [null])).not.toThrow());
  test("an index outside its axis", () => {
    const store: Statement = {
      kind: "store",
      target: view(x, [constant(2), null], [constant(0), null]),
      value: constant(0, "bf16"),
      position: nowhere,
    };
    expect(() => run([x], [store], [good])).toThrow(
      /^CUI3019: <builder>:1: index 2 is outside of axis 0 of tensor 'x', whose extent is 2\n/,
    );
  });
  test("integer division, scheduled IR, unknown operations, bad shapes", () => {
    const n = variable("n", "i32", "local");
    expect(() => run([], [{ kind: "let", variable: n, value: binary("divide", constant(1), constant(2)), position: nowhere }], [])).toThrow(
      /use idiv/,
    );
    expect(() => run([], [{ kind: "barrier", drain: false, reason: "", position: nowhere }], [])).toThrow(/front end's tile IR/);
    expect(() => run([], [operation("sort", [])], [])).toThrow(/no operation 'sort'/);
    const [a, b] = [buffer("a", "f32", [2, 3]), buffer("b", "f32", [2, 2])];
    expect(() => run([], [operation("copy", [tile(a), tile(b)])], [])).toThrow(/shapes must be equal/);
    expect(() => run([], [operation("gemm", [tile(a), tile(a), tile(b)])], [])).toThrow(/needs \[M, K\]/);
    expect(() => run([], [operation("reduceSum", [tile(a), tile(b)], { axis: 1, operation: "sum" })], [])).toThrow(/gives f32 \[2\]/);
  });
});

test("scalar arguments lie in the range of their type", () => {
  const passed = (dtype: "i32" | "u32", value: number): number => {
    const [out, n] = [tensor("out", dtype, [1]), variable("n", dtype, "parameter")];
    const result = host(dtype, [1], zeros);
    run([out, n], [{ kind: "store", target: view(out, [constant(0), null]), value: use(n), position: nowhere }], [result, value]);
    return result.data[0]!;
  };
  expect([passed("u32", 2 ** 32 - 1), passed("i32", -(2 ** 31)), passed("i32", 2 ** 31 - 1)]).toEqual([
    2 ** 32 - 1,
    -(2 ** 31),
    2 ** 31 - 1,
  ]);
  for (const [dtype, value] of [
    ["u32", -1],
    ["u32", 2 ** 32],
    ["i32", 2 ** 31],
    ["i32", 0.5],
  ] as const)
    expect(() => passed(dtype, value)).toThrow(RangeError);
});
