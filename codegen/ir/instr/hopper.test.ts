// The Hopper instructions one by one: what they compute in simulation, what they refuse, and the PTX they print.
import { describe, expect, it } from "vitest";
import { simulate, SimulationError, type TensorMapArgument } from "../../sim/simulate.ts";
import { f32, i32, ProgramBuilder, u32 } from "../builder.ts";
import type { Attributes, Instruction, Operand, RegisterRef } from "../lowered.ts";
import { bf16Bits, bf16Value } from "../numeric.ts";
import { nowhere } from "../types.ts";
import { hopperInstructions } from "./hopper.ts";

const record = (name: string) => hopperInstructions.find((candidate) => candidate.name === name)!;
const instruction = (
  name: string,
  results: readonly RegisterRef[],
  operands: readonly Operand[],
  attributes: Attributes = {},
): Instruction => ({ kind: "instruction", name, results, operands, attributes, position: nowhere });
const failure = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SimulationError) return error.code;
    throw error;
  }
  return "nothing";
};
const value = (index: number): number => ((index * 7919) % 17) - 8;

/** Thread 0 loads a box, all wait, and store it; the tensor map of the store has the same box. */
const copyThrough = (from: TensorMapArgument, to: TensorMapArgument, coordinates: readonly number[], fault = ""): void => {
  const b = new ProgramBuilder({ name: "copy", threads: 64 });
  const [source, target] = [b.parameter("source", "tensorMap"), b.parameter("target", "tensorMap")];
  const bytes = from.box.reduce((product, extent) => product * extent, 2);
  b.shared("box", bytes, 1024);
  b.shared("bar", 8, 8);
  const [box, bar] = [b.emit("sharedAddress", "u32", [], { range: "box" }), b.emit("sharedAddress", "u32", [], { range: "bar" })];
  const first = b.emit("compare", "predicate", [b.emit("special", "i32", [], { which: "thread" }), i32(0)], { operation: "equal" });
  const at = coordinates.map((coordinate) => i32(coordinate));
  b.if(first, false, () => {
    b.instruction("mbarrierInit", [], [bar], { arrivals: 1 });
    if (fault !== "noInitFence") b.instruction("fenceMbarrierInit", []);
    b.instruction("mbarrierExpect", [], [bar], { bytes: fault === "tooManyBytes" ? bytes + 16 : bytes });
    b.instruction("tensorLoad", [], [box, source, bar, ...at]);
  });
  if (fault !== "noBarrier") b.instruction("barrier", [], [], { id: 0, threads: 0 });
  b.instruction("mbarrierWait", [], [bar, u32(0)]);
  b.if(first, false, () => {
    b.instruction("tensorStore", [], [target, box, ...at.map(() => i32(0))]);
    b.instruction("bulkCommit", []);
    if (fault !== "noBulkWait") b.instruction("bulkWait", [], [], { pending: 0, read: false });
  });
  simulate(b.build(), { grid: 1, seed: 3, arguments: [from, to] });
};
const tensorMap = (
  name: string,
  memory: Uint16Array,
  dims: readonly number[],
  box: readonly number[],
  swizzle: 0 | 128,
): TensorMapArgument => ({
  kind: "tensorMap",
  tensor: { kind: "tensor", name, memory },
  dtype: "bf16",
  dims,
  box,
  swizzle,
  strides: dims.slice(0, -1).map((_, dimension) => 2 * dims.slice(0, dimension + 1).reduce((product, extent) => product * extent, 1)),
});

