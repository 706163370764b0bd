// What is known of a program's tiles before it is emitted: which are written whole before they are used, so that they need no poison, and which are
// copies of another that stays as it is as long as they are used, so that they can be that other one, and which elements surely are there.
import type { OperationRecord } from "../../ir/operation.ts";
import { interval, isWithin } from "../../ir/interval.ts";
import type { Buffer, Expr, Statement, TileOp } from "../../ir/tile.ts";
import { isFloat } from "../../ir/types.ts";
import { Ranges } from "../../passes/ranges.ts";
import { bodiesOf, expressionsOf, walk, walkExpression } from "../../passes/walk.ts";

export interface TileFacts {
  /** Every use of them stands behind a statement that overwrites all of it. */
  readonly overwritten: ReadonlySet<Buffer>;
  /** Tiles by the copies of them. */
  readonly originals: ReadonlyMap<Buffer, Buffer>;
  /** Statements that make those copies. */
  readonly needless: ReadonlySet<Statement>;
  /** By the indices of an element: along which axes it surely lies inside. */
  readonly within: ReadonlyMap<object, readonly boolean[]>;
}
type Access = "read" | "write" | "update";
type Lookup = (name: string) => OperationRecord | undefined;

/** Tiles that a statement itself names. */
const usesOf = (s: Statement, lookup: Lookup): readonly (readonly [Buffer, Access])[] => {
  const uses: [Buffer, Access][] = [];
  for (const e of expressionsOf(s)) walkExpression(e, (part) => part.kind === "element" && uses.push([part.buffer, "read"]));
  if ((s.kind === "store" || s.kind === "effect") && s.target?.kind === "element") uses.push([s.target.buffer, "update"]);
  if (s.kind === "tile") {
    const record = lookup(s.name);
    const parameters = record?.kind === "tile" ? record.parameters.filter((p) => p.kind === "operand") : [];
    for (const [n, operand] of s.operands.entries())
      if (operand.kind === "tile") uses.push([operand.buffer, parameters[n]?.access ?? "update"]);
  }
  return uses;
};
/** Tiles that are places in memory of a ring or of one thread: their names mean one place after the other. */
const movingTiles = (body: readonly Statement[]): ReadonlySet<Buffer> => {
  const moving = new Set<Buffer>();
  walk(body, (s) => {
    const tiles = s.kind === "threads" ? s.locals : "ring" in s ? [...s.ring.buffers, ...s.ring.fills] : [];
    for (const tile of tiles) moving.add(tile);
  });
  return moving;
};

export const tileFacts = (body: readonly Statement[], lookup: Lookup): TileFacts => {
  const moving = movingTiles(body);
  const overwritten = new Set<Buffer>();
  const originals = new Map<Buffer, Buffer>();
  const needless = new Set<Statement>();
  const within = (s: Statement): ReadonlyMap<Buffer, readonly Access[]> => {
    const found = new Map<Buffer, Access[]>();
    walk([s], (inner) => {
      for (const [buffer, access] of usesOf(inner, lookup)) found.set(buffer, [...(found.get(buffer) ?? []), access]);
    });
    return found;
  };
  let hasRoles = false;
  const everywhere = new Map<Buffer, number>();
  walk(body, (s) => {
    hasRoles ||= s.kind === "roles";
    for (const [buffer] of usesOf(s, lookup)) everywhere.set(buffer, (everywhere.get(buffer) ?? 0) + 1);
  });
  /** The tile that `s` copies, if what reads the copy, all of it in `behind`, could as well read that one. */
  const isNeedless = (s: TileOp, to: Buffer, behind: readonly ReadonlyMap<Buffer, readonly Access[]>[]): Buffer | null => {
    const [from, target] = s.operands;
    if ((s.name !== "copy" && s.name !== "convert") || from?.kind !== "tile" || target?.kind !== "tile") return null;
    const { buffer } = from;
    const original = originals.get(buffer) ?? buffer;
    // The operation itself refuses tiles of other shapes.
    if (`${buffer.shape}` !== `${to.shape}`) return null;
    const same = buffer.dtype === to.dtype || (isFloat(buffer.dtype) && to.dtype === "f32");
    if (!same || from.transposed || target.transposed || moving.has(buffer)) return null;
    const readers = behind.slice(0, behind.findLastIndex((uses) => uses.has(to)) + 1);
    const isRead = (uses: ReadonlyMap<Buffer, readonly Access[]>, tile: Buffer): boolean =>
      (uses.get(tile) ?? []).every((access) => access === "read");
    return readers.every((uses) => isRead(uses, to) && isRead(uses, original)) ? original : null;
  };
  const visit = (list: readonly Statement[]): void => {
    const uses = list.map(within);
    for (const [n, s] of list.entries()) {
      if (s.kind === "tile")
        for (const [tile, access] of usesOf(s, lookup)) {
          const behind = uses.slice(n + 1);
          const count = [uses[n]!, ...behind].reduce((sum, one) => sum + (one.get(tile)?.length ?? 0), 0);
          // All that use it stand here or behind, in the same list or deeper, and this one does not read it.
          if (access !== "write" || uses[n]!.get(tile)!.length > 1 || count < everywhere.get(tile)! || moving.has(tile)) continue;
          overwritten.add(tile);
          // Roles may run side by side: another one may write the original at any time.
          const original = hasRoles ? null : isNeedless(s, tile, behind);
          if (!original) continue;
          originals.set(tile, original);
          needless.add(s);
        }
      for (const inner of bodiesOf(s)) visit(inner);
    }
  };
  visit(body);
  return { overwritten, originals, needless, within: provenAxes(body, lookup) };
};

const provenAxes = (body: readonly Statement[], lookup: Lookup): ReadonlyMap<object, readonly boolean[]> => {
  const proven = new Map<object, readonly boolean[]>();
  Ranges.walk(body, lookup, ({ target }, ranges) => {
    const isInside = (index: Expr, extent: number | null | undefined): boolean =>
      extent !== null && extent !== undefined && isWithin(ranges.of(index), interval(0, extent - 1));
    const [of, inside] =
      target.kind === "view"
        ? [target.axes, target.axes.map(({ start, length }, n) => length === null && isInside(start, target.tensor.extents[n]))]
        : [target.index, target.index.map((index, n) => isInside(index, target.buffer.shape[n]))];
    // One expression may stand in several places.
    const before = proven.get(of);
    proven.set(of, before ? inside.map((is, n) => is && before[n]!) : inside);
  });
  return proven;
};
