// The reference against facts that follow from the operator's definition and share none of its code.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { budgetProblem, maxAbsoluteError, relativeError } from "../../proptests/lib/errors.ts";
import { Random } from "../../proptests/lib/random.ts";
import { HostTensor, randomTensor, roundTo } from "../../proptests/lib/tensors.ts";
import { attentionCase, makeInputs } from "./arbitraries.ts";
import {
  attentionReference,
  attentionWorkingPrecision,
  type AttentionInputs,
  type AttentionOptions,
  decodeReference,
  decodeWorkingPrecision,
} from "./reference.ts";

const tensor = (shape: readonly number[], values: ArrayLike<number>): HostTensor => HostTensor.fromNumbers("f32", shape, values);
const mapped = (t: HostTensor, value: (old: number, index: readonly number[]) => number): HostTensor => {
  const steps = t.shape.map((_, axis) => t.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return tensor(
    t.shape,
    t.toNumbers().map((old, place) =>
      value(
        old,
        steps.map((step, axis) => Math.floor(place / step) % t.shape[axis]!),
      ),
    ),
  );
};
/** Rows start .. start + length of an axis, in that order or another. */
const pick = (t: HostTensor, axis: number, rows: readonly number[]): HostTensor => {
  const shape = t.shape.with(axis, rows.length);
  return mapped(tensor(shape, new Float32Array(shape.reduce((a, b) => a * b, 1))), (_, index) =>
    t.get(index.with(axis, rows[index[axis]!]!)),
  );
};
const rowsFrom = (start: number, length: number): number[] => Array.from({ length }, (_, n) => start + n);
const plain = (q: HostTensor, k: HostTensor, v: HostTensor): AttentionInputs => ({
  q,
  k,
  v,
  sinks: null,
  cuSeqlensQ: null,
  cuSeqlensK: null,
});
const everything: AttentionOptions = { window: { left: -1, right: -1 }, queryOffset: 0, scale: 0.5, softcap: null };

interface Small {
  readonly inputs: AttentionInputs;
  readonly options: AttentionOptions & { queryOffset: number };
  readonly queries: number;
  readonly keys: number;
}
const small: fc.Arbitrary<Small> = fc
  .record({
    seed: fc.integer(),
    batch: fc.integer({ min: 1, max: 2 }),
    queries: fc.integer({ min: 1, max: 7 }),
    keys: fc.integer({ min: 1, max: 9 }),
    group: fc.integer({ min: 1, max: 3 }),
    left: fc.integer({ min: -1, max: 5 }),
    right: fc.integer({ min: -1, max: 3 }),
    queryOffset: fc.integer({ min: -4, max: 8 }),
    softcap: fc.constantFrom(null, 2),
    spread: fc.constantFrom(1, 3),
  })
  .map(({ seed, batch, queries, keys, group, left, right, queryOffset, softcap, spread }) => {
    const random = new Random(seed);
    const inputs = plain(
      randomTensor(random, "f32", [batch, queries, 2 * group, 4], { scale: spread }),
      randomTensor(random, "f32", [batch, keys, 2, 4]),
      randomTensor(random, "f32", [batch, keys, 2, 3]),
    );
    return { inputs, options: { window: { left, right }, queryOffset, scale: 0.5, softcap }, queries, keys };
  });

/** First and last key that query i sees, by the interval form of the definition; empty if first > last. */
const interval = ({ options: { window, queryOffset }, keys }: Small, i: number): [first: number, last: number] => [
  window.left < 0 ? 0 : Math.max(0, i + queryOffset - window.left),
  window.right < 0 ? keys - 1 : Math.min(keys - 1, i + queryOffset + window.right),
];

describe("by hand", () => {
  const [q, k, v] = [tensor([1, 1, 1, 1], [2]), tensor([1, 2, 1, 1], [0, Math.log(3)]), tensor([1, 2, 1, 2], [4, 0, 8, 1])];
  test("two keys with weights 1/4 and 3/4", () => {
    const { output, logSumExp } = attentionReference(plain(q, k, v), everything);
    expect(maxAbsoluteError(output, [7, 0.75])).toBeLessThan(1e-6);
    expect(logSumExp[0]).toBeCloseTo(Math.log(4), 6);
  });
  test("softcap", () => {
    const { output } = attentionReference(plain(q, k, v), { ...everything, softcap: 0.5 });
    const weight = 1 / (1 + Math.exp(-0.5 * Math.tanh(Math.log(3) / 0.5)));
    expect(output[1]).toBeCloseTo(weight, 6);
  });
  test("a sink of logit ln 4 takes half of the weight", () => {
    const { output, logSumExp } = attentionReference({ ...plain(q, k, v), sinks: tensor([1], [Math.log(4)]) }, everything);
    expect(maxAbsoluteError(output, [3.5, 0.375])).toBeLessThan(1e-6);
    expect(logSumExp[0]).toBeCloseTo(Math.log(8), 6);
  });
  test("a row that sees nothing is 0, its log-sum-exp -Infinity or the sink's", () => {
    const hidden: AttentionOptions = { ...everything, window: { left: 0, right: 0 }, queryOffset: 5 };
    expect(attentionReference(plain(q, k, v), hidden)).toEqual({
      output: new Float64Array(2),
      logSumExp: new Float64Array([Number.NEGATIVE_INFINITY]),
    });
    expect(attentionReference({ ...plain(q, k, v), sinks: tensor([1], [1.5]) }, hidden)).toEqual({
      output: new Float64Array(2),
      logSumExp: new Float64Array([1.5]),
    });
  });
});

describe("properties", () => {
  test("weights sum to 1: values of one give one, or zero where nothing is visible", () => {
    fc.assert(
      fc.property(small, (item) => {
        const { q, k, v } = item.inputs;
        const { output, logSumExp } = attentionReference(
          plain(
            q,
            k,
            mapped(v, () => 1),
          ),
          item.options,
        );
        const [, queries, heads] = q.shape as [number, number, number];
        for (let place = 0; place < output.length; place += 1) {
          const i = Math.floor(place / 3 / heads) % queries;
          const [first, last] = interval(item, i);
          expect(output[place]).toBeCloseTo(first <= last ? 1 : 0, 12);
        }
        for (let place = 0; place < logSumExp.length; place += 1) {
          const [first, last] = interval(item, place % queries);
          expect(Number.isFinite(logSumExp[place])).toBe(first <= last);
        }
      }),
    );
  });
  test("a window of one token returns that token's value", () => {
    fc.assert(
      fc.property(small, ({ inputs, options, keys }) => {
        const { output } = attentionReference(inputs, { ...options, window: { left: 0, right: 0 } });
        const [batch, queries, heads] = inputs.q.shape as [number, number, number];
        let place = 0;
        for (let b = 0; b < batch; b += 1)
          for (let i = 0; i < queries; i += 1)
            for (let h = 0; h < heads; h += 1)
              for (let d = 0; d < 3; d += 1) {
                const j = i + options.queryOffset;
                expect(output[place++]).toBe(j >= 0 && j < keys ? inputs.v.get([b, j, Math.floor((2 * h) / heads), d]) : 0);
              }
      }),
    );
  });
  test("a window is full attention over the keys inside it", () => {
    fc.assert(
      fc.property(small, (item) => {
        const {
          inputs: { q, k, v },
          options,
          queries,
        } = item;
        const whole = attentionReference(plain(q, k, v), options);
        const perQuery = rowsFrom(0, queries).map((i) => {
          const [first, last] = interval(item, i);
          const inside = rowsFrom(first, Math.max(0, last - first + 1));
          return attentionReference(plain(pick(q, 1, [i]), pick(k, 1, inside), pick(v, 1, inside)), {
            ...options,
            window: { left: -1, right: -1 },
          });
        });
        const [batch, , heads] = q.shape as [number, number, number];
        const joined = rowsFrom(0, batch).flatMap((b) =>
          perQuery.flatMap(({ output }) => [...output.slice(b * heads * 3, (b + 1) * heads * 3)]),
        );
        expect([...whole.output]).toEqual(joined);
      }),
    );
  });
  test("a sink is one more visible key with that logit and no value", () => {
    fc.assert(
      fc.property(small, ({ inputs: { q, k, v }, options }) => {
        const heads = q.shape[2]!;
        const logits = rowsFrom(0, heads).map((h) => Math.fround(Math.sin(h + 1) * 3));
        // The extra key holds its logits in one-hot dimensions that only its own head's queries have; key heads are repeated so that all differ.
        const options1: AttentionOptions = { ...options, softcap: null, window: { left: -1, right: -1 } };
        const sinks = attentionReference({ ...plain(q, k, v), sinks: tensor([heads], logits) }, options1);
        const widen = (t: HostTensor, extra: (index: readonly number[]) => number): HostTensor => {
          const shape = t.shape.with(3, t.shape[3]! + 1);
          return mapped(tensor(shape, new Float32Array(shape.reduce((a, b) => a * b, 1))), (_, index) =>
            index[3]! < t.shape[3]! ? t.get(index) : extra(index),
          );
        };
        const lengthen = (t: HostTensor, last: (index: readonly number[]) => number): HostTensor => {
          const shape = t.shape.with(1, t.shape[1]! + 1);
          return mapped(tensor(shape, new Float32Array(shape.reduce((a, b) => a * b, 1))), (_, index) =>
            index[1]! < t.shape[1]! ? t.get(index) : last(index),
          );
        };
        const longer = attentionReference(
          plain(
            widen(q, ([, , h]) => logits[h!]!),
            lengthen(
              widen(k, () => 0),
              (index) => (index[3] === 4 ? 1 / options.scale : 0),
            ),
            lengthen(v, () => 0),
          ),
          options1,
        );
        expect(relativeError(sinks.output, longer.output)).toBeLessThan(1e-12);
        expect(maxAbsoluteError(sinks.logSumExp, longer.logSumExp)).toBeLessThan(1e-12);
      }),
    );
  });
  test("grouped heads are repeated key and value heads", () => {
    fc.assert(
      fc.property(small, ({ inputs: { q, k, v }, options }) => {
        const repeat = rowsFrom(0, q.shape[2]!).map((h) => Math.floor((2 * h) / q.shape[2]!));
        expect(attentionReference(plain(q, pick(k, 2, repeat), pick(v, 2, repeat)), options)).toEqual(
          attentionReference(plain(q, k, v), options),
        );
      }),
    );
  });
  test("batches are independent: reversing them reverses the result", () => {
    fc.assert(
      fc.property(small, ({ inputs: { q, k, v }, options }) => {
        const order = rowsFrom(0, q.shape[0]!).reverse();
        const turned = attentionReference(plain(pick(q, 0, order), pick(k, 0, order), pick(v, 0, order)), options);
        const { output } = attentionReference(plain(q, k, v), options);
        const size = output.length / order.length;
        expect([...turned.output]).toEqual(order.flatMap((b) => [...output.slice(b * size, (b + 1) * size)]));
      }),
    );
  });
  test("packed sequences are each attended alone, empty ones too, and bottomRight ends at each one's last key", () => {
    fc.assert(
      fc.property(
        small,
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        ({ inputs, options, queries, keys }, queryCut, keyCut, bottomRight) => {
          const [a, b] = [Math.min(queryCut, queries), Math.min(keyCut, keys)];
          const [q, k, v] = [pick(inputs.q, 0, [0]), pick(inputs.k, 0, [0]), pick(inputs.v, 0, [0])];
          const offsets = (cut: number, length: number): HostTensor => HostTensor.fromNumbers("i32", [3], [0, cut, length]);
          const packed = attentionReference(
            { ...plain(q, k, v), cuSeqlensQ: offsets(a, queries), cuSeqlensK: offsets(b, keys) },
            bottomRight ? { ...options, queryOffset: "bottomRight" } : options,
          );
          const parts = [
            [0, a, 0, b],
            [a, queries, b, keys],
          ].map(([q0, q1, k0, k1]) =>
            attentionReference(
              plain(pick(q, 1, rowsFrom(q0!, q1! - q0!)), pick(k, 1, rowsFrom(k0!, k1! - k0!)), pick(v, 1, rowsFrom(k0!, k1! - k0!))),
              bottomRight ? { ...options, queryOffset: k1! - k0! - (q1! - q0!) } : options,
            ),
          );
          expect([...packed.output]).toEqual(parts.flatMap(({ output }) => [...output]));
        },
      ),
    );
  });
  test("the working precision rounds probabilities before it sums", () => {
    const filled = (shape: readonly number[], value: number): HostTensor =>
      HostTensor.fromNumbers("f16", shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value));
    const eleven = filled([1, 11, 1, 1], 1);
    const { output } = attentionWorkingPrecision(plain(filled([1, 1, 1, 1], 0), eleven, eleven), everything);
    expect(output[0]).toBe(roundTo("f16", 11 * roundTo("f16", 1 / 11)));
    expect(output[0]).not.toBe(1);
  });
  test("the working precision is close to float64, in the dtype's grid, and not the same", () => {
    fc.assert(
      fc.property(attentionCase(16, 2e6), (attention) => {
        const inputs = makeInputs(attention);
        const [reference, working] = [attentionReference(inputs, attention.options), attentionWorkingPrecision(inputs, attention.options)];
        expect(relativeError(working.output, reference.output)).toBeLessThan(attention.dtype === "bf16" ? 2 ** -7 : 2 ** -10);
        expect(maxAbsoluteError(working.logSumExp, reference.logSumExp)).toBeLessThan(1e-3);
        const grid = HostTensor.fromNumbers(attention.dtype, [working.output.length], working.output).toNumbers();
        expect([...grid]).toEqual([...working.output]);
        expect([...working.logSumExp]).toEqual([...working.logSumExp].map(Math.fround));
      }),
      { numRuns: 20 },
    );
    const random = new Random(1);
    const inputs = plain(
      randomTensor(random, "bf16", [1, 4, 1, 8]),
      randomTensor(random, "bf16", [1, 9, 1, 8]),
      randomTensor(random, "bf16", [1, 9, 1, 8]),
    );
    const [actual, reference] = [attentionWorkingPrecision(inputs, everything).output, attentionReference(inputs, everything).output];
    expect(relativeError(actual, reference)).toBeGreaterThan(2 ** -11);
    expect(budgetProblem({ actual, reference, working: actual, dtype: "bf16", factor: 1 })).toBeNull();
  });
});

