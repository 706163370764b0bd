// How the shared operands of a matrix product come into the registers of the matrix instruction: by ldmatrix where rows of 16 bytes hold
// what it wants, else element by element. What lies behind the end of the inner axis is 0, and is not read.
import { i32, type Lowering, u32 } from "../context.ts";
import type { Operand, RegisterRef } from "../../ir/lowered.ts";
import type { TileRef } from "../../ir/tile.ts";

/** Where a warp's part of a tile begins along one axis, and the stride of that beginning from warp to warp (0: all begin at 0). `key` tells one from another. */
export interface WarpStart {
  readonly at: Operand;
  readonly stride: number;
  readonly key: string;
}
export const origin: WarpStart = { at: i32(0), stride: 0, key: "0" };
/**
 * Reads matrices of eight rows of 16 bytes of a shared tile. `lane` gives the row and the column (0, or 16 bytes on) that each lane
 * addresses, `warp` where the warp's part begins; `at` adds constants. Column constants are multiples of 32 bytes, so that they can be
 * XORed into the swizzle.
 */
const matrixReader = (
  lowering: Lowering,
  tile: TileRef,
  lane: { row: Operand; column: Operand; name: string },
  warp: { row: WarpStart; column: WarpStart },
) => {
  const { layout: shared, base } = lowering.sharedTile(tile.buffer);
  const window = 16 << shared.bits;
  const simple = (warp.column.stride * shared.elementBytes) % window === 0;
  const row = lowering.invariant(`matrix row ${lane.name} ${warp.row.key}`, () => lowering.add(lane.row, warp.row.at));
  const local = lowering.invariant(`matrix local ${lane.name} ${shared.pitch} ${warp.row.key} ${warp.column.key}`, () => {
    const rowBytes = lowering.asU32(lowering.multiply(row, i32(shared.pitch)));
    const chunk = lowering.asU32(lowering.multiply(lane.column, i32(shared.elementBytes)));
    const swizzle =
      shared.bits === 0
        ? u32(0)
        : lowering.bits("bitAnd", lowering.emit("shiftLeft", "u32", [lowering.asU32(row), u32(4 - shared.shift)]), u32(window - 16));
    const inRow = lowering.add(rowBytes, shared.bits === 0 ? chunk : lowering.bits("bitXor", chunk, swizzle));
    return simple ? lowering.add(inRow, lowering.asU32(lowering.multiply(warp.column.at, i32(shared.elementBytes)))) : inRow;
  });
  const start = simple ? lowering.add(base, local) : base;
  const bySwizzle = new Map<number, Operand>();
  return (results: readonly RegisterRef[], atRow: number, atColumn: number, transposed: boolean): void => {
    const attributes = { count: results.length, transposed };
    if (!simple) {
      const column = lowering.add(lowering.add(lane.column, warp.column.at), i32(atColumn));
      return lowering.emitTo(results, "loadMatrix", [lowering.sharedElement(tile.buffer, lowering.add(row, i32(atRow)), column)], {
        ...attributes,
        offset: 0,
      });
    }
    const bytes = atColumn * shared.elementBytes;
    const within = bytes % window;
    let address = bySwizzle.get(within);
    if (!address) bySwizzle.set(within, (address = lowering.bits("bitXor", start, u32(within))));
    lowering.emitTo(results, "loadMatrix", [address], { ...attributes, offset: bytes - within + atRow * shared.pitch });
  };
};

/** Part of the inner axis that one instruction multiplies: `size` elements from `first`. `masked`: some of them do not exist. */
export interface Step {
  readonly first: number;
  readonly size: 8 | 16;
  readonly masked: boolean;
}
export const stepsOf = (k: number, widest: 8 | 16): Step[] => {
  const steps: Step[] = [];
  for (let first = 0; first < k; ) {
    const size = k - first >= widest ? widest : 8;
    steps.push({ first, size, masked: k - first < size });
    first += size;
  }
  return steps;
};

