// prefetch(view): one request for every 128 bytes of each row, shared out over the executor's threads. Rows and lines that begin outside of the
// tensor are left out.
import type { TileOp } from "../../ir/tile.ts";
import { i32, type Lowering } from "../context.ts";
import { axisInBounds, elementAddress, placeView } from "../views.ts";

const lineBytes = 128;

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const [view] = operation.operands;
  if (view?.kind !== "view") throw new Error("prefetch takes a view");
  const place = placeView(lowering, view);
  const columns = place.axes.at(-1);
  const lineElements = lineBytes / place.elementBytes;
  // Only along an axis of stride 1 do elements share a line.
  const each = place.aligned && columns?.axis === view.tensor.extents.length - 1 ? lineElements : 1;
  const counts = place.axes.map((axis, n) => (n === place.axes.length - 1 ? Math.ceil(axis.size / each) : axis.size));
  const total = counts.reduce((a, b) => a * b, 1);
  const threads = lowering.warps * 32;
  for (let first = 0; first < total; first += threads) {
    const number = lowering.add(lowering.special("thread"), i32(first));
    let rest = number;
    const index = counts
      .map((_, n) => n)
      .reverse()
      .map((n) => {
        const at = lowering.remainder(rest, counts[n]!);
        rest = lowering.divide(rest, counts[n]!);
        return n === counts.length - 1 ? lowering.multiply(at, i32(each)) : at;
      })
      .reverse();
    const inside = place.axes.map((axis, n) => axisInBounds(lowering, axis, index[n]!));
    const all = inside.reduce((a, b) => lowering.and(a, b), null);
    const mine = first + threads <= total ? null : lowering.compare("less", number, i32(total));
    lowering.when(lowering.and(mine, all), false, () => lowering.emitTo([], "prefetchGlobal", [elementAddress(lowering, place, index)]));
  }
};
