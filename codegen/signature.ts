// The signature of a kernel as data: what a launch must check and how it becomes the list of kernel parameters. It is stored with the compiled
// code, so that a cached start needs neither TypeScript nor the compiler: this file loads nothing of it.
import type { TensorClass } from "./compile.ts";
import type { Integer } from "./ir/plan.ts";
import { byteSize, type DType } from "./ir/types.ts";

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

/** Strides (in elements) and base address (in bytes) of a tensor as a launch sees it. */
export interface TensorPlacement {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly address: number;
}

/** The best class that a tensor's placement allows for this parameter. */
export const classify = (parameter: Pick<TensorParameter, "dtype" | "tile">, { shape, strides, address }: TensorPlacement): TensorClass => {
  const bytes = byteSize[parameter.dtype];
  const last = shape.length - 1;
  const unit = shape[last]! <= 1 || strides[last] === 1;
  const divisible = address % 16 === 0 && strides.every((s, axis) => axis === last || shape[axis]! <= 1 || (s * bytes) % 16 === 0);
  const reach = strides.reduce((sum, s, axis) => sum + s * bytes * parameter.tile[axis]!, 0);
  return unit && divisible && reach < 2 ** 31 ? "aligned" : "generic";
};

/** One number for each kernel parameter (of an i64 what `scalar` gives), in order; pointers from `address`. */
export const launchValues = <Scalar>(
  signature: KernelSignature,
  classes: Readonly<Record<string, TensorClass>>,
  tensor: (name: string) => TensorPlacement,
  scalar: (name: string) => Scalar,
): (number | Scalar)[] =>
  signature.parameters.flatMap((p): (number | Scalar)[] => {
    if (p.kind === "scalar") return [scalar(p.name)];
    const { shape, strides, address } = tensor(p.name);
    const aligned = (classes[p.name] ?? "aligned") === "aligned";
    return [
      address,
      ...p.extents.flatMap((extent, axis) => (extent === null ? [shape[axis]!] : [])),
      ...strides.filter((_, axis) => !aligned || axis < strides.length - 1),
    ];
  });
