// scan: function, shape rule, layout, lowering and JavaScript in one record.
import { emitJs } from "../../codegen/emit/js/ops/scan.ts";
import { layout, lower } from "../../codegen/lowering/ops/scan.ts";
import { blockOf } from "../tiles.ts";
import type { AnyOperand } from "../types/messages.ts";
import type { Operand } from "../types/shapes.ts";
import { type ScanOptions, scanBlocks, scanProblem } from "./cumulation.ts";
import { defineTile } from "./define.ts";

/** One element of every tile, by the tiles' names. */
type Elements<T> = { readonly [K in keyof T]: T[K] extends Operand<infer E, infer _> ? E : never };

export const scan = defineTile({
  kind: "tile",
  name: "scan",
  doc: "The running combination of one or several fragments along one axis, in place: element i becomes combine(...combine(combine(e0, e1), e2)..., ei), with { reverse: true } from the end. combine takes the elements of all tiles that come first and those behind them; it must be associative (the grouping is the compiler's), and need not commute (the order is the axis's). It is plain TypeScript without memory: const, arithmetic, ?: and functions. Elements of f16 and bf16 tiles are combined as f32 and rounded once.",
  example: "scan(0, { a, b }, (left, right) => ({ a: left.a * right.a, b: right.a * left.b + right.b }));",
  js: <T extends Readonly<Record<string, AnyOperand<"fragment">>>>(
    axis: number,
    tiles: T,
    combine: (left: Elements<T>, right: Elements<T>) => Elements<T>,
    options: ScanOptions = {},
  ): void => {
    const names = Object.keys(tiles);
    const blocks = Object.values(tiles).map(blockOf);
    const named = (values: readonly number[]): Elements<T> =>
      Object.fromEntries(names.map((name, n) => [name, values[n]!])) as unknown as Elements<T>;
    const combineLists = (left: readonly number[], right: readonly number[]): readonly number[] => {
      const result = combine(named(left), named(right)) as Readonly<Record<string, number>>;
      return names.map((name) => result[name]!);
    };
    scanBlocks(axis, blocks, blocks, combineLists, options.reverse === true);
  },
  parameters: [
    { name: "axis", kind: "attribute" },
    { name: "tiles", kind: "operands", access: "update", spaces: ["fragment"] },
    { name: "combine", kind: "combination" },
    { name: "options", kind: "options", defaults: { reverse: false } },
  ],
  check: (operation) => scanProblem("scan", operation, 1, 0),
  layout,
  lower,
  emitJs,
});
