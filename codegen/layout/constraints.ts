// Layout inference: every fragment, and the index space of every `parallel`, gets one layout. Matrix products fix theirs; elementwise work and
// reductions carry layouts along; what is left gets the layout that suits memory. Two demands that cannot both hold are an error with a reason,
// never a silent conversion.
import type { Buffer, Parallel } from "../ir/tile.ts";
import {
  accumulatorLayout,
  blockedLayout,
  covers,
  type FragmentLayout,
  gcd,
  keepAxes,
  leftOperandLayout,
  rightOperandLayout,
  sameLayout,
  showLayout,
  stackedLayout,
  type WarpGrid,
} from "./fragment.ts";

/** A fragment, or the index space of a parallel loop. */
export type LayoutHolder = Buffer | Parallel;

export interface MatrixProduct {
  /** How many products of that size lie along a first axis; null for a product of matrices without one. */
  readonly batch: number | null;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Operands held in fragments; null where the operand lies in shared memory. */
  readonly a: FragmentOperand | null;
  readonly b: FragmentOperand | null;
  readonly c: Buffer;
}
/** A fragment, or its transpose, as an operand. */
export interface FragmentOperand {
  readonly buffer: Buffer;
  readonly transposed: boolean;
}

export class LayoutError extends Error {
  readonly holder: LayoutHolder;
  readonly help: string;
  constructor(holder: LayoutHolder, message: string, help: string) {
    super(message);
    this.help = help;
    this.name = "LayoutError";
    this.holder = holder;
  }
}

/** Axes of `whole` that index `part`, in order: [0, 1] for the same tile, [1, 0] for its transpose, [0] for a vector of a matrix's rows; null where `part` is indexed by 0. */
interface Relation {
  readonly whole: LayoutHolder;
  readonly part: LayoutHolder;
  readonly axes: readonly (number | null)[];
  /** False: carried over where one side has no layout yet, no demand where both have theirs (a copy can convert). */
  readonly required: boolean;
}
/** The axes that lead back, or null if `part` does not know all of `whole`. */
const inverse = (axes: readonly (number | null)[], rank: number): readonly number[] | null => {
  const back = Array.from({ length: rank }, (_, axis) => axes.indexOf(axis));
  return back.includes(-1) ? null : back;
};

const nameOf = (holder: LayoutHolder): string =>
  holder.kind === "buffer" ? `fragment '${holder.name}'` : `the parallel loop of line ${holder.position.line}`;
const withWork = (holder: LayoutHolder): string => (holder.kind === "buffer" ? `what ${nameOf(holder)} shares with it` : nameOf(holder));
const shapeOf = (holder: LayoutHolder): readonly number[] => (holder.kind === "buffer" ? holder.shape : holder.extents);

export class LayoutConstraints {
  readonly warps: number;
  private readonly holders = new Set<LayoutHolder>();
  private readonly relations: Relation[] = [];
  private readonly products: MatrixProduct[] = [];
  private readonly vectors = new Map<LayoutHolder, number>();
  private readonly assigned = new Map<LayoutHolder, FragmentLayout>();
  /** What gave each of them. */
  private readonly reasons = new Map<LayoutHolder, string>();

  constructor(warps: number) {
    this.warps = warps;
  }
  add(holder: LayoutHolder): void {
    this.holders.add(holder);
  }
  /** Element (i, j, ...) of both is held by the same thread. */
  same(a: LayoutHolder, b: LayoutHolder): void {
    this.keep(
      a,
      shapeOf(a).map((_, axis) => axis),
      b,
    );
  }
  /** `part` is what is left of `whole` when only `axes` are kept: a vector indexed by them in a loop over `whole`. */
  keep(whole: LayoutHolder, axes: readonly (number | null)[], part: LayoutHolder, required = true): void {
    this.add(whole);
    this.add(part);
    this.relations.push({ whole, part, axes, required });
  }
  /** Alike if nothing else decides: a copy between two layouts costs a pass through shared memory. */
  prefer(a: LayoutHolder, b: LayoutHolder): void {
    this.keep(
      a,
      shapeOf(a).map((_, axis) => axis),
      b,
      false,
    );
  }
  /** Elements that a thread should hold side by side along the last axis, for the memory that the tile is copied from or to. */
  vector(holder: LayoutHolder, elements: number): void {
    this.vectors.set(holder, Math.max(elements, this.vectors.get(holder) ?? 0));
  }
  product(product: MatrixProduct): void {
    this.products.push(product);
    for (const fragment of [product.a?.buffer, product.b?.buffer, product.c]) if (fragment) this.add(fragment);
  }

