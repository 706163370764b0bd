// reduceMax, reduceMin, reduceSum along an axis of a fragment, and gemv, the sum of products with a vector: over each thread's registers,
// then over lanes by shuffles, then, where the axis spans warps, through shared memory. The order of the operations is fixed by the layout,
// so that results repeat bit for bit.
import { registerCoordinates, registerCount } from "../../layout/fragment.ts";
import type { Digit } from "../../layout/fragment.ts";
import type { LayoutConstraints } from "../../layout/constraints.ts";
import { type Operand, operandType } from "../../ir/lowered.ts";
import type { Buffer, TileOp } from "../../ir/tile.ts";
import { i32, type Lowering, LoweringError, registerTypeOf, u32 } from "../context.ts";
import { fromWords, wordsOf } from "../elements.ts";

const operands = (operation: TileOp): { from: Buffer; to: Buffer; axis: number } => {
  const [from, to] = operation.operands;
  if (from?.kind !== "tile" || to?.kind !== "tile") throw new Error("a reduction takes two tiles");
  return { from: from.buffer, to: to.buffer, axis: Number(operation.attributes["axis"]) };
};

export const layout = (operation: TileOp, constraints: LayoutConstraints): void => {
  const { from, to, axis } = operands(operation);
  constraints.reduced(from, axis, to);
};

const instructionOf: Readonly<Record<string, string>> = { max: "maximum", min: "minimum", sum: "add" };

/** Independent chains: a single one would be bound by latency. `chain` combines the values of one chain, in order. */
const tree = <T>(
  values: readonly T[],
  chains: 1 | 2 | 4,
  chain: (values: readonly T[]) => Operand,
  combine: (a: Operand, b: Operand) => Operand,
): Operand => {
  const sums = Array.from({ length: chains }, (_, c) => chain(values.filter((_, n) => n % chains === c)));
  if (chains === 1) return sums[0]!;
  return chains === 2 ? combine(sums[0]!, sums[1]!) : combine(combine(sums[0]!, sums[1]!), combine(sums[2]!, sums[3]!));
};

/** Inner extent (how many values of the index one step of the digit spans) of the digits along an axis. */
const digitsAlong = (digits: readonly Digit[], axis: number): { extent: number; inner: number }[] => {
  let inner = digits.reduce((n, d) => n * d.extent, 1);
  return digits.flatMap((d) => {
    inner /= d.extent;
    return d.strides[axis] !== 0 && d.extent > 1 ? [{ extent: d.extent, inner }] : [];
  });
};

/** Combines partial results of warps that hold different parts of the axis. */
const acrossWarps = (
  lowering: Lowering,
  partial: readonly Operand[],
  digits: readonly { extent: number; inner: number }[],
  combine: (a: Operand, b: Operand) => Operand,
): Operand[] => {
  const { warps } = lowering;
  const parts = partial.map((value) => wordsOf(lowering, value));
  const starts = parts.map((_, n) => parts.slice(0, n).reduce((sum, { length }) => sum + length, 0));
  const base = lowering.allocate("reduction", warps * 32 * parts.flat().length * 4, 128);
  const slot = lowering.asU32(lowering.invariant("thread bytes", () => lowering.multiply(lowering.special("thread"), i32(4))));
  const own = lowering.add(base, slot);
  parts.flat().forEach((word, n) => lowering.emitTo([], "storeShared", [own, word], { width: 4, offset: n * warps * 128 }));
  lowering.barrier();
  // Every thread reads what the same lane of each warp along the axis left, in the same order.
  const others = digits.reduce<number[]>(
    (list, d) => list.flatMap((at) => Array.from({ length: d.extent }, (_, v) => at + v * d.inner)),
    [0],
  );
  let first: Operand = lowering.special("warp");
  for (const d of digits) {
    const value = lowering.remainder(lowering.divide(lowering.special("warp"), d.inner), d.extent);
    first = lowering.subtract(first, lowering.multiply(value, i32(d.inner)));
  }
  const lane = lowering.multiply(lowering.special("lane"), i32(4));
  const from = lowering.add(base, lowering.asU32(lowering.add(lowering.multiply(first, i32(128)), lane)));
  const results = partial.map((value, n) => {
    const type = operandType(value);
    const load = (w: number, word: number): Operand =>
      lowering.emit("loadShared", type === "i64" ? "u32" : type, [from], { width: 4, offset: ((starts[n]! + word) * warps + w) * 128 });
    return others
      .map((w) =>
        fromWords(
          lowering,
          parts[n]!.map((_, word) => load(w, word)),
          type,
        ),
      )
      .reduce(combine);
  });
  lowering.barrier();
  return results;
};

