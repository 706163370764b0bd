// Fragment layouts: how the elements of a tile are spread over registers, lanes and warps. A layout is a list of mixed-radix digits for each
// of the three; a digit of value d adds d * strides to the element's coordinates. A digit with zero strides replicates: all its values hold the
// same element, and value 0 owns it. Nothing here asks for powers of two, so 192 columns and three warps are as good as any.

/** `strides[a]` is what one step of the digit adds to coordinate a. */
export interface Digit {
  readonly extent: number;
  readonly strides: readonly number[];
}

/** Digits are listed outermost first; the last register digit varies fastest with the register's index. */
export interface FragmentLayout {
  readonly shape: readonly number[];
  readonly registers: readonly Digit[];
  readonly lanes: readonly Digit[];
  readonly warps: readonly Digit[];
}

export const digit = (extent: number, ...strides: number[]): Digit => ({ extent, strides });
const isReplica = (d: Digit): boolean => d.strides.every((s) => s === 0);
const product = (digits: readonly Digit[]): number => digits.reduce((n, d) => n * d.extent, 1);

/** Joins neighbouring digits that count on, and drops digits of extent 1. */
const canonicalDigits = (digits: readonly Digit[]): readonly Digit[] => {
  const out: Digit[] = [];
  for (const d of digits) {
    if (d.extent === 1) continue;
    const outer = out[out.length - 1];
    if (outer?.strides.every((s, a) => s === d.strides[a]! * d.extent))
      out[out.length - 1] = { extent: outer.extent * d.extent, strides: d.strides };
    else out.push(d);
  }
  return out;
};
export const canonical = (layout: FragmentLayout): FragmentLayout => ({
  shape: layout.shape,
  registers: canonicalDigits(layout.registers),
  lanes: canonicalDigits(layout.lanes),
  warps: canonicalDigits(layout.warps),
});
const sameDigits = (a: readonly Digit[], b: readonly Digit[]): boolean =>
  a.length === b.length && a.every((d, n) => d.extent === b[n]!.extent && d.strides.every((s, axis) => s === b[n]!.strides[axis]));
export const sameLayout = (a: FragmentLayout, b: FragmentLayout): boolean => {
  const x = canonical(a);
  const y = canonical(b);
  return (
    x.shape.length === y.shape.length &&
    x.shape.every((n, axis) => n === y.shape[axis]) &&
    sameDigits(x.registers, y.registers) &&
    sameDigits(x.lanes, y.lanes) &&
    sameDigits(x.warps, y.warps)
  );
};
/** Whether lanes and warps stand alike; the same elements may lie in other registers. */
export const sameThreads = (a: FragmentLayout, b: FragmentLayout): boolean => {
  const [x, y] = [canonical(a), canonical(b)];
  return sameDigits(x.lanes, y.lanes) && sameDigits(x.warps, y.warps);
};

export const registerCount = (layout: FragmentLayout): number => product(layout.registers);

/** What the values of a digit list add to the coordinates. */
const coordinates = (digits: readonly Digit[], value: number, rank: number): number[] => {
  const at = new Array<number>(rank).fill(0);
  let rest = value;
  for (let n = digits.length - 1; n >= 0; n--) {
    const d = digits[n]!;
    const v = rest % d.extent;
    rest = Math.floor(rest / d.extent);
    for (let axis = 0; axis < rank; axis++) at[axis] = at[axis]! + v * d.strides[axis]!;
  }
  return at;
};
/** Part of an element's coordinates that its register index gives; lane and warp add theirs. */
export const registerCoordinates = (layout: FragmentLayout, register: number): number[] =>
  coordinates(layout.registers, register, layout.shape.length);
export const laneCoordinates = (layout: FragmentLayout, lane: number): number[] => coordinates(layout.lanes, lane, layout.shape.length);
export const warpCoordinates = (layout: FragmentLayout, warp: number): number[] => coordinates(layout.warps, warp, layout.shape.length);

