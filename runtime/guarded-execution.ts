// Kernels on a GPU with red zones: around every tensor lies a region of poison that must be as it was afterwards, inputs must be untouched,
// and what a kernel reads beyond its tensors is NaN. For verification; the kernels themselves are the ones that users run.
import { storageFor } from "../codegen/ir/numeric.ts";
import { byteSize } from "../codegen/ir/types.ts";
import type { Device } from "./cuda/device.ts";
import { DeviceTensor, spanOf } from "./cuda/tensor.ts";
import type { KernelCall } from "./executions.ts";
import { HostTensor } from "./host-tensor.ts";
import { type KernelConfiguration, PreparedKernel } from "./prepare.ts";

const guardBytes = 4096;
const bytesOf = (data: ArrayBufferView): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

interface Placed {
  readonly name: string;
  readonly host: HostTensor;
  /** What the memory held, red zones included, and the memory. */
  readonly image: HostTensor;
  readonly memory: DeviceTensor;
  /** Elements before the tensor's first one, and from its first to its last. */
  readonly before: number;
  readonly span: number;
}

const place = (device: Device, name: string, host: HostTensor): Placed => {
  const guard = guardBytes / byteSize[host.dtype];
  // Keeps the alignment that the host tensor's place in its storage asks for.
  const before = guard + (host.offset % 16);
  const span = spanOf(host.shape, host.strides);
  const length = before + span + guard;
  const image = new HostTensor(host.dtype, [length], storageFor(host.dtype, length)).poison();
  image.data.set(host.data.subarray(host.offset, host.offset + span), before);
  return { name, host, image, memory: DeviceTensor.fromHost(device, image), before, span };
};

/** Throws if what must not change did; takes over what may have. */
const settle = ({ name, host, image, memory, before, span }: Placed, kernel: string, writable: boolean): void => {
  const { data } = memory.toHost();
  const same = (from: number, to: number): boolean => bytesOf(data.subarray(from, to)).equals(bytesOf(image.data.subarray(from, to)));
  if (!same(0, before)) throw new Error(`${kernel} wrote before the first element of "${name}"`);
  if (!same(before + span, data.length)) throw new Error(`${kernel} wrote behind the last element of "${name}"`);
  if (writable) host.data.set(data.subarray(before, before + span), host.offset);
  else if (!same(before, before + span)) throw new Error(`${kernel} wrote into "${name}", which it only reads`);
};

export class GuardedExecution implements Disposable {
  readonly #device: Device;
  readonly #prepared = new Map<string, Promise<PreparedKernel>>();

  constructor(device: Device) {
    this.#device = device;
  }
  async execute(configuration: KernelConfiguration, call: KernelCall): Promise<void> {
    const key = JSON.stringify(configuration);
    const prepared = await (this.#prepared.get(key) ?? this.#remember(key, PreparedKernel.create(this.#device, configuration, { policy: "off" })));
    const placed = Object.entries(call.tensors).flatMap(([name, host]) => (host ? [place(this.#device, name, host)] : []));
    try {
      const tensors = Object.fromEntries(placed.map(({ name, host, memory, before }) => [name, memory.strided(host.shape, host.strides, before)]));
      await prepared.run({ tensors, scalars: call.scalars });
      this.#device.stream.synchronize();
      for (const one of placed) {
        const parameter = prepared.signature.parameters.find(({ name }) => name === one.name);
        settle(one, configuration.kernel, parameter?.kind === "tensor" && (parameter.access === "write" || parameter.access === "update"));
      }
    } finally {
      for (const { memory } of placed) memory.dispose();
    }
  }
  #remember(key: string, prepared: Promise<PreparedKernel>): Promise<PreparedKernel> {
    this.#prepared.set(key, prepared);
    return prepared;
  }
  dispose(): void {
    for (const prepared of this.#prepared.values()) void prepared.then((kernel) => kernel.dispose());
    this.#prepared.clear();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