describe("bulk tensor copies", () => {
  const source = Uint16Array.from({ length: 72 * 10 * 3 }, (_, index) => index + 1);
  const dims = [72, 10, 3];
  it.each([
    [128, 64],
    [0, 24],
  ] as const)("copies boxes, with zeros outside the tensor (swizzle %i)", (swizzle, width) => {
    const box = [width, 4, 2];
    for (const coordinates of [
      [0, 0, 0],
      [40, 8, 2],
      [-8, -2, -1],
      [16, 5, 1],
      [80, 0, 0],
    ]) {
      const target = new Uint16Array(width * 4 * 2).fill(9999);
      copyThrough(tensorMap("source", source, dims, box, swizzle), tensorMap("target", target, box, box, swizzle), coordinates);
      const expected = Array.from(target, (_, index) => {
        const position = [index % width, Math.floor(index / width) % 4, Math.floor(index / width / 4)].map(
          (offset, axis) => offset + coordinates[axis]!,
        );
        const inside = position.every((coordinate, axis) => coordinate >= 0 && coordinate < dims[axis]!);
        return inside ? source[(position[2]! * 10 + position[1]!) * 72 + position[0]!]! : 0;
      });
      expect([...target]).toEqual(expected);
    }
  });
  it("refuses a box that begins inside 16 bytes of a row", () => {
    const target = new Uint16Array(24 * 4 * 2);
    const map = (name: string, memory: Uint16Array, extents: readonly number[]) => tensorMap(name, memory, extents, [24, 4, 2], 0);
    expect(() => copyThrough(map("source", source, dims), map("target", target, [24, 4, 2]), [3, 0, 0])).toThrow(/multiple of 16 bytes/);
  });
  it.each([
    ["noInitFence", "proxyFence"],
    ["tooManyBytes", "deadlock"],
    ["noBulkWait", "missingWait"],
    ["", "nothing"],
  ])("mistake '%s': %s", (fault, code) => {
    const box = [64, 4, 2];
    const run = (): void =>
      copyThrough(tensorMap("source", source, dims, box, 128), tensorMap("target", new Uint16Array(512), box, box, 128), [0, 0, 0], fault);
    expect(failure(run)).toBe(code);
  });
  it("refuses an mbarrier whose initialisation is not published", () => {
    const box = [64, 4, 2];
    expect(
      failure(() =>
        copyThrough(
          tensorMap("source", source, dims, box, 128),
          tensorMap("target", new Uint16Array(512), box, box, 128),
          [0, 0, 0],
          "noBarrier",
        ),
      ),
    ).toMatch(/^(race|mbarrier)$/);
  });
});

