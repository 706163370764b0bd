// Wrong calls as a table, and what each must be answered with: the same for every place that runs kernels and every way to call them there.
// After each wrong call a right one must give the right result.
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { RuntimeError, type RuntimeCode } from "../cuda/errors.ts";
import { affine } from "../fixtures/launches.ts";
import { contiguousStrides, type HostTensor } from "../host-tensor.ts";

/** A tensor as a test asks for it: a view of some memory with room for 1024 elements, from element `offset` on. */
interface View {
  readonly dtype?: HostTensor["dtype"];
  readonly strides?: readonly number[];
  readonly offset?: number;
}
/** Arguments of the kernel or operator of fixtures/launches.ts. Wrong ones are of any type. */
export interface AffineCall<T> {
  readonly x: T;
  readonly y: T;
  readonly factor: number;
  readonly shift: number;
  readonly copies: number;
}
/** Where tensors are and kernels run. */
export interface Place<T> {
  /** Memory with the numbers 0, 1, ... in it; views of one are the same memory. */
  memory(dtype: HostTensor["dtype"]): (shape: readonly number[], strides: readonly number[], offset: number) => T;
  numbers(tensor: T): number[];
  /** Frees the memory so far. */
  release(): void;
  /** A tensor of a place where this one's kernels do not run. */
  foreign(shape: readonly number[]): unknown;
}
/** A way to call the kernel or the operator. */
export interface Way<T> {
  readonly name: string;
  readonly callee: "affine" | "affineTwice";
  run(call: AffineCall<T>): Promise<void> | void;
}

export const configuration = {
  file: fileURLToPath(affine.url),
  kernel: "affine",
  problem: { columns: 4 },
  tuning: { block: 16, warps: 1 },
};
export const byNames = <T>({ x, y, factor, shift, copies }: AffineCall<T>) => ({ tensors: { x, y }, scalars: { factor, shift, copies } });
export const asOutput = <T>({ x, y, factor, shift, copies }: AffineCall<T>) => ({
  tensors: { x },
  scalars: { factor, shift, copies },
  outputs: { y },
});

const rows = 20;
const view = <T>(
  place: Place<T>,
  shape: readonly number[],
  { dtype = "f32", strides = contiguousStrides(shape), offset = 0 }: View = {},
): T => place.memory(dtype)(shape, strides, offset);
const right = <T>(place: Place<T>): AffineCall<T> => ({
  x: view(place, [rows, 4]),
  y: view(place, [rows, 4]),
  factor: 3,
  shift: 2,
  copies: 1,
});

type Change<T> = (place: Place<T>) => { readonly [K in keyof AffineCall<T>]?: unknown };
interface WrongCall<T> {
  readonly argument: keyof AffineCall<T> | null;
  readonly what: string;
  readonly says: RegExp;
  readonly change: Change<T>;
  readonly code?: RuntimeCode;
  /** Where the kernel and the operator differ in what is wrong. */
  readonly only?: Way<T>["callee"];
}
const scalarRows = (argument: "factor" | "shift" | "copies", says: RegExp, values: readonly unknown[]): WrongCall<unknown>[] =>
  values.map((value) => ({ argument, what: `${typeof value} ${String(value)}`, says, change: () => ({ [argument]: value }) }));

