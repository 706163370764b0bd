// Reads a kernel's signature off its tile IR: the accesses and the largest tile of each tensor.
import { operations } from "../dsl/ops/index.ts";
import { gridOf } from "./ir/plan.ts";
import type { TileProgram } from "./ir/tile.ts";
import { expressionsOf, walk, walkExpression } from "./passes/walk.ts";
import type { KernelSignature, ScalarParameter, TensorParameter } from "./signature.ts";

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
    for (const e of expressionsOf(s))
      walkExpression(e, (x) => {
        if (x.kind === "read") use(x.view, true, false);
        // A shape is there only if the tensor is.
        if (x.kind === "extent") use({ tensor: x.tensor, axes: [] }, true, false);
      });
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
