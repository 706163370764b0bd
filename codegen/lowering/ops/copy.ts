// copy and convert between global, shared and fragment memory. Global to shared of one dtype goes by cp.async in 16-byte chunks where the
// tensor's class and the view's alignment allow it; everything else goes through registers, in vectors as wide as layout, alignment and bounds
// allow. Outside the view's bounds reads give 0 and writes are dropped.
import { blockedLayout, type FragmentLayout, registerCoordinates, registerCount, sameLayout, sameThreads } from "../../layout/fragment.ts";
import { sharedAlignment, sharedLayout } from "../../layout/shared.ts";
import type { LayoutConstraints } from "../../layout/constraints.ts";
import type { Operand, RegisterRef } from "../../ir/lowered.ts";
import { type Buffer, operandDType, operandShape, type TileOp, type TileOperand, type View } from "../../ir/tile.ts";
import { byteSize, type DType, isFloat } from "../../ir/types.ts";
import { i32, type Lowering, LoweringError, u32 } from "../context.ts";
import { elementOf, fromFirst, packRun, toFirst, wordCount, wordType } from "../elements.ts";
import { cast } from "../expressions.ts";
import { axisInBounds, elementAddress, placeView, strideBytes, type ViewPlace } from "../views.ts";

const fragmentOf = (operand: TileOperand): Buffer | null =>
  operand.kind === "tile" && operand.buffer.space === "fragment" ? operand.buffer : null;

export const layout = (operation: TileOp, constraints: LayoutConstraints): void => {
  const [from, to] = operation.operands.map(fragmentOf);
  if (from) constraints.add(from);
  if (to) constraints.add(to);
  if (from && to) constraints.prefer(from, to);
  for (const operand of operation.operands)
    if (operand.kind === "view")
      for (const fragment of [from, to]) if (fragment) constraints.vector(fragment, 16 / byteSize[operand.tensor.dtype]);
};

// ---- global to shared, asynchronously

const chunkBytes = 16;
/** Whether a view can be read in 16-byte chunks along its last axis. */
const chunked = (place: ViewPlace): boolean => {
  const last = place.axes[place.axes.length - 1];
  if (!place.aligned || !last || last.axis !== place.view.axes.length - 1) return false;
  return (last.size * place.elementBytes) % chunkBytes === 0 && (last.divisor * place.elementBytes) % chunkBytes === 0;
};

