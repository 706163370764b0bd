// Every value that an index takes lies in the interval that is known of it: random programs are run, and each element that they reach is looked
// up in what the analysis said there. And the intervals are as narrow as kernels need them to be.
import fc, { type GeneratorValue } from "fast-check";
import { describe, expect, test } from "vitest";
import { operations } from "../../dsl/ops/index.ts";
import { binary, buffer, cast, constant, tensor, use, variable } from "../emit/js/testing.ts";
import { binaryValue } from "../ir/fold.ts";
import { type Interval, interval, union } from "../ir/interval.ts";
import { convertTo, roundTo } from "../ir/numeric.ts";
import type { Expr, Statement, Variable } from "../ir/tile.ts";
import { wholeBlock } from "../ir/tile.ts";
import { type DType, nowhere } from "../ir/types.ts";
import { Ranges } from "./ranges.ts";
import { assign, call, compare, counting, define, negate, not, parallel, select, when } from "./testing.ts";

const position = nowhere;
const memory = buffer("memory", "i32", [64]);
const lengths = tensor("lengths", "i32", [null]);
const reach = (index: Expr): Statement => ({
  kind: "store",
  target: { kind: "element", buffer: memory, index: [index] },
  value: constant(0),
  position,
});
const local = (name: string, dtype: DType = "i32"): Variable => variable(name, dtype, "local");
const assigned = (name: string): Variable => ({ ...local(name), mutable: true });
const lane = (name: string): Variable => variable(name, "i32", "lane");

/** What is known of each index, by the list that it stands in. */
const known = (body: readonly Statement[]): Map<object, Interval> => {
  const found = new Map<object, Interval>();
  Ranges.walk(
    body,
    (name) => operations[name],
    ({ target }, ranges) => {
      if (target.kind !== "element" || target.buffer !== memory) return;
      const here = ranges.of(target.index[0]!);
      const before = found.get(target.index);
      found.set(target.index, before ? union(before, here) : here);
    },
  );
  return found;
};
/** What is known of the only index of a program. */
const only = (body: readonly Statement[]): Interval => {
  const all = [...known(body).values()];
  expect(all).toHaveLength(1);
  return all[0]!;
};