/** An operand in shared memory, in tiles of 16 rows (left) or 8 columns (right) along its outer axis. */
export interface SharedOperand {
  readonly tile: TileRef;
  readonly isLeft: boolean;
  /** Extent of the inner axis. */
  readonly k: number;
  /** Where the warp's tiles begin along the outer axis. */
  readonly start: WarpStart;
  /** The warp's first matrix of a tile of three axes. */
  readonly product: WarpStart;
  readonly tiles: number;
  /** Which elements a lane takes along the inner axis: pairs of 16-bit ones; of f32, one of each half of 8, or (for products with fragments) two side by side. */
  readonly elements: "pairs" | "halves" | "neighbours";
}
/** Registers of the instruction for one tile of the operand and one step. */
export const registersOf = ({ isLeft, elements }: Pick<SharedOperand, "isLeft" | "elements">, { size }: Step): number =>
  (isLeft ? 2 : 1) * (elements === "pairs" ? size / 8 : 2);

/** The 32-bit words of some tiles for one step; those of tile t begin at register `stride * t` of the array. */
export interface OperandReader {
  readonly registers: RegisterRef["register"];
  readonly stride: number;
  /** `product` counts the warp's matrices. */
  read(step: Step, tile: number, tiles: number, product: number): void;
}

/** Where a warp's rows of a stored tile begin, behind the `rows` each of the matrices before its own. */
const stacked = (lowering: Lowering, product: WarpStart, rows: number, row: WarpStart): WarpStart =>
  product === origin
    ? row
    : {
        at: lowering.invariant(`stacked ${rows} ${product.key} | ${row.key}`, () =>
          lowering.add(lowering.multiply(product.at, i32(rows)), row.at),
        ),
        stride: row.stride,
        key: `${rows} ${product.key} | ${row.key}`,
      };