/** Elements along an axis that every thread holds side by side, in groups that begin at multiples of their length: a power of two. */
export const runAlong = (layout: FragmentLayout, axis: number): number => {
  const digits = [...layout.registers, ...layout.lanes, ...layout.warps];
  const inner = layout.registers.find((d) => d.strides.every((s, a) => s === (a === axis ? 1 : 0)));
  let run = 1;
  while (inner && inner.extent % (run * 2) === 0 && digits.every((d) => d === inner || d.strides[axis]! % (run * 2) === 0)) run *= 2;
  return run;
};

/**
 * The layout of the tile that keeps only the axes listed, in that order, as a reduction along the others or an index by some of the loop's
 * variables leaves it: lanes and warps that differed only along dropped axes become replicas. `null` stands for a new axis of extent 1.
 */
export const keepAxes = (layout: FragmentLayout, axes: readonly (number | null)[]): FragmentLayout => {
  const pick = (d: Digit): Digit => ({ extent: d.extent, strides: axes.map((a) => (a === null ? 0 : d.strides[a]!)) });
  return {
    shape: axes.map((a) => (a === null ? 1 : layout.shape[a]!)),
    registers: layout.registers.map(pick).filter((d) => !isReplica(d)),
    lanes: layout.lanes.map(pick),
    warps: layout.warps.map(pick),
  };
};

/** Every element has a register of some thread, and no coordinate lies outside the shape. */
export const covers = (layout: FragmentLayout): boolean => {
  const digits = [...layout.registers, ...layout.lanes, ...layout.warps].filter((d) => !isReplica(d));
  const size = layout.shape.reduce((a, b) => a * b, 1);
  if (product(digits) !== size) return false;
  const seen = new Uint8Array(size);
  for (let value = 0; value < size; value++) {
    const at = coordinates(digits, value, layout.shape.length);
    let flat = 0;
    for (let axis = 0; axis < at.length; axis++) {
      if (at[axis]! < 0 || at[axis]! >= layout.shape[axis]!) return false;
      flat = flat * layout.shape[axis]! + at[axis]!;
    }
    if (seen[flat]) return false;
    seen[flat] = 1;
  }
  return true;
};

const powerOfTwoDivisor = (n: number, limit: number): number => {
  let p = 1;
  while (p * 2 <= limit && n % (p * 2) === 0) p *= 2;
  return p;
};
export const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * The layout that suits memory: 16-byte vectors along the last axis, lanes along it as far as they reach, rows over the warps first (so that a
 * reduction along the last axis stays inside a warp where it can). Threads that the tile cannot feed hold replicas.
 */
export const blockedLayout = (shape: readonly number[], warps: number, vector: number): FragmentLayout => {
  const rank = shape.length;
  const last = rank - 1;
  const along = (axis: number, stride: number): number[] => Array.from({ length: rank }, (_, a) => (a === axis ? stride : 0));
  const columns = shape[last]!;
  const v = powerOfTwoDivisor(columns, vector);
  const laneColumns = powerOfTwoDivisor(columns / v, 32);
  const lanes: Digit[] = [{ extent: laneColumns, strides: along(last, v) }];
  const warpDigits: Digit[] = [];
  const registers: Digit[] = [];
  let lanesLeft = 32 / laneColumns;
  let warpsLeft = warps;
  for (let axis = last - 1; axis >= 0; axis--) {
    const take = powerOfTwoDivisor(shape[axis]!, lanesLeft);
    lanes.unshift({ extent: take, strides: along(axis, 1) });
    lanesLeft /= take;
    const rows = shape[axis]! / take;
    const overWarps = gcd(rows, warpsLeft);
    warpDigits.unshift({ extent: overWarps, strides: along(axis, take) });
    warpsLeft /= overWarps;
    registers.unshift({ extent: rows / overWarps, strides: along(axis, take * overWarps) });
  }
  lanes.unshift({ extent: lanesLeft, strides: along(last, 0) });
  const columnWarps = gcd(columns / (v * laneColumns), warpsLeft);
  warpDigits.push({ extent: columnWarps, strides: along(last, v * laneColumns) });
  warpDigits.push({ extent: warpsLeft / columnWarps, strides: along(last, 0) });
  registers.push({ extent: columns / (v * laneColumns * columnWarps), strides: along(last, v * laneColumns * columnWarps) });
  registers.push({ extent: v, strides: along(last, 1) });
  return { shape, registers, lanes, warps: warpDigits };
};

