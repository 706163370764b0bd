// A matrix product for Hopper, written in lowered IR: C[M, N] = A[M, K] B, bf16 with f32 sums. What it shows and guarantees: a load role
// fills a ring of shared-memory slots through tensor maps, two math warpgroups of 64 rows consume it with wgmma, each stores its half of
// the tile through a tensor map; the ring runs on from tile to tile of a persistent block. N and K are multiples of 64 and 8; M is free.
import { i32, ProgramBuilder, u32 } from "../codegen/ir/builder.ts";
import type { LoweredProgram, Operand, RegisterRef } from "../codegen/ir/lowered.ts";

/** Mistakes to build in, for tests of the simulator. */
export type GemmFault =
  | "droppedArrive"
  | "wrongPhase"
  | "wrongTransactionCount"
  | "missingProxyFence"
  | "earlyRelease"
  | "earlyReuse"
  | "unreleasedAccumulators";

export interface GemmOptions {
  /** Columns of a block's tile. */
  readonly n: 128 | 256;
  readonly stages: number;
  /** Whose rows are contiguous in B's memory: K ([N, K], the usual weight) or N ([K, N]). */
  readonly bMajor: "k" | "n";
  readonly fault?: GemmFault | undefined;
}
export const tileM = 128;
export const tileK = 64;

/** Extents of the tensor maps, innermost first: rows of 128 bytes, in panels of 64 columns where N is contiguous. */
export const gemmBoxes = ({ n, bMajor }: GemmOptions): Readonly<Record<"a" | "b" | "c", readonly number[]>> => ({
  a: [64, tileM],
  b: bMajor === "k" ? [64, n] : [64, tileK, n / 64],
  c: [64, 64, n / 64],
});

