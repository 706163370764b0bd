// How large the values of a tile program can be, and how far two right executions of it can differ: an abstract execution over bounds. Where
// every execution must give the same bits the error is 0. A program whose integers may overflow, whose floats grow or lose their digits, or
// that decides by an inexact number has no bounds, and is refused.
import type { Buffer, Expr, Statement, Tensor, TileOperand, Variable } from "../../codegen/ir/tile.ts";
import type { DType } from "../../codegen/ir/types.ts";
import { roundoff } from "../lib/errors.ts";

/** |value| <= magnitude; two executions differ by at most `error`. */
export interface Bound {
  readonly magnitude: number;
  readonly error: number;
}
export class Unbounded extends Error {}
type Holder = Buffer | Variable | Tensor;

const exactly = (magnitude: number): Bound => ({ magnitude, error: 0 });
const most: Readonly<Record<DType, number>> = {
  f32: 1e6,
  bf16: 1e6,
  f16: 3e4,
  f8e4m3: 448,
  f8e5m2: 57344,
  i32: 2 ** 31,
  u32: 2 ** 32 - 1,
  i64: 2 ** 53 - 1,
  i8: 128,
  bool: 1,
};
/** All that approximate functions of any execution are off by, relative to the largest result. */
const approximation = 2 ** -19;
const widest = (a: Bound, b: Bound): Bound => ({ magnitude: Math.max(a.magnitude, b.magnitude), error: Math.max(a.error, b.error) });

export class Bounds {
  private state: Map<Holder, Bound>;
  private conditional = 0;

  constructor(state: ReadonlyMap<Holder, Bound>) {
    this.state = new Map(state);
  }
  copy(): Bounds {
    return new Bounds(this.state);
  }
  of(holder: Holder): Bound {
    const bound = this.state.get(holder);
    if (!bound) throw new Unbounded(`${holder.name} has no value yet`);
    return bound;
  }
  private set(holder: Holder, bound: Bound): void {
    const old = this.state.get(holder);
    if (this.conditional > 0 && !old) throw new Unbounded(`${holder.name} may have no value`);
    this.state.set(holder, this.conditional > 0 ? widest(old!, bound) : bound);
  }

