// Arguments of a call: what every way to run a kernel checks of host tensors and of memory that a call writes, and all that the JS run can check,
// which knows no types: count, kind, memory. An error names the kernel and the argument, says what is wrong and what to do.
import { storageFor } from "../codegen/ir/numeric.ts";
import { RuntimeError, shownValue } from "../codegen/ir/runtime-error.ts";
import { isDType } from "../codegen/ir/types.ts";
import { HostTensor } from "./host-tensor.ts";
import { type ByteLattice, overlapsItself, share } from "./overlap.ts";
import { GlobalTensor } from "./tiles.ts";

export const wrongArgument = (callee: string, argument: string, text: string, help: string): never => {
  throw new RuntimeError("CUI3007", `${callee}: argument "${argument}" ${text}`, help);
};

/** Why a host tensor cannot be read or written, as the end of a sentence; null if it can. */
export const hostTensorProblem = ({ dtype, shape, strides, offset, data }: HostTensor): string | null => {
  if (!isDType(dtype)) return `has the dtype ${shownValue(dtype)}, which is none`;
  if (!Array.isArray(shape) || !Array.isArray(strides)) return "has no shape, or no strides";
  if (!ArrayBuffer.isView(data)) return `is stored in ${shownValue(data)}, not in a typed array`;
  const natural = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (!shape.every(natural)) return "has an extent that is not an integer from 0";
  if (strides.length !== shape.length || !strides.every(natural) || !natural(offset))
    return `has strides [${strides}] and offset ${String(offset)}, which are not integers from 0, one stride an axis`;
  const storage = storageFor(dtype, 0).constructor;
  if (data.constructor !== storage) return `of ${dtype} is stored in a ${data.constructor.name}, not a ${storage.name}`;
  const end = shape.includes(0) ? 0 : shape.reduce((last, extent, axis) => last + (extent - 1) * strides[axis]!, offset + 1);
  return end > data.length ? `ends at element ${end} of a storage of ${data.length}` : null;
};
export const checkHostTensor = (callee: string, argument: string, tensor: HostTensor): void => {
  const problem = hostTensorProblem(tensor);
  if (problem !== null)
    wrongArgument(
      callee,
      argument,
      problem,
      "build it with HostTensor.allocate or fromNumbers, or as a view that stays within its storage",
    );
};

/** The bytes of a tensor's elements, `from` the first on. */
export const latticeOf = (
  memory: unknown,
  from: number,
  bytes: number,
  { shape, strides }: Pick<HostTensor, "shape" | "strides">,
): ByteLattice => ({
  memory,
  from,
  axes: [...shape.map((extent, axis) => ({ extent, step: strides[axis]! * bytes })), { extent: bytes, step: 1 }],
});
export const hostLattice = (tensor: HostTensor): ByteLattice => {
  const { buffer, byteOffset, BYTES_PER_ELEMENT: bytes } = tensor.data;
  return latticeOf(buffer, byteOffset + tensor.offset * bytes, bytes, tensor);
};

export interface PlacedTensor {
  readonly name: string;
  readonly tensor: Pick<HostTensor, "shape" | "strides">;
  readonly lattice: ByteLattice;
}
/** Throws if an element that is written is another one too, of the same tensor or of another argument: blocks run in any order. */
export const checkApart = (callee: string, placed: readonly PlacedTensor[], isWritten: (name: string) => boolean): void => {
  for (const output of placed) {
    if (!isWritten(output.name)) continue;
    const { shape, strides } = output.tensor;
    if (overlapsItself(output.lattice))
      wrongArgument(
        callee,
        output.name,
        `is written, but some of its elements are the same memory (shape [${shape}], strides [${strides}])`,
        "pass a tensor whose elements are all distinct",
      );
    for (const other of placed)
      if (other !== output && share(output.lattice, other.lattice))
        wrongArgument(callee, output.name, `is written and shares memory with "${other.name}"`, "give the result memory of its own");
  }
};

// ---- the JS run

