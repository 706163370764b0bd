// Every instruction record's printed CUDA against its simulation, on the GPU: the same program and the same bytes, case by case. Cases of
// sm_90a run on GPUs of compute capability 9.0 only.
import { afterAll, expect, test } from "vitest";
import { emitCuda } from "../codegen/emit/cuda.ts";
import { byteSize } from "../codegen/ir/types.ts";
import { Device } from "../runtime/cuda/device.ts";
import { type KernelArgument, LaunchableKernel } from "../runtime/cuda/kernel.ts";
import { compileCuda } from "../runtime/cuda/nvrtc.ts";
import { DeviceTensor } from "../runtime/cuda/tensor.ts";
import { TensorMap } from "../runtime/cuda/tensor-map.ts";
import { HostTensor } from "../runtime/host-tensor.ts";
import {
  type CaseArgument,
  type CaseMemory,
  type CaseResults,
  type ConformanceCase,
  difference,
  simulateCase,
} from "./conformance/case.ts";
import { conformanceCases } from "./conformance/index.ts";

const device = Device.open();
afterAll(() => device.dispose());

const dtypeOf = (data: CaseMemory): "f32" | "u32" | "bf16" =>
  data instanceof Float32Array ? "f32" : data instanceof Uint32Array ? "u32" : "bf16";
const upload = ({ data }: CaseArgument): DeviceTensor => DeviceTensor.fromHost(device, new HostTensor(dtypeOf(data), [data.length], data));
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

const runOnDevice = ({ program, grid, arguments: list }: ConformanceCase): CaseResults => {
  const { cubin } = compileCuda(
    emitCuda(program, { target: device.capability.major === 9 ? "sm_90a" : "sm_80", lineDirectives: false }),
    `${program.name}.cu`,
    { architecture: device.architecture },
  );
  using kernel = LaunchableKernel.load(device, {
    cubin,
    entry: program.name,
    parameters: program.parameters,
    threads: program.threads,
    sharedBytes: program.sharedBytes,
  });
  const tensors = list.map(upload);
  try {
    kernel.launch(
      device.stream,
      [grid, 1, 1],
      list.map((argument, n) => value(argument, tensors[n]!)),
    );
    device.stream.synchronize();
    return Object.fromEntries(
      list.flatMap((argument, n) => (argument.isOutput ? [[argument.name, tensors[n]!.toHost().data as CaseMemory]] : [])),
    );
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
};

const cases = conformanceCases().filter(({ target }) => target === "sm_80" || device.capability.major === 9);
test.each(cases.map((c) => [`${c.subject}: ${c.detail}`, c] as const))("%s", (_, c) => {
  expect(difference(c, simulateCase(c), runOnDevice(c))).toBeNull();
});
