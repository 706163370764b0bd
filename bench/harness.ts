// Timing on a GPU: medians of launches between events, inputs rotated so that the L2 cache does not serve them. A case states the work of one
// run (operations, bytes), so that a time becomes a rate.
import type { Device } from "../runtime/cuda/device.ts";
import { Event } from "../runtime/cuda/event.ts";
import { DeviceTensor } from "../runtime/cuda/tensor.ts";
import { storageFor } from "../codegen/ir/numeric.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import type { OperatorPlan } from "../codegen/ir/plan.ts";
import type { DType } from "../codegen/ir/types.ts";
import { prepareOperator } from "../runtime/operator.ts";
import { type BoundLaunch, type KernelConfiguration, PreparedKernel } from "../runtime/prepare.ts";

export interface BenchCase {
  readonly name: string;
  /** What `peers.py` runs beside it, with the fields it reads. */
  readonly kind:
    | ("attention" | "gemm" | "softmax" | "rmsnorm" | "scan" | "gated" | "simpleGated" | "retention" | "linear" | "delta" | "ssd")
    | ("convolution" | "convolutionStep" | "scanStep" | "linearStep");
  readonly parameters: Readonly<Record<string, number>>;
  /** Of one run: floating-point operations, or bytes moved at least. */
  readonly work: { readonly operations: number } | { readonly bytes: number };
  /** What runs: one kernel, or an operator's launches. */
  readonly configuration: KernelConfiguration | OperatorPlan;
  readonly tensors: Readonly<Record<string, BenchTensor | null>>;
  readonly scalars: Readonly<Record<string, number>>;
}
export interface BenchTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly output?: boolean;
  /** Value made of a normal number; the number itself if left out. */
  readonly value?: (normal: number) => number;
}
export interface Measurement {
  readonly name: string;
  readonly milliseconds: number;
  /** TFLOP/s or GB/s. */
  readonly rate: number;
  readonly unit: "TFLOP/s" | "GB/s";
  /** Of a kernel; an operator has several. */
  readonly registers: number | null;
  readonly spillBytes: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

export const rateOf = (work: BenchCase["work"], milliseconds: number): { rate: number; unit: Measurement["unit"] } =>
  "operations" in work
    ? { rate: work.operations / milliseconds / 1e9, unit: "TFLOP/s" }
    : { rate: work.bytes / milliseconds / 1e6, unit: "GB/s" };

/** Random tensors: a block of normal numbers, repeated (their order does not matter to a timing). */
const randomTensor = (device: Device, { dtype, shape, value = (normal) => normal }: BenchTensor, seed: number): DeviceTensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = storageFor(dtype, size);
  const block = Math.min(size, 1 << 20);
  let state = seed + 1;
  const uniform = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
  const host = HostTensor.fromNumbers(
    dtype,
    [block],
    Float32Array.from({ length: block }, () => value(Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()))),
  );
  data.set(host.data);
  for (let filled = block; filled < size; filled *= 2) data.copyWithin(filled, 0, Math.min(filled, size - filled));
  return DeviceTensor.fromHost(device, new HostTensor(dtype, shape, data));
};

/** Medians of `repeats` runs between events, in milliseconds. */
const timed = (device: Device, run: (n: number) => void, warmups: number, repeats: number): number => {
  const { stream } = device;
  for (let n = 0; n < warmups; n++) run(n);
  using start = Event.create(device);
  using end = Event.create(device);
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) {
    start.record(stream);
    run(n);
    end.record(stream);
    end.synchronize();
    times.push(end.millisecondsSince(start));
  }
  return median(times);
};

/** The driver's own copy from one tensor to another, in GB/s read and written: the ceiling for what only moves memory. */
export const copyBandwidth = (device: Device, bytes: number): number => {
  using from = randomTensor(device, { dtype: "f32", shape: [bytes / 4] }, 1);
  using to = DeviceTensor.allocate(device, "f32", [bytes / 4]);
  return (2 * bytes) / timed(device, () => to.copyFrom(from), 3, 20) / 1e6;
};

interface Bound {
  launch(): void;
}
/** The parts of a kernel's measurement and of an operator's that differ. */
const prepareCase = async ({ configuration, scalars }: BenchCase, device: Device, owned: Disposable[]) => {
  type Tensors = Readonly<Record<string, DeviceTensor | null>>;
  if ("variants" in configuration) {
    const operator = await prepareOperator(configuration, device);
    owned.push(operator);
    const outputNames: readonly string[] = configuration.outputs.map(({ name }) => name);
    const bind = async (all: Tensors): Promise<Bound> => {
      const given = Object.entries(all).filter((entry): entry is [string, DeviceTensor] => entry[1] !== null);
      const [outputs, tensors] = [true, false].map((wanted) =>
        Object.fromEntries(given.filter(([name]) => outputNames.includes(name) === wanted)),
      );
      const bound = await operator.bind({ tensors: tensors!, scalars, outputs: outputs! });
      owned.push(bound);
      return bound;
    };
    return { bind, resources: () => ({ registers: null, spillBytes: 0 }) };
  }
  const kernel = await PreparedKernel.create(device, configuration);
  owned.push(kernel);
  const launches: BoundLaunch[] = [];
  const bind = async (tensors: Tensors): Promise<Bound> => {
    const bound = await kernel.bind({ tensors, scalars });
    launches.push(bound);
    return bound;
  };
  return { bind, resources: () => launches[0]!.binary.resources };
};

export const measure = async (device: Device, bench: BenchCase, { sets = 2, warmups = 5, repeats = 30 } = {}): Promise<Measurement> => {
  const owned: Disposable[] = [];
  try {
    const prepared = await prepareCase(bench, device, owned);
    const launches: Bound[] = [];
    for (let set = 0; set < sets; set++) {
      const tensors = Object.fromEntries(
        Object.entries(bench.tensors).map(([name, t], n) => {
          if (!t) return [name, null];
          const tensor = t.output ? DeviceTensor.allocate(device, t.dtype, t.shape) : randomTensor(device, t, set * 16 + n);
          owned.push(tensor);
          return [name, tensor];
        }),
      );
      launches.push(await prepared.bind(tensors));
    }
    const milliseconds = timed(device, (n) => launches[n % sets]!.launch(), warmups, repeats);
    const { registers, spillBytes } = prepared.resources();
    return { name: bench.name, milliseconds, ...rateOf(bench.work, milliseconds), registers, spillBytes };
  } finally {
    for (const resource of owned.reverse()) resource[Symbol.dispose]();
  }
};
