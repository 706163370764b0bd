// Checks of a call against a kernel's signature: every error names the kernel and the argument, says what was expected and what to do. Works
// alike for host and device tensors: each way to run a kernel checks by `checkArguments` before anything is queued or run.
import { scalarProblem } from "../codegen/ir/plan-call.ts";
import { expectKind, isObject } from "../codegen/ir/runtime-error.ts";
import { byteSize } from "../codegen/ir/types.ts";
import type { KernelSignature, ScalarParameter, TensorParameter } from "../codegen/signature.ts";
import * as memory from "../dsl/arguments.ts";
import type { ByteLattice } from "../dsl/overlap.ts";
import type { HostTensor } from "./host-tensor.ts";

/** Scalars of a call by name; of i64 also as bigints, which hold all 64 bits. */
export type ScalarValues = Readonly<Record<string, number | bigint>>;

export interface TensorLike {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

const { wrongArgument: wrong } = memory;

/** A tensor of a GPU, as far as a check needs to know it: where its memory is, and whether it still is. */
interface MemoryTensor extends TensorLike {
  readonly device: unknown;
  readonly disposed: boolean;
  readonly pointer: bigint;
}
const isInMemory = (tensor: object): tensor is MemoryTensor => "pointer" in tensor || "disposed" in tensor;
const isHost = (tensor: object): tensor is HostTensor => "data" in tensor && "offset" in tensor;

/** Throws unless a tensor is where the kernel or operator runs, whole and not freed. `device` is "cpu" or a Device. */
export const checkPlace = (callee: string, argument: string, tensor: TensorLike, device: unknown): void => {
  if (typeof tensor !== "object")
    wrong(callee, argument, `is not a tensor but a ${typeof tensor}`, "pass a tensor, or null where it may be left out");
  if (device === "cpu") {
    if (!isHost(tensor))
      return wrong(
        callee,
        argument,
        "is not a HostTensor, and this runs on the CPU",
        "pass tensor.toHost(), or prepare for the tensor's device",
      );
    memory.checkHostTensor(callee, argument, tensor);
    return;
  }
  if (!isInMemory(tensor))
    return wrong(callee, argument, "is not a DeviceTensor, and this runs on a GPU", "pass DeviceTensor.fromHost(device, tensor)");
  if (tensor.disposed)
    wrong(
      callee,
      argument,
      "was disposed of",
      "keep tensors alive until the call that uses them; check which `using` or dispose() ended it",
    );
  if (tensor.device !== device)
    wrong(callee, argument, "is on another device", "prepare for the Device that holds the tensors, or copy the tensor");
};

/** Throws if an element that is written is another one too, of the same tensor or of another argument: blocks run in any order. */
export const checkApart = (
  callee: string,
  tensors: Readonly<Record<string, TensorLike | null | undefined>>,
  isWritten: (name: string) => boolean,
): void =>
  memory.checkApart(
    callee,
    Object.entries(tensors).flatMap(([name, tensor]) => (tensor ? [{ name, tensor, lattice: latticeOf(tensor) }] : [])),
    isWritten,
  );
const latticeOf = (tensor: TensorLike): ByteLattice =>
  isHost(tensor)
    ? memory.hostLattice(tensor)
    : memory.latticeOf(
        null,
        Number((tensor as MemoryTensor).pointer),
        (byteSize as Readonly<Record<string, number>>)[tensor.dtype]!,
        tensor,
      );

const checkTensor = (kernel: string, { name, dtype, extents, access }: TensorParameter, tensor: TensorLike | null | undefined): void => {
  if (!tensor) {
    if (access !== "unused") wrong(kernel, name, "is missing, and this kernel uses it", `pass a ${dtype} tensor of rank ${extents.length}`);
    return;
  }
  const { shape } = tensor;
  if (tensor.dtype !== dtype)
    wrong(kernel, name, `is a tensor of ${tensor.dtype}; the kernel was compiled for ${dtype}`, "convert it, or choose the kernel's dtype");
  if (shape.length !== extents.length)
    wrong(kernel, name, `has rank ${shape.length} (shape [${shape}]), not ${extents.length}`, "reshape it");
  extents.forEach((extent, axis) => {
    if (extent !== null && shape[axis] !== extent)
      wrong(
        kernel,
        name,
        `has extent ${shape[axis]} on axis ${axis}; the kernel was compiled for ${extent}`,
        "choose constants that fit the tensor",
      );
    if (shape[axis]! >= 2 ** 31) wrong(kernel, name, `has extent ${shape[axis]} on axis ${axis}`, "extents are below 2^31");
  });
};

/** What every call of a kernel must fulfil; throws at the first argument that is wrong. */
export const checkArguments = (
  { name: kernel, parameters }: KernelSignature,
  call: { readonly tensors: Readonly<Record<string, TensorLike | null>>; readonly scalars: ScalarValues },
  device: unknown,
): void => {
  if (!isObject(call)) return expectKind(kernel, "a call", call, false, "{ tensors, scalars }");
  const { tensors, scalars } = call;
  expectKind(kernel, "`tensors` of a call", tensors, isObject(tensors), "an object of tensors by parameter");
  expectKind(kernel, "`scalars` of a call", scalars, isObject(scalars), "an object of numbers by parameter");
  const names = (kind: (TensorParameter | ScalarParameter)["kind"]): string[] =>
    parameters.flatMap((p) => (p.kind === kind ? [p.name] : []));
  for (const [kind, given] of [
    ["tensor", tensors],
    ["scalar", scalars],
  ] as const)
    for (const name of Object.keys(given))
      if (!parameters.some((p) => p.kind === kind && p.name === name))
        wrong(kernel, name, `is not a ${kind} of this kernel`, `its ${kind}s are ${names(kind).join(", ") || "none"}`);
  for (const p of parameters) {
    if (p.kind === "tensor") {
      const tensor = tensors[p.name];
      if (tensor) checkPlace(kernel, p.name, tensor, device);
      checkTensor(kernel, p, tensor);
      continue;
    }
    const value = scalars[p.name];
    const problem = scalarProblem(p.dtype, value);
    if (problem !== null) wrong(kernel, p.name, ...problem);
    if (typeof value === "bigint" && device === "cpu" && !Number.isSafeInteger(Number(value)))
      wrong(kernel, p.name, `is ${value}, beyond 2^53, which only a GPU computes with`, "keep it smaller, or run it there");
  }
  const written = new Set(parameters.flatMap((p) => (p.kind === "tensor" && isWritten(p) ? [p.name] : [])));
  checkApart(kernel, tensors, (name) => written.has(name));
};
export const isWritten = ({ access }: TensorParameter): boolean => access === "write" || access === "update";
