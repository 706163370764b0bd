// Where a model lives: the memory and the operators of a GPU or of the CPU behind one interface, so that the model is written once. Work is
// queued in the order of the device's stream; on the CPU it is done when a launch returns.
import type { OperatorPlan } from "../../codegen/ir/plan.ts";
import type { DType } from "../../codegen/ir/types.ts";
import { CublasLt } from "../cuda/cublaslt.ts";
import type { Device } from "../cuda/device.ts";
import { discover } from "../cuda/discover.ts";
import { RuntimeError } from "../cuda/errors.ts";
import { Graph } from "../cuda/graph.ts";
import { DeviceTensor } from "../cuda/tensor.ts";
import { contiguousStrides, HostTensor } from "../host-tensor.ts";
import { type PreparedOperator, prepareOperator } from "../operator.ts";
import { asFloat, compact, type FloatName } from "./weights/convert.ts";

export type { FloatName } from "./weights/convert.ts";

/** A tensor of the place: all tensors of one model are of the same kind. */
export type Tensor = HostTensor | DeviceTensor;
/** Arguments of a plan's call. */
export type CallOf<P extends OperatorPlan> = Parameters<PreparedOperator<P, Tensor>["bind"]>[0];
/** Work whose arguments are fixed; runs any number of times. */
export interface Work {
  launch(): void;
  dispose(): void;
}

export class Place implements Disposable {
  readonly device: Device | "cpu";
  readonly #operators = new Map<string, Promise<PreparedOperator<OperatorPlan, Tensor>>>();
  readonly #tensors = new Set<DeviceTensor>();
  #cublasLt: CublasLt | null = null;
  #preparing = 0;

  constructor(device: Device | "cpu") {
    this.device = device;
  }
  /** Zero-filled memory, freed with the place or by `free`. */
  allocate(dtype: DType, shape: readonly number[]): Tensor {
    if (this.device === "cpu") return HostTensor.allocate(dtype, shape);
    const tensor = DeviceTensor.allocate(this.device, dtype, shape);
    this.#tensors.add(tensor);
    tensor.zero();
    return tensor;
  }
  free(tensors: Iterable<Tensor>): void {
    for (const tensor of tensors) {
      if (tensor instanceof HostTensor) continue;
      this.#tensors.delete(tensor);
      tensor.dispose();
    }
  }
  /** A host tensor's values in a dtype, or as they are. On the CPU it may be the given tensor itself. */
  upload(host: HostTensor, dtype: FloatName | null): Tensor {
    const values = dtype === null ? compact(host) : asFloat(host, dtype);
    if (this.device === "cpu") return values;
    const tensor = DeviceTensor.fromHost(this.device, values);
    this.#tensors.add(tensor);
    return tensor;
  }
  /** Waits for the work so far, and gives the values without gaps. */
  read(tensor: Tensor): HostTensor {
    const host = compact(tensor instanceof HostTensor ? tensor : tensor.toHost());
    return tensor instanceof HostTensor ? new HostTensor(host.dtype, host.shape, host.data.slice()) : host;
  }
  /** Overwrites a tensor without gaps. */
  write(target: Tensor, host: HostTensor): void {
    if (target instanceof HostTensor) target.data.set(compact(host).data, target.offset);
    else target.copyFromHost(host);
  }
  /** Work that copies one tensor to another of the same dtype and shape, both without gaps. */
  copying(source: Tensor, target: Tensor): () => void {
    if (source instanceof HostTensor && target instanceof HostTensor) {
      const from = compact(source).data;
      return () => target.data.set(from, target.offset);
    }
    if (source instanceof HostTensor || target instanceof HostTensor) throw new TypeError("both tensors of a copy are of one place");
    return () => target.copyFrom(source);
  }
  /** Any shape and strides over the elements of a tensor without gaps. */
  view(tensor: Tensor, shape: readonly number[], strides: readonly number[] = contiguousStrides(shape), offset = 0): Tensor {
    if (tensor instanceof HostTensor) return new HostTensor(tensor.dtype, shape, tensor.data, strides, tensor.offset + offset);
    return tensor.strided(shape, strides, offset);
  }
  /** Milliseconds so far in which code was made ready and calls were bound: what is no part of running them. */
  get preparing(): number {
    return this.#preparing;
  }
  /** An operator with its arguments; code is made ready once a plan. */
  async bind<P extends OperatorPlan>(plan: P, call: CallOf<P>): Promise<Work> {
    const start = performance.now();
    const key = JSON.stringify([plan.url, plan.name, plan.problem, plan.tuning]);
    let prepared = this.#operators.get(key);
    if (!prepared) {
      const { device } = this;
      prepared = (device === "cpu" ? prepareOperator(plan, device) : prepareOperator(plan, device)) as Promise<
        PreparedOperator<OperatorPlan, Tensor>
      >;
      this.#operators.set(key, prepared);
    }
    const bound = await (await prepared).bind(call);
    this.#preparing += performance.now() - start;
    return bound;
  }
  /**
   * y = x W^T, or y += x W^T with `addsTo`, by cuBLASLt on the device's stream: nothing is allocated or waited for when it runs. Null on the CPU,
   * where the library is not installed, which the doctor tells, and where it has no algorithm for these matrices.
   */
  product(x: Tensor, weight: Tensor, y: Tensor, addsTo: boolean): (() => void) | null {
    if (this.device === "cpu" || discover("cublasLt").found === null) return null;
    this.#cublasLt ??= CublasLt.open(this.device);
    try {
      const bound = this.#cublasLt.project({ x: x as DeviceTensor, weight: weight as DeviceTensor, y: y as DeviceTensor, addsTo });
      return () => bound.launch();
    } catch (error) {
      if (error instanceof RuntimeError && error.code === "CUI3028") return null;
      throw error;
    }
  }
  /** The work as it is launched from now on: on a GPU recorded once as a graph, and replayed with one call. */
  recorded(work: () => void): Work {
    const { device } = this;
    if (device === "cpu") return { launch: work, dispose: () => {} };
    const start = performance.now();
    const graph = Graph.capture(device.stream, work);
    this.#preparing += performance.now() - start;
    return { launch: () => graph.launch(device.stream), dispose: () => graph.dispose() };
  }
  /** Frees all memory, and code when it is ready. */
  dispose(): void {
    this.#cublasLt?.dispose();
    this.#cublasLt = null;
    this.free([...this.#tensors]);
    // What could not be prepared has told its caller so.
    for (const operator of this.#operators.values()) operator.then((one) => one.dispose()).catch(() => {});
    this.#operators.clear();
  }
  [Symbol.dispose](): void {
    this.dispose();
  }
}
