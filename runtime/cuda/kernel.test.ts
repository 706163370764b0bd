import koffi from "koffi";
import { describe, expect, test } from "vitest";
import type { KernelParameter } from "../../codegen/ir/lowered.ts";
import { ArgumentBuffer, checkGrid, type KernelArgument } from "./kernel.ts";
import { tensorMapProblem, type TensorMapRequest } from "./tensor-map.ts";

const parameter = (type: KernelParameter["type"], name: string = type): KernelParameter => ({ name, type });
/** Reads argument `n` as the driver does: through the address in the array. */
const read = (buffer: ArgumentBuffer, n: number, type: string): unknown =>
  koffi.decode(BigInt(koffi.decode(buffer.address, n * 8, "uint64_t")), type);

describe("arguments", () => {
  test("lie where the driver looks for them", () => {
    const buffer = new ArgumentBuffer("k", [parameter("pointer"), parameter("i32"), parameter("f32"), parameter("u32"), parameter("i64")]);
    buffer.write([0x7f00_1234_5678n, -7, 0.1, 4_000_000_000, -(2n ** 40n)]);
    expect(BigInt(read(buffer, 0, "uint64_t") as number)).toBe(0x7f00_1234_5678n);
    expect(read(buffer, 1, "int32_t")).toBe(-7);
    expect(read(buffer, 2, "float")).toBe(Math.fround(0.1));
    expect(read(buffer, 3, "uint32_t")).toBe(4_000_000_000);
    expect(BigInt(read(buffer, 4, "int64_t") as number)).toBe(-(2n ** 40n));
    buffer.write([1024, 2 ** 31 - 1, -Infinity, 0, 2 ** 50]);
    expect(read(buffer, 0, "uint64_t")).toBe(1024);
    expect(read(buffer, 1, "int32_t")).toBe(2 ** 31 - 1);
    expect(read(buffer, 2, "float")).toBe(-Infinity);
    expect(read(buffer, 4, "int64_t")).toBe(2 ** 50);
  });
  test.each<[KernelParameter["type"], KernelArgument]>([
    ["i32", 2 ** 31],
    ["i32", 1.5],
    ["i32", 3n],
    ["u32", -1],
    ["u32", 2 ** 32],
    ["f32", 1n],
    ["i64", 2 ** 60],
    ["i64", 2n ** 64n],
    ["pointer", 0.5],
    ["tensorMap", 1],
  ])("an %s refuses %s, by name", (type, value) => {
    expect(() => new ArgumentBuffer("scale", [parameter(type, "extent")]).write([value])).toThrow(/CUI3007: scale: .*"extent"/);
  });
  test("must be as many as the parameters", () => {
    expect(() => new ArgumentBuffer("scale", [parameter("i32", "rows")]).write([])).toThrow("0 arguments for 1 parameters (rows)");
  });
});

describe("grids", () => {
  const limits = [2 ** 31 - 1, 65535, 65535] as const;
  test("without blocks are nothing to launch", () => {
    expect(checkGrid("k", [0, 1, 1], limits)).toBe(false);
    expect(checkGrid("k", [4, 1, 0], limits)).toBe(false);
    expect(checkGrid("k", [2 ** 31 - 1, 65535, 65535], limits)).toBe(true);
  });
  test.each([[[1, 65536, 1]], [[2 ** 31, 1, 1]], [[-1, 1, 1]], [[1, 1, 0.5]], [[0, -1, 1]]] as [[number, number, number]][])(
    "of %s are refused",
    (grid) => {
      expect(() => checkGrid("k", grid, limits)).toThrow("CUI3006");
    },
  );
});

describe("tensor maps", () => {
  const good: TensorMapRequest = { dtype: "bf16", pointer: 4096n, shape: [100, 64], strides: [64, 1], box: [64, 64], swizzle: 128 };
  test("of what the hardware allows have no problem", () => {
    expect(tensorMapProblem(good)).toBeNull();
    expect(tensorMapProblem({ ...good, shape: [100], strides: [1], box: [64] })).toBeNull();
    expect(tensorMapProblem({ ...good, box: [256, 128], swizzle: 0 })).toBeNull();
  });
  test.each<[Partial<TensorMapRequest>, string]>([
    [{ pointer: 4104n }, "multiple of 16"],
    [{ strides: [1, 100] }, "last axis has stride 100"],
    [{ strides: [65, 1] }, "130 bytes"],
    [{ strides: [0, 1] }, "0 bytes"],
    [{ box: [257, 64] }, "box extent"],
    [{ box: [64, 4] }, "8 bytes of the box"],
    [{ box: [64, 128] }, "swizzle span"],
    [{ shape: [0, 64] }, "an extent"],
    [{ shape: [1, 1, 1, 1, 1, 1] }, "rank 6"],
  ])("with %o are refused with the reason", (change, reason) => {
    expect(tensorMapProblem({ ...good, ...change })).toContain(reason);
  });
});
