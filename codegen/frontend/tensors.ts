// Tensor arguments: shape, views, slices, single elements. A static extent is a compile-time number.
import type ts from "typescript";
import type { Expr, View, ViewAxis } from "../ir/tile.ts";
import { axes as axesOf } from "./members.ts";
import { elementWritten } from "./elements.ts";
import { binary } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { positionOf } from "./source.ts";
import { describe, nothing, poison, scalar, staticValue, type Value } from "./values.ts";

type TensorValue = Value & { readonly kind: "tensor" };

export const memberOfTensor = (value: TensorValue, name: string): Value | null => {
  if (name === "at" || name === "slice" || name === "read" || name === "write") return { kind: "method", of: value, name };
  if (name !== "shape") return null;
  const { tensor, cuts } = value;
  const elements = tensor.extents.map((extent, axis): Value => {
    const { length } = cuts[axis]!;
    if (length) return scalar(length);
    return extent === null ? scalar({ kind: "extent", dtype: "i32", tensor, axis }) : staticValue(extent);
  });
  return { kind: "array", elements };
};

/** The axes that indices (or ranges, where allowed) select, or null after a diagnostic. */
const selected = (
  reader: Reader,
  { tensor, cuts }: TensorValue,
  values: readonly Value[],
  nodes: readonly ts.Node[],
  call: ts.Node,
  ranges: boolean,
): View | null => {
  if (values.length !== tensor.extents.length) {
    reader.report("CUI2010", call, `the tensor '${tensor.name}'`, axesOf(tensor.extents.length), `${values.length}`);
    return null;
  }
  const axes = values.map((value, axis): ViewAxis | null => {
    const cut = cuts[axis]!;
    if (value.kind === "range" && ranges) return { start: value.start, size: value.size, ...cut };
    const start = reader.integer(value, nodes[axis]!);
    const extent = tensor.extents[axis];
    if (start?.kind === "constant" && (start.value < 0 || (typeof extent === "number" && start.value >= extent))) {
      const where = typeof extent === "number" ? `an axis of extent ${extent}` : "every axis";
      reader.report("CUI2012", nodes[axis]!, `index ${start.value}`, where);
      return null;
    }
    return start && { start: reader.settle(start, nodes[axis]!), size: null, ...cut };
  });
  if (!axes.every((axis) => axis !== null)) return null;
  reader.positions.set(axes, nodes.map(positionOf));
  return { kind: "view", tensor, axes };
};

const slice = (reader: Reader, of: TensorValue, values: readonly Value[], nodes: readonly ts.Node[], call: ts.Node): Value => {
  if (values.length !== 3) {
    reader.report("CUI1016", call, "slice", "an axis, a start and a length", "as in q.slice(1, first, length)");
    return poison;
  }
  const axis = reader.staticNumber(values[0]!, "the axis of a slice", nodes[0]!);
  const [start, length] = [reader.integer(values[1]!, nodes[1]!), reader.integer(values[2]!, nodes[2]!)];
  if (axis === null || !start || !length) return poison;
  const old = of.cuts[axis];
  if (!old) {
    reader.report("CUI2012", nodes[0]!, `axis ${axis}`, `a tensor of ${axesOf(of.cuts.length)}`);
    return poison;
  }
  const begin: Expr = old.begin ? binary("add", old.begin, start, positionOf(call)) : start;
  const cut = { begin: reader.hold(reader.temporary("begin"), begin, call), length: reader.hold(reader.temporary("length"), length, call) };
  return { ...of, cuts: of.cuts.with(axis, cut) };
};

export const callMethod = (
  reader: Reader,
  of: TensorValue,
  name: string,
  values: readonly Value[],
  nodes: readonly ts.Node[],
  call: ts.Node,
): Value => {
  if (values.some((v) => v.kind === "poison")) return poison;
  if (name === "slice") return slice(reader, of, values, nodes, call);
  if (name === "at") {
    const view = selected(reader, of, values, nodes, call, true);
    return view ? { kind: "view", view } : poison;
  }
  if (name === "read") {
    const view = selected(reader, of, values, nodes, call, false);
    return view ? scalar({ kind: "read", dtype: of.tensor.dtype, view, position: positionOf(call) }) : poison;
  }
  if (values.length === 0) {
    reader.report(
      "CUI1016",
      call,
      "write",
      "a value and an index for every axis",
      `as in ${of.tensor.name}.write(value, ${of.cuts.map((_, n) => "ijkl"[n] ?? "...").join(", ")})`,
    );
    return poison;
  }
  const target = selected(reader, of, values.slice(1), nodes.slice(1), call, false);
  const value = reader.coerce(reader.scalarOf(values[0]!, nodes[0]!), of.tensor.dtype, nodes[0]!);
  if (!target || !value) return poison;
  if (
    elementWritten(
      reader,
      of.tensor.name,
      target.axes.map((axis) => axis.start),
      call,
    )
  )
    reader.statements.push({ kind: "store", target, value, position: positionOf(call) });
  return nothing;
};

/** range(start, size) */
export const rangeOf = (reader: Reader, values: readonly Value[], nodes: readonly ts.Node[], call: ts.Node): Value => {
  if (values.length !== 2) {
    reader.report("CUI1016", call, "range", "a start and a size", "as in range(tile * block, block)");
    return poison;
  }
  const start = reader.integer(values[0]!, nodes[0]!);
  const size = reader.staticNumber(values[1]!, "the size of a range", nodes[1]!);
  if (!start || size === null) return poison;
  if (!Number.isInteger(size) || size <= 0) {
    reader.notPositive(nodes[1]!, "the size of a range", size, "choose constants that divide evenly");
    return poison;
  }
  return { kind: "range", start: reader.settle(start, nodes[0]!), size };
};

/** The operand of a tile operation, or null after a diagnostic. */
export const operandOf = (reader: Reader, value: Value, node: ts.Node): View | (Value & { readonly kind: "tile" })["ref"] | null => {
  if (value.kind === "tile") return value.ref;
  if (value.kind === "view") return value.view;
  if (value.kind !== "poison")
    reader.report(
      "CUI2013",
      node,
      "a tile or a view",
      describe(value),
      value.kind === "tensor" ? "choose a rectangle of the tensor: tensor.at(...)" : "allocate one with shared or fragment",
    );
  return null;
};