/**
 * Reduces a fragment along an axis into another: `part` makes one value of a thread's registers of one row, and `combine` joins the parts
 * that lanes and warps hold.
 */
const reduceInto = (
  lowering: Lowering,
  { from, to, axis }: ReturnType<typeof operands>,
  part: (registers: readonly number[]) => Operand,
  combine: (a: Operand, b: Operand) => Operand,
): void => {
  const { layout: source } = lowering.fragment(from);
  const target = lowering.fragment(to);
  const type = registerTypeOf(from.dtype);
  const groups: number[][] = Array.from({ length: registerCount(target.layout) }, () => []);
  for (let r = 0; r < registerCount(source); r++) {
    const kept = registerCoordinates(source, r).filter((_, a) => a !== axis);
    groups[target.indexOf.get((kept.length === 0 ? [0] : kept).join())!]!.push(r);
  }
  let results = groups.map(part);
  for (const { extent, inner } of digitsAlong(source.lanes, axis))
    for (let mask = inner; mask < inner * extent; mask *= 2)
      results = results.map((value) => combine(value, lowering.emit("shuffle", type, [value, u32(mask)], { mode: "xor" }, "other")));
  const warps = digitsAlong(source.warps, axis);
  if (warps.length > 0) results = acrossWarps(lowering, results, warps, combine);
  lowering.setFragment(to, (r) => results[r]!);
};

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const reduction = operands(operation);
  const { from } = reduction;
  const instruction = instructionOf[String(operation.attributes["operation"])];
  if (!instruction) throw new LoweringError(operation.position, `no reduction ${operation.attributes["operation"]}`);
  const combine = (a: Operand, b: Operand): Operand => lowering.emit(instruction, registerTypeOf(from.dtype), [a, b], {}, "partial");
  const part = (registers: readonly number[]): Operand =>
    tree(
      registers.map((r) => lowering.fragmentValue(from, r)),
      registers.length >= 8 ? 4 : 1,
      (values) => values.reduce(combine),
      combine,
    );
  reduceInto(lowering, reduction, part, combine);
};

// ---- gemv

const productOperands = (operation: TileOp): { matrix: Buffer; vector: Buffer; to: Buffer } => {
  const [matrix, vector, to] = operation.operands;
  if (matrix?.kind !== "tile" || vector?.kind !== "tile" || to?.kind !== "tile") throw new Error("gemv takes three tiles");
  return { matrix: matrix.buffer, vector: vector.buffer, to: to.buffer };
};
export const layoutProduct = (operation: TileOp, constraints: LayoutConstraints): void => {
  const { matrix, vector, to } = productOperands(operation);
  // The longer a thread's own part of a row, the fewer lanes have to add theirs up; longer than two accesses of 16 bytes, lanes that read the
  // vector from shared memory side by side would meet in the same banks.
  constraints.vector(matrix, Math.min(8, (matrix.shape[0]! * matrix.shape[1]!) / (32 * constraints.warps)));
  constraints.keep(matrix, [1], vector);
  constraints.reduced(matrix, 1, to);
};
export const lowerProduct = (operation: TileOp, lowering: Lowering): void => {
  const { matrix, vector, to } = productOperands(operation);
  const { layout: source } = lowering.fragment(matrix);
  const { indexOf } = lowering.fragment(vector);
  const factors = (r: number): [Operand, Operand] => [
    lowering.fragmentValue(matrix, r),
    lowering.fragmentValue(vector, indexOf.get(`${registerCoordinates(source, r)[1]}`)!),
  ];
  const add = (a: Operand, b: Operand): Operand => lowering.emit("add", "f32", [a, b], {}, "partial");
  const chain = ([first, ...others]: readonly number[]): Operand =>
    others.reduce<Operand>(
      (sum, r) => lowering.emit("fma", "f32", [...factors(r), sum], {}, "partial"),
      lowering.emit("multiply", "f32", factors(first!), {}, "partial"),
    );
  // Each further chain costs an addition.
  const chains = (count: number): 1 | 2 | 4 => (count >= 32 ? 4 : count >= 8 ? 2 : 1);
  reduceInto(lowering, { from: matrix, to, axis: 1 }, (registers) => tree(registers, chains(registers.length), chain, add), add);
};