  private checked(dtype: DType, { magnitude, error }: Bound): Bound {
    // Values that differ already round differently.
    const rounded = error > 0 && dtype in roundoff ? error + roundoff[dtype as "f32"] * 2 * magnitude : error;
    if (!(magnitude <= most[dtype])) throw new Unbounded("too large");
    if (rounded > 0.02 * Math.max(1, magnitude)) throw new Unbounded("too inexact");
    return { magnitude, error: rounded };
  }
  /** A result of checked integer arithmetic: -2^31 may be there, its opposite may not. */
  private fits(dtype: DType, bound: Bound): Bound {
    if (dtype === "i32" && bound.magnitude >= 2 ** 31) throw new Unbounded("an overflow");
    return bound;
  }
  private exact(e: Expr): Bound {
    const bound = this.expression(e);
    if (bound.error > 0) throw new Unbounded("a decision by an inexact number");
    return bound;
  }
  expression(e: Expr): Bound {
    return this.checked(e.dtype, this.raw(e));
  }
  private raw(e: Expr): Bound {
    switch (e.kind) {
      case "constant":
        return exactly(Math.abs(e.value));
      case "variable":
        return this.of(e.variable);
      case "extent":
        return exactly(4096);
      case "read":
        return this.of(e.view.tensor);
      case "element":
        for (const index of e.index) this.exact(index);
        return this.of(e.buffer);
      case "unary":
        if (e.op === "bitNot") return exactly(Math.max(this.expression(e.a).magnitude, most[e.dtype]));
        if (e.op === "negate" && e.dtype === "u32") throw new Unbounded("a negative u32");
        return this.fits(e.dtype, this.expression(e.a));
      case "select":
        this.exact(e.condition);
        return widest(this.expression(e.a), this.expression(e.b));
      case "cast": {
        const a = e.dtype in roundoff && e.a.dtype in roundoff ? this.expression(e.a) : this.exact(e.a);
        if (e.dtype === "bool") return exactly(1);
        if (e.a.dtype === "bool" || e.dtype in roundoff) return a;
        // Floats saturate, integers wrap. An 8-bit float may be the next one above.
        const isByte = e.dtype === "f8e4m3" || e.dtype === "f8e5m2";
        return exactly(isByte || e.a.dtype in roundoff ? Math.min(a.magnitude * (isByte ? 1.25 : 1), most[e.dtype]) : most[e.dtype]);
      }
      case "binary": {
        const decides = e.dtype === "bool";
        const [a, b] = decides ? [this.exact(e.a), this.exact(e.b)] : [this.expression(e.a), this.expression(e.b)];
        if (decides) return exactly(1);
        if (e.op === "multiply")
          return {
            magnitude: this.fits(e.dtype, exactly(a.magnitude * b.magnitude)).magnitude,
            error: a.error * (b.magnitude + b.error) + b.error * a.magnitude,
          };
        if (e.op === "divide") {
          if (e.b.kind !== "constant") throw new Unbounded("a division by anything");
          return { magnitude: a.magnitude / b.magnitude, error: a.error / b.magnitude };
        }
        if (e.dtype === "u32" && e.op === "subtract") throw new Unbounded("a negative u32");
        return this.fits(e.dtype, { magnitude: a.magnitude + b.magnitude, error: a.error + b.error });
      }
      case "call":
        return this.call(e.name, e.dtype, e.args);
      default:
        return e satisfies never;
    }
  }
  private call(name: string, dtype: DType, args: readonly Expr[]): Bound {
    const bounds = args.map((arg) => this.expression(arg));
    const [a, b, c] = bounds as [Bound, Bound, Bound];
    const smooth = (magnitude: number, slope: number): Bound => ({ magnitude, error: slope * a.error + approximation * magnitude });
    switch (name) {
      case "abs":
        return a;
      case "min":
      case "max":
        return widest(a, b);
      case "floor":
      case "ceil":
      case "round":
        return exactly(this.exact(args[0]!).magnitude + 1);
      case "fma":
        return {
          magnitude: a.magnitude * b.magnitude + c.magnitude,
          error: a.error * (b.magnitude + b.error) + b.error * a.magnitude + c.error,
        };
      case "idiv":
      case "remainder":
      case "mulHigh":
        return exactly(a.magnitude);
      case "addWrap":
      case "mulWrap":
      case "bitAnd":
      case "bitOr":
      case "bitXor":
      case "shiftLeft":
      case "shiftRight":
        return exactly(most[dtype]);
      // Of |x| + 1:
      case "sqrt":
        return { magnitude: Math.sqrt(a.magnitude), error: a.error / 2 };
      case "reciprocal":
        return { magnitude: 1, error: a.error };
      case "approximateReciprocal":
        return smooth(1, 1);
      case "approximateTanh":
        return { magnitude: 1, error: a.error + 2 ** -10 };
      case "rsqrt":
        return smooth(1, 0.5);
      case "log2":
        return smooth(Math.log2(a.magnitude + 2), 1.5);
      // Of min(x, 3):
      case "exp2":
      case "accurateExp2":
        return smooth(8, 6);
      case "tanh":
      case "sin":
      case "cos":
        return smooth(1, 1);
      default:
        throw new Unbounded(`no bounds of ${name}`);
    }
  }

