// The state of emitting one kernel as JavaScript: lines, names, expressions and access to operands. Every expression's text has exactly
// its dtype's value: f32 results are rounded after each operation, 16-bit floats after theirs, integers wrap, bools are JS booleans.
import type { OperationRecord } from "../../ir/operation.ts";
import type { Buffer, ElementTarget, Expr, NamedBarrier, Ring, Tensor, TileOperand, Variable, View, ViewAxis } from "../../ir/tile.ts";
import { operandShape } from "../../ir/tile.ts";
import { type DType, isFloat, type Position } from "../../ir/types.ts";
import { binary, convert, fetch, literal, round, stored, unary } from "./numbers.ts";
import type { TileFacts } from "./tiles.ts";

/** Indices of one axis that exist: low <= index < high, as texts. */
export interface AxisBounds {
  readonly low: string;
  readonly high: string;
}

/** Rows of an operand: the place of a row's element 0 by the outer indices, and the distance of its elements, as texts. */
export interface OperandRows {
  readonly storage: string;
  start(outer: readonly string[]): string;
  readonly stride: string;
  /** Distances along the outer axes, as texts. */
  readonly outer: readonly string[];
  /** The array holds the bits of floats of 8 or 16 bits, or BigInts, not numbers. */
  readonly holdsBits: boolean;
}
/** How emitted code reads and writes the elements of a tile or view. */
export interface OperandAccess {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** By axis, the indices that exist; null where all do. Reads and writes outside are not allowed. */
  readonly bounds: readonly (AxisBounds | null)[];
  /** Condition under which any element exists (indexed axes of a view), or null for always. */
  readonly exists: string | null;
  /** The array that holds the elements, and how rows along the last axis lie in it; null for transposed tiles and single elements. */
  readonly rows: OperandRows | null;
  read(index: readonly string[]): string;
  /** Statement that stores a value of the operand's dtype. */
  write(index: readonly string[], value: string): string;
}

const reserved = [
  "support",
  "scratchFloat",
  "scratchBits",
  "f16Bits",
  "f16Values",
  "f8e4m3Bits",
  "f8e4m3Value",
  "f8e5m2Bits",
  "f8e5m2Value",
  "exactI64",
  "roundTo",
  "fround",
  "tf32Value",
  "exp2Value",
  "inside",
  "tensorArgument",
  "scalarArgument",
  "Math",
  "Infinity",
  "NaN",
  "undefined",
  "arguments",
  "eval",
  "poison",
  "Float32Array",
  "Float64Array",
  "BigInt",
  "Number",
  "Int32Array",
  "Uint32Array",
  "RingSlots",
  "poisonSlot",
  "runThreads",
  "runRoles",
  "NamedBarrier",
  "waitAt",
  "report",
  "shuffled",
  "anyOf",
  "allOf",
  "ballotOf",
  "metOnly",
  "combined",
  "let",
  "static",
  "yield",
  "await",
  "package",
  "interface",
];

export const at = (position: Position): string => `${position.file.split("/").at(-1)}:${position.line}`;

export class JsEmitter {
  readonly lines: string[] = [];
  /** Name of the kernel, and text of the thread whose code is being emitted: its index in the block. */
  readonly kernel: string;
  thread = "0";
  /** Whether the kernel reports to the host. */
  reports = false;
  /** Tiles and tensors in order of their first use. */
  readonly buffers = new Map<Buffer, string>();
  readonly tensors = new Map<Tensor, string>();
  readonly rings = new Map<Ring, string>();
  readonly barriers = new Map<NamedBarrier, string>();
  /** How many threads the code being emitted stands for: of a role all, of a thread one. */
  threads = 1;
  readonly facts: TileFacts;
  private readonly lookup: (name: string) => OperationRecord | undefined;
  private readonly names = new Set<string>(reserved);
  private readonly variables = new Map<Variable, string>();
  private depth = 0;