export const sharedReader = (lowering: Lowering, operand: SharedOperand): OperandReader => {
  const { tile, isLeft, k, start, elements } = operand;
  const kIsLast = isLeft !== tile.transposed;
  const outers = isLeft ? 2 : 1;
  const stride = isLeft ? 4 : 2;
  const registers = lowering.array(`${tile.buffer.name}_operand`, "u32", stride * operand.tiles);
  const register = (index: number): RegisterRef => ({ kind: "register", register: registers, index });
  const { layout: shared } = lowering.sharedTile(tile.buffer);
  const lane = lowering.special("lane");
  const rowsEach = tile.buffer.shape.at(-2)!;
  const rowStart = stacked(lowering, operand.product, rowsEach, kIsLast ? start : origin);

  // ---- whole matrices
  const chunk = 16 / shared.elementBytes;
  const low3 = lowering.invariant("lane & 7", () => lowering.remainder(lane, 8));
  const bit = (which: 3 | 4, times: number): Operand =>
    lowering.invariant(`${times} * bit ${which} of lane`, () =>
      lowering.multiply(which === 3 ? lowering.remainder(lowering.divide(lane, 8), 2) : lowering.divide(lane, 16), i32(times)),
    );
  const plus = (which: 3 | 4): Operand => lowering.invariant(`lane & 7 + bit ${which}`, () => lowering.add(low3, bit(which, 8)));
  // Two arrangements of the four matrices of ldmatrix.x4: bit 3 of the lane steps along rows of the stored tile, bit 4 along columns, or
  // the other way round.
  const matrices = matrixReader(
    lowering,
    tile,
    tile.transposed
      ? { row: plus(4), column: bit(3, chunk), name: `columns first ${chunk}` }
      : { row: plus(3), column: bit(4, chunk), name: `rows first ${chunk}` },
    kIsLast ? { row: rowStart, column: origin } : { row: rowStart, column: start },
  );
  const readMatrices = (step: Step, at: number, before: number, results: readonly RegisterRef[]): void =>
    kIsLast ? matrices(results, before + at, step.first, false) : matrices(results, before + step.first, at, true);

  // ---- single elements
  const group = lowering.invariant("lane / 4", () => lowering.divide(lane, 4));
  const inGroup = lowering.invariant("lane % 4", () => lowering.remainder(lane, 4));
  const outerStart = kIsLast ? rowStart : start;
  const outerLane = lowering.invariant(`lane / 4 of ${outerStart.key}`, () => lowering.add(group, outerStart.at));
  const innerStep = elements === "halves" ? 1 : 2;
  const innerLane = lowering.invariant(`${innerStep} * (lane % 4)`, () => lowering.multiply(inGroup, i32(innerStep)));
  const addresses = new Map<string, Operand>();
  /** Address of an element, and its constant part: rows 8 apart and columns a swizzle's window apart share one address. */
  const place = (outer: number, inner: number, before: number): { readonly address: Operand; readonly offset: number } => {
    const [row, column] = kIsLast ? [before + outer, inner] : [before + inner, outer];
    const window = (16 << shared.bits) / shared.elementBytes;
    const [nearRow, nearColumn] = [row % 8, column % window];
    const key = `${nearRow} ${nearColumn}`;
    let address = addresses.get(key);
    if (!address) {
      const [laneRow, laneColumn] = kIsLast ? [outerLane, innerLane] : [lowering.add(innerLane, rowStart.at), outerLane];
      address = lowering.sharedElement(tile.buffer, lowering.add(laneRow, i32(nearRow)), lowering.add(laneColumn, i32(nearColumn)));
      addresses.set(key, address);
    }
    return { address, offset: (row - nearRow) * shared.pitch + (column - nearColumn) * shared.elementBytes };
  };
  /** Whether the element exists in this lane: always, never, or a predicate. */
  const exists = (inner: number): Operand | boolean => {
    const left = k - inner;
    if (left > 3 * innerStep) return true;
    return left > 0 && lowering.invariant(`${innerStep} * (lane % 4) < ${left}`, () => lowering.compare("less", innerLane, i32(left)));
  };
  const loadWhere = (result: RegisterRef, outer: number, inner: number, before: number, width: 2 | 4): void => {
    const there = exists(inner);
    // Addresses are shared with other loads: they are not made inside of a condition.
    const { address, offset } = place(outer, inner, before);
    const load = (): void => lowering.emitTo([result], "loadShared", [address], { width, offset });
    if (there === true) return load();
    lowering.emitTo([result], "move", [u32(0)]);
    if (there !== false) lowering.when(there, false, load);
  };
  const readElements = (step: Step, tileAt: number, before: number, results: readonly RegisterRef[]): void =>
    results.forEach((result, n) => {
      const outer = tileAt + 8 * (n % outers);
      const half = Math.floor(n / outers);
      if (elements === "halves") return loadWhere(result, outer, step.first + 4 * half, before, 4);
      if (elements === "neighbours") {
        if (!kIsLast || step.masked) return loadWhere(result, outer, step.first + half, before, 4);
        if (half === 1) return;
        const { address, offset } = place(outer, step.first, before);
        return lowering.emitTo([result, results[n + outers]!], "loadShared", [address], { width: 4, offset });
      }
      const [low, high] = [lowering.fresh("low", "u32"), lowering.fresh("high", "u32")];
      loadWhere(low, outer, step.first + 8 * half, before, 2);
      loadWhere(high, outer, step.first + 8 * half + 1, before, 2);
      lowering.emitTo([result], "bitOr", [low, lowering.emit("shiftLeft", "u32", [high, u32(16)])]);
    });

  return {
    registers,
    stride,
    read: (step, first, tiles, product) => {
      const before = product * rowsEach;
      const count = registersOf(operand, step);
      const byMatrix = !step.masked && (elements === "pairs" || (elements === "halves" && kIsLast));
      const resultsOf = (t: number): RegisterRef[] => Array.from({ length: count }, (_, n) => register(stride * t + n));
      const outerOf = (t: number): number => (isLeft ? 16 : 8) * t;
      // Tiles of the right operand lie side by side in one ldmatrix where a step fills its registers.
      if (byMatrix && count === stride)
        return readMatrices(step, outerOf(first), before, Array.from({ length: tiles }, (_, n) => resultsOf(first + n)).flat());
      for (let t = first; t < first + tiles; t++)
        if (byMatrix) readMatrices(step, outerOf(t), before, resultsOf(t));
        else readElements(step, outerOf(t), before, resultsOf(t));
    },
  };
};