  /** Whether holders of two axes are alike up to a transpose: each that elementwise work or copies tie to `first`, with whether its axes are swapped. */
  private alike(first: LayoutHolder): ReadonlyMap<LayoutHolder, boolean> {
    const found = new Map([[first, false]]);
    for (const [holder, swapped] of found)
      for (const { whole, part, axes } of this.relations) {
        if (axes.length !== 2 || shapeOf(whole).length !== 2 || !axes.includes(0) || !axes.includes(1)) continue;
        const other = whole === holder ? part : part === holder ? whole : null;
        if (other && !found.has(other)) found.set(other, swapped !== (axes[0] === 1));
      }
    return found;
  }
  /**
   * The axis of C that warps should divide, or null for as square as the tile allows. An operand in a fragment is held whole along k, so its
   * product divides the other axis; an accumulator that becomes such an operand is divided alike, so that its elements stay in their threads.
   */
  private dividedAxis(product: MatrixProduct): 0 | 1 | null {
    const alike = this.alike(product.c);
    const along = (axis: 0 | 1, swapped: boolean): 0 | 1 => (swapped ? (axis === 0 ? 1 : 0) : axis);
    for (const { a, b, c } of this.products) {
      const swapped = alike.get(c);
      if (swapped !== undefined && (a || b)) return along(a ? 0 : 1, swapped);
    }
    for (const { a, b } of this.products)
      for (const [operand, axis] of [
        [a, 0],
        [b, 1],
      ] as const) {
        const swapped = operand && alike.get(operand.buffer);
        if (operand && swapped !== undefined) return along(axis, swapped !== operand.transposed);
      }
    return this.relations.some((r) => r.whole === product.c && r.axes.length === 1 && r.axes[0] === 0) ? 0 : null;
  }
  /** Warps over the products of a batch, as far as they go: then none waits for another. */
  private batchGroups({ batch }: MatrixProduct): number {
    return batch === null ? 1 : gcd(batch, this.warps);
  }
  /** Warps over rows and columns of C. */
  warpGrid(product: MatrixProduct): WarpGrid {
    const divided = this.dividedAxis(product);
    const warps = this.warps / this.batchGroups(product);
    let best: WarpGrid | undefined;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let rows = 1; rows <= warps; rows++) {
      const columns = warps / rows;
      if (!Number.isInteger(columns) || product.m % (16 * rows) || product.n % (8 * columns)) continue;
      const cost = divided === 0 ? columns : divided === 1 ? rows : product.m / rows + product.n / columns;
      if (cost < bestCost) [best, bestCost] = [{ rows, columns }, cost];
    }
    if (!best)
      throw new LayoutError(
        product.c,
        `a [${product.m}, ${product.n}] product cannot be divided over ${warps} ${warps === 1 ? "warp" : "warps"}: each needs a multiple of 16 rows and of 8 columns`,
        "choose another tile size, or another number of warps",
      );
    return best;
  }

  private assign(holder: LayoutHolder, layout: FragmentLayout, why: string): boolean {
    const held = this.assigned.get(holder);
    if (held) {
      if (sameLayout(held, layout)) return false;
      throw new LayoutError(
        holder,
        `${nameOf(holder)} would need two layouts: one for ${this.reasons.get(holder)}, another for ${why}`,
        `copy it to a second fragment for one of them; the layouts are ${showLayout(held)}, and ${showLayout(layout)}`,
      );
    }
    if (!covers(layout))
      throw new LayoutError(
        holder,
        `${nameOf(holder)}: ${why} gives a layout that does not cover the tile: ${showLayout(layout)}`,
        "choose another tile size, or another number of warps",
      );
    this.assigned.set(holder, layout);
    this.reasons.set(holder, why);
    return true;
  }
  private propagate(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const { whole, part, axes, required } of this.relations) {
        const layout = this.assigned.get(whole);
        if (!required && layout && this.assigned.has(part)) continue;
        if (layout) changed = this.assign(part, keepAxes(layout, axes), withWork(whole)) || changed;
        else {
          const known = this.assigned.get(part);
          const back = known && inverse(axes, shapeOf(whole).length);
          if (back) changed = this.assign(whole, keepAxes(known, back), withWork(part)) || changed;
        }
      }
    }
  }
  /** All layouts, or a LayoutError. */
  solve(): ReadonlyMap<LayoutHolder, FragmentLayout> {
    for (const p of this.products) {
      const grid = this.warpGrid(p);
      const stacked = (layout: FragmentLayout): FragmentLayout =>
        p.batch === null ? layout : stackedLayout(layout, p.batch, this.batchGroups(p));
      this.assign(p.c, stacked(accumulatorLayout(p.m, p.n, grid)), "a matrix product");
      const operand = (layout: FragmentLayout, of: FragmentOperand): FragmentLayout =>
        stacked(of.transposed ? keepAxes(layout, [1, 0]) : layout);
      if (p.a) this.assign(p.a.buffer, operand(leftOperandLayout(p.m, p.k, grid), p.a), "the left operand of a matrix product");
      if (p.b) this.assign(p.b.buffer, operand(rightOperandLayout(p.k, p.n, grid), p.b), "the right operand of a matrix product");
    }
    this.propagate();
    // The holders of highest rank first (vectors follow from the matrices they are used with), of those the ones that memory has a say in.
    const wish = (h: LayoutHolder): number => this.vectors.get(h) ?? 0;
    /** Elements side by side that still leave every thread something to hold. */
    const spread = (h: LayoutHolder): number => Math.max(1, Math.min(4, shapeOf(h).reduce((a, b) => a * b, 1) / (32 * this.warps)));
    const rest = [...this.holders]
      .filter((h) => !this.assigned.has(h))
      .sort((a, b) => shapeOf(b).length - shapeOf(a).length || wish(b) - wish(a));
    for (const holder of rest) {
      if (this.assigned.has(holder)) continue;
      this.assign(holder, blockedLayout(shapeOf(holder), this.warps, wish(holder) || spread(holder)), "its size");
      this.propagate();
    }
    return this.assigned;
  }
  /** The layout of a reduction's result. */
  reduced(from: Buffer, axis: number, to: Buffer): void {
    const kept = from.shape.map((_, a) => a).filter((a) => a !== axis);
    this.keep(from, kept.length === 0 ? [null] : kept, to);
  }
}
