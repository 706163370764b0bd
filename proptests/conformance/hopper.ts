// Cases of the instructions of sm_90a: mbarriers by arrivals and by bytes, tensor copies of every rank with boxes that overhang, and the
// warpgroup product in all its operand forms.
import { f32, i32, u32 } from "../../codegen/ir/builder.ts";
import type { Operand, RegisterRef } from "../../codegen/ir/lowered.ts";
import { bf16Bits, f16Bits } from "../../codegen/ir/numeric.ts";
import { Random } from "../lib/random.ts";
import { CaseBuilder, type ConformanceCase } from "./case.ts";
import { randomWords } from "./memory.ts";

const random = new Random(90);
const target = "sm_90a";

const initialise = (c: CaseBuilder, mbarrier: RegisterRef, arrivals: number): void => {
  c.b.if(c.equal(c.thread, 0), false, () => {
    c.do("mbarrierInit", [mbarrier], { arrivals });
    c.do("fenceMbarrierInit");
  });
  c.meet();
};

/** Warp 0 fills a buffer twice, warp 1 empties it twice, by two mbarriers of 32 arrivals. */
const ringCase = (subject: string): ConformanceCase => {
  const c = new CaseBuilder({ subject, detail: "two warps, two rounds", target, threads: 64 });
  const [source, result] = [c.input("source", randomWords(64)), c.output("result", new Uint32Array(64))];
  c.b.shared("room", 128, 16);
  c.b.shared("full", 8, 8);
  c.b.shared("empty", 8, 8);
  const [full, empty] = ["full", "empty"].map((range) => c.b.emit("sharedAddress", "u32", [], { range })) as [RegisterRef, RegisterRef];
  c.b.if(c.equal(c.thread, 0), false, () => c.do("mbarrierInit", [empty], { arrivals: 32 }));
  initialise(c, full, 32);
  c.b.for("round", i32(0), i32(2), i32(1), (round) => {
    const parity = c.b.emit("bitcast", "u32", [round]);
    const place = c.add(c.times(round, 32), c.lane);
    c.b.if(
      c.equal(c.warp, 0),
      true,
      () => {
        c.do("mbarrierWait", [empty, c.b.emit("bitXor", "u32", [parity, u32(1)])]);
        c.storeShared(c.shared("room", c.lane), c.loadGlobal("u32", c.global(source, place)));
        c.do("mbarrierArrive", [full]);
      },
      () => {
        c.do("mbarrierWait", [full, parity]);
        c.storeGlobal(c.global(result, place), c.loadShared("u32", c.shared("room", c.b.emit("bitXor", "i32", [c.lane, i32(9)]))));
        c.do("mbarrierArrive", [empty]);
      },
    );
  });
  return c.build();
};

interface CopyShape {
  readonly dims: readonly number[];
  readonly box: readonly number[];
  readonly swizzle: 0 | 128;
  /** Where the load begins, and where the store does: a store's corner must not be negative. */
  readonly coordinates: readonly number[];
  readonly corner?: readonly number[];
}
const copyShapes: readonly CopyShape[] = [
  { dims: [200], box: [64], swizzle: 0, coordinates: [160] },
  { dims: [72, 10], box: [64, 8], swizzle: 128, coordinates: [40, 5] },
  { dims: [72, 10], box: [24, 4], swizzle: 0, coordinates: [-8, -2], corner: [0, 0] },
  { dims: [72, 10], box: [64, 4], swizzle: 128, coordinates: [-16, -1], corner: [24, 5] },
  { dims: [72, 10], box: [24, 4], swizzle: 0, coordinates: [56, 7], corner: [48, 8] },
  { dims: [72, 10, 3], box: [64, 4, 2], swizzle: 128, coordinates: [16, 8, 2] },
  { dims: [40, 5, 3, 4], box: [16, 4, 2, 2], swizzle: 0, coordinates: [24, 3, -1, 3], corner: [24, 3, 0, 3] },
  { dims: [40, 5, 3, 2, 3], box: [64, 2, 2, 2, 1], swizzle: 128, coordinates: [0, 4, 1, 1, 2] },
];
const stridesOf = (dims: readonly number[]): number[] =>
  dims.slice(0, -1).map((_, axis) => 2 * dims.slice(0, axis + 1).reduce((a, b) => a * b, 1));