const selfOverlap = /is written, but some of its elements are the same memory/;
/** Every row names one thing that is wrong with a call that is right otherwise. */
const table = <T>(): readonly WrongCall<T>[] => {
  const x = (what: string, says: RegExp, shape: readonly number[], options: View = {}): WrongCall<T> => ({
    argument: "x",
    what,
    says,
    change: (place) => ({ x: view(place, shape, options) }),
  });
  const y = (what: string, says: RegExp, shape: readonly number[], options: View = {}): WrongCall<T> => ({
    ...x(what, says, shape, options),
    argument: "y",
    change: (place) => ({ y: view(place, shape, options) }),
  });
  const together = (what: string, offset: number, strides: readonly number[] = [4, 1]): WrongCall<T> => ({
    argument: "y",
    what,
    says: /is written and shares memory with "x"/,
    change: (place) => {
      const memory = place.memory("f32");
      return { x: memory([rows, 4], [4, 1], 0), y: memory([rows, 4], strides, offset) };
    },
  });
  return [
    ...(["f16", "bf16", "i32", "u32", "bool"] as const).map((dtype) => x(`dtype ${dtype}`, /is a tensor of .*f32/, [rows, 4], { dtype })),
    y("dtype i32", /is a tensor of i32.*f32/, [rows, 4], { dtype: "i32" }),
    x("rank 0", /has rank 0 \(shape \[\]\), not 2/, []),
    x("rank 1", /has rank 1 \(shape \[20\]\), not 2/, [rows]),
    x("rank 3", /has rank 3 \(shape \[20,4,1\]\), not 2/, [rows, 4, 1]),
    x("more columns", /has extent 5 on axis 1/, [rows, 5]),
    x("no columns", /has extent 0 on axis 1/, [rows, 0]),
    x("more rows than 32 bits count", /has extent 2147483648 on axis 0/, [2 ** 31, 4], { strides: [0, 1] }),
    { ...y("other rows", /has extent 19 on axis 0.*not 20/, [rows - 1, 4]), only: "affineTwice" },
    { argument: "x", what: "null", says: /is missing/, change: () => ({ x: null }) },
    { argument: "x", what: "undefined", says: /is (missing|not a tensor)/, change: () => ({ x: undefined }) },
    { argument: "y", what: "null", says: /is missing/, change: () => ({ y: null }), only: "affine" },
    { argument: "x", what: "number", says: /is not a tensor/, change: () => ({ x: 5 }) },
    { argument: "y", what: "string", says: /is not a tensor/, change: () => ({ y: "y" }) },
    {
      argument: "x",
      what: "tensor of elsewhere",
      says: /is not a (Host|Device)Tensor/,
      change: (place) => ({ x: place.foreign([rows, 4]) }),
    },
    {
      argument: "y",
      what: "tensor of elsewhere",
      says: /is not a (Host|Device)Tensor/,
      change: (place) => ({ y: place.foreign([rows, 4]) }),
    },
    y("stride 0 on rows", selfOverlap, [rows, 4], { strides: [0, 1] }),
    y("stride 0 on columns", selfOverlap, [rows, 4], { strides: [4, 0] }),
    y("rows that overlap by one", selfOverlap, [rows, 4], { strides: [3, 1] }),
    y("rows and columns of one stride", selfOverlap, [rows, 4], { strides: [1, 1] }),
    y("rows that meet again", selfOverlap, [rows, 4], { strides: [6, 4] }),
    together("memory of x", 0),
    together("memory of x, one row on", 4),
    together("memory of x, last element", 4 * rows - 1),
    together("memory of x, transposed", 0, [1, rows]),
    ...scalarRows("factor", /is missing/, [undefined, null]),
    ...scalarRows("factor", /is (2, a string|3, a bigint|true, a boolean)/, ["2", 3n, true]),
    ...scalarRows("factor", /is -?1e\+39, which is beyond f32/, [1e39, -1e39]),
    ...scalarRows("shift", /which is not a u32/, [-1, 1.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY]),
    ...scalarRows("copies", /which is not a i32/, [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY]),
    { argument: null, what: "grid", code: "CUI3006", says: /make 4294967294 blocks/, change: () => ({ copies: 2 ** 31 - 1 }) },
    {
      argument: "factor",
      what: "value that the operator refuses",
      says: /is not possible: factor/,
      change: () => ({ factor: -200 }),
      only: "affineTwice",
    },
  ];
};

/** What y holds afterwards. */
const expected = (
  callee: Way<never>["callee"],
  { factor, shift }: { readonly factor: number; readonly shift: number },
  x: readonly number[],
): number[] => {
  const once = x.map((value) => factor * value + shift);
  return callee === "affine" ? once : once.map((value) => factor * value + shift);
};

