// The random cases are what they promise: they cross tiles, reach every option, and stay small.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { damagedPlace } from "../../proptests/lib/tensors.ts";
import { type AttentionCase, attentionCase, makeInputs, workOf } from "./arbitraries.ts";

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const blocksOf = ({ sequences, block, kvHeads, group }: AttentionCase): number =>
  sequences.reduce((sum, { queries }) => sum + Math.ceil(queries / block), 0) * kvHeads * group;
/** Most key tiles that one block of queries sees any of. */
const tilesOf = ({ sequences, block, options: { window, queryOffset } }: AttentionCase): number =>
  Math.max(
    ...sequences.flatMap(({ queries, keys }) =>
      Array.from({ length: Math.ceil(queries / block) }, (_, n) => {
        const offset = queryOffset === "bottomRight" ? keys - queries : queryOffset;
        const [top, bottom] = [n * block + offset, Math.min(queries, (n + 1) * block) - 1 + offset];
        const first = window.left < 0 ? 0 : Math.max(0, top - window.left);
        const last = Math.min(keys - 1, window.right < 0 ? keys - 1 : bottom + window.right);
        return last < first ? 0 : Math.floor(last / block) - Math.floor(first / block) + 1;
      }),
    ),
  );

describe.each([16, 32, 64])("cases around tiles of %i", (block) => {
  const cases = fc.sample(attentionCase(block), { numRuns: 400, seed: 5 });
  test("cross tiles: the median has 4 blocks and 3 key tiles", () => {
    expect(median(cases.map(blocksOf))).toBeGreaterThanOrEqual(4);
    expect(median(cases.map(tilesOf))).toBeGreaterThanOrEqual(3);
  });
  test("stay small", () => {
    for (const attention of cases) expect(workOf(attention)).toBeLessThanOrEqual(32e6);
  });
  test.each<[string, (attention: AttentionCase) => boolean]>([
    ["one query", ({ sequences }) => sequences.some(({ queries }) => queries === 1)],
    ["lengths that are no multiple", ({ sequences }) => sequences.some(({ queries, keys }) => queries % block > 0 && keys % block > 0)],
    [
      "lengths that are",
      ({ sequences }) => sequences.some(({ queries, keys }) => queries > 0 && queries % block === 0 && keys % block === 0),
    ],
    ["packed with an empty sequence", ({ packed, sequences }) => packed && sequences.some(({ queries }) => queries === 0)],
    [
      "packed with queries and no keys",
      ({ packed, sequences }) => packed && sequences.some(({ queries, keys }) => queries > 0 && keys === 0),
    ],
    ["several batches", ({ packed, sequences }) => !packed && sequences.length > 1],
    ["another value dim", ({ headDim, valueDim }) => headDim !== valueDim],
    ["groups of three", ({ group }) => group === 3],
    ["a window on both sides", ({ options: { window } }) => window.left > 0 && window.right > 0],
    ["rows that see nothing", (attention) => tilesOf(attention) === 0],
    [
      "an offset of its own",
      ({ options: { queryOffset }, sequences }) =>
        sequences.every(({ queries, keys }) => queryOffset !== keys - queries && queryOffset !== 0),
    ],
    ["each sequence ending at its last key", ({ options, packed }) => options.queryOffset === "bottomRight" && packed],
    ["softcap and sinks", ({ options, hasSinks }) => options.softcap !== null && hasSinks],
    ["a transposed layout", ({ layouts }) => `${layouts.q.order}` === "0,2,1,3"],
    ["rows that are not aligned", ({ layouts }) => layouts.k.padding % 8 !== 0],
    ...[64, 96, 128, 192, 256].map((dim): [string, (attention: AttentionCase) => boolean] => [
      `head dim ${dim}`,
      ({ headDim }) => headDim === dim,
    ]),
  ])("reach %s", (_, reached) => expect(cases.filter(reached).length).toBeGreaterThan(0));
});

test("inputs have the case's shapes and repeat for its seed", () => {
  for (const attention of fc.sample(attentionCase(16), { numRuns: 30, seed: 6 })) {
    const inputs = makeInputs(attention);
    const { packed, sequences, kvHeads, group, headDim, valueDim } = attention;
    const [queries, keys] = packed
      ? [inputs.cuSeqlensQ!.toNumbers().at(-1)!, inputs.cuSeqlensK!.toNumbers().at(-1)!]
      : [sequences[0]!.queries, sequences[0]!.keys];
    const batch = packed ? 1 : sequences.length;
    expect(inputs.q.shape).toEqual([batch, queries, kvHeads * group, headDim]);
    expect(inputs.k.shape).toEqual([batch, keys, kvHeads, headDim]);
    expect(inputs.v.shape).toEqual([batch, keys, kvHeads, valueDim]);
    expect(inputs.output.shape).toEqual([batch, queries, kvHeads * group, valueDim]);
    if (packed) expect(queries).toBe(sequences.reduce((sum, lengths) => sum + lengths.queries, 0));
    expect(makeInputs(attention).k.toNumbers()).toEqual(inputs.k.toNumbers());
    expect(damagedPlace(inputs.q)).toBeNull();
    expect([...inputs.output.toNumbers()].every(Number.isNaN)).toBe(true);
  }
});
