// gemm(a, b, c): c (+)= a b through mma.sync: m16n8k16 (m16n8k8 for what is left) of f16 and bf16, m16n8k8 of f32 rounded to tf32, once or as sums
// of two tf32 (3xtf32). Operands lie in shared memory or in fragments of the layout that the instruction reads (transposed ones of its transpose: the
// registers are the same); the accumulator is a fragment. Warps divide c as the layout inference chose; each runs the whole of k.
import type { LayoutConstraints, MatrixProduct } from "../../layout/constraints.ts";
import type { Operand, RegisterRef } from "../../ir/lowered.ts";
import { operandShape, type TileOp, type TileRef } from "../../ir/tile.ts";
import type { FragmentLayout } from "../../layout/fragment.ts";
import { f32, type Lowering, LoweringError } from "../context.ts";
import { type OperandReader, origin, registersOf, sharedReader, type Step, stepsOf, type WarpStart } from "./gemm-operands.ts";

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
  const held = [g.a, g.b].find((t) => t.buffer.space === "fragment");
  if (held && g.k % 8)
    throw new LoweringError(
      operation.position,
      `gemm: fragment ${held.buffer.name} has ${g.k} elements along the inner axis; a fragment needs a multiple of 8: copy it to a shared tile first`,
    );
  const uneven = g.batch !== null && [g.a, g.b].find((t) => t.buffer.space === "shared" && t.buffer.shape[1]! % 8);
  if (uneven)
    throw new LoweringError(
      operation.position,
      `gemm: the matrices of ${uneven.buffer.name} have ${uneven.buffer.shape[1]} rows; in a batch they need a multiple of 8`,
    );
  constraints.product(productOf(g));
};

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

/** The words of one operand for a step of one of the warp's products: registers of a fragment, or of what was read from shared memory. */
interface Source {
  /** Brings the words of some tiles into registers. */
  read(step: Step, tile: number, tiles: number, product: number): void;
  words(step: Step, tile: number, product: number): readonly RegisterRef[];
}
const ref = (register: RegisterRef["register"], index: number): RegisterRef => ({ kind: "register", register, index });
const ofReader = (reader: OperandReader, count: (step: Step) => number): Source => ({
  read: reader.read,
  words: (step, tile) => Array.from({ length: count(step) }, (_, n) => ref(reader.registers, reader.stride * tile + n)),
});
/** A fragment's registers in the instruction's order. f32 elements side by side are one of each half of the instruction's k. */
const ofFragment = (
  lowering: Lowering,
  { buffer }: TileRef,
  isLeft: boolean,
  { k, tiles }: { readonly k: number; readonly tiles: number },
  count: (step: Step) => number,
): Source => {
  const { register, packed } = lowering.fragment(buffer);
  const outers = isLeft ? 2 : 1;
  const order = (n: number): number => (packed ? n : 2 * (n % outers) + Math.floor(n / outers));
  const perStep = outers * (packed ? 1 : 2);
  return {
    read: () => {},
    words: (step, tile, product) =>
      Array.from({ length: count(step) }, (_, n) =>
        ref(register, perStep * (((product * tiles + tile) * k) / 8 + step.first / 8) + order(n)),
      ),
  };
};

