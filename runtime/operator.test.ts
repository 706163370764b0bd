// Operators and kernels as functions on the CPU: results, given outputs, and an error that names the argument for everything that is wrong.
import { describe, expect, test } from "vitest";
import { vectorAdd } from "../examples/kernels/vector-add.ts";
import { attention, attentionDecode } from "../kernels/sliding-window-attention/operator.ts";
import { attentionReference, decodeReference } from "../kernels/sliding-window-attention/reference.ts";
import { relativeError } from "../proptests/lib/errors.ts";
import { Random } from "../proptests/lib/random.ts";
import { randomTensor } from "../proptests/lib/tensors.ts";
import { HostTensor } from "./host-tensor.ts";
import { prepareOperator } from "./operator.ts";
import { prepareKernel } from "./prepare-kernel.ts";

const random = new Random(1);
const tensor = (...shape: number[]): HostTensor => randomTensor(random, "bf16", shape);
const forward = await prepareOperator(attention({ dtype: "bf16", headDim: 64, hasSinks: true }), "cpu");
const given = () => ({ q: tensor(2, 9, 4, 64), k: tensor(2, 7, 2, 64), v: tensor(2, 7, 2, 64), sinks: randomTensor(random, "f32", [4]) });
const scalars = { left: 3, right: 1, queryOffset: -1, scale: 0.125 };
const options = { window: { left: 3, right: 1 }, queryOffset: -1, scale: 0.125, softcap: null };

describe("attention", () => {
  test("allocates its outputs", async () => {
    const tensors = given();
    const { output, logSumExp } = await forward.run({ tensors, scalars });
    const reference = attentionReference({ ...tensors, cuSeqlensQ: null, cuSeqlensK: null }, options);
    expect([output.shape, logSumExp.shape]).toEqual([
      [2, 9, 4, 64],
      [2, 4, 9],
    ]);
    expect(relativeError(output.toNumbers(), reference.output)).toBeLessThan(4e-3);
    expect(relativeError(logSumExp.toNumbers(), reference.logSumExp)).toBeLessThan(1e-6);
  });
  test("writes the outputs that it is given, and a bound call runs again with what is in its tensors then", async () => {
    const tensors = given();
    const output = HostTensor.allocate("bf16", [2, 9, 4, 64]);
    using bound = await forward.bind({ tensors, scalars, outputs: { output } });
    expect(bound.outputs.output).toBe(output);
    expect(bound.variant).toBe("forward");
    bound.launch();
    const before = output.get([0, 5, 0, 0]);
    tensors.v.data.fill(0);
    bound.launch();
    expect([before === 0, output.get([0, 5, 0, 0])]).toEqual([false, 0]);
  });
  test("takes no queries, no keys, and no heads", async () => {
    const { output, logSumExp } = await forward.run({ tensors: { ...given(), k: tensor(2, 0, 2, 64), v: tensor(2, 0, 2, 64) }, scalars });
    expect(output.toNumbers().every((value) => value === 0)).toBe(true);
    expect(logSumExp.toNumbers().every(Number.isFinite)).toBe(true);
    const none = await forward.run({ tensors: { ...given(), q: tensor(2, 0, 4, 64) }, scalars });
    expect(none.output.shape).toEqual([2, 0, 4, 64]);
    expect(
      (await forward.run({ tensors: { ...given(), q: tensor(2, 9, 0, 64), sinks: randomTensor(random, "f32", [0]) }, scalars })).output
        .size,
    ).toBe(0);
  });
  test.each<[string, object, RegExp]>([
    ["dtype", { tensors: { ...given(), k: HostTensor.allocate("f16", [2, 7, 2, 64]) } }, /argument "k" is a tensor of f16, not bf16/],
    ["rank", { tensors: { ...given(), v: tensor(7, 2, 64) } }, /argument "v" has rank 3 \(shape \[7,2,64\]\), not 4/],
    ["tied extent", { tensors: { ...given(), v: tensor(2, 8, 2, 64) } }, /argument "v" has extent 8 on axis 1 .*, not 7 \(k\.shape\[1\]\)/],
    ["constant extent", { tensors: { ...given(), q: tensor(2, 9, 4, 32) } }, /argument "q" has extent 32 on axis 3 .*, not 64/],
    ["missing tensor", { tensors: { ...given(), sinks: null } }, /argument "sinks" is missing/],
    ["unknown tensor", { tensors: { ...given(), mask: tensor(1) } }, /argument "mask" is not a tensor argument/],
    [
      "heads",
      { tensors: { ...given(), q: tensor(2, 9, 3, 64), sinks: randomTensor(random, "f32", [3]) } },
      /argument "q" .* multiple of the number of key heads/,
    ],
    ["missing scalar", { scalars: { left: 1, right: 0, scale: 1 } }, /argument "queryOffset" is missing/],
    ["fractional scalar", { scalars: { ...scalars, left: 1.5 } }, /argument "left" is 1.5, which is not a i32/],
    ["sign of the scale", { scalars: { ...scalars, scale: -1 } }, /argument "scale" \(-1\) is not possible: scale is positive/],
    ["scale that is no number", { scalars: { ...scalars, scale: Number.NaN } }, /scale is positive/],
    ["window", { scalars: { ...scalars, left: -2 } }, /argument "left" \(-2\)/],
    ["shape of an output", { outputs: { output: tensor(2, 9, 4, 32) } }, /argument "output" has extent 32 on axis 3/],
    [
      "tied extent of an output",
      { outputs: { output: tensor(2, 8, 4, 64) } },
      /argument "output" has extent 8 on axis 1 .*, not 9 \(q\.shape\[1\]\)/,
    ],
    ["name of an output", { outputs: { result: tensor(1) } }, /argument "result" is not an output/],
  ])("refuses a wrong %s", async (_, call, message) => {
    await expect(forward.run({ tensors: given(), scalars, ...call } as Parameters<typeof forward.run>[0])).rejects.toThrow(message);
  });
  test("refuses an output that shares elements with an input, and takes one that lies between them", async () => {
    const both = tensor(2, 9, 8, 64);
    const half = (n: number): HostTensor => new HostTensor("bf16", [2, 9, 4, 64], both.data, both.strides, n * 4 * 64);
    await expect(forward.run({ tensors: { ...given(), q: half(0) }, scalars, outputs: { output: half(0) } })).rejects.toThrow(
      /"output" is written and shares memory with "q"/,
    );
    const { output } = await forward.run({ tensors: { ...given(), q: half(0) }, scalars, outputs: { output: half(1) } });
    expect(output.get([1, 8, 3, 63])).not.toBeNaN();
  });
  test("plans that cannot be are refused", () => {
    expect(() => attention({ dtype: "bf16", headDim: 64, cached: true, packed: true })).toThrow(/neither packed nor bottomRight/);
  });
});