export const hopperGemm = (options: GemmOptions): LoweredProgram => {
  const { n, stages, bMajor, fault } = options;
  const b = new ProgramBuilder({ name: "hopper_gemm", threads: 384, blocksPerMultiprocessor: 1 });
  const aMap = b.parameter("a", "tensorMap");
  const bMap = b.parameter("b", "tensorMap");
  const cMap = b.parameter("c", "tensorMap");
  const stepsK = b.parameter("stepsK", "i32");
  const tilesM = b.parameter("tilesM", "i32");
  const tiles = b.parameter("tiles", "i32");
  const aBytes = tileM * 128;
  const bBytes = n * 128;
  const half = 64 * n * 2;
  b.shared("aRing", stages * aBytes, 1024);
  b.shared("bRing", stages * bBytes, 1024);
  b.shared("cTile", 2 * half, 1024);
  b.shared("full", 8 * stages, 8);
  b.shared("empty", 8 * stages, 8);

  const add = (left: Operand, right: Operand): RegisterRef =>
    b.emit("add", left.kind === "register" ? left.register.type : "i32", [left, right]);
  const multiply = (left: Operand, right: Operand): RegisterRef => b.emit("multiply", "i32", [left, right]);
  const unsigned = (value: Operand): RegisterRef => b.emit("bitcast", "u32", [value]);
  const equals = (left: Operand, right: Operand): RegisterRef => b.emit("compare", "predicate", [left, right], { operation: "equal" });
  const address = (range: string): RegisterRef => b.emit("sharedAddress", "u32", [], { range });

  const thread = b.emit("special", "i32", [], { which: "thread" });
  const lane = b.emit("special", "i32", [], { which: "lane" });
  const warp = b.emit("uniform", "i32", [b.emit("special", "i32", [], { which: "warp" })]);
  const block = b.emit("special", "i32", [], { which: "blockX" });
  const blocks = b.emit("special", "i32", [], { which: "gridX" });
  const [aRing, bRing, cTile, full, empty] = [address("aRing"), address("bRing"), address("cTile"), address("full"), address("empty")];

  b.if(equals(thread, i32(0)), false, () => {
    for (let slot = 0; slot < stages; slot++) {
      b.instruction("mbarrierInit", [], [add(full, u32(8 * slot))], { arrivals: 1 });
      b.instruction("mbarrierInit", [], [add(empty, u32(8 * slot))], { arrivals: 8 });
    }
    b.instruction("fenceMbarrierInit", []);
  });
  b.instruction("barrier", [], [], { id: 0, threads: 0 });

  /** Slot of a step of the ring, and the parity of its round. */
  const slotOf = (step: Operand): RegisterRef => b.emit("remainder", "i32", [step, i32(stages)]);
  const parityOf = (step: Operand): RegisterRef =>
    unsigned(b.emit("bitAnd", "i32", [b.emit("divideInteger", "i32", [step, i32(stages)]), i32(1)]));
  const slotAddress = (base: RegisterRef, slot: RegisterRef, bytes: number): RegisterRef => add(base, unsigned(multiply(slot, i32(bytes))));
  const flipped = (parity: RegisterRef): RegisterRef => b.emit("bitXor", "u32", [parity, u32(1)]);
  const tileOf = (tile: RegisterRef): { readonly row: RegisterRef; readonly column: RegisterRef } => ({
    row: multiply(b.emit("remainder", "i32", [tile, tilesM]), i32(tileM)),
    column: multiply(b.emit("divideInteger", "i32", [tile, tilesM]), i32(n)),
  });

  const load = (): void =>
    b.if(equals(thread, i32(0)), false, () => {
      const step = b.register("step", "i32");
      b.instruction("move", [step], [i32(0)]);
      b.for("tile", block, tiles, blocks, (tile) => {
        const { row, column } = tileOf(tile);
        const bColumn = bMajor === "k" ? column : b.emit("shiftRight", "i32", [column, i32(6)]);
        b.for("k", i32(0), stepsK, i32(1), (k) => {
          const slot = slotOf(step);
          const filled = slotAddress(full, slot, 8);
          const depth = multiply(k, i32(tileK));
          b.instruction("mbarrierWait", [], [slotAddress(empty, slot, 8), flipped(parityOf(step))]);
          b.instruction("mbarrierExpect", [], [filled], { bytes: fault === "wrongTransactionCount" ? aBytes : aBytes + bBytes });
          b.instruction("tensorLoad", [], [slotAddress(aRing, slot, aBytes), aMap, filled, depth, row]);
          const bCoordinates = bMajor === "k" ? [depth, bColumn] : [i32(0), depth, bColumn];
          b.instruction("tensorLoad", [], [slotAddress(bRing, slot, bBytes), bMap, filled, ...bCoordinates]);
          b.instruction("add", [step], [step, i32(1)]);
        });
      });
    });

  const math = (): void => {
    const group = b.emit("subtract", "i32", [b.emit("shiftRight", "i32", [warp, i32(2)]), i32(1)]);
    const sums = b.registers("sums", "f32", n / 2);
    const step = b.register("step", "i32");
    b.instruction("move", [step], [i32(0)]);
    const aHalf = add(aRing, unsigned(multiply(group, i32(64 * 128))));
    const cHalf = add(cTile, unsigned(multiply(group, i32(half))));
    const leader = equals(b.emit("bitAnd", "i32", [thread, i32(127)]), i32(0));
    const barrierIds = [1, 2];
    /** The four warps of this warpgroup meet. */
    const meet = (): void => {
      b.if(
        equals(group, i32(0)),
        true,
        () => b.instruction("barrier", [], [], { id: barrierIds[0]!, threads: 128 }),
        () => b.instruction("barrier", [], [], { id: barrierIds[1]!, threads: 128 }),
      );
    };
    // Where this lane's pairs of columns go: chunk c of row r lies at c ^ (r % 8) of its 128-byte line.
    const quad = b.emit("shiftRight", "i32", [lane, i32(2)]);
    const rowInHalf = add(multiply(b.emit("bitAnd", "i32", [warp, i32(3)]), i32(16)), quad);
    const linePlace = add(multiply(rowInHalf, i32(128)), multiply(b.emit("bitAnd", "i32", [lane, i32(3)]), i32(4)));
    const chunks = Array.from({ length: 8 }, (_, chunk) =>
      add(cHalf, unsigned(add(linePlace, multiply(b.emit("bitXor", "i32", [quad, i32(chunk)]), i32(16))))),
    );

    const release = (ofStep: Operand): void =>
      b.if(equals(lane, i32(0)), false, () => b.instruction("mbarrierArrive", [], [slotAddress(empty, slotOf(ofStep), 8)]));
    const multiplyStep = (first: boolean): void => {
      const [slot, parity] = [slotOf(step), parityOf(step)];
      b.instruction("mbarrierWait", [], [slotAddress(full, slot, 8), fault === "wrongPhase" ? flipped(parity) : parity]);
      b.instruction("wgmmaFence", []);
      const aSlot = slotAddress(aHalf, slot, aBytes);
      const bSlot = slotAddress(bRing, slot, bBytes);
      for (let k = 0; k < tileK / 16; k++) {
        const overwrite = first && k === 0;
        const bLayout =
          bMajor === "k"
            ? { transposeB: false, bStride: 1024, bOffset: 32 * k }
            : { transposeB: true, bLeading: tileK * 128, bStride: 1024, bOffset: 2048 * k };
        b.instruction("wgmma", sums, [aSlot, bSlot, ...(overwrite ? [] : sums)], {
          n,
          dtype: "bf16",
          aSource: "shared",
          scaleD: overwrite ? "overwrite" : "accumulate",
          aStride: 1024,
          aOffset: 32 * k,
          ...bLayout,
        });
      }
      b.instruction("wgmmaCommit", []);
      if (fault === "earlyRelease") release(step);
    };

    b.for("tile", block, tiles, blocks, (tile) => {
      multiplyStep(true);
      b.for("k", i32(1), stepsK, i32(1), () => {
        const previous = b.emit("move", "i32", [step]);
        b.instruction("add", [step], [step, i32(1)]);
        multiplyStep(false);
        b.instruction("wgmmaWait", [], [], { pending: 1 });
        if (fault !== "earlyRelease") release(previous);
      });
      if (fault === "unreleasedAccumulators") b.instruction("wgmmaWait", [], [], { pending: 0 });
      else b.instruction("wgmmaWait", sums, sums, { pending: 0 });
      if (fault !== "earlyRelease" && fault !== "droppedArrive") release(step);
      b.instruction("add", [step], [step, i32(1)]);

      // The tile's last store must have read its buffer before the next tile overwrites it.
      if (fault !== "earlyReuse") b.if(leader, false, () => b.instruction("bulkWait", [], [], { pending: 0, read: true }));
      meet();
      for (let column = 0; column < n / 8; column++)
        for (let lower = 0; lower < 2; lower++) {
          const pair = b.emit("packPair", "u32", [sums[4 * column + 2 * lower]!, sums[4 * column + 2 * lower + 1]!], { dtype: "bf16" });
          b.instruction("storeShared", [], [chunks[column % 8]!, pair], {
            width: 4,
            offset: Math.floor(column / 8) * 64 * 128 + lower * 8 * 128,
          });
        }
      if (fault !== "missingProxyFence") b.instruction("fenceProxyAsync", []);
      meet();
      b.if(leader, false, () => {
        const { row, column } = tileOf(tile);
        const coordinates = [i32(0), add(row, multiply(group, i32(64))), b.emit("shiftRight", "i32", [column, i32(6)])];
        b.instruction("tensorStore", [], [cMap, cHalf, ...coordinates]);
        b.instruction("bulkCommit", []);
      });
    });
    b.if(leader, false, () => b.instruction("bulkWait", [], [], { pending: 0, read: true }));
  };
  b.roles([
    { name: "load", firstWarp: 0, lastWarp: 4, registers: 40, body: load },
    { name: "math", firstWarp: 4, lastWarp: 12, registers: 232, body: math },
  ]);
  return b.build();
};