const copyAsync = (lowering: Lowering, place: ViewPlace, to: Buffer): void => {
  const last = place.axes[place.axes.length - 1]!;
  const perChunk = chunkBytes / place.elementBytes;
  const shape = [...place.axes.slice(0, -1).map((axis) => axis.size), last.size / perChunk];
  const threads = blockedLayout(shape.length === 1 ? [1, ...shape] : shape, lowering.warps, 1);
  const bases = threads.shape.map((_, axis) => lowering.threadCoordinate(threads, axis));
  const rank = threads.shape.length;
  const { layout: shared } = lowering.sharedTile(to);
  const rowAxes = place.axes.slice(0, -1).map((axis, n) => {
    const base = bases[rank - place.axes.length + n]!;
    return { upper: axis.limit && lowering.subtract(axis.limit, base), lower: axis.lower && lowering.subtract(axis.lower, base) };
  });
  /** Whether the row exists: its constant part against what the thread's own part leaves of the bounds. */
  const bounds = new Map<string, Operand | null>();
  const rowInBounds = (constants: readonly number[]): Operand | null => {
    const rows = constants.slice(rank - place.axes.length, -1);
    const key = rows.join();
    const check = (c: number, { upper, lower }: (typeof rowAxes)[number]): Operand | null =>
      lowering.and(upper && lowering.compare("greater", upper, i32(c)), lower && lowering.compare("lessEqual", lower, i32(c)));
    if (!bounds.has(key))
      bounds.set(
        key,
        rows.map((c, n) => check(c, rowAxes[n]!)).reduce((x, y) => lowering.and(x, y), null),
      );
    return bounds.get(key)!;
  };
  // Addresses are the thread's own (made once) plus what the register adds, uniform over threads.
  const rowOf = (at: readonly Operand[]): Operand =>
    at.slice(0, -1).reduce((row, x, axis) => lowering.add(lowering.multiply(row, i32(threads.shape[axis]!)), x));
  const key = `${threads.shape.join("x")} ${lowering.warps}`;
  const local = lowering.invariant(`chunk ${key} in ${shared.pitch}`, () =>
    lowering.sharedOffset(shared, rowOf(bases), lowering.multiply(bases[rank - 1]!, i32(perChunk))),
  );
  const start = lowering.add(lowering.sharedTile(to).base, local);
  const strides = threads.shape.map((_, axis) => {
    const n = axis - (rank - place.axes.length);
    return n < 0 ? i32(0) : strideBytes(lowering, place, place.axes[n]!);
  });
  const offsetOf = (at: readonly Operand[]): Operand =>
    at
      .map((x, axis) => lowering.multiply(axis === rank - 1 ? lowering.multiply(x, i32(perChunk)) : x, strides[axis]!))
      .reduce((a, b) => lowering.add(a, b));
  // One register that steps along: few values stay alive, and the text is a loop.
  const global = lowering.fresh(`${place.view.tensor.name}_source`, "i64");
  const first = lowering.add(
    place.base,
    lowering.wide(
      lowering.invariant(`chunk ${key} of ${place.view.tensor.name} ${place.axes.map((a) => a.axis).join()}`, () => offsetOf(bases)),
    ),
  );
  const steps = new Map<string, Operand>();
  lowering.emitTo([global], "move", [first]);
  const advance = (step: readonly number[]): void => {
    const name = step.join();
    if (!steps.has(name)) steps.set(name, lowering.wide(offsetOf(step.map(i32))));
    lowering.emitTo([global], "add", [global, steps.get(name)!]);
  };
  const copies = (): void => {
    for (let r = 0; r < registerCount(threads); r++) {
      const constants = registerCoordinates(threads, r);
      if (r > 0) advance(constants.map((c, axis) => c - registerCoordinates(threads, r - 1)[axis]!));
      const index = constants.map((c, axis) => lowering.add(bases[axis]!, i32(c)));
      let bytes: Operand = i32(chunkBytes);
      if (last.limit) {
        const left = lowering.multiply(
          lowering.subtract(last.limit, lowering.multiply(index[rank - 1]!, i32(perChunk))),
          i32(place.elementBytes),
        );
        bytes = lowering.emit("minimum", "i32", [lowering.emit("maximum", "i32", [left, i32(0)]), i32(chunkBytes)]);
      }
      // A tile begins at a whole number of chunks: none of them lies half before the tensor.
      const begun = last.lower && lowering.compare("greaterEqual", lowering.multiply(index[rank - 1]!, i32(perChunk)), last.lower);
      const inBounds = lowering.and(begun, rowInBounds(constants));
      if (inBounds) bytes = lowering.emit("select", "i32", [inBounds, bytes, i32(0)]);
      const row = constants.slice(0, -1).reduce((n, c, axis) => n * threads.shape[axis]! + c, 0);
      const columnBytes = constants[rank - 1]! * chunkBytes;
      // Rows eight apart share their swizzle, so a constant offset reaches them.
      const regular = row % 8 === 0 && columnBytes % (chunkBytes << shared.bits) === 0;
      const address = regular ? start : lowering.sharedElement(to, rowOf(index), lowering.multiply(index[rank - 1]!, i32(perChunk)));
      lowering.emitTo([], "copyAsync", [address, global, bytes], {
        bytes: chunkBytes,
        sharedOffset: regular ? row * shared.pitch + columnBytes : 0,
        globalOffset: 0,
      });
    }
  };
  lowering.when(lowering.owner(threads), false, copies);
  if (!lowering.producing) lowering.emitTo([], "copyCommit", []);
};

// ---- through registers

/** A run of elements along the last axis: as 32-bit words that hold as many as fit, in order, or as values in registers of their own. */
type Run = { readonly words: readonly Operand[] } | { readonly values: readonly Operand[] };
const valuesOf = (lowering: Lowering, held: Run, run: number, dtype: DType): readonly Operand[] =>
  "values" in held ? held.values : Array.from({ length: run }, (_, n) => elementOf(lowering, held.words, dtype, n));