describe("decode over a ring buffer", () => {
  const capacity = 8;
  /** The whole history of one sequence, and the cache that holds its end. */
  const make = (seed: number, length: number, steps: number) => {
    const random = new Random(seed);
    const [q, k, v] = [
      randomTensor(random, "f32", [1, length, 4, 4]),
      randomTensor(random, "f32", [1, length, 2, 4]),
      randomTensor(random, "f32", [1, length, 2, 3]),
    ];
    const cached = (t: HostTensor): HostTensor => {
      const cache = tensor([1, capacity, 2, t.shape[3]!], new Float32Array(capacity * 2 * t.shape[3]!).fill(Number.NaN));
      for (let token = 0; token < length; token += 1)
        for (let h = 0; h < 2; h += 1)
          for (let d = 0; d < t.shape[3]!; d += 1) cache.set([0, token % capacity, h, d], t.get([0, token, h, d]));
      return cache;
    };
    const inputs = {
      q: pick(q, 1, rowsFrom(length - steps, steps)),
      k: cached(k),
      v: cached(v),
      lengths: HostTensor.fromNumbers("i32", [1], [length]),
      sinks: tensor([4], [0, 1, 2, -1]),
    };
    return { whole: { ...plain(q, k, v), sinks: inputs.sinks }, inputs };
  };
  test("steps are the last rows of the whole forward pass", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 6 }),
        (seed, length, wanted, window) => {
          const steps = Math.min(wanted, length);
          const { whole, inputs } = make(seed, length, steps);
          const options = { scale: 0.5, softcap: 3, window };
          const forward = attentionReference(whole, { scale: 0.5, softcap: 3, queryOffset: 0, window: { left: window - 1, right: 0 } });
          const decoded = decodeReference(inputs, options);
          expect([...decoded.output]).toEqual([...forward.output.slice(-steps * 4 * 3)]);
          expect([...decoded.logSumExp]).toEqual(
            rowsFrom(0, 4).flatMap((h) => [...forward.logSumExp.slice(h * length + length - steps, (h + 1) * length)]),
          );
          expect(relativeError(decodeWorkingPrecision(inputs, options).output, decoded.output)).toBeLessThan(1e-5);
        },
      ),
    );
  });
  test("a window that reaches behind the cache is refused", () => {
    const { inputs } = make(1, 20, 1);
    expect(() => decodeReference(inputs, { scale: 1, softcap: null, window: -1 })).toThrow(
      /token 19 sees token 0, which a cache of 8 has lost/,
    );
    expect(() => decodeReference(inputs, { scale: 1, softcap: null, window: 9 })).toThrow(/sees token 11/);
    expect(() => decodeReference(inputs, { scale: 1, softcap: null, window: 8 })).not.toThrow();
  });
});
