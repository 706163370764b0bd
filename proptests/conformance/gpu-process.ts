// Conformance cases on the GPU, in a process of their own: `gpu-process.ts <first case>` runs from there on and tells a line a case, the number of
// the case and what is wrong with it. A case that loses the context, or never ends, costs this process only.
import { writeSync } from "node:fs";
import { emitCuda } from "../../codegen/emit/cuda.ts";
import { byteSize } from "../../codegen/ir/types.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { type KernelArgument, LaunchableKernel } from "../../runtime/cuda/kernel.ts";
import { type CompiledCuda, compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { DeviceTensor } from "../../runtime/cuda/tensor.ts";
import { TensorMap } from "../../runtime/cuda/tensor-map.ts";
import { HostTensor } from "../../runtime/host-tensor.ts";
import { type CaseArgument, type CaseMemory, type CaseResults, type ConformanceCase, difference, simulateCase } from "./case.ts";
import { conformanceCases } from "./index.ts";

/** What is said of case `index`: null is well. */
export interface CaseReport {
  readonly index: number;
  readonly problem: string | null;
}

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

const compile = ({ program, target }: ConformanceCase, device: Device): Promise<CompiledCuda> =>
  compileCuda(emitCuda(program, { target, lineDirectives: false }), `${program.name}.cu`, { architecture: device.architecture });
const execute = (device: Device, { program, grid, arguments: list }: ConformanceCase, cubin: Uint8Array): CaseResults => {
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

const first = Number(process.argv[2]);
const tell = (report: CaseReport): void => void writeSync(1, `${JSON.stringify(report)}\n`);
const device = Device.open();
const all = conformanceCases().map((one, index) => ({ one, index }));
// NVRTC works through a few ahead while the GPU and the simulator run.
const ahead = 8;
const compiled = new Map<number, Promise<CompiledCuda>>();
const prepare = (index: number): Promise<CompiledCuda> => {
  const known = compiled.get(index);
  if (known) return known;
  const fresh = compile(all[index]!.one, device);
  fresh.catch(() => {});
  compiled.set(index, fresh);
  return fresh;
};
const runs = ({ target }: ConformanceCase): boolean => target === "sm_80" || device.capability.major === 9;
for (const { one, index } of all.slice(first)) {
  if (!runs(one)) continue;
  for (const { one: next, index: at } of all.slice(index, index + ahead)) if (runs(next)) void prepare(at);
  // Said before it runs: whoever reads this knows which case was the last.
  tell({ index, problem: "it did not end" });
  try {
    const { cubin } = await prepare(index);
    compiled.delete(index);
    tell({ index, problem: difference(one, simulateCase(one), execute(device, one, cubin)) });
  } catch (error) {
    tell({ index, problem: (error as Error).message });
    process.exit(1);
  }
}
device.dispose();