describe("intervals of programs", () => {
  const [i, j, n] = [lane("i"), lane("j"), local("n")];
  const [k, outside] = [assigned("k"), local("outside", "bool")];
  const length: Expr = { kind: "extent", dtype: "i32", tensor: lengths, axis: 0 };
  const unknown: Expr = { kind: "element", dtype: "i32", buffer: buffer("others", "i32", [1]), index: [constant(0)], position };
  const thread = { thread: lane("thread"), warp: lane("warp"), lane: lane("lane") };
  const threads = (body: readonly Statement[]): Statement => ({
    kind: "threads",
    ...thread,
    executor: wholeBlock,
    count: 128,
    locals: [],
    body,
    position,
  });
  const minus = (a: Expr, b: Expr): Expr => binary("subtract", a, b);
  const plus = (a: Expr, b: Expr): Expr => binary("add", a, b);
  const times = (a: Expr, b: Expr): Expr => binary("multiply", a, b);

  test.each<[string, readonly Statement[], Interval]>([
    ["a lane and what is added", [parallel([i], [60], [reach(plus(use(i), constant(4)))])], interval(4, 63)],
    ["two lanes", [parallel([i, j], [8, 8], [reach(plus(times(use(i), constant(8)), use(j)))])], interval(0, 63)],
    ["a lane from the end", [parallel([i], [64], [reach(minus(constant(63), use(i)))])], interval(0, 63)],
    ["the last step of a loop", [counting(n, constant(0), constant(64), [reach(plus(use(n), constant(31)))], 32)], interval(31, 63)],
    ["a bound that another loop gives", [parallel([i], [64], [counting(n, constant(0), use(i), [reach(use(n))])])], interval(0, 62)],
    [
      "a condition on an index",
      [
        define(n, unknown),
        when(compare("less", use(n), constant(64)), [when(compare("greaterEqual", use(n), constant(0)), [reach(use(n))])]),
      ],
      interval(0, 63),
    ],
    [
      "a condition on what an index is part of",
      [parallel([i], [64], [when(compare("less", plus(use(i), constant(8)), constant(64)), [reach(plus(use(i), constant(8)))])])],
      interval(8, 63),
    ],
    [
      "a condition on a multiple of an index",
      [
        parallel(
          [i],
          [64],
          [
            when(compare("greaterEqual", times(use(i), constant(4)), constant(8)), [
              when(compare("less", times(use(i), constant(4)), constant(64)), [reach(use(i))]),
            ]),
          ],
        ),
      ],
      interval(2, 15),
    ],
    [
      "both sides of a condition",
      [
        define(n, unknown),
        when(binary("and", compare("greaterEqual", use(n), constant(2)), compare("less", use(n), constant(8))), [reach(use(n))]),
      ],
      interval(2, 7),
    ],
    [
      "both sides of a condition, the right one computed where the left one holds",
      [
        define(n, unknown),
        when(select(compare("greaterEqual", use(n), constant(2)), compare("less", use(n), constant(8)), constant(0, "bool")), [
          reach(use(n)),
        ]),
      ],
      interval(2, 7),
    ],
    [
      "neither side of a condition, the right one computed where the left one does not hold",
      [
        define(n, unknown),
        when(not(select(compare("less", use(n), constant(2)), constant(1, "bool"), compare("greater", use(n), constant(7)))), [
          reach(use(n)),
        ]),
      ],
      interval(2, 7),
    ],
    [
      "a condition behind a name, and its opposite",
      [
        define(n, unknown),
        define(outside, binary("or", compare("less", use(n), constant(0)), compare("greater", use(n), constant(63)))),
        when(not(use(outside)), [reach(use(n))]),
      ],
      interval(0, 63),
    ],
    [
      "the branch of a select",
      [
        define(n, unknown),
        reach(select(compare("less", use(n), length), call("max", call("min", use(n), constant(63)), constant(0)), constant(5))),
      ],
      interval(0, 63),
    ],
    ["a remainder of what is not negative", [define(n, call("remainder", length, constant(64))), reach(use(n))], interval(0, 63)],
    ["a remainder of anything", [reach(call("remainder", unknown, constant(64)))], interval(-63, 63)],
    ["low bits of anything", [reach(call("bitAnd", unknown, constant(63)))], interval(0, 63)],
    ["high bits of a u32", [reach(cast("i32", call("shiftRight", cast("u32", unknown), constant(26, "u32"))))], interval(0, 63)],
    ["sums that may wrap", [reach(plus(length, constant(1)))], interval(-(2 ** 31), 2 ** 31 - 1)],
    [
      "a count that a loop keeps",
      [
        define(k, constant(0)),
        {
          kind: "while",
          condition: compare("less", use(k), constant(64)),
          body: [reach(use(k)), assign(k, plus(use(k), constant(1)))],
          position,
        },
      ],
      interval(0, 63),
    ],
    [
      "a name of what an assigned variable was",
      [define(k, constant(3)), define(n, use(k)), assign(k, constant(100)), when(compare("less", use(k), constant(200)), [reach(use(n))])],
      interval(3, 3),
    ],
    [
      "either branch's value",
      [define(k, constant(9)), when(compare("less", unknown, constant(0)), [assign(k, constant(2))]), reach(use(k))],
      interval(2, 9),
    ],
    ["threads", [threads([reach(use(thread.thread))])], interval(0, 127)],
    ["lanes of warps", [threads([reach(plus(times(use(thread.warp), constant(32)), use(thread.lane)))])], interval(0, 127)],
  ])("%s", (_, body, expected) => expect(only(body)).toEqual(expected));
});