interface ProductCase {
  readonly n: number;
  readonly aSource: "shared" | "register";
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly accumulate: boolean;
  readonly fault?: string;
}
/** One 64 x n x 16 product whose operands generic stores put into swizzled shared memory; the greatest difference from the definition. */
const product = ({ n, aSource, transposeA, transposeB, accumulate, fault }: ProductCase): number => {
  const b = new ProgramBuilder({ name: "product", threads: 128 });
  const output = b.parameter("output", "pointer");
  const data = b.parameter("data", "pointer", { readOnly: true });
  const bytes = 8192 + n * 128;
  b.shared("operands", bytes, 1024);
  const base = b.emit("sharedAddress", "u32", [], { range: "operands" });
  const thread = b.emit("special", "i32", [], { which: "thread" });
  const unsigned = (operand: Operand): RegisterRef => b.emit("bitcast", "u32", [operand]);
  const scaled = (operand: Operand, by: number): RegisterRef => b.emit("multiply", "i32", [operand, i32(by)]);
  const far = (pointer: Operand, offset: RegisterRef): RegisterRef => b.emit("add", "i64", [pointer, b.emit("convert", "i64", [offset])]);
  b.for("first", i32(0), i32(bytes), i32(512), (first) => {
    const word = b.emit("add", "i32", [first, scaled(thread, 4)]);
    const loaded = b.register("loaded", "u32");
    b.instruction("loadGlobal", [loaded], [far(data, word)], { width: 4, offset: 0, cache: "default" });
    b.instruction("storeShared", [], [b.emit("add", "u32", [base, unsigned(word)]), loaded], { width: 4, offset: 0 });
  });
  // A register operand: lane l of warp w holds rows 16w + l/4 and 8 below, columns 2(l%4) and 8 right.
  const quad = b.emit("shiftRight", "i32", [b.emit("bitAnd", "i32", [thread, i32(31)]), i32(2)]);
  const row = b.emit("add", "i32", [scaled(b.emit("shiftRight", "i32", [thread, i32(5)]), 16), quad]);
  const aPlace = far(
    data,
    b.emit("add", "i32", [b.emit("add", "i32", [i32(bytes), scaled(row, 32)]), scaled(b.emit("bitAnd", "i32", [thread, i32(3)]), 4)]),
  );
  const a = b.registers("a", "u32", 4);
  a.forEach((register, word) =>
    b.instruction("loadGlobal", [register], [aPlace], { width: 4, offset: 256 * (word & 1) + 16 * (word >> 1), cache: "default" }),
  );
  const sums = b.registers("sums", "f32", n / 2);
  for (const sum of sums) b.instruction("move", [sum], [f32(accumulate ? 5 : 77)]);
  if (fault !== "noProxyFence") b.instruction("fenceProxyAsync", []);
  b.instruction("barrier", [], [], { id: 0, threads: 0 });
  if (fault !== "noFence") b.instruction("wgmmaFence", []);
  const operands = [...(aSource === "register" ? a : [base]), b.emit("add", "u32", [base, u32(8192)]), ...(accumulate ? sums : [])];
  const attributes = {
    n,
    dtype: "bf16",
    aSource,
    transposeA,
    transposeB,
    scaleD: accumulate ? "accumulate" : "overwrite",
    aLeading: 2048,
    aStride: 1024,
    bLeading: 2048,
    bStride: 1024,
  };
  const issue = (): void => b.instruction("wgmma", sums, operands, attributes);
  const first = b.emit("compare", "predicate", [thread, i32(32)], { operation: "less" });
  if (fault === "oneWarp")
    b.if(first, false, () => {
      issue();
      b.instruction("wgmmaCommit", []);
    });
  else issue();
  if (fault === "overwrittenInput") b.instruction("move", [a[0]!], [u32(0)]);
  if (fault !== "noCommit" && fault !== "oneWarp") b.instruction("wgmmaCommit", []);
  b.instruction("wgmmaWait", sums, sums, { pending: fault === "pending" ? 1 : 0 });
  if (fault === "pending") b.instruction("wgmmaWait", [], [], { pending: 0 });
  const place = far(output, b.emit("add", "i32", [scaled(row, 4 * n), scaled(b.emit("bitAnd", "i32", [thread, i32(3)]), 8)]));
  sums.forEach((sum, register) =>
    b.instruction("storeGlobal", [], [place, sum], {
      width: 4,
      cache: "default",
      offset: 32 * (register >> 2) + 32 * n * ((register >> 1) & 1) + 4 * (register & 1),
    }),
  );

  // The same numbers, laid out as each form reads them.
  const aValue = (m: number, k: number): number => value(m * 16 + k);
  const bValue = (column: number, k: number): number => value(5000 + column * 16 + k);
  const memory = new Uint16Array((bytes + 64 * 32) / 2);
  const put = (start: number, outer: number, k: number, transposed: boolean, number: number): void => {
    const linear =
      start +
      (transposed
        ? (outer >> 6) * 2048 + (k >> 3) * 1024 + (k & 7) * 128 + (outer & 63) * 2
        : (outer >> 3) * 1024 + (outer & 7) * 128 + k * 2);
    memory[(linear ^ (((linear >> 7) & 7) << 4)) / 2] = bf16Bits(number);
  };
  for (let k = 0; k < 16; k++) {
    for (let m = 0; m < 64; m++) {
      put(0, m, k, transposeA, aValue(m, k));
      memory[bytes / 2 + m * 16 + k] = bf16Bits(aValue(m, k));
    }
    for (let column = 0; column < n; column++) put(8192, column, k, transposeB, bValue(column, k));
  }
  const result = new Float32Array(64 * n);
  simulate(b.build(), {
    grid: 1,
    seed: 1,
    arguments: [
      { kind: "tensor", name: "output", memory: result, uninitialised: true },
      { kind: "tensor", name: "data", memory },
    ],
  });
  let worst = 0;
  for (let m = 0; m < 64; m++)
    for (let column = 0; column < n; column++) {
      let sum = accumulate ? 5 : 0;
      for (let k = 0; k < 16; k++) sum += bf16Value(bf16Bits(aValue(m, k))) * bValue(column, k);
      worst = Math.max(worst, Math.abs(result[m * n + column]! - sum));
    }
  return worst;
};

