// Random calls of a kernel that says nothing about its arguments: shapes that cross tile edges, strides with and without padding, outputs
// poisoned. Free axes that are walked with equal tiles get equal extents, so that what two tensors must share, they do.
import { isFloat, isInteger } from "../codegen/ir/types.ts";
import type { KernelSignature, TensorParameter } from "../codegen/signature.ts";
import { Random } from "../proptests/lib/random.ts";
import { allocate, randomTensor, rowMajor, setAll } from "../proptests/lib/tensors.ts";
import type { KernelCall } from "../runtime/executions.ts";
import { HostTensor } from "../runtime/host-tensor.ts";

const extentAround = (random: Random, tile: number): number => {
  if (tile === 1) return random.integer(1, 3);
  const near = [tile - 1, tile, tile + 1, 2 * tile, 2 * tile + 3];
  return random.uniform() < 0.5 ? near[random.integer(0, near.length - 1)]! : random.integer(1, 2 * tile);
};

export const randomCall = (signature: KernelSignature, seed: number): KernelCall => {
  const random = new Random(seed);
  const byTile = new Map<number, number>();
  const extent = (tile: number): number => {
    const known = byTile.get(tile) ?? extentAround(random, tile);
    byTile.set(tile, known);
    return known;
  };
  const tensor = (p: TensorParameter): HostTensor => {
    const shape = p.extents.map((fixed, axis) => fixed ?? extent(p.tile[axis]!));
    const layout = { ...rowMajor(shape.length), padding: [0, 0, 8, 1][random.integer(0, 3)]! };
    if (p.access === "write") return allocate(p.dtype, shape, layout);
    if (!isFloat(p.dtype)) {
      // Integers may be positions: they stay small.
      const largest = p.dtype === "bool" ? 1 : Math.max(0, Math.min(...shape) - 1);
      return setAll(allocate(p.dtype, shape, layout), () => random.integer(0, largest));
    }
    return randomTensor(random, p.dtype, shape, { layout });
  };
  const parameters = signature.parameters.map((p) => {
    if (p.kind === "tensor") return [p.name, p.access === "unused" ? null : tensor(p)] as const;
    return [p.name, isInteger(p.dtype) ? random.integer(0, 4) : random.uniform() + 0.1] as const;
  });
  return {
    tensors: Object.fromEntries(parameters.filter((entry): entry is readonly [string, HostTensor | null] => typeof entry[1] !== "number")),
    scalars: Object.fromEntries(parameters.filter((entry): entry is readonly [string, number] => typeof entry[1] === "number")),
  };
};
/** The same arguments in memory of their own. */
export const cloneCall = ({ tensors, scalars }: KernelCall): KernelCall => ({
  tensors: Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [name, t && new HostTensor(t.dtype, t.shape, t.data.slice(), t.strides, t.offset)]),
  ),
  scalars,
});