  private operand(operand: TileOperand): Bound {
    return this.of(operand.kind === "view" ? operand.tensor : operand.buffer);
  }
  statements(body: readonly Statement[]): void {
    for (const s of body) this.statement(s);
  }
  private maybe(work: () => void): void {
    this.conditional += 1;
    work();
    this.conditional -= 1;
  }
  private statement(s: Statement): void {
    switch (s.kind) {
      case "let":
        this.state.set(s.variable, this.expression(s.value));
        return;
      case "assign":
        return this.set(s.variable, this.expression(s.value));
      case "store": {
        if (s.target.kind === "view") throw new Unbounded("a store to a tensor");
        return this.set(s.target.buffer, this.expression(s.value));
      }
      case "for": {
        if (s.first.kind !== "constant" || s.last.kind !== "constant") throw new Unbounded("a loop of unknown length");
        // A body that never runs must be right too.
        const unused = this.copy();
        unused.state.set(s.variable, exactly(Math.abs(s.first.value)));
        unused.statements(s.body);
        for (let at = s.first.value; at < s.last.value; at += s.step) {
          this.state.set(s.variable, exactly(Math.abs(at)));
          this.statements(s.body);
        }
        return;
      }
      case "if":
        this.exact(s.condition);
        return this.maybe(() => this.statements([...s.then, ...s.otherwise]));
      case "parallel":
        s.indices.forEach((index, axis) => this.state.set(index, exactly(s.extents[axis]! - 1)));
        return this.statements(s.body);
      case "tile":
        return this.operation(s.name, s);
      case "while":
      case "threads":
      case "effect":
      case "work":
      case "ringBegin":
      case "ringProduce":
      case "ringWait":
      case "ringRelease":
      case "roles":
      case "barrier":
        throw new Unbounded(`a ${s.kind} statement`);
      default:
        return s satisfies never;
    }
  }
  private operation(name: string, s: Extract<Statement, { kind: "tile" }>): void {
    const target = s.operands.at(-1)!;
    if (target.kind === "view") return;
    const { buffer } = target;
    switch (name) {
      case "fill":
        return this.set(buffer, this.expression(s.scalars[0]!));
      case "copy":
      case "convert": {
        const from = this.operand(s.operands[0]!);
        if (buffer.dtype in roundoff) return this.set(buffer, this.checked(buffer.dtype, from));
        if (from.error > 0) throw new Unbounded("an integer of an inexact number");
        return this.set(buffer, exactly(s.name === "copy" ? from.magnitude : most[buffer.dtype]));
      }
      case "reduceMax":
      case "reduceMin":
        return this.set(buffer, this.operand(s.operands[0]!));
      case "cumulativeMax":
        return this.set(buffer, this.operand(s.operands[0]!));
      case "cumulativeSum": {
        const count = buffer.shape[Number(s.attributes["axis"])]!;
        const { magnitude, error } = this.operand(s.operands[0]!);
        if (!(buffer.dtype in roundoff))
          return this.set(buffer, this.fits(buffer.dtype, exactly(this.checked(buffer.dtype, exactly(count * magnitude)).magnitude)));
        return this.set(
          buffer,
          this.checked(buffer.dtype, { magnitude: count * magnitude, error: count * error + count ** 2 * 2 ** -23 * magnitude }),
        );
      }
      case "reduceSum": {
        const from = s.operands[0]!;
        const count = from.kind === "tile" ? from.buffer.shape[Number(s.attributes["axis"])]! : 0;
        const { magnitude, error } = this.operand(from);
        return this.set(
          buffer,
          this.checked("f32", { magnitude: count * magnitude, error: count * error + count ** 2 * 2 ** -23 * magnitude }),
        );
      }
      case "gemm": {
        // An operand that differs already may be rounded to another tf32.
        const rounded = (bound: Bound): Bound =>
          s.attributes["precision"] === "tf32" && bound.error > 0 ? { ...bound, error: bound.error + 2 ** -10 * bound.magnitude } : bound;
        const [a, b] = [rounded(this.operand(s.operands[0]!)), rounded(this.operand(s.operands[1]!))];
        const left = s.operands[0]!;
        const inner = left.kind === "tile" ? left.buffer.shape[left.transposed ? 0 : 1]! : 0;
        const c = s.attributes["accumulate"] === false ? exactly(0) : this.of(buffer);
        const magnitude = inner * a.magnitude * b.magnitude + c.magnitude;
        const error =
          inner * (a.error * (b.magnitude + b.error) + b.error * a.magnitude) +
          c.error +
          inner * 2 ** -22 * magnitude +
          (s.attributes["precision"] === "3xtf32" ? 2 ** -20 * magnitude : 0);
        return this.set(buffer, this.checked("f32", { magnitude, error }));
      }
      default:
        throw new Unbounded(`no bounds of ${name}`);
    }
  }
}
