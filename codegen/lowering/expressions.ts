// Scalar expressions to instructions. Invariant: values of 8- and 16-bit types live in f32 or i32 registers and are exactly representable in
// their type: every operation that makes one rounds it.
import type { Operand } from "../ir/lowered.ts";
import type { BinaryOp, Expr } from "../ir/tile.ts";
import { byteSize, type DType, isFloat, isInteger } from "../ir/types.ts";
import { isPartial } from "../passes/partial.ts";
import { partsOf } from "../passes/walk.ts";
import { accessWidth, elementOf, roundedTo, wordCount, wordType, wordsOf } from "./elements.ts";
import { f32, i32, type Lowering, LoweringError, registerTypeOf } from "./context.ts";
import { foldedValue } from "./fold.ts";
import { localElement } from "./local.ts";
import { laneValue } from "./parallel.ts";
import { readElement, sharedAddressOf } from "./views.ts";

const comparisons: ReadonlySet<BinaryOp> = new Set(["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"]);

const touchesMemory = (e: Expr): boolean => {
  switch (e.kind) {
    case "constant":
    case "variable":
    case "extent":
      return false;
    case "unary":
    case "cast":
      return touchesMemory(e.a);
    case "binary":
      return touchesMemory(e.a) || touchesMemory(e.b);
    case "select":
      return touchesMemory(e.condition) || touchesMemory(e.a) || touchesMemory(e.b);
    case "call":
      return e.args.some(touchesMemory);
    case "element":
      return e.buffer.space === "shared";
    case "read":
      return true;
    default:
      return e satisfies never;
  }
};

/** Converts a value between dtypes; see the invariant above. */
export const cast = (lowering: Lowering, from: DType, to: DType, value: Operand): Operand => {
  if (from === to) return value;
  const [source, target] = [registerTypeOf(from), registerTypeOf(to)];
  if (source === "predicate") {
    const one = target === "f32" ? f32(1) : { kind: "immediate" as const, type: target, value: 1 };
    return lowering.emit("select", target, [value, one, { ...one, value: 0 }]);
  }
  if (target === "predicate") return lowering.compare("notEqual", value, { kind: "immediate", type: source, value: 0 });
  if (to === "i64") return isFloat(from) ? lowering.emit("convert", "i64", [value]) : lowering.wide(value);
  // An integer becomes a smaller one by its low bits.
  if (from === "i64" && isInteger(to)) return cast(lowering, "u32", to, wordsOf(lowering, value)[0]!);
  if (isInteger(from) && isInteger(to)) {
    const same = source === target ? value : lowering.emit("bitcast", target, [value]);
    return roundedTo(lowering, same, to);
  }
  if (to === "i8" && isFloat(from)) {
    const whole = lowering.emit("convert", "i32", [value]);
    return lowering.emit("minimum", "i32", [lowering.emit("maximum", "i32", [whole, i32(-128)]), i32(127)]);
  }
  return roundedTo(lowering, source === target ? value : lowering.emit("convert", target, [value]), to);
};

/** The value of an expression of constants, or null. */
const folded = (lowering: Lowering, e: Expr): Operand | null => {
  if (e.kind !== "unary" && e.kind !== "binary" && e.kind !== "cast" && e.kind !== "call") return null;
  const parts = partsOf(e);
  if (isFloat(e.dtype) || parts.some((part) => isFloat(part.dtype))) return null;
  const values: number[] = [];
  for (const part of parts) {
    const bound =
      part.kind === "variable"
        ? lowering.bindings.get(part.variable)
        : part.kind === "constant"
          ? lowering.expression(part)
          : folded(lowering, part);
    if (bound?.kind !== "immediate") return null;
    values.push(bound.value);
  }
  const value = foldedValue(e, values, lowering.operations);
  return value === null ? null : { kind: "immediate", type: registerTypeOf(e.dtype), value };
};