const wordsOf = (lowering: Lowering, held: Run, dtype: DType): readonly Operand[] =>
  "words" in held ? held.words : packRun(lowering, held.values, dtype);

/** Consecutive elements along the last axis that every thread holds side by side. */
const runLength = (threads: FragmentLayout, elementBytes: number): number => {
  const last = threads.shape.length - 1;
  const inner = threads.registers[threads.registers.length - 1];
  if (inner?.strides[last] !== 1 || inner.strides.some((s, axis) => axis !== last && s !== 0)) return 1;
  let run = inner.extent;
  while (
    run > 1 &&
    (run * elementBytes > 16 ||
      inner.extent % run !== 0 ||
      [...threads.registers.slice(0, -1), ...threads.lanes, ...threads.warps].some((d) => d.strides[last]! % run !== 0))
  )
    run -= 1;
  return 2 ** Math.floor(Math.log2(run));
};

/** The run in another dtype. Values that become words are rounded on the way, all others here. */
const converted = (lowering: Lowering, held: Run, run: number, from: DType, to: DType, packs: boolean): Run => {
  if (from === to) return held;
  const target = packs && isFloat(to) ? "f32" : to;
  return { values: valuesOf(lowering, held, run, from).map((value) => cast(lowering, from, target, value)) };
};

/** One access of a run: `count` words of `width` bytes from word `first`, or one element, `part` of that word (0 where it takes whole words). */
interface Access {
  readonly first: number;
  readonly count: number;
  readonly width: 1 | 2 | 4;
  readonly part: number;
}
/** Accesses of a run that is whole: vectors of words, or what is less than a word at once. */
const wholeRun = (run: number, elementBytes: number): Access => {
  const bytes = run * elementBytes;
  return bytes >= 4 ? { first: 0, count: bytes / 4, width: 4, part: 0 } : { first: 0, count: 1, width: bytes as 1 | 2, part: 0 };
};

/** Reads or writes a run of a view, whole where it lies inside, element by element where it crosses the bounds. */
const accessView = (
  lowering: Lowering,
  place: ViewPlace,
  index: readonly Operand[],
  run: number,
  access: (address: Operand, words: Access) => void,
): void => {
  const last = place.axes.length - 1;
  const rows = place.axes
    .slice(0, -1)
    .map((axis, n) => axisInBounds(lowering, axis, index[n]!))
    .reduce((a, b) => lowering.and(a, b), null);
  const width = Math.min(4, place.elementBytes) as 1 | 2 | 4;
  const [each, count] = [4 / place.elementBytes, Math.max(1, place.elementBytes / 4)];
  const axis = place.axes[last]!;
  const vector = run > 1 && place.aligned && axis.axis === place.view.axes.length - 1 && axis.divisor % run === 0;
  const address = elementAddress(lowering, place, index);
  const single = (n: number): void =>
    access(n === 0 ? address : elementAddress(lowering, place, [...index.slice(0, -1), lowering.add(index[last]!, i32(n))]), {
      first: Math.floor(n / each),
      count,
      width,
      part: n % each,
    });
  const elements = (): void => {
    for (let n = 0; n < run; n++) lowering.when(axisInBounds(lowering, axis, lowering.add(index[last]!, i32(n))), false, () => single(n));
  };
  lowering.when(rows, false, () => {
    if (!vector) return elements();
    lowering.when(
      axisInBounds(lowering, axis, index[last]!, run),
      false,
      () => access(address, wholeRun(run, place.elementBytes)),
      elements,
    );
  });
};

