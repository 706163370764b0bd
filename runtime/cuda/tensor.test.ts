import fc from "fast-check";
import { expect, test } from "vitest";
import { CudaError, RuntimeError } from "./errors.ts";
import { type Context, Resource } from "./resource.ts";
import { isDense, spanOf } from "./tensor.ts";

/** Places of all elements, by the definition of strides. */
const places = (shape: readonly number[], strides: readonly number[]): number[] =>
  shape.reduce<number[]>(
    (bases, extent, axis) => bases.flatMap((base) => Array.from({ length: extent }, (_, n) => base + n * strides[axis]!)),
    [0],
  );
const tensors = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 9 })), { maxLength: 4 })
  .map((axes) => ({ shape: axes.map(([extent]) => extent), strides: axes.map(([, stride]) => stride) }));

test("a span ends at the last element", () => {
  fc.assert(
    fc.property(tensors, ({ shape, strides }) => {
      expect(spanOf(shape, strides)).toBe(Math.max(0, ...places(shape, strides).map((place) => place + 1)));
    }),
  );
});
test("a tensor is dense exactly if its elements fill the span once", () => {
  fc.assert(
    fc.property(tensors, ({ shape, strides }) => {
      const all = places(shape, strides);
      expect(isDense(shape, strides)).toBe(new Set(all).size === all.length && all.length === spanOf(shape, strides));
    }),
    { numRuns: 2000 },
  );
});

class Handle extends Resource {
  released = 0;
  readonly #failure: Error | null;
  constructor(context: Context, failure: Error | null = null) {
    super(context, "test handle", 5n);
    this.#failure = failure;
  }
  protected override release(): void {
    this.released++;
    if (this.#failure !== null) throw this.#failure;
  }
}
const open: Context = { closed: false, makeCurrent: () => {}, resources: new Set() };

test("a resource is released once and unusable afterwards", () => {
  const handle = new Handle(open);
  expect(handle.handle).toBe(5n);
  handle.dispose();
  handle[Symbol.dispose]();
  expect(handle.released).toBe(1);
  expect(() => handle.handle).toThrow("CUI3009: the test handle was used after it was disposed of");
});
test("a resource of a closed device is gone already", () => {
  const handle = new Handle({ ...open, closed: true });
  expect(() => handle.handle).toThrow("after its device was disposed of");
  handle.dispose();
  expect(handle.released).toBe(0);
});
test("releasing into a lost context is no second error; other failures are", () => {
  const lost = new Handle(
    open,
    new CudaError("cuMemFreeAsync", 700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"),
  );
  expect(() => lost.dispose()).not.toThrow();
  const wrong = new Handle(open, new CudaError("cuMemFreeAsync", 1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"));
  expect(() => wrong.dispose()).toThrow(RuntimeError);
});
test("an error of the driver says what was called, what it means and what to do", () => {
  const error = new CudaError("cuMemAllocAsync", 2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory");
  expect(error.message).toMatch(
    /^CUI3004: cuMemAllocAsync failed: CUDA_ERROR_OUT_OF_MEMORY \(out of memory\)\n {2}help: dispose of tensors/,
  );
  expect(error.sticky).toBe(false);
});