/** Throws unless a right call is answered rightly. */
export const expectUsable = async <T>(place: Place<T>, way: Way<T>): Promise<void> => {
  const call = right(place);
  await way.run(call);
  expect(place.numbers(call.y)).toEqual(expected(way.callee, call, place.numbers(call.x)));
};
export const failureOf = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return null;
};

/** The suite, for tests of a place: `setUp` is called once, before its first test. */
export const testLaunches = <T>(
  where: string,
  ways: readonly string[],
  setUp: () => Promise<{ place: Place<T>; ways: readonly Way<T>[] }>,
): void => {
  describe(where, () => {
    let ready: ReturnType<typeof setUp> | null = null;
    const wayOf = async (name: string) => {
      const { place, ways: all } = await (ready ??= setUp());
      return { place, way: all.find((one) => one.name === name)! };
    };
    afterEach(async () => (await ready)?.place.release());
    describe.each(ways)("%s", (name) => {
      test("runs what is right", async () => {
        const { place, way } = await wayOf(name);
        await expectUsable(place, way);
      });
      test.each(table<T>().map((row) => [row.argument ?? "", row.what, row] as const))("refuses as %s: %s", async (_, _what, row) => {
        const { place, way } = await wayOf(name);
        if (row.only && row.only !== way.callee) return;
        const good = right(place);
        const before = place.numbers(good.y);
        const error = await failureOf(() => way.run({ ...good, ...row.change(place) } as AffineCall<T>));
        expect(error).toBeInstanceOf(RuntimeError);
        const { code, message, help } = error as RuntimeError;
        expect(code).toBe(row.code ?? "CUI3007");
        expect(message.startsWith(`${code}: ${way.callee}: `) || message.startsWith(`${code}: affine: `)).toBe(true);
        if (row.argument) expect(message).toContain(`argument "${row.argument}" `);
        expect(message).toMatch(row.says);
        expect(help).not.toBe("");
        expect(place.numbers(good.y)).toEqual(before);
        await expectUsable(place, way);
      });
      test.each([0, -7])("does nothing for a grid of %i blocks", async (copies) => {
        const { place, way } = await wayOf(name);
        if (way.callee === "affineTwice") return;
        const call = { ...right(place), copies };
        const before = place.numbers(call.y);
        await way.run(call);
        expect(place.numbers(call.y)).toEqual(before);
      });
      test("takes empty tensors, strides, any alignment, and outputs between an input's rows", async () => {
        const { place, way } = await wayOf(name);
        const empty = { ...right(place), x: view(place, [0, 4]), y: view(place, [0, 4]) };
        await way.run(empty);
        const memory = place.memory("f32");
        for (const [x, y] of [
          [view(place, [rows, 4], { strides: [5, 1], offset: 3 }), view(place, [rows, 4], { strides: [9, 2], offset: 1 })],
          [view(place, [rows, 4], { strides: [0, 0] }), view(place, [rows, 4], { strides: [1, rows] })],
          [memory([rows, 4], [8, 1], 0), memory([rows, 4], [8, 1], 4)],
          [memory([rows, 4], [8, 2], 0), memory([rows, 4], [8, 2], 1)],
        ] as const) {
          const call = { ...right(place), x, y };
          await way.run(call);
          expect(place.numbers(y)).toEqual(expected(way.callee, call, place.numbers(x)));
        }
      });
      test("takes scalars at the ends of their ranges", async () => {
        const { place, way } = await wayOf(name);
        for (const [factor, shift, copies] of [
          [Number.POSITIVE_INFINITY, 0, 1],
          [Number.NaN, 1, 2],
          [-0, 2 ** 32 - 1, 3],
        ] as const) {
          const call = { ...right(place), factor, shift, copies };
          if (way.callee === "affineTwice" && Number.isNaN(factor)) continue;
          await way.run(call);
          const wanted = expected(way.callee, call, place.numbers(call.x));
          expect(place.numbers(call.y)).toEqual(wanted.map((value) => Math.fround(value)));
        }
      });
    });
  });
};