const readRun = (
  lowering: Lowering,
  operand: TileOperand,
  place: ViewPlace | null,
  r: number,
  index: readonly Operand[],
  run: number,
): Run => {
  const dtype = operandDType(operand);
  const type = wordType(dtype);
  const words = wordCount(run, dtype);
  if (operand.kind === "view") {
    const loaded: RegisterRef[] = Array.from({ length: words }, () => lowering.fresh("loaded", type));
    for (const word of loaded) lowering.emitTo([word], "move", [{ kind: "immediate", type, value: 0 }]);
    accessView(lowering, place!, index, run, (address, { first, count, width, part }) => {
      const attributes = { width, offset: 0, cache: "default" };
      if (part === 0) return lowering.emitTo(loaded.slice(first, first + count), "loadGlobal", [address], attributes);
      const element = fromFirst(lowering, lowering.emit("loadGlobal", "u32", [address], attributes), dtype, part);
      lowering.emitTo([loaded[first]!], "bitOr", [loaded[first]!, element]);
    });
    return { words: loaded };
  }
  if (operand.buffer.space === "fragment") {
    const { register, packed } = lowering.fragment(operand.buffer);
    if (!packed) return { values: Array.from({ length: run }, (_, n) => ({ kind: "register" as const, register, index: r + n })) };
    if (run > 1)
      return { words: Array.from({ length: run / 2 }, (_, n) => ({ kind: "register" as const, register, index: (r >> 1) + n })) };
    const pair: Operand = { kind: "register", register, index: r >> 1 };
    return { words: [r & 1 ? toFirst(lowering, pair, dtype, 1) : lowering.bits("bitAnd", pair, u32(0xffff))] };
  }
  const loaded = Array.from({ length: words }, () => lowering.fresh("loaded", type));
  lowering.emitTo(loaded, "loadShared", [sharedRun(lowering, operand.buffer, index)], {
    width: wholeRun(run, byteSize[dtype]).width,
    offset: 0,
  });
  return { words: loaded };
};
const sharedRun = (lowering: Lowering, buffer: Buffer, index: readonly Operand[]): Operand => {
  const row = index
    .slice(0, -1)
    .reduce<Operand>((sum, x, axis) => lowering.add(lowering.multiply(sum, i32(buffer.shape[axis]!)), x), i32(0));
  return lowering.sharedElement(buffer, row, index[index.length - 1]!);
};

const writeRun = (
  lowering: Lowering,
  operand: TileOperand,
  place: ViewPlace | null,
  index: readonly Operand[],
  run: number,
  words: readonly Operand[],
): void => {
  const dtype = operandDType(operand);
  if (operand.kind === "view")
    return accessView(lowering, place!, index, run, (address, { first, count, width, part }) => {
      const value = part > 0 ? [toFirst(lowering, words[first]!, dtype, part)] : words.slice(first, first + count);
      lowering.emitTo([], "storeGlobal", [address, ...value], { width, offset: 0, cache: "default" });
    });
  if (operand.buffer.space === "shared")
    lowering.emitTo([], "storeShared", [sharedRun(lowering, operand.buffer, index), ...words], {
      width: wholeRun(run, byteSize[dtype]).width,
      offset: 0,
    });
};

/** The place without bounds: for code that runs only where the whole tile lies inside. */
const unbounded = (place: ViewPlace | null): ViewPlace | null =>
  place && { ...place, axes: place.axes.map((axis) => ({ ...axis, limit: null, lower: null })) };
/** Whether all of the tile lies inside (uniform), or null where that is known. */
const wholeInside = (lowering: Lowering, place: ViewPlace | null): Operand | null =>
  (place?.axes ?? [])
    .map((axis) => {
      const upper = axis.limit && lowering.compare("greaterEqual", axis.limit, i32(axis.size));
      return lowering.and(upper, axis.lower && lowering.compare("lessEqual", axis.lower, i32(0)));
    })
    .reduce((a, b) => lowering.and(a, b), null);