const build = (lowering: Lowering, e: Expr): Operand => {
  const known = folded(lowering, e);
  if (known) return known;
  switch (e.kind) {
    case "constant":
      return { kind: "immediate", type: registerTypeOf(e.dtype), value: e.value };
    case "variable": {
      const value = laneValue(lowering, e.variable) ?? lowering.bindings.get(e.variable);
      if (!value) throw new LoweringError(lowering.position, `variable ${e.variable.name} is used before it has a value`);
      return value;
    }
    case "extent":
      return lowering.tensors.get(e.tensor)!.extents[e.axis]!;
    case "unary": {
      const a = lowering.expression(e.a);
      const { op } = e;
      switch (op) {
        case "negate":
          return lowering.emit("negate", registerTypeOf(e.dtype), [a]);
        case "not":
          return lowering.emit("not", "predicate", [a]);
        case "bitNot":
          return lowering.emit("bitNot", registerTypeOf(e.dtype), [a]);
        default:
          return op satisfies never;
      }
    }
    case "binary": {
      const a = lowering.expression(e.a);
      const b = lowering.expression(e.b);
      if (comparisons.has(e.op)) return lowering.compare(e.op, a, b);
      if (e.op === "and" || e.op === "or") return lowering.emit(e.op, "predicate", [a, b]);
      if (isInteger(e.dtype) && e.op !== "divide")
        return e.op === "add" ? lowering.add(a, b) : e.op === "subtract" ? lowering.subtract(a, b) : lowering.multiply(a, b);
      return roundedTo(lowering, lowering.emit(e.op, registerTypeOf(e.dtype), [a, b]), e.dtype);
    }
    case "select": {
      const condition = lowering.expression(e.condition);
      if (condition.kind === "immediate") return lowering.expression(condition.value ? e.a : e.b);
      const type = registerTypeOf(e.dtype);
      const reads = touchesMemory(e.a) || touchesMemory(e.b);
      if (!reads && !isPartial(e.a, lowering.operations) && !isPartial(e.b, lowering.operations))
        return lowering.emit("select", type, [condition, lowering.expression(e.a), lowering.expression(e.b)]);
      // Such a branch may only run where it is chosen: the condition is often its bounds check. What reads no memory may be a lane's own.
      const result = lowering.fresh("chosen", type);
      const branch = (value: Expr) => (): void => {
        const run = (): void => lowering.emitTo([result], "move", [lowering.expression(value)]);
        if (lowering.parallel) lowering.parallel.nested(run);
        else run();
      };
      lowering.when(
        condition,
        reads && lowering.parallel === null && lowering.threads?.of(e.condition) !== "thread",
        branch(e.a),
        branch(e.b),
      );
      return result;
    }
    case "cast":
      return cast(lowering, e.a.dtype, e.dtype, lowering.expression(e.a));
    case "call": {
      const record = lowering.operations[e.name];
      if (record?.kind !== "scalar") throw new LoweringError(e.position, `no scalar function ${e.name}`);
      return roundedTo(
        lowering,
        record.lower(
          lowering,
          e.args.map((a) => lowering.expression(a)),
          e.dtype,
        ),
        e.dtype,
      );
    }
    case "element": {
      if (e.buffer.space === "fragment") {
        if (!lowering.parallel) throw new LoweringError(e.position, `fragment ${e.buffer.name} can be indexed only inside \`parallel\``);
        return lowering.fragmentValue(e.buffer, lowering.parallel.elementRegister(lowering, e.buffer, e.index));
      }
      if (e.buffer.space === "local") return localElement(lowering, e.buffer, e.index);
      const address = (): Operand => sharedAddressOf(lowering, e.buffer, e.index);
      const run = lowering.parallel?.sharedRun(e, (count) => {
        const attributes = { width: Math.min(4, count * byteSize[e.dtype]), offset: 0 };
        const words = lowering.emitEach(wordCount(count, e.dtype), "loadShared", wordType(e.dtype), [address()], attributes, "loaded");
        return Array.from({ length: count }, (_, n) => elementOf(lowering, words, e.dtype, n));
      });
      if (run) return run;
      const pair = lowering.parallel?.sharedPair(lowering, e, (column) =>
        lowering.emit("loadShared", "u32", [sharedAddressOf(lowering, e.buffer, e.index, column)], { width: 4, offset: 0 }),
      );
      if (pair) return pair;
      const attributes = { width: accessWidth(e.dtype), offset: 0 };
      return elementOf(
        lowering,
        lowering.emitEach(wordCount(1, e.dtype), "loadShared", wordType(e.dtype), [address()], attributes, "t"),
        e.dtype,
        0,
      );
    }
    case "read":
      return readElement(lowering, e.view);
    default:
      return e satisfies never;
  }
};

export const lowerExpression = (lowering: Lowering, e: Expr): Operand =>
  lowering.parallel ? lowering.parallel.shared(e, () => build(lowering, e)) : build(lowering, e);

/** The value of an expression for a store that rounds to `dtype`: a cast from f32 to that very dtype need not round before. */
export const valueToStore = (lowering: Lowering, e: Expr, dtype: DType): Operand =>
  lowering.expression(e.kind === "cast" && e.dtype === dtype && e.a.dtype === "f32" && isFloat(dtype) ? e.a : e);

/** `i32(n)` for constants, else the lowered value: what index arithmetic folds best. */
export const indexValue = (lowering: Lowering, e: Expr): Operand => {
  const constant = lowering.facts.constant(e);
  return constant === null ? lowering.expression(e) : i32(constant);
};