describe("attentionDecode", () => {
  test("agrees with its definition over a cache that has wrapped around", async () => {
    const decode = await prepareOperator(attentionDecode({ dtype: "bf16", headDim: 64 }), "cpu");
    const tensors = {
      q: tensor(2, 1, 4, 64),
      k: tensor(2, 600, 2, 64),
      v: tensor(2, 600, 2, 64),
      lengths: HostTensor.fromNumbers("i32", [2], [1000, 40]),
    };
    const { output } = await decode.run({ tensors, scalars: { window: 500, scale: 0.125 } });
    const reference = decodeReference({ ...tensors, sinks: null }, { window: 500, scale: 0.125, softcap: null });
    expect(relativeError(output.toNumbers(), reference.output)).toBeLessThan(6e-3);
    await expect(decode.run({ tensors, scalars: { window: 601, scale: 0.125 } })).rejects.toThrow(
      /argument "window" \(601\) is not possible: the cache must hold/,
    );
  });
});

describe("a kernel as a function", () => {
  test("takes its parameters in order", async () => {
    using add = await prepareKernel("cpu", vectorAdd, { tuning: { block: 64 } });
    const [x, z] = [HostTensor.fromNumbers("f32", [3], [1, 2, 3]), HostTensor.allocate("f32", [3])];
    await add(x, x, z);
    expect([...z.toNumbers()]).toEqual([2, 4, 6]);
    await expect(add(x, x, x)).rejects.toThrow(/vectorAdd: argument "z" is written and shares memory with "x"/);
    await expect(add(x, null, z)).rejects.toThrow(/argument "y" is missing/);
    // @ts-expect-error: two arguments for three parameters
    await expect(add(x, z)).rejects.toThrow(/2 arguments for 3 parameters.*x \(tensor\), y \(tensor\), z \(tensor\)/s);
    // @ts-expect-error: a number where a tensor belongs
    await expect(add(x, 3, z)).rejects.toThrow(/argument "y" is not a tensor/);
  });
  test("is refused after its disposal, as on a GPU", async () => {
    const add = await prepareKernel("cpu", vectorAdd);
    const operator = await prepareOperator(attention({ dtype: "bf16", headDim: 64, hasSinks: true }), "cpu");
    const x = HostTensor.allocate("f32", [3]);
    for (const one of [add, operator, add, operator]) one.dispose();
    await expect(add(x, x, HostTensor.allocate("f32", [3]))).rejects.toThrow(/CUI3009: vectorAdd was called after it was disposed of/);
    await expect(operator.run({ tensors: given(), scalars })).rejects.toThrow(/CUI3009: attention was called after it was disposed of/);
  });
});