const copyThroughRegisters = (operation: TileOp, lowering: Lowering, from: TileOperand, to: TileOperand): void => {
  const [source, target] = [fragmentOf(from), fragmentOf(to)];
  if (source && target && !sameLayout(lowering.fragment(source).layout, lowering.fragment(target).layout))
    return convertLayout(operation, lowering, source, target);
  const dtypes = [operandDType(from), operandDType(to)] as const;
  const widest = Math.max(...[from, to].map((o) => (fragmentOf(o) ? 1 : byteSize[operandDType(o)])));
  const held = source ?? target;
  const threads = held ? lowering.fragment(held).layout : blockedLayout(operandShape(from), lowering.warps, 16 / widest);
  if ([from, to].some((o) => o.kind === "tile" && o.transposed))
    throw new LoweringError(operation.position, `${operation.name}: a transposed tile can only be an operand of gemm`);
  const run = runLength(threads, widest);
  const places = [from, to].map((o) => (o.kind === "view" ? placeView(lowering, o as View) : null));
  const moves =
    ([fromPlace, toPlace]: readonly (ViewPlace | null)[]) =>
    (): void => {
      const indexOf = (r: number): Operand[] =>
        registerCoordinates(threads, r).map((c, axis) => lowering.add(lowering.threadCoordinate(threads, axis), i32(c)));
      const starts = Array.from({ length: registerCount(threads) / run }, (_, n) => n * run);
      // All reads before the first use: they are then under way together.
      const read = starts.map((r) => readRun(lowering, from, fromPlace!, r, indexOf(r), run));
      const values: Operand[] = [];
      starts.forEach((r, n) => {
        const packed = target !== null && lowering.fragment(target).packed;
        const held = converted(lowering, read[n]!, run, dtypes[0], dtypes[1], target === null || (packed && run > 1));
        if (!target) writeRun(lowering, to, toPlace!, indexOf(r), run, wordsOf(lowering, held, dtypes[1]));
        else if (packed && run > 1)
          wordsOf(lowering, held, dtypes[1]).forEach((word, w) =>
            lowering.emitTo([{ kind: "register", register: lowering.fragment(target).register, index: (r >> 1) + w }], "move", [word]),
          );
        else values.push(...valuesOf(lowering, held, run, dtypes[1]));
      });
      if (values.length > 0) lowering.setFragment(target!, (r) => values[r]!);
    };
  const inside = places.map((place) => wholeInside(lowering, place)).reduce((a, b) => lowering.and(a, b), null);
  lowering.when(target ? null : lowering.owner(threads), false, () =>
    lowering.when(inside, true, moves(places.map(unbounded)), moves(places)),
  );
};

/** Between fragments whose threads hold the same elements in another order: each thread reorders its registers. False if they do not. */
const reorderRegisters = (lowering: Lowering, from: Buffer, to: Buffer): boolean => {
  const [source, target] = [lowering.fragment(from), lowering.fragment(to)];
  const coordinates = Array.from({ length: registerCount(target.layout) }, (_, r) => registerCoordinates(target.layout, r).join());
  if (!sameThreads(source.layout, target.layout) || !coordinates.every((at) => source.indexOf.has(at))) return false;
  const dtype = target.packed && isFloat(to.dtype) ? "f32" : to.dtype;
  const value = (r: number): Operand =>
    cast(lowering, from.dtype, dtype, lowering.fragmentValue(from, source.indexOf.get(coordinates[r]!)!));
  lowering.setFragment(to, value);
  return true;
};

/** Between fragments of different layouts: through shared memory, unless every thread has what it needs. */
const convertLayout = (operation: TileOp, lowering: Lowering, from: Buffer, to: Buffer): void => {
  if (reorderRegisters(lowering, from, to)) return;
  const layout = sharedLayout(from.shape, byteSize[to.dtype]);
  const exchange: Buffer = { ...to, name: `${from.name}_to_${to.name}`, space: "shared" };
  lowering.remark(`layout conversion of ${from.name} to ${to.name}`);
  lowering.sharedTiles.set(exchange, { layout, base: lowering.allocate(exchange.name, layout.bytes, sharedAlignment) });
  const tile = (buffer: Buffer): TileOperand => ({ kind: "tile", buffer, transposed: false });
  copyThroughRegisters(operation, lowering, tile(from), tile(exchange));
  lowering.barrier();
  copyThroughRegisters(operation, lowering, tile(exchange), tile(to));
  lowering.barrier();
};

export const lower = (operation: TileOp, lowering: Lowering): void => {
  const [from, to] = operation.operands as [TileOperand, TileOperand];
  if (
    from.kind === "view" &&
    to.kind === "tile" &&
    to.buffer.space === "shared" &&
    !to.transposed &&
    operandDType(from) === operandDType(to)
  ) {
    const place = placeView(lowering, from);
    if (chunked(place)) return copyAsync(lowering, place, to.buffer);
  }
  copyThroughRegisters(operation, lowering, from, to);
};