/** A box comes in through one map, every word is seen by its thread, and it goes out through another. */
const tensorCopyCase = (subject: string, { dims, box, swizzle, coordinates, corner = coordinates }: CopyShape): ConformanceCase => {
  const c = new CaseBuilder({
    subject,
    detail: `box ${box.join("x")} from ${coordinates.join()} to ${corner.join()}, swizzle ${swizzle}`,
    target,
    threads: 64,
  });
  const size = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);
  const bytes = 2 * size(box);
  const halves = (length: number): Uint16Array => Uint16Array.from({ length }, () => random.integer(1, 65535));
  const source = c.map({ name: "source", data: halves(size(dims)), isOutput: false, dims, strides: stridesOf(dims), box, swizzle });
  const result = c.map({ name: "result", data: new Uint16Array(size(dims)), isOutput: true, dims, strides: stridesOf(dims), box, swizzle });
  const seen = c.output("seen", new Uint32Array(bytes / 4));
  c.b.shared("room", bytes, 1024);
  c.b.shared("full", 8, 8);
  const [room, full] = ["room", "full"].map((range) => c.b.emit("sharedAddress", "u32", [], { range })) as [RegisterRef, RegisterRef];
  initialise(c, full, 1);
  const isFirst = c.equal(c.thread, 0);
  c.b.if(isFirst, false, () => {
    c.do("mbarrierExpect", [full], { bytes });
    c.do("tensorLoad", [room, source, full, ...coordinates.map(i32)]);
  });
  c.do("mbarrierWait", [full, u32(0)]);
  for (let first = 0; first < bytes / 4; first += 64) {
    const index = c.add(c.thread, i32(first));
    const visit = (): void => {
      const value = c.loadShared("u32", c.shared("room", index));
      c.storeGlobal(c.global(seen, index), value);
      // Written again, as the complement: the store must see generic writes.
      c.storeShared(c.shared("room", index), c.b.emit("bitNot", "u32", [value]));
    };
    c.b.if(c.b.emit("compare", "predicate", [index, i32(bytes / 4)], { operation: "less" }), false, visit);
  }
  c.do("fenceProxyAsync");
  c.meet();
  c.b.if(isFirst, false, () => {
    c.do("tensorStore", [result, room, ...corner.map(i32)]);
    c.do("bulkCommit");
    c.do("bulkWait", [], { pending: 0, read: false });
  });
  return c.build();
};