/** How the warps of an executor divide a matrix product: `rows` x `columns` warps over C. */
export interface WarpGrid {
  readonly rows: number;
  readonly columns: number;
}

/** C of mma.m16n8: lane l holds columns 2(l%4) + {0, 1} of rows l/4 and l/4 + 8. */
export const accumulatorLayout = (m: number, n: number, warps: WarpGrid): FragmentLayout => {
  const rows = m / (16 * warps.rows);
  const columns = n / (8 * warps.columns);
  return {
    shape: [m, n],
    registers: [digit(rows, 16, 0), digit(columns, 0, 8), digit(2, 8, 0), digit(2, 0, 1)],
    lanes: [digit(8, 1, 0), digit(4, 0, 2)],
    warps: [digit(warps.rows, 16 * rows, 0), digit(warps.columns, 0, 8 * columns)],
  };
};
/** A of mma.m16n8k16 and m16n8k8, held whole along k (a multiple of 8) by every warp of a row of warps; of f32, pairs of neighbours stand for (t, t+4). */
export const leftOperandLayout = (m: number, k: number, warps: WarpGrid): FragmentLayout => {
  const rows = m / (16 * warps.rows);
  return {
    shape: [m, k],
    registers: [digit(rows, 16, 0), digit(k / 8, 0, 8), digit(2, 8, 0), digit(2, 0, 1)],
    lanes: [digit(8, 1, 0), digit(4, 0, 2)],
    warps: [digit(warps.rows, 16 * rows, 0), digit(warps.columns, 0, 0)],
  };
};
/** B of mma.m16n8k16 and m16n8k8, held whole along k by every warp of a column of warps. */
export const rightOperandLayout = (k: number, n: number, warps: WarpGrid): FragmentLayout => {
  const columns = n / (8 * warps.columns);
  return {
    shape: [k, n],
    registers: [digit(columns, 0, 8), digit(k / 8, 8, 0), digit(2, 1, 0)],
    lanes: [digit(8, 0, 1), digit(4, 2, 0)],
    warps: [digit(warps.rows, 0, 0), digit(warps.columns, 0, 8 * columns)],
  };
};

/** The layout of `count` tiles alike, stacked along a new first axis, of which each group of warps (`groups` of them) holds a run. */
export const stackedLayout = (tile: FragmentLayout, count: number, groups: number): FragmentLayout => {
  const lift = ({ extent, strides }: Digit): Digit => ({ extent, strides: [0, ...strides] });
  const along = (extent: number, stride: number): Digit => ({ extent, strides: [stride, ...tile.shape.map(() => 0)] });
  return {
    shape: [count, ...tile.shape],
    registers: [along(count / groups, 1), ...tile.registers.map(lift)],
    lanes: tile.lanes.map(lift),
    warps: [along(groups, count / groups), ...tile.warps.map(lift)],
  };
};

/** Text of a layout for dumps: `64x128: registers 4(16,0) 2(0,1), lanes 8(1,0) 4(0,2), warps 4(16,0)`. */
export const showLayout = (layout: FragmentLayout): string => {
  const { registers, lanes, warps, shape } = canonical(layout);
  const show = (digits: readonly Digit[]): string => digits.map((d) => `${d.extent}(${d.strides.join(",")})`).join(" ") || "1";
  return `${shape.join("x")}: registers ${show(registers)}, lanes ${show(lanes)}, warps ${show(warps)}`;
};