describe("wgmma", () => {
  const plain: ProductCase = { n: 64, aSource: "shared", transposeA: false, transposeB: false, accumulate: false };
  it.each([
    plain,
    { ...plain, n: 8 },
    { ...plain, n: 136, accumulate: true },
    { ...plain, n: 128, transposeB: true },
    { ...plain, transposeA: true },
    { ...plain, n: 192, transposeA: true, transposeB: true, accumulate: true },
    { ...plain, aSource: "register" as const },
    { ...plain, aSource: "register" as const, n: 256, transposeB: true, accumulate: true },
  ])("multiplies: %o", (options) => {
    expect(product(options)).toBe(0);
  });
  it.each([
    ["noProxyFence", "proxyFence"],
    ["noFence", "missingWait"],
    ["overwrittenInput", "missingWait"],
    ["pending", "missingWait"],
    ["noCommit", "missingWait"],
    ["oneWarp", "divergence"],
  ])("mistake %s: %s", (fault, code) => {
    expect(failure(() => product({ ...plain, aSource: "register", fault }))).toBe(code);
  });
  it("refuses malformed products", () => {
    const b = new ProgramBuilder({ name: "x", threads: 128 });
    const sums = b.registers("sums", "f32", 4);
    const others = b.registers("others", "f32", 4);
    const address = b.register("address", "u32");
    const attributes = { n: 8, dtype: "bf16", aSource: "shared", scaleD: "accumulate" };
    const verify = (results: readonly RegisterRef[], operands: readonly Operand[], changed: Attributes): string | null =>
      record("wgmma").verify(instruction("wgmma", results, operands, { ...attributes, ...changed }));
    expect(verify(sums, [address, address, ...sums], {})).toBeNull();
    expect(verify(sums, [address, address, ...others], {})).toContain("the results' own registers");
    expect(verify(sums, [address, address, ...sums], { n: 12 })).toContain("multiple of 8");
    expect(verify(sums, [address, address, ...sums], { bStride: 8 })).toContain("multiple of 16");
    expect(verify(sums, [address, address], {})).toContain("it takes");
    expect(verify(sums, [address, address, ...sums], { color: 1 })).toContain("no attribute color");
  });
});