interface ProductForm {
  readonly n: number;
  readonly dtype: "bf16" | "f16";
  readonly aSource: "shared" | "register";
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}
/** The leftmost 16 columns of K of operands in 128-byte-swizzled lines: two products, the first overwrites and the second accumulates from K's next 16. */
const productCase = (subject: string, { n, dtype, aSource, transposeA, transposeB }: ProductForm): ConformanceCase => {
  const detail = `n ${n}, ${dtype}, A ${aSource}${transposeA ? " transposed" : ""}${transposeB ? ", B transposed" : ""}`;
  const c = new CaseBuilder({ subject, detail, target, threads: 128 });
  const half = dtype === "f16" ? f16Bits : bf16Bits;
  const numbers = (count: number): Uint32Array =>
    Uint32Array.from({ length: count }, () => ((half(random.normal()) << 16) | half(random.normal())) >>> 0);
  // A: 64 rows of K, or 64 of K in one panel of 64 rows. B: n rows of K, or 64 of K in panels of 64 columns.
  const panels = Math.ceil(n / 64);
  const aBytes = 64 * 128;
  const bBytes = transposeB ? panels * 64 * 128 : n * 128;
  const aSource32 = c.input("a", numbers(aBytes / 4));
  const bSource32 = c.input("b", numbers(bBytes / 4));
  const result = c.output("result", new Float32Array(128 * (n / 2)));
  c.b.shared("aTile", aBytes, 1024);
  c.b.shared("bTile", bBytes, 1024);
  const fill = (range: string, source: Operand, words: number): void =>
    c.b.for("first", i32(0), i32(words), i32(128), (first) => {
      const index = c.add(first, c.thread);
      const store = (): void => c.storeShared(c.shared(range, index), c.loadGlobal("u32", c.global(source, index)));
      c.b.if(c.b.emit("compare", "predicate", [index, i32(words)], { operation: "less" }), false, store);
    });
  fill("aTile", aSource32, aBytes / 4);
  fill("bTile", bSource32, bBytes / 4);
  const a =
    aSource === "shared"
      ? [c.b.emit("sharedAddress", "u32", [], { range: "aTile" })]
      : Array.from({ length: 4 }, (_, k) => c.loadGlobal("u32", c.global(aSource32, c.add(c.thread, i32(128 * k)))));
  const bTile = c.b.emit("sharedAddress", "u32", [], { range: "bTile" });
  c.do("fenceProxyAsync");
  c.meet();
  const sums = c.b.registers("sums", "f32", n / 2);
  for (const sum of sums) c.b.instruction("move", [sum], [f32(1)]);
  const layoutA =
    aSource === "register"
      ? {}
      : transposeA
        ? { transposeA: true, aLeading: 64 * 128, aStride: 1024 }
        : { transposeA: false, aStride: 1024 };
  const layoutB = transposeB ? { transposeB: true, bLeading: 64 * 128, bStride: 1024 } : { transposeB: false, bStride: 1024 };
  c.do("wgmmaFence");
  for (const step of [0, 1]) {
    const overwrite = step === 0;
    c.b.instruction("wgmma", sums, [...a, bTile, ...(overwrite ? [] : sums)], {
      n,
      dtype,
      aSource,
      scaleD: overwrite ? "overwrite" : "accumulate",
      ...layoutA,
      ...layoutB,
      ...(aSource === "register" ? {} : { aOffset: step * (transposeA ? 2048 : 32) }),
      bOffset: step * (transposeB ? 2048 : 32),
    });
  }
  c.do("wgmmaCommit");
  c.b.instruction("wgmmaWait", sums, sums, { pending: 0 });
  for (const [k, sum] of sums.entries()) c.storeGlobal(c.global(result, c.add(c.thread, i32(128 * k))), sum);
  return c.build();
};

const productForms: readonly ProductForm[] = (["bf16", "f16"] as const).flatMap((dtype) =>
  [8, 64, 96, 128, 192, 256].flatMap((n) =>
    (
      [
        ["shared", false],
        ["shared", true],
        ["register", false],
      ] as const
    ).flatMap(([aSource, transposeA]) =>
      (dtype === "bf16" || n === 64 ? [false, true] : [false]).map((transposeB) => ({ n, dtype, aSource, transposeA, transposeB })),
    ),
  ),
);

export const hopperCases = (): ConformanceCase[] => [
  ...["mbarrierInit", "mbarrierArrive", "mbarrierWait", "fenceMbarrierInit"].map(ringCase),
  ...copyShapes.map((shape) => tensorCopyCase("tensorLoad", shape)),
  ...["mbarrierExpect", "tensorStore", "fenceProxyAsync", "bulkCommit", "bulkWait"].map((subject, n) =>
    tensorCopyCase(subject, copyShapes[n]!),
  ),
  ...productForms.map((form) => productCase("wgmma", form)),
  ...["wgmmaFence", "wgmmaCommit", "wgmmaWait"].map((subject) => productCase(subject, productForms[4]!)),
];