type AnyFunction = (...args: never[]) => unknown;
/** Names of a function's parameters, as its source has them; `parameter 1` and so on where it has none. */
const parameterNames = (f: AnyFunction): string[] => {
  const [, inside = ""] = /^[^(]*\(([^()]*)\)/.exec(String(f)) ?? [];
  const names = inside.split(",").map((name) => name.trim());
  return Array.from({ length: f.length }, (_, n) => (/^[\w$]+$/.test(names[n] ?? "") ? names[n]! : `parameter ${n + 1}`));
};

/** Stands for a tensor that the call leaves out: any use of it is an error. */
const missing = (callee: string, name: string): object => {
  const used = (): never =>
    wrongArgument(callee, name, "is missing, and this kernel uses it", "pass a HostTensor (or a number, for a scalar)");
  return new Proxy({}, { get: used, set: used, has: used });
};

/** The device program's arguments of the values of a call. Whether an output shares memory shows where it is first written. */
export const argumentsOf = (callee: string, program: AnyFunction, values: readonly unknown[]): unknown[] => {
  const names = parameterNames(program);
  if (values.length !== names.length)
    throw new RuntimeError(
      "CUI3007",
      `${callee}: ${values.length} arguments for ${names.length} parameters`,
      `its parameters are ${names.join(", ") || "none"}`,
    );
  const placed: PlacedTensor[] = [];
  return values.map((value, n) => {
    const name = names[n]!;
    if (typeof value === "number") return value;
    if (value === null) return missing(callee, name);
    if (value === undefined)
      return wrongArgument(callee, name, "is missing", "pass a HostTensor, a number, or null where it may be left out");
    if (!(value instanceof HostTensor)) {
      const help = typeof value === "object" ? "pass tensor.toHost() of a tensor of a GPU" : "pass a HostTensor or a number";
      const kind = typeof value === "object" ? "an object" : `a ${typeof value}`;
      return wrongArgument(callee, name, `is neither a HostTensor nor a number, but ${kind}`, help);
    }
    checkHostTensor(callee, name, value);
    placed.push({ name, tensor: value, lattice: hostLattice(value) });
    let isApart = false;
    const tensor = new GlobalTensor(value, undefined, () => {
      if (!isApart) checkApart(callee, placed, (written) => written === name);
      isApart = true;
    });
    const asNumber = (): never => wrongArgument(callee, name, "is a tensor, and this kernel computes with it as a number", "pass a number");
    return Object.defineProperty(tensor, Symbol.toPrimitive, { value: asNumber });
  });
};

/** Constants of a call over the kernel's defaults, which say what there is. A constant without a value is an error where it is used. */
export const constantsOf = (
  callee: string,
  given: unknown,
  defaults: Readonly<Record<string, unknown>> | undefined,
  others: readonly string[],
): Record<string, unknown> => {
  const refuse = (text: string, help: string): never => {
    throw new RuntimeError("CUI3007", `${callee}: ${text}`, help);
  };
  if (typeof given !== "object" || given === null)
    return refuse(`constants are an object, not ${given === null ? "null" : `a ${typeof given}`}`, "pass {} for the defaults");
  const known = defaults && [...new Set([...Object.keys(defaults), ...others])];
  for (const [name, value] of Object.entries(given)) {
    const standard = defaults?.[name];
    if (known && !known.includes(name)) refuse(`there is no constant '${name}'`, `the constants are: ${known.join(", ") || "none"}`);
    if (standard !== undefined && typeof value !== typeof standard)
      refuse(`the constant '${name}' is a ${typeof standard}, not ${String(value)}`, `its default is ${String(standard)}`);
  }
  return { ...defaults, ...given };
};
/** The same constants, but one that has no value is an error, not undefined. */
export const complete = (callee: string, constants: Record<string, unknown>): Record<string, unknown> =>
  new Proxy(constants, {
    get: (all, name) => {
      if (typeof name === "string" && all[name] === undefined)
        throw new RuntimeError("CUI3007", `${callee}: the constant '${name}' has no value`, "pass it, or give the kernel a default for it");
      return Reflect.get(all, name);
    },
  });
