// Kernels on a GPU with red zones: around every tensor, and between its rows, lies poison that must be as it was afterwards, inputs must be
// untouched, and what a kernel reads beyond its tensors is NaN. For verification; the kernels themselves are the ones that users run.
import type { TensorClass } from "../codegen/compile.ts";
import { storageFor } from "../codegen/ir/numeric.ts";
import { byteSize } from "../codegen/ir/types.ts";
import { isWritten } from "./call.ts";
import type { Device } from "./cuda/device.ts";
import { disposeAll } from "./cuda/resource.ts";
import { DeviceTensor, spanOf } from "./cuda/tensor.ts";
import type { KernelCall } from "./executions.ts";
import { contiguousStrides, HostTensor } from "./host-tensor.ts";
import { type KernelConfiguration, PreparedKernel } from "./prepare.ts";
import type { KernelClasses } from "./verify.ts";

const guardBytes = 4096;
const alignment = 16;
const bytesOf = ({ data }: HostTensor): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

interface Placed {
  readonly name: string;
  readonly host: HostTensor;
  /** What the memory held, red zones included, and the memory. */
  readonly image: HostTensor;
  readonly memory: DeviceTensor;
  /** Place of the tensor in it: element of index 0, strides. */
  readonly offset: number;
  readonly strides: readonly number[];
}
const viewOf = ({ host, offset, strides }: Pick<Placed, "host" | "offset" | "strides">, image: HostTensor): HostTensor =>
  new HostTensor(host.dtype, host.shape, image.data, strides, offset);

/** Row by row with rows of whole 16 bytes. */
const alignedStrides = (shape: readonly number[], elements: number): readonly number[] =>
  shape.length === 0 ? [] : contiguousStrides(shape.with(-1, Math.ceil(shape.at(-1)! / elements) * elements));

/** Lays a tensor as its class asks; without one, as the host tensor lies in its storage. */
const place = (device: Device, name: string, host: HostTensor, tensorClass: TensorClass | null): Placed => {
  const elements = alignment / byteSize[host.dtype];
  const strides = tensorClass === "aligned" ? alignedStrides(host.shape, elements) : host.strides;
  const phase = tensorClass === null ? host.offset % elements : tensorClass === "aligned" ? 0 : 1;
  const offset = guardBytes / byteSize[host.dtype] + phase;
  const length = offset + spanOf(host.shape, strides) + guardBytes / byteSize[host.dtype];
  const image = new HostTensor(host.dtype, [length], storageFor(host.dtype, length)).poison();
  viewOf({ host, offset, strides }, image).copyFrom(host);
  return { name, host, image, memory: DeviceTensor.fromHost(device, image), offset, strides };
};

/** Throws if what must not change did; takes over what may have. */
const settle = (placed: Placed, kernel: string, writable: boolean): void => {
  const { name, host, image, memory, offset, strides } = placed;
  const after = memory.toHost();
  if (writable) {
    host.copyFrom(viewOf(placed, after));
    viewOf(placed, image).copyFrom(host);
  }
  const [expected, found] = [bytesOf(image), bytesOf(after)];
  if (expected.equals(found)) return;
  const element = Math.floor(expected.findIndex((byte, n) => byte !== found[n]) / byteSize[host.dtype]);
  if (element < offset) throw new Error(`${kernel} wrote before the first element of "${name}"`);
  if (element >= offset + spanOf(host.shape, strides)) throw new Error(`${kernel} wrote behind the last element of "${name}"`);
  throw new Error(writable ? `${kernel} wrote between the elements of "${name}"` : `${kernel} wrote into "${name}", which it only reads`);
};

export class GuardedExecution implements Disposable {
  readonly #device: Device;
  readonly #classes: KernelClasses | null;
  readonly #prepared = new Map<string, Promise<PreparedKernel>>();

  /** With `classes`, only code for them runs, whatever the layouts of the tensors that a case brings. */
  constructor(device: Device, classes: KernelClasses | null) {
    this.#device = device;
    this.#classes = classes;
  }
  async execute(configuration: KernelConfiguration, call: KernelCall): Promise<void> {
    const key = JSON.stringify(configuration);
    const classes = this.#classes && (this.#classes[configuration.kernel] ?? {});
    const prepared = await (this.#prepared.get(key) ??
      this.#remember(key, PreparedKernel.create(this.#device, configuration, { policy: "off", classes: classes ?? {} })));
    const placed: Placed[] = [];
    try {
      for (const [name, host] of Object.entries(call.tensors))
        if (host) placed.push(place(this.#device, name, host, classes && (classes[name] ?? "aligned")));
      const tensors = Object.fromEntries(
        placed.map(({ name, host, memory, offset, strides }) => [name, memory.strided(host.shape, strides, offset)]),
      );
      await prepared.run({ tensors, scalars: call.scalars });
      this.#device.stream.synchronize();
      for (const one of placed) {
        const parameter = prepared.signature.parameters.find(({ name }) => name === one.name);
        settle(one, configuration.kernel, parameter?.kind === "tensor" && isWritten(parameter));
      }
    } finally {
      disposeAll(placed.map(({ memory }) => memory));
    }
  }
  #remember(key: string, prepared: Promise<PreparedKernel>): Promise<PreparedKernel> {
    this.#prepared.set(key, prepared);
    return prepared;
  }
  dispose(): void {
    // What could not be prepared has told so to who asked for it.
    for (const prepared of this.#prepared.values())
      prepared.then(
        (kernel) => kernel.dispose(),
        () => {},
      );
    this.#prepared.clear();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
