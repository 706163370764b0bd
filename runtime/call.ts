// Checks of a call against a kernel's signature: every error names the argument and says what was expected. Works alike for host and device
// tensors, which only need a dtype, a shape and strides.
import type { KernelSignature } from "../codegen/signature.ts";
import { RuntimeError } from "./cuda/errors.ts";

export interface TensorLike { readonly dtype: string; readonly shape: readonly number[]; readonly strides: readonly number[] }

const wrong = (kernel: string, argument: string, text: string, help: string): never => {
  throw new RuntimeError("CUI3007", `${kernel}: argument "${argument}" ${text}`, help);
};

export const checkCall = (signature: KernelSignature, tensors: Readonly<Record<string, TensorLike | null>>, scalars: Readonly<Record<string, number>>): void => {
  const { name: kernel } = signature;
  for (const p of signature.parameters) {
    if (p.kind === "scalar") {
      const value = scalars[p.name];
      if (typeof value !== "number") wrong(kernel, p.name, "is missing", `pass a ${p.dtype}`);
      const integer = p.dtype === "i32" || p.dtype === "u32";
      if (integer && (p.dtype === "i32" ? (value! | 0) : value! >>> 0) !== value) wrong(kernel, p.name, `is ${value}, which is not a ${p.dtype}`, "pass an integer in its range");
      continue;
    }
    const tensor = tensors[p.name];
    if (!tensor) {
      if (p.access !== "unused") wrong(kernel, p.name, "is missing, and this kernel uses it", `pass a ${p.dtype} tensor of rank ${p.extents.length}`);
      continue;
    }
    if (tensor.dtype !== p.dtype) wrong(kernel, p.name, `is a tensor of ${tensor.dtype}; the kernel was compiled for ${p.dtype}`, "convert it, or choose the kernel's dtype");
    if (tensor.shape.length !== p.extents.length) wrong(kernel, p.name, `has rank ${tensor.shape.length} (shape [${tensor.shape}]), not ${p.extents.length}`, "reshape it");
    p.extents.forEach((extent, axis) => {
      if (extent !== null && tensor.shape[axis] !== extent) wrong(kernel, p.name, `has extent ${tensor.shape[axis]} on axis ${axis}; the kernel was compiled for ${extent}`, "choose constants that fit the tensor");
      if (tensor.shape[axis]! >= 2 ** 31) wrong(kernel, p.name, `has extent ${tensor.shape[axis]} on axis ${axis}`, "extents are below 2^31");
    });
    if (p.access === "write" || p.access === "update")
      tensor.strides.forEach((stride, axis) => {
        if (stride === 0 && tensor.shape[axis]! > 1) wrong(kernel, p.name, `is written but has stride 0 on axis ${axis}`, "pass a tensor whose elements are all distinct");
      });
  }
};