describe("printed PTX", () => {
  const printer = {
    operand: (operand: Operand): string =>
      operand.kind === "register"
        ? `${operand.register.name}[${operand.index}]`
        : operand.kind === "parameter"
          ? operand.parameter.name
          : `${operand.value}`,
    result: (result: RegisterRef): string => `${result.register.name}[${result.index}]`,
    offset: (i: Instruction, attribute: string): string => `${i.attributes[attribute]}`,
    sharedRange: (name: string): string => name,
  };
  const print = (name: string, results: readonly RegisterRef[], operands: readonly Operand[], attributes: Attributes = {}): string => {
    const built = instruction(name, results, operands, attributes);
    expect(record(name).verify(built)).toBeNull();
    return record(name).print(built, printer);
  };
  it("is what it should be", () => {
    const b = new ProgramBuilder({ name: "x", threads: 128 });
    const [address, coordinate, map, sums] = [
      b.register("address", "u32"),
      b.register("x", "i32"),
      b.parameter("map", "tensorMap"),
      b.registers("d", "f32", 4),
    ];
    expect([
      print("mbarrierInit", [], [address], { arrivals: 8 }),
      print("mbarrierArrive", [], [address]),
      print("mbarrierExpect", [], [address], { bytes: 4096 }),
      print("mbarrierWait", [], [address, u32(1)]),
      print("fenceMbarrierInit", [], []),
      print("fenceProxyAsync", [], []),
      print("tensorLoad", [], [address, map, address, coordinate, i32(3)]),
      print("tensorStore", [], [map, address, coordinate, i32(3), i32(0)]),
      print("bulkCommit", [], []),
      print("bulkWait", [], [], { pending: 1, read: true }),
      print("wgmmaFence", [], []),
      print("wgmma", sums, [address, address], {
        n: 8,
        dtype: "bf16",
        aSource: "shared",
        scaleD: "overwrite",
        transposeB: true,
        bLeading: 8192,
        bStride: 1024,
        bOffset: 2048,
      }),
      print("wgmma", sums, [address, address, address, address, address, ...sums], {
        n: 8,
        dtype: "f16",
        aSource: "register",
        scaleD: "accumulate",
        bStride: 1024,
      }),
      print("wgmmaCommit", [], []),
      print("wgmmaWait", sums, sums, { pending: 0 }),
    ]).toMatchInlineSnapshot(`
      [
        "asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" : : "r"(address[0]), "r"(8) : "memory");",
        "asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" : : "r"(address[0]) : "memory");",
        "asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" : : "r"(address[0]), "r"(4096) : "memory");",
        "asm volatile("{\\n.reg .pred complete;\\nWAIT_%=:\\nmbarrier.try_wait.parity.shared::cta.b64 complete, [%0], %1;\\n@complete bra DONE_%=;\\nbra WAIT_%=;\\nDONE_%=:\\n}" : : "r"(address[0]), "r"(1) : "memory");",
        "asm volatile("fence.mbarrier_init.release.cluster;" : : : "memory");",
        "asm volatile("fence.proxy.async.shared::cta;" : : : "memory");",
        "asm volatile("cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes [%0], [%1, {%3, %4}], [%2];" : : "r"(address[0]), "l"(map), "r"(address[0]), "r"(x[0]), "r"(3) : "memory");",
        "asm volatile("cp.async.bulk.tensor.3d.global.shared::cta.tile.bulk_group [%0, {%2, %3, %4}], [%1];" : : "l"(map), "r"(address[0]), "r"(x[0]), "r"(3), "r"(0) : "memory");",
        "asm volatile("cp.async.bulk.commit_group;" : : : "memory");",
        "asm volatile("cp.async.bulk.wait_group.read 1;" : : : "memory");",
        "asm volatile("wgmma.fence.sync.aligned;" : : : "memory");",
        "asm volatile("{\\n.reg .pred accumulate;\\nsetp.ne.b32 accumulate, 0, 0;\\nwgmma.mma_async.sync.aligned.m64n8k16.f32.bf16.bf16 {%0,%1,%2,%3}, %4, %5, accumulate, 1, 1, 0, 1;\\n}" : "=f"(d[0]), "=f"(d[1]), "=f"(d[2]), "=f"(d[3]) : "l"(wgmma_descriptor(address[0], 0, 0, 0)), "l"(wgmma_descriptor(address[0], 8192, 1024, 2048)));",
        "asm volatile("{\\n.reg .pred accumulate;\\nsetp.ne.b32 accumulate, 1, 0;\\nwgmma.mma_async.sync.aligned.m64n8k16.f32.f16.f16 {%0,%1,%2,%3}, {%4,%5,%6,%7}, %8, accumulate, 1, 1, 0;\\n}" : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3]) : "r"(address[0]), "r"(address[0]), "r"(address[0]), "r"(address[0]), "l"(wgmma_descriptor(address[0], 0, 1024, 0)));",
        "asm volatile("wgmma.commit_group.sync.aligned;" : : : "memory");",
        "asm volatile("wgmma.wait_group.sync.aligned 0;" : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3]) : : "memory");",
      ]
    `);
  });
});
