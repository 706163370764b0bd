// Checks of a call against a kernel's signature: every error names the argument and says what was expected. Works alike for host and device
// tensors, which only need a dtype, a shape and strides.
import type { KernelSignature } from "../codegen/signature.ts";
import { byteSize } from "../codegen/ir/types.ts";
import { RuntimeError } from "./cuda/errors.ts";
import { type ByteLattice, share } from "./overlap.ts";

export interface TensorLike { readonly dtype: string; readonly shape: readonly number[]; readonly strides: readonly number[] }

const wrong = (callee: string, argument: string, text: string, help: string): never => {
  throw new RuntimeError("CUI3007", `${callee}: argument "${argument}" ${text}`, help);
};

/** A tensor of a GPU, as far as a check needs to know it: where its memory is, and whether it still is. */
interface MemoryTensor extends TensorLike { readonly device: unknown; readonly disposed: boolean; readonly pointer: bigint }
const isInMemory = (tensor: object): tensor is MemoryTensor => "pointer" in tensor || "disposed" in tensor;
const isHost = (tensor: object): tensor is TensorLike & { readonly data: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number }; readonly offset: number } => "data" in tensor && "offset" in tensor;

/** Throws unless a tensor is where the kernel or operator runs, and not freed. `device` is "cpu" or a Device. */
export const checkPlace = (callee: string, argument: string, tensor: TensorLike, device: unknown): void => {
  if (device === "cpu") {
    if (!isHost(tensor)) wrong(callee, argument, "is not a HostTensor, and this runs on the CPU", "pass tensor.toHost(), or prepare for the tensor's device");
    return;
  }
  if (!isInMemory(tensor)) return wrong(callee, argument, "is not a DeviceTensor, and this runs on a GPU", "pass DeviceTensor.fromHost(device, tensor)");
  if (tensor.disposed) wrong(callee, argument, "was disposed of", "keep tensors alive until the call that uses them; check which `using` or dispose() ended it");
  if (tensor.device !== device) wrong(callee, argument, "is on another device", "prepare for the device that holds the tensors, or copy the tensor");
};

/** Throws if a tensor that is written shares an element with another argument: blocks run in any order, and would read what others wrote. */
export const checkApart = (callee: string, tensors: Readonly<Record<string, TensorLike | null | undefined>>, isWritten: (name: string) => boolean): void => {
  const placed = Object.entries(tensors).flatMap(([name, tensor]) => (tensor ? [{ name, lattice: latticeOf(tensor) }] : []));
  for (const output of placed)
    for (const other of placed)
      if (isWritten(output.name) && other !== output && share(output.lattice, other.lattice))
        wrong(callee, output.name, `is written and shares memory with "${other.name}"`, "give the result memory of its own");
};
const latticeOf = (tensor: TensorLike): ByteLattice => {
  const bytes = isHost(tensor) ? tensor.data.BYTES_PER_ELEMENT : (byteSize as Readonly<Record<string, number>>)[tensor.dtype]!;
  const [memory, from] = isHost(tensor) ? [tensor.data.buffer, tensor.data.byteOffset + tensor.offset * bytes] : [null, Number((tensor as MemoryTensor).pointer)];
  return { memory, from, axes: [...tensor.shape.map((extent, axis) => ({ extent, step: tensor.strides[axis]! * bytes })), { extent: bytes, step: 1 }] };
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
