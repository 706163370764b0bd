// The signature of a kernel as data: what a launch must check and how it becomes the list of kernel parameters. It is stored with the compiled
// code, so that a cached start needs neither TypeScript nor the compiler.
import { operations } from "../dsl/ops/index.ts";
import type { TensorClass } from "./compile.ts";
import { gridOf, type Integer } from "./ir/plan.ts";
import type { TileProgram } from "./ir/tile.ts";
import { byteSize, type DType } from "./ir/types.ts";
import { expressionsOf, walk, walkExpression } from "./passes/walk.ts";

export interface TensorParameter {
  readonly kind: "tensor";
  readonly name: string;
  readonly dtype: DType;
  /** null where the extent is free. */
  readonly extents: readonly (number | null)[];
  /** Largest tile along each axis that the kernel reads or writes at once. */
  readonly tile: readonly number[];
  readonly access: "unused" | "read" | "write" | "update";
}
export interface ScalarParameter {
  readonly kind: "scalar";
  readonly name: string;
  readonly dtype: DType;
}
export interface KernelSignature {
  readonly name: string;
  readonly parameters: readonly (TensorParameter | ScalarParameter)[];
  readonly grid: Integer;
}

export const signatureOf = (program: TileProgram): KernelSignature => {
  const uses = new Map<string, { read: boolean; written: boolean; tile: number[] }>();
  const use = (
    view: { tensor: { name: string; extents: readonly unknown[] }; axes: readonly { size: number | null }[] },
    read: boolean,
    written: boolean,
  ): void => {
    const known = uses.get(view.tensor.name) ?? { read: false, written: false, tile: view.tensor.extents.map(() => 1) };
    known.read ||= read;
    known.written ||= written;
    view.axes.forEach((axis, n) => {
      known.tile[n] = Math.max(known.tile[n]!, axis.size ?? 1);
    });
    uses.set(view.tensor.name, known);
  };
  walk(program.body, (s) => {
    for (const e of expressionsOf(s)) walkExpression(e, (x) => x.kind === "read" && use(x.view, true, false));
    if (s.kind === "store" && s.target.kind === "view") use(s.target, false, true);
    if (s.kind === "effect" && s.target?.kind === "view") use(s.target, true, true);
    if (s.kind !== "tile") return;
    const record = operations[s.name];
    const accesses = record?.kind === "tile" ? record.parameters.filter((p) => p.kind === "operand").map((p) => p.access) : [];
    s.operands.forEach((operand, n) => operand.kind === "view" && use(operand, accesses[n] !== "write", accesses[n] !== "read"));
  });
  const parameters = program.parameters.map((p): TensorParameter | ScalarParameter => {
    if (p.kind === "scalar") return { kind: "scalar", name: p.variable.name, dtype: p.variable.dtype };
    const { name, dtype, extents } = p.tensor;
    const used = uses.get(name);
    const access = !used ? "unused" : used.written ? (used.read ? "update" : "write") : "read";
    return { kind: "tensor", name, dtype, extents, tile: used?.tile ?? extents.map(() => 1), access };
  });
  return { name: program.name, parameters, grid: gridOf(program) };
};

/** Strides (in elements) and base address (in bytes) of a tensor as a launch sees it. */
export interface TensorPlacement {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly address: number;
}

/** The best class that a tensor's placement allows for this parameter. */
export const classify = (parameter: TensorParameter, { shape, strides, address }: TensorPlacement): TensorClass => {
  const bytes = byteSize[parameter.dtype];
  const last = shape.length - 1;
  const unit = shape[last]! <= 1 || strides[last] === 1;
  const divisible = address % 16 === 0 && strides.every((s, axis) => axis === last || shape[axis]! <= 1 || (s * bytes) % 16 === 0);
  const reach = strides.reduce((sum, s, axis) => sum + s * bytes * parameter.tile[axis]!, 0);
  return unit && divisible && reach < 2 ** 31 ? "aligned" : "generic";
};

/** One number for each kernel parameter, in order; pointers from `address`. */
export const launchValues = (
  signature: KernelSignature,
  classes: Readonly<Record<string, TensorClass>>,
  tensor: (name: string) => TensorPlacement,
  scalar: (name: string) => number,
): number[] =>
  signature.parameters.flatMap((p) => {
    if (p.kind === "scalar") return [scalar(p.name)];
    const { shape, strides, address } = tensor(p.name);
    const aligned = (classes[p.name] ?? "aligned") === "aligned";
    return [
      address,
      ...p.extents.flatMap((extent, axis) => (extent === null ? [shape[axis]!] : [])),
      ...strides.filter((_, axis) => !aligned || axis < strides.length - 1),
    ];
  });