/** f32 words as tf32: the nearest one and, for 3xtf32, the nearest one to what that leaves. */
const tf32Source = (lowering: Lowering, source: Source, registers: number, name: string, split: boolean) => {
  const parts = (split ? ["large", "small"] : ["large"]).map((part) => lowering.array(`${name}_${part}`, "u32", registers));
  const at = (part: number, place: number): RegisterRef => ref(parts[part]!, place);
  return {
    read: (step: Step, tile: number, tiles: number, product: number): void => {
      source.read(step, tile, tiles, product);
      for (let t = tile; t < tile + tiles; t++)
        source.words(step, t, product).forEach((word, n, all) => {
          const value = word.register.type === "f32" ? word : lowering.emit("bitcast", "f32", [word]);
          const large = at(0, all.length * t + n);
          lowering.emitTo([large], "roundTf32", [value]);
          if (!split) return;
          const rest = lowering.emit("subtract", "f32", [value, lowering.emit("bitcast", "f32", [large])]);
          lowering.emitTo([at(1, all.length * t + n)], "roundTf32", [rest]);
        });
    },
    words: (step: Step, tile: number, part: number): readonly RegisterRef[] =>
      source.words(step, tile, 0).map((_, n, all) => at(part, all.length * tile + n)),
  };
};

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const { a, b, c, k } = parse(operation);
  const { dtype } = a.buffer;
  const precision = String(operation.attributes["precision"] ?? "ieee");
  const isHalf = dtype === "bf16" || dtype === "f16";
  if (!isHalf && (dtype !== "f32" || precision === "ieee"))
    throw new LoweringError(operation.position, `gemm of ${dtype} in precision ${precision} has no matrix instruction`);
  const accumulator = lowering.fragment(c.buffer);
  const part = warpPart(lowering, accumulator.layout);
  const inFragments = [a, b].some((t) => t.buffer.space === "fragment");
  const elements = isHalf ? "pairs" : inFragments ? "neighbours" : "halves";
  const sourceOf = (tile: TileRef, isLeft: boolean): Source => {
    const count = (step: Step): number => registersOf({ isLeft, elements }, step);
    const [start, tiles] = isLeft ? [part.row, part.rows] : [part.column, part.columns];
    if (tile.buffer.space === "fragment") return ofFragment(lowering, tile, isLeft, { k, tiles }, count);
    return ofReader(sharedReader(lowering, { tile, isLeft, k, start, product: part.product, tiles, elements }), count);
  };

  if (operation.attributes["accumulate"] === false) lowering.setFragment(c.buffer, () => f32(0));
  const [left, right] = [sourceOf(a, true), sourceOf(b, false)];
  const sums = (product: number, i: number, j: number): RegisterRef[] =>
    [0, 1, 2, 3].map((n) => ref(accumulator.register, 4 * ((product * part.rows + i) * part.columns + j) + n));
  const multiply = (
    as: readonly Operand[],
    bs: readonly Operand[],
    cs: readonly RegisterRef[],
    attributes: { dtype: string; k?: 8 },
  ): void => lowering.emitTo(cs, "multiplyMatrix", [...as, ...bs, ...cs], attributes);
  /** Two tiles of the right operand at a time. */
  const overTiles = (read: (j: number, tiles: number) => void, body: (i: number, j: number) => void): void => {
    for (let j = 0; j < part.columns; j += 2) {
      const pair = Math.min(2, part.columns - j);
      read(j, pair);
      for (let i = 0; i < part.rows; i++) for (let jj = j; jj < j + pair; jj++) body(i, jj);
    }
  };
  const overProducts = (widest: 8 | 16, body: (step: Step, product: number) => void): void => {
    for (let product = 0; product < part.products; product++) for (const step of stepsOf(k, widest)) body(step, product);
  };
  if (isHalf)
    return overProducts(16, (step, product) => {
      for (let i = 0; i < part.rows; i++) left.read(step, i, 1, product);
      const attributes = step.size === 8 ? ({ dtype, k: 8 } as const) : { dtype };
      overTiles(
        (j, tiles) => right.read(step, j, tiles, product),
        (i, j) => multiply(left.words(step, i, product), right.words(step, j, product), sums(product, i, j), attributes),
      );
    });
  const split = precision === "3xtf32";
  const [large, small] = [0, 1];
  const [x, y] = [
    tf32Source(lowering, left, 4 * part.rows, a.buffer.name, split),
    tf32Source(lowering, right, 2 * part.columns, b.buffer.name, split),
  ];
  // The small products first; that of two small parts is below what the sum keeps.
  const products = split
    ? [
        [small, large],
        [large, small],
        [large, large],
      ]
    : [[large, large]];
  overProducts(8, (step, product) => {
    for (let i = 0; i < part.rows; i++) x.read(step, i, 1, product);
    overTiles(
      (j, tiles) => y.read(step, j, tiles, product),
      (i, j) => {
        for (const [p, q] of products) multiply(x.words(step, i, p!), y.words(step, j, q!), sums(product, i, j), { dtype: "tf32", k: 8 });
      },
    );
  });
};
