// gemm(a, b, c): c (+)= a b through mma.sync.m16n8k16. Operands lie in shared memory (read by ldmatrix, transposed or not) or in fragments of
// the layout that the instruction reads (its transpose, for a transposed fragment: the registers are the same); the accumulator is a fragment. Warps divide c as the layout inference chose; each runs the whole of k.
import type { LayoutConstraints, MatrixProduct } from "../../layout/constraints.ts";
import type { Operand, RegisterRef } from "../../ir/lowered.ts";
import { operandShape, type TileOp, type TileRef } from "../../ir/tile.ts";
import type { FragmentLayout } from "../../layout/fragment.ts";
import { f32, i32, type Lowering, LoweringError, u32 } from "../context.ts";

interface Gemm {
  readonly a: TileRef;
  readonly b: TileRef;
  readonly c: TileRef;
  /** Products along a first axis; null where the tiles have two axes. */
  readonly batch: number | null;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}
const parse = (operation: TileOp): Gemm => {
  const [a, b, c] = operation.operands;
  if (a?.kind !== "tile" || b?.kind !== "tile" || c?.kind !== "tile") throw new Error("gemm takes three tiles");
  const shape = operandShape(a);
  const [m, k] = shape.slice(-2) as [number, number];
  return { a, b, c, batch: shape.length === 3 ? shape[0]! : null, m, k, n: operandShape(b).at(-1)! };
};
const productOf = ({ a, b, c, batch, m, n, k }: Gemm): MatrixProduct => {
  const fragment = (t: TileRef) => (t.buffer.space === "fragment" ? t : null);
  return { batch, m, n, k, a: fragment(a), b: fragment(b), c: c.buffer };
};

export const layout = (operation: TileOp, constraints: LayoutConstraints): void => {
  const g = parse(operation);
  constraints.product(productOf(g));
};

/** Where a warp's part of a tile begins along one axis, and the stride of that beginning from warp to warp (0: all begin at 0). `key` tells one from another. */
interface WarpStart {
  readonly at: Operand;
  readonly stride: number;
  readonly key: string;
}
const origin: WarpStart = { at: i32(0), stride: 0, key: "0" };
/** Tiles of one warp: `products` of the batch, `rows` of 16 and `columns` of 8, and where the warp's part begins. */
interface WarpPart {
  readonly products: number;
  readonly product: WarpStart;
  readonly rows: number;
  readonly columns: number;
  readonly row: WarpStart;
  readonly column: WarpStart;
}
const warpPart = (lowering: Lowering, c: FragmentLayout): WarpPart => {
  const first = c.shape.length - 2;
  const start = (axis: number): WarpStart => {
    const warps = c.warps.map((d) => ({ extent: d.extent, strides: d.strides.map((s, a) => (a === axis ? s : 0)) }));
    const { extent, strides } = c.warps[axis]!;
    return {
      at: lowering.threadCoordinate({ ...c, lanes: [{ extent: 32, strides: c.shape.map(() => 0) }], warps }, axis),
      stride: extent > 1 ? strides[axis]! : 0,
      key: warps.map((d) => `${d.extent}.${d.strides[axis]}`).join(" "),
    };
  };
  return {
    products: first === 0 ? 1 : c.registers[0]!.extent,
    product: first === 0 ? origin : start(0),
    rows: c.registers[first]!.extent,
    columns: c.registers[first + 1]!.extent,
    row: start(first),
    column: start(first + 1),
  };
};

/** Where a warp's rows of a tile begin, behind the matrices of a batch that are other warps'. */
const stackedRow = (lowering: Lowering, tile: TileRef, product: WarpStart, row: WarpStart): WarpStart => {
  if (tile.buffer.shape.length === 2) return row;
  const rows = tile.buffer.shape[1]!;
  return {
    at: lowering.invariant(`stacked row ${rows} ${product.key} | ${row.key}`, () =>
      lowering.add(lowering.multiply(product.at, i32(rows)), row.at),
    ),
    stride: row.stride,
    key: `${rows} ${product.key} | ${row.key}`,
  };
};