class Endless extends Error {}
/** Runs statements as the CPU back end does; every index that is reached is shown. */
const execute = (
  body: readonly Statement[],
  values: Map<Variable, number>,
  memory: () => number,
  see: (of: object, value: number) => void,
): void => {
  const evaluate = (e: Expr): number => {
    switch (e.kind) {
      case "constant":
        return e.value;
      case "variable":
        return values.get(e.variable)!;
      case "extent":
        return 2 ** 31 - 1;
      case "unary":
        return e.op === "not" ? 1 - evaluate(e.a) : roundTo(e.dtype, -evaluate(e.a)) + 0;
      case "binary": {
        const [a, b] = [evaluate(e.a), evaluate(e.b)];
        return roundTo(e.dtype, e.op === "multiply" && e.dtype !== "i64" ? Math.imul(a, b) : binaryValue(e.op, a, b)) + 0;
      }
      case "select":
        return evaluate(e.condition) ? evaluate(e.a) : evaluate(e.b);
      case "cast":
        return convertTo(e.a.dtype, e.dtype, evaluate(e.a));
      case "call": {
        const record = operations[e.name]!;
        return record.kind === "scalar" ? roundTo(e.dtype, record.fold(e.args.map(evaluate), e.dtype) ?? 0) + 0 : 0;
      }
      case "element":
      case "read":
        return roundTo(e.dtype, memory());
      default:
        return e satisfies never;
    }
  };
  for (const s of body) {
    if (s.kind === "let" || s.kind === "assign") values.set(s.variable, convertTo(s.value.dtype, s.variable.dtype, evaluate(s.value)));
    else if (s.kind === "store" && s.target.kind === "element") see(s.target.index, evaluate(s.target.index[0]!));
    else if (s.kind === "if") execute(evaluate(s.condition) ? s.then : s.otherwise, values, memory, see);
    else if (s.kind === "for") {
      const last = evaluate(s.last);
      for (let i = evaluate(s.first), rounds = 0; i < last && rounds < 5; i += s.step, rounds++)
        execute(s.body, values.set(s.variable, i), memory, see);
    } else if (s.kind === "while") {
      for (let rounds = 0; evaluate(s.condition); rounds++) {
        // What stands behind a loop that does not end is never reached.
        if (rounds === 20) throw new Endless();
        execute(s.body, values, memory, see);
      }
    } else if (s.kind === "parallel") for (let i = 0; i < s.extents[0]!; i++) execute(s.body, values.set(s.indices[0]!, i), memory, see);
    else throw new Error(`a ${s.kind} was not expected`);
  }
};

