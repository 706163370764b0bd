// The Hopper matrix product on the simulator: right on odd shapes, and every mistake of its asynchrony is caught.
import { describe, expect, it } from "vitest";
import { emitCuda } from "../codegen/emit/cuda.ts";
import { bf16Bits, bf16Value } from "../codegen/ir/numeric.ts";
import { verifyLowered } from "../codegen/ir/verify.ts";
import { type SimulatedArgument, SimulationError, simulate, type TensorMapArgument } from "../codegen/sim/simulate.ts";
import { gemmBoxes, type GemmFault, type GemmOptions, hopperGemm, tileK, tileM } from "./hopper-gemm.ts";

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Runs the program on small whole numbers, for which every sum is exact, and gives the greatest difference from the definition. */
const worstError = (options: GemmOptions, { m, n, k }: Shape, grid: number, seed: number): number => {
  let state = seed;
  const value = (): number => bf16Bits((((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16) % 7) - 3);
  const a = Uint16Array.from({ length: m * k }, value);
  const b = Uint16Array.from({ length: k * n }, value);
  const c = new Uint16Array(m * n);
  const boxes = gemmBoxes(options);
  const map = (name: "a" | "b" | "c", memory: Uint16Array, dims: readonly number[], strides: readonly number[]): TensorMapArgument => ({
    kind: "tensorMap",
    tensor: { kind: "tensor", name, memory, uninitialised: name === "c", writable: name === "c" },
    dtype: "bf16",
    dims,
    strides,
    box: boxes[name],
    swizzle: 128,
  });
  const [tilesM, tilesN] = [Math.ceil(m / tileM), Math.ceil(n / options.n)];
  const bMap = options.bMajor === "k" ? map("b", b, [k, n], [2 * k]) : map("b", b, [64, k, n / 64], [2 * n, 128]);
  const args: readonly SimulatedArgument[] = [
    map("a", a, [k, m], [2 * k]),
    bMap,
    map("c", c, [64, m, n / 64], [2 * n, 128]),
    Math.ceil(k / tileK),
    tilesM,
    tilesM * tilesN,
  ];
  const report = simulate(hopperGemm(options), { grid, arguments: args, seed });
  expect(report.unwritten).toEqual({ c: 0 });
  expect(report.bankConflictCycles).toBe(0);
  let worst = 0;
  for (let row = 0; row < m; row++)
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let depth = 0; depth < k; depth++)
        sum += bf16Value(a[row * k + depth]!) * bf16Value(b[options.bMajor === "k" ? column * k + depth : depth * n + column]!);
      worst = Math.max(worst, Math.abs(bf16Value(c[row * n + column]!) - bf16Value(bf16Bits(sum))));
    }
  return worst;
};
const plain: GemmOptions = { n: 128, stages: 3, bMajor: "k" };
const shape: Shape = { m: 200, n: 256, k: 256 };
const caught = (fault: GemmFault, seed: number): string => {
  try {
    worstError({ ...plain, fault }, shape, 1, seed);
    return "nothing";
  } catch (error) {
    if (error instanceof SimulationError) return error.code;
    throw error;
  }
};

describe("hopper gemm", () => {
  it("is well-formed, and prints for sm_90a only", () => {
    for (const bMajor of ["k", "n"] as const) {
      const program = hopperGemm({ ...plain, bMajor });
      expect(verifyLowered(program)).toEqual([]);
      expect(emitCuda(program, { target: "sm_90a", lineDirectives: false })).toContain(
        "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16",
      );
      expect(() => emitCuda(program, { target: "sm_80", lineDirectives: false })).toThrow("sm_90a");
    }
  });
  it("multiplies, whatever the order of the warps", () => {
    for (let seed = 1; seed <= 4; seed++) expect(worstError(plain, shape, 2, seed)).toBe(0);
  });
  it("multiplies with N contiguous in B, with wide tiles, and with a K that is no multiple of the tile", () => {
    expect(worstError({ n: 128, stages: 4, bMajor: "n" }, { m: 136, n: 192, k: 72 }, 3, 1)).toBe(0);
    expect(worstError({ n: 256, stages: 2, bMajor: "n" }, { m: 64, n: 256, k: 128 }, 1, 2)).toBe(0);
    expect(worstError({ n: 256, stages: 3, bMajor: "k" }, { m: 128, n: 320, k: 40 }, 2, 3)).toBe(0);
  });
  const expected: readonly (readonly [GemmFault, RegExp])[] = [
    ["droppedArrive", /^deadlock$/],
    ["wrongPhase", /^(missingWait|uninitialisedRead)$/],
    ["wrongTransactionCount", /^(missingWait|uninitialisedRead)$/],
    ["missingProxyFence", /^proxyFence$/],
    ["earlyRelease", /^missingWait$/],
    ["earlyReuse", /^missingWait$/],
    ["unreleasedAccumulators", /^missingWait$/],
  ];
  it.each(expected)("%s is caught", (fault, code) => {
    for (let seed = 1; seed <= 4; seed++) expect(caught(fault, seed)).toMatch(code);
  });
});
