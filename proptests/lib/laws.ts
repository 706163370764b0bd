// Laws that operators obey whatever they compute: what may not change an output at all, and what must be written. A law runs its operator on
// every execution alike and throws with the first element that breaks it. Needs no test framework.
import { storageFor, toStorage } from "../../codegen/ir/numeric.ts";
import { expectSameBits } from "./errors.ts";
import type { Random } from "./random.ts";
import { bitsOf, HostTensor } from "./tensors.ts";

export type Outputs = Readonly<Record<string, HostTensor>>;
/** Runs an operator on inputs, into outputs of its own. */
export type Operator<Inputs> = (inputs: Inputs) => Promise<Outputs>;

/** Elements `start` to `start + length` along one axis, in the same storage. */
export const partOf = (tensor: HostTensor, axis: number, start: number, length: number): HostTensor => {
  if (start < 0 || length < 0 || start + length > tensor.shape[axis]!)
    throw new RangeError(`elements ${start} to ${start + length} of an axis of ${tensor.shape[axis]}`);
  const shape = tensor.shape.with(axis, length);
  return new HostTensor(
    tensor.dtype,
    shape,
    tensor.data,
    tensor.strides,
    tensor.offset + (length === 0 ? 0 : start * tensor.strides[axis]!),
  );
};

/** A copy in which the chosen elements have other values, several times as large. */
export const disturbed = (tensor: HostTensor, random: Random, chosen: (index: readonly number[]) => boolean): HostTensor => {
  const copy = new HostTensor(tensor.dtype, tensor.shape, tensor.data.slice(), tensor.strides, tensor.offset);
  const visit = (index: readonly number[]): void => {
    if (index.length < copy.shape.length) for (let i = 0; i < copy.shape[index.length]!; i++) visit([...index, i]);
    else if (chosen(index)) copy.set(index, 8 * random.normal());
  };
  visit([]);
  return copy;
};

/** Throws unless both hold the same bits, under the same names. */
export const expectSameOutputs = (what: string, actual: Outputs, expected: Outputs): void => {
  if (`${Object.keys(actual)}` !== `${Object.keys(expected)}`)
    throw new Error(`${what}: outputs ${Object.keys(actual)} are compared with ${Object.keys(expected)}`);
  for (const [name, tensor] of Object.entries(expected)) expectSameBits(`${what}: ${name}`, actual[name]!, tensor);
};

/** Causality, locality, independence: inputs that differ where `part` of the outputs must not look give that part bit for bit alike. */
export const expectUnaffected = async <Inputs>(
  what: string,
  operator: Operator<Inputs>,
  inputs: { readonly original: Inputs; readonly changed: Inputs },
  part: (outputs: Outputs) => Outputs,
): Promise<void> => expectSameOutputs(what, part(await operator(inputs.changed)), part(await operator(inputs.original)));

/** Determinism, and indifference to how tensors lie in memory: every variant gives the same bits. */
export const expectAllAlike = async (what: string, variants: readonly (() => Promise<Outputs>)[]): Promise<void> => {
  const [first, ...others] = variants;
  const expected = await first!();
  for (const [n, other] of others.entries()) expectSameOutputs(`${what}, variant ${n + 1}`, await other(), expected);
};

/** No element of the outputs, which were poisoned before the run, still holds the poison. */
export const expectAllWritten = (what: string, outputs: Outputs): void => {
  for (const [name, tensor] of Object.entries(outputs)) {
    const [poison] = bitsOf(new HostTensor(tensor.dtype, [1], storageFor(tensor.dtype, 1).fill(toStorage(tensor.dtype, 0))).poison());
    const place = bitsOf(tensor).indexOf(poison!);
    if (place >= 0) throw new Error(`${what}: element ${place} of ${name} was not written`);
  }
};