  constructor(kernel: string, facts: TileFacts, lookup: (name: string) => OperationRecord | undefined) {
    this.kernel = kernel;
    this.facts = facts;
    this.lookup = lookup;
  }

  line(text: string): void {
    this.lines.push("  ".repeat(this.depth) + text);
  }

  /** Lines between `head {` and `}` (or another end). */
  block(head: string, body: () => void, end = "}"): void {
    this.line(`${head} {`);
    this.depth += 1;
    this.scope(body);
    this.depth -= 1;
    this.line(end);
  }

  /** Names that are taken in the body are free again behind it, except those of tiles and rings. The text of a scope must be a JavaScript scope. */
  scope(body: () => void): void {
    const outer = new Set(this.names);
    body();
    const kept = new Set([...this.buffers.values(), ...this.rings.values()]);
    for (const name of this.names) if (!outer.has(name) && !kept.has(name)) this.names.delete(name);
  }

  /** A name that nothing else has in this scope, as close to `wanted` as can be. It has no `$`: names with `$` are the emitters' own. */
  fresh(wanted: string): string {
    const base = wanted.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d|$)/, "_");
    let name = base;
    for (let count = 2; this.names.has(name); count += 1) name = `${base}_${count}`;
    this.names.add(name);
    return name;
  }

  record(name: string, position: Position): OperationRecord {
    const record = this.lookup(name);
    if (!record) throw new Error(`${at(position)}: there is no operation '${name}'; add its record to dsl/ops/index.ts`);
    return record;
  }

  /** Names a variable that is declared here. */
  declare(variable: Variable): string {
    const name = this.fresh(variable.name);
    this.variables.set(variable, name);
    return name;
  }

  variable(variable: Variable): string {
    const name = this.variables.get(variable);
    if (name === undefined) throw new Error(`variable '${variable.name}' is used before its declaration`);
    return name;
  }

  buffer(named: Buffer): string {
    const buffer = this.facts.originals.get(named) ?? named;
    const name = this.buffers.get(buffer) ?? this.fresh(buffer.name);
    this.buffers.set(buffer, name);
    return name;
  }

  ring(ring: Ring): string {
    const name = this.rings.get(ring) ?? this.fresh(ring.name);
    this.rings.set(ring, name);
    return name;
  }

  tensor(tensor: Tensor): string {
    const name = this.tensors.get(tensor);
    if (name === undefined) throw new Error(`tensor '${tensor.name}' is not a parameter of the kernel`);
    this.used.add(tensor);
    return name;
  }
  readonly used = new Set<Tensor>();
  /** Arrays that each thread of per-thread code has for itself, declared there. */
  readonly own = new Set<Buffer>();

  extent(tensor: Tensor, axis: number): string {
    const extent = tensor.extents[axis];
    return extent === null ? `${this.tensor(tensor)}$extent${axis}` : `${extent}`;
  }

  expression(e: Expr): string {
    switch (e.kind) {
      case "constant":
        return literal(e.value, e.dtype);
      case "variable":
        return this.variable(e.variable);
      case "extent":
        return this.extent(e.tensor, e.axis);
      case "unary":
        return unary(e.op, this.expression(e.a), e.dtype);
      case "binary":
        return binary(e.op, this.expression(e.a), this.expression(e.b), e.a.dtype, e.dtype, e.position);
      case "select":
        return `(${this.expression(e.condition)} ? ${this.expression(e.a)} : ${this.expression(e.b)})`;
      case "cast":
        return convert(this.expression(e.a), e.a.dtype, e.dtype);
      case "call": {
        const record = this.record(e.name, e.position);
        if (record.kind !== "scalar") throw new Error(`${at(e.position)}: '${e.name}' works on tiles and has no value`);
        return round(
          record.emitJs(
            e.args.map((arg) => this.expression(arg)),
            e.dtype,
          ),
          e.dtype,
        );
      }
      case "element":
        return truth(this.element(e, e.position), e.dtype);
      case "read":
        return fetch(this.scalarPlace(e.view, e.position), e.dtype);
      default:
        return e satisfies never;
    }
  }

  element({ buffer, index }: Pick<Expr & { kind: "element" }, "buffer" | "index">, position: Position): string {
    const what = `'${buffer.name}' of shape [${buffer.shape.join(", ")}]`;
    const places = index.map((e, axis) => this.inside(index, axis, this.expression(e), `${buffer.shape[axis]}`, what, position));
    return `${this.buffer(buffer)}[${flatIndex(buffer.shape, places)}]`;
  }

  /** An index of an element, checked where it is not known to lie inside of its axis. */
  private inside(of: object, axis: number, index: string, extent: string, what: string, position: Position): string {
    if (this.facts.within.get(of)?.[axis]) return index;
    return `inside(${index}, ${extent}, ${JSON.stringify(at(position))}, ${JSON.stringify(what)}, ${axis})`;
  }

  /** The storage element of a view without extents, checked to lie inside. */
  scalarPlace(view: View, position: Position): string {
    const name = this.tensor(view.tensor);
    const what = `tensor '${view.tensor.name}'`;
    const terms = view.axes.map((axis, number) => {
      if (axis.size !== null)
        throw new Error(`${at(position)}: one element of '${view.tensor.name}' needs an index for every axis, not a range`);
      const start = this.inside(view.axes, number, this.expression(axis.start), this.length(view, axis, number), what, position);
      return `${this.origin(axis, start)} * ${name}$stride${number}`;
    });
    return `${name}[${[`${name}$offset`, ...terms].join(" + ")}]`;
  }

  /** An element that is read and written: its index is computed once. */
  updatedPlace(target: ElementTarget, position: Position): string {
    const text = target.kind === "view" ? this.scalarPlace(target, position) : this.element(target, position);
    const bracket = text.indexOf("[");
    return `${text.slice(0, bracket)}[${this.named("place", text.slice(bracket + 1, -1))}]`;
  }

  private length(view: View, axis: ViewAxis, number: number): string {
    return axis.length === null ? this.extent(view.tensor, number) : this.expression(axis.length);
  }
  private origin(axis: ViewAxis, start: string): string {
    const startsAtZero = axis.begin === null || (axis.begin.kind === "constant" && axis.begin.value === 0);
    return startsAtZero ? start : `(${this.expression(axis.begin)} + ${start})`;
  }

  /** Access to an operand; for a view this emits the lines that compute its place and bounds. */
  operand(operand: TileOperand): OperandAccess {
    if (operand.kind === "view") return this.view(operand);
    const { buffer, transposed } = operand;
    const name = this.buffer(buffer);
    if (transposed && buffer.shape.length < 2) throw new Error(`'${buffer.name}' has one axis and no transpose`);
    const place = (index: readonly string[]): string => {
      const inner = transposed ? [...index.slice(0, -2), index.at(-1)!, index.at(-2)!] : index;
      return `${name}[${flatIndex(buffer.shape, inner)}]`;
    };
    const shape = operandShape(operand);
    return {
      dtype: buffer.dtype,
      shape,
      bounds: shape.map(() => null),
      exists: null,
      rows: transposed
        ? null
        : {
            storage: name,
            start: (outer) => flatIndex(buffer.shape, [...outer, "0"]),
            stride: "1",
            outer: shape.slice(0, -1).map((_, axis) => `${shape.slice(axis + 1).reduce((a, b) => a * b, 1)}`),
            holdsBits: false,
          },
      read: (index) => truth(place(index), buffer.dtype),
      write: (index, value) => `${place(index)} = ${value};`,
    };
  }

  private view(view: View): OperandAccess {
    const { tensor } = view;
    const name = this.tensor(tensor);
    const base = [`${name}$offset`];
    const conditions: string[] = [];
    const kept: { readonly size: number; readonly stride: string; readonly bounds: AxisBounds | null }[] = [];
    for (const [number, axis] of view.axes.entries()) {
      const stride = `${name}$stride${number}`;
      const isZero = axis.start.kind === "constant" && axis.start.value === 0;
      const start = this.named(`${name}_start${number}`, this.expression(axis.start));
      const length = this.named(`${name}_length${number}`, this.length(view, axis, number));
      if (!isZero || axis.begin !== null) base.push(`${this.origin(axis, start)} * ${stride}`);
      if (axis.size === null) {
        conditions.push(isZero ? `${length} > 0` : `${start} >= 0 && ${start} < ${length}`);
        continue;
      }
      const whole = isZero && /^\d+$/.test(length) && Number(length) >= axis.size;
      const low = isZero ? "0" : this.named(`${name}_low${number}`, `Math.max(0, -${start})`);
      const high = whole
        ? `${axis.size}`
        : this.named(`${name}_high${number}`, `Math.min(${axis.size}, ${isZero ? length : `${length} - ${start}`})`);
      kept.push({ size: axis.size, stride, bounds: whole ? null : { low, high } });
    }
    const origin = this.named(`${name}_base`, base.join(" + "));
    const place = (index: readonly string[]): string =>
      `${name}[${[origin, ...kept.map(({ stride }, k) => `${index[k]} * ${stride}`)].join(" + ")}]`;
    const last = kept.at(-1);
    const start = (outer: readonly string[]): string => [origin, ...outer.map((i, k) => `${i} * ${kept[k]!.stride}`)].join(" + ");
    return {
      dtype: tensor.dtype,
      shape: kept.map(({ size }) => size),
      bounds: kept.map(({ bounds }) => bounds),
      exists: conditions.length === 0 ? null : this.named(`${name}_exists`, conditions.join(" && ")),
      rows: last
        ? {
            storage: name,
            start,
            stride: last.stride,
            outer: kept.slice(0, -1).map(({ stride }) => stride),
            holdsBits: !isNumber(tensor.dtype),
          }
        : null,
      read: (index) => fetch(place(index), tensor.dtype),
      write: (index, value) => `${stored(place(index), value, tensor.dtype)};`,
    };
  }

  /** A name for a text; texts that are names or numbers stand for themselves. */
  named(wanted: string, text: string): string {
    if (/^[\w$]+$/.test(text)) return text;
    const name = this.fresh(wanted);
    this.line(`const ${name} = ${text};`);
    return name;
  }

  /** Loops over all indices of an operand that exist, the last axis innermost; `axes`: over the first ones only. */
  loops(access: OperandAccess, body: (index: readonly string[]) => void, axes = access.shape.length): void {
    const index = access.shape.slice(0, axes).map((_, axis) => this.fresh("ijklmn"[axis] ?? "index"));
    const nest = (axis: number): void => {
      if (axis === index.length) return body(index);
      const i = index[axis]!;
      const { low, high } = access.bounds[axis] ?? { low: "0", high: `${access.shape[axis]}` };
      this.block(`for (let ${i} = ${low}; ${i} < ${high}; ${i}++)`, () => nest(axis + 1));
    };
    if (access.exists === null) nest(0);
    else this.block(`if (${access.exists})`, () => nest(0));
  }
}

/** Whether storage has the numbers themselves: not as bits, nor as BigInts. */
const isNumber = (dtype: DType): boolean => dtype === "f32" || (!isFloat(dtype) && dtype !== "i64");
/** An element of a tile as a value: tiles of bool hold 0 and 1. */
const truth = (element: string, dtype: DType): string => (dtype === "bool" ? `(${element} !== 0)` : element);
/** Row-major index of an element of a tile. */
const flatIndex = (shape: readonly number[], index: readonly string[]): string => {
  const terms = index.flatMap((i, axis) => {
    const step = shape.slice(axis + 1).reduce((product, extent) => product * extent, 1);
    return i === "0" ? [] : [step === 1 ? i : `${i} * ${step}`];
  });
  return terms.length === 0 ? "0" : terms.join(" + ");
};
