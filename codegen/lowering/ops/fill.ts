// fill(tile, value): every element of a fragment or shared tile becomes one value.
import { blockedLayout, registerCoordinates, registerCount } from "../../layout/fragment.ts";
import type { LayoutConstraints } from "../../layout/constraints.ts";
import type { TileOp } from "../../ir/tile.ts";
import { i32, type Lowering } from "../context.ts";
import { storedBits } from "../views.ts";

export const layout = (operation: TileOp, constraints: LayoutConstraints): void => {
  const [tile] = operation.operands;
  if (tile?.kind === "tile" && tile.buffer.space === "fragment") constraints.add(tile.buffer);
};

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const [tile] = operation.operands;
  if (tile?.kind !== "tile") throw new Error("fill takes a tile");
  const { buffer } = tile;
  const value = lowering.expression(operation.scalars[0]!);
  if (buffer.space === "fragment") return lowering.setFragment(buffer, () => value);
  const rows = buffer.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const threads = blockedLayout([rows, buffer.shape[buffer.shape.length - 1]!], lowering.warps, 1);
  const { bits, width } = storedBits(lowering, value, buffer.dtype);
  lowering.when(lowering.owner(threads), false, () => {
    for (let r = 0; r < registerCount(threads); r++) {
      const [row, column] = registerCoordinates(threads, r).map((c, axis) =>
        lowering.add(lowering.threadCoordinate(threads, axis), i32(c)),
      );
      lowering.emitTo([], "storeShared", [lowering.sharedElement(buffer, row!, column!), ...bits], { width, offset: 0 });
    }
  });
};
