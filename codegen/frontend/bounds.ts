// Indices that leave their axis in every run. Guarantees: what is refused here surely runs, if its kernel has any work to do, and surely reaches an
// element that is not there; what may do so for some arguments only is left to those who run the kernel.
import { operations } from "../../dsl/ops/index.ts";
import { type Interval, interval, isWithin } from "../ir/interval.ts";
import type { Expr, Statement } from "../ir/tile.ts";
import { type Enclosing, type Pins, Ranges } from "../passes/ranges.ts";
import type { Reader } from "./reader.ts";

/** Iterations that are tried for one index. */
const mostTries = 1024;

/** Values of the loops around with which an index is outside of its axis, and what it is there; null where none was found that surely comes. */
const leaving = (
  ranges: Ranges,
  around: readonly Enclosing[],
  index: Expr,
  extent: number,
): { readonly at: Pins; readonly values: Interval } | null => {
  let tries = mostTries;
  const search = (level: number, at: Pins): ReturnType<typeof leaving> => {
    tries -= 1;
    if (tries < 0) return null;
    const here = around[level];
    if (here?.kind === "loop") {
      for (const more of ranges.knowing(at, () => here.some(ranges))) {
        const found = search(level + 1, [...at, ...more]);
        if (found) return found;
      }
      return null;
    }
    const values = ranges.knowing(at, () => ranges.of(here ? here.condition : index));
    if (here) return (here.holds ? values.low > 0 : values.high < 1) ? search(level + 1, at) : null;
    return values.low >= extent || values.high < 0 ? { at, values } : null;
  };
  return search(0, []);
};

export const checkIndices = (reader: Reader, body: readonly Statement[]): void => {
  const lookup = (name: string) => operations[name];
  Ranges.walk(body, lookup, ({ target, position, around }, ranges) => {
    const { name } = target.kind === "view" ? target.tensor : target.buffer;
    const indices =
      target.kind === "view"
        ? target.axes.map(({ start, length }, axis) => ({ index: start, extent: length ? null : target.tensor.extents[axis]! }))
        : target.index.map((index, axis) => ({ index, extent: target.buffer.shape[axis]! }));
    const positions = reader.positions.get(target.kind === "view" ? target.axes : target.index);
    for (const [axis, { index, extent }] of indices.entries()) {
      if (extent === null || isWithin(ranges.of(index), interval(0, extent - 1))) continue;
      const found = leaving(ranges, around, index, extent);
      if (!found) continue;
      const { low, high } = found.values;
      const sources = ranges.sources(index);
      const at = found.at.flatMap(([variable, value]) => (sources.has(variable) ? [`${variable.name} = ${value}`] : []));
      const what = low === high ? `reaches ${low}` : low >= extent ? `is ${low} or more` : `is ${high} or less`;
      reader.reportAt(
        "CUI2016",
        positions?.[axis] ?? position,
        at.length > 0 ? `${what} at ${at.join(", ")}` : what,
        `${axis}`,
        name,
        `${extent}`,
      );
    }
  });
};