/**
 * Reads 8x8 matrices of a shared tile. `lane` gives the row and the (0 or 8 elements) column that each lane addresses, `warpRow` and `warpColumn`
 * where the warp's part begins; `at` adds constants. Column constants are multiples of 16 elements, so that they can be XORed into the swizzle.
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

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const { a, b, c, k } = parse(operation);
  const dtype = a.buffer.dtype;
  if (dtype !== "bf16" && dtype !== "f16")
    throw new LoweringError(
      operation.position,
      `gemm of ${dtype} has no matrix instruction on this target; convert the operands to bf16 or f16`,
    );
  if (k % 16) throw new LoweringError(operation.position, `gemm: the inner extent ${k} is not a multiple of 16`);
  const accumulator = lowering.fragment(c.buffer);
  const part = warpPart(lowering, accumulator.layout);
  const register = (array: RegisterRef["register"], index: number): RegisterRef => ({ kind: "register", register: array, index });
  const lane = lowering.special("lane");
  const low3 = lowering.invariant("lane & 7", () => lowering.remainder(lane, 8));
  const bit3 = lowering.invariant("8 * bit 3 of lane", () => lowering.multiply(lowering.remainder(lowering.divide(lane, 8), 2), i32(8)));
  const bit4 = lowering.invariant("8 * bit 4 of lane", () => lowering.multiply(lowering.divide(lane, 16), i32(8)));
  const plus = (name: string, x: Operand): Operand => lowering.invariant(name, () => lowering.add(low3, x));
  // Two arrangements of the four matrices of ldmatrix.x4: bit 3 of the lane steps along rows of the stored tile, bit 4 along columns, or the other way round.
  const rowsFirst = { row: plus("lane & 7 + bit 3", bit3), column: bit4, name: "rows first" };
  const columnsFirst = { row: plus("lane & 7 + bit 4", bit4), column: bit3, name: "columns first" };

  if (operation.attributes["accumulate"] === false) lowering.setFragment(c.buffer, () => f32(0));
  const reader = (tile: TileRef, lanes: typeof rowsFirst, row: WarpStart, column: WarpStart) =>
    matrixReader(lowering, tile, lanes, { row: stackedRow(lowering, tile, part.product, row), column });

  const left = a.buffer.space === "shared" ? lowering.array(`${a.buffer.name}_operand`, "u32", 4 * part.rows) : null;
  const readLeft = left && (a.transposed ? reader(a, columnsFirst, origin, part.row) : reader(a, rowsFirst, part.row, origin));
  const right = b.buffer.space === "shared" ? lowering.array(`${b.buffer.name}_operand`, "u32", 2 * part.columns) : null;
  const readRight = right && (b.transposed ? reader(b, columnsFirst, part.column, origin) : reader(b, rowsFirst, origin, part.column));
  /** Rows of a stored tile before matrix `product` of the warp's. */
  const rowsBefore = (tile: TileRef, product: number): number => product * tile.buffer.shape.at(-2)!;

  for (let product = 0; product < part.products; product++)
    for (let step = 0; step < k / 16; step++) {
      const [rowA, rowB] = [rowsBefore(a, product), rowsBefore(b, product)];
      if (left)
        for (let i = 0; i < part.rows; i++) {
          const results = [0, 1, 2, 3].map((word) => register(left, 4 * i + word));
          if (a.transposed) readLeft!(results, rowA + 16 * step, 16 * i, true);
          else readLeft!(results, rowA + 16 * i, 16 * step, false);
        }
      for (let j = 0; j < part.columns; j += 2) {
        const pair = j + 1 < part.columns ? 2 : 1;
        if (right) {
          const results = Array.from({ length: 2 * pair }, (_, word) => register(right, 2 * j + word));
          if (b.transposed) readRight!(results, rowB + 8 * j, 16 * step, false);
          else readRight!(results, rowB + 16 * step, 8 * j, true);
        }
        for (let i = 0; i < part.rows; i++)
          for (let jj = j; jj < j + pair; jj++) {
            const sum = 4 * ((product * part.rows + i) * part.columns + jj);
            const cs = [0, 1, 2, 3].map((word) => register(accumulator.register, sum + word));
            const ofA = 4 * ((product * part.rows + i) * (k / 16) + step);
            const ofB = 2 * ((product * part.columns + jj) * (k / 16) + step);
            const as = [0, 1, 2, 3].map((word) =>
              left ? register(left, 4 * i + word) : register(lowering.fragment(a.buffer).register, ofA + word),
            );
            const bs = [0, 1].map((word) =>
              right ? register(right, 2 * jj + word) : register(lowering.fragment(b.buffer).register, ofB + word),
            );
            lowering.emitTo(cs, "multiplyMatrix", [...as, ...bs, ...cs], { dtype });
          }
      }
    }
};
