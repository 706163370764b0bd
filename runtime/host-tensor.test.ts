import fc from "fast-check";
import { expect, test } from "vitest";
import { fromStorage, toStorage } from "../codegen/ir/numeric.ts";
import { HostTensor, packNumbers, unpackNumbers } from "./host-tensor.ts";

const numbers = fc.array(fc.oneof(fc.float(), fc.constantFrom(65504, 65520, -0, 2 ** -24, 2 ** -25)), { maxLength: 20 });

test.each(["f32", "bf16", "f16"] as const)("bulk conversion to and from %s is that of single elements", (dtype) => {
  fc.assert(
    fc.property(numbers, (values) => {
      const packed = packNumbers(dtype, values);
      const one = Float32Array.from(values);
      expect([...packed]).toEqual([...one].map((value) => toStorage(dtype, value)));
      expect([...unpackNumbers(dtype, packed)]).toEqual([...packed].map((stored) => fromStorage(dtype, stored)));
    }),
  );
});
test("integers are stored as they are", () => {
  expect([...packNumbers("i32", [-5, 2 ** 31 - 1])]).toEqual([-5, 2 ** 31 - 1]);
  expect([...packNumbers("u32", [2 ** 32 - 1])]).toEqual([2 ** 32 - 1]);
});
test("a strided host tensor reads and writes its own elements", () => {
  const tensor = HostTensor.allocate("bf16", [2, 3], [1, 4]);
  tensor.poison();
  for (let row = 0; row < 2; row++) for (let column = 0; column < 3; column++) tensor.set([row, column], row * 10 + column);
  expect([...tensor.toNumbers()]).toEqual([0, 1, 2, 10, 11, 12]);
  expect(tensor.data.length).toBe(10);
  expect(fromStorage("bf16", tensor.data[2]!)).toBeNaN();
  expect(HostTensor.fromNumbers("f16", [2], [0.1, 1]).get([0])).toBe(0.0999755859375);
});
test("copying between layouts moves the elements and leaves what lies between them", () => {
  const source = HostTensor.fromNumbers("bf16", [2, 3], [1, 2, 3, 4, 5, 6]);
  const target = HostTensor.allocate("bf16", [2, 3], [1, 4]).poison();
  target.copyFrom(source);
  expect([...target.toNumbers()]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(fromStorage("bf16", target.data[2]!)).toBeNaN();
  expect([...HostTensor.allocate("f32", [0, 3]).toNumbers()]).toEqual([]);
});
