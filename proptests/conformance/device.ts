// Conformance cases on a GPU: compiled by NVRTC, launched on the same bytes as the simulator.
import { emitCuda } from "../../codegen/emit/cuda.ts";
import { byteSize } from "../../codegen/ir/types.ts";
import type { Device } from "../../runtime/cuda/device.ts";
import { type KernelArgument, LaunchableKernel } from "../../runtime/cuda/kernel.ts";
import { type Architecture, type CompiledCuda, compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { DeviceTensor } from "../../runtime/cuda/tensor.ts";
import { TensorMap } from "../../runtime/cuda/tensor-map.ts";
import { HostTensor } from "../../runtime/host-tensor.ts";
import type { CaseArgument, CaseMemory, CaseResults, ConformanceCase } from "./case.ts";

const dtypeOf = (data: CaseMemory): "f32" | "u32" | "bf16" =>
  data instanceof Float32Array ? "f32" : data instanceof Uint32Array ? "u32" : "bf16";
const value = (argument: CaseArgument, tensor: DeviceTensor): KernelArgument => {
  if (argument.kind === "memory") return tensor.pointer;
  const { dims, strides, box, swizzle } = argument;
  const elements = [1, ...strides.map((bytes) => bytes / byteSize.bf16)];
  return TensorMap.encode({
    dtype: "bf16",
    pointer: tensor.pointer,
    shape: dims.toReversed(),
    strides: elements.toReversed(),
    box: box.toReversed(),
    swizzle,
  });
};

export const compileCase = ({ program, target }: ConformanceCase, architecture: Architecture): Promise<CompiledCuda> =>
  compileCuda(emitCuda(program, { target, lineDirectives: false }), `${program.name}.cu`, { architecture });
/** What a compiled case leaves in its outputs. */
export const executeCase = (device: Device, { program, grid, arguments: list }: ConformanceCase, cubin: Uint8Array): CaseResults => {
  const { name: entry, parameters, threads, sharedBytes } = program;
  using kernel = LaunchableKernel.load(device, { cubin, entry, parameters, threads, sharedBytes });
  const tensors = list.map(({ data }) => DeviceTensor.fromHost(device, new HostTensor(dtypeOf(data), [data.length], data)));
  kernel.launch(
    device.stream,
    [grid, 1, 1],
    list.map((argument, n) => value(argument, tensors[n]!)),
  );
  device.stream.synchronize();
  const results = Object.fromEntries(
    list.flatMap((argument, n) => (argument.isOutput ? [[argument.name, tensors[n]!.toHost().data as CaseMemory]] : [])),
  );
  for (const tensor of tensors) tensor.dispose();
  return results;
};