const edges = [0, 1, 2, 3, 7, 8, 31, 32, 63, 64, -1, -2, -64, 2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 64, 65536];
/** The first five take an i64, too. */
const functions = [
  "idiv",
  "remainder",
  "ceilDiv",
  "max",
  "min",
  "bitAnd",
  "bitOr",
  "bitXor",
  "shiftLeft",
  "shiftRight",
  "addWrap",
  "mulWrap",
];
const largeEdges = [2 ** 40, 2 ** 53 - 1, 1 - 2 ** 53];
type Whole = "i32" | "u32" | "i64";
/** A random program over names of integers, which may be assigned, narrowed and defined by each other. */
const programs = (g: GeneratorValue): readonly Statement[] => {
  const upTo = (most: number): number => g(fc.integer, { min: 0, max: most });
  const oneOf = <T>(list: readonly T[]): T => list[upTo(list.length - 1)]!;
  let names = 0;
  const number = (scope: readonly Variable[], dtype: Whole, depth: number): Expr => {
    const own = scope.filter((v) => v.dtype === dtype);
    if (depth === 0 || upTo(4) === 0) {
      if (own.length > 0 && upTo(3) > 0) return use(oneOf(own));
      if (upTo(5) === 0) return { kind: "element", dtype, buffer: buffer("others", dtype, [1]), index: [constant(0)], position };
      const value = oneOf(dtype === "i64" ? [...edges, ...largeEdges] : edges);
      return constant(dtype === "u32" ? value >>> 0 : value, dtype);
    }
    const part = (): Expr => number(scope, dtype, depth - 1);
    switch (upTo(6)) {
      case 0:
        return binary("subtract", part(), part());
      case 1:
        return binary("multiply", part(), part());
      case 2:
        return call(oneOf(dtype === "i64" ? functions.slice(0, 5) : functions), part(), part());
      case 3:
        return select(condition(scope, depth - 1), part(), part());
      case 4:
        return cast(dtype, number(scope, oneOf((["i32", "u32", "i64"] as const).filter((d) => d !== dtype)), depth - 1));
      case 5:
        return dtype !== "u32" ? oneOf([negate, (a: Expr) => call("abs", a)])(part()) : binary("add", part(), part());
      default:
        return binary("add", part(), part());
    }
  };
  const condition = (scope: readonly Variable[], depth: number): Expr => {
    const known = scope.filter((v) => v.dtype === "bool");
    if (known.length > 0 && upTo(3) === 0) return use(oneOf(known));
    if (depth > 0 && upTo(2) === 0)
      return oneOf([
        (): Expr => not(condition(scope, depth - 1)),
        (): Expr => binary("and", condition(scope, depth - 1), condition(scope, depth - 1)),
        (): Expr => binary("or", condition(scope, depth - 1), condition(scope, depth - 1)),
        (): Expr => select(condition(scope, depth - 1), condition(scope, depth - 1), constant(0, "bool")),
        (): Expr => select(condition(scope, depth - 1), constant(1, "bool"), condition(scope, depth - 1)),
      ])();
    const dtype = oneOf(["i32", "i32", "u32", "i64"] as const);
    const op = oneOf(["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"] as const);
    return compare(op, number(scope, dtype, Math.min(1, depth)), number(scope, dtype, Math.min(1, depth)));
  };
  const block = (outer: readonly Variable[], depth: number): Statement[] => {
    const scope = [...outer];
    const body: Statement[] = [];
    for (let count = 1 + upTo(3); count > 0; count--) {
      names += 1;
      const fresh = (dtype: DType, mutable = false): Variable => ({ ...local(`v${names}`, dtype), mutable });
      const inner = (v?: Variable): Statement[] => block(v ? [...scope, v] : scope, depth - 1);
      switch (upTo(depth > 0 ? 8 : 4)) {
        case 0:
        case 1: {
          const dtype = oneOf(["i32", "i32", "u32", "i64", "bool"] as const);
          const v = fresh(dtype, upTo(1) === 0);
          body.push(define(v, dtype === "bool" ? condition(scope, 2) : number(scope, dtype, 2)));
          scope.push(v);
          break;
        }
        case 2: {
          const able = scope.filter((v) => v.mutable);
          if (able.length === 0) break;
          const v = oneOf(able);
          body.push(assign(v, v.dtype === "bool" ? condition(scope, 1) : number(scope, v.dtype as Whole, 2)));
          break;
        }
        case 3:
        case 4:
          body.push(reach(number(scope, "i32", 2)));
          break;
        case 5:
          body.push(when(condition(scope, 2), inner(), inner()));
          break;
        case 6: {
          const v = fresh("i32");
          body.push(counting(v, number(scope, "i32", 1), number(scope, "i32", 1), inner(v), oneOf([1, 2, 5])));
          break;
        }
        case 7:
          body.push({ kind: "while", condition: condition(scope, 1), body: inner(), position });
          break;
        default: {
          const v = fresh("i32");
          const extent = oneOf([1, 3]);
          body.push(parallel([v], [extent], inner(v)));
        }
      }
    }
    return body;
  };
  return block([], 3);
};

test("every index of a random program lies in the interval that is known of it", () => {
  let reached = 0;
  let narrow = 0;
  fc.assert(
    fc.property(fc.gen(), fc.array(fc.constantFrom(...edges, ...largeEdges), { minLength: 1, maxLength: 8 }), (g, contents) => {
      const body = programs(g);
      const intervals = known(body);
      let reads = 0;
      const see = (of: object, value: number): void => {
        const { low, high } = intervals.get(of)!;
        reached += 1;
        if (high - low < 2 ** 31) narrow += 1;
        if (value < low || value > high) throw new Error(`${value} is outside of ${low} to ${high}`);
      };
      try {
        execute(body, new Map(), () => contents[reads++ % contents.length]!, see);
      } catch (error) {
        // An i64 beyond 2^53 ends the program, too.
        if (!(error instanceof Endless || error instanceof RangeError)) throw error;
      }
    }),
    { numRuns: Number(process.env["CUICA_RANGES"] ?? 3000) },
  );
  // The programs say something: of many indices not everything is possible.
  expect(reached).toBeGreaterThan(1000);
  expect(narrow).toBeGreaterThan(reached / 4);
});

test("what functions give for values at the edges lies in their intervals, divisions by zero and overflows too", () => {
  for (const name of functions)
    for (const a of edges)
      for (const b of edges) {
        const record = operations[name]!;
        if (record.kind !== "scalar") throw new Error(name);
        const e = call(name, constant(a), constant(b));
        const { low, high } = only([reach(e)]);
        const value = roundTo("i32", record.fold([a, b], "i32") ?? 0);
        expect([name, a, b, value >= low && value <= high]).toEqual([name, a, b, true]);
      }
});
