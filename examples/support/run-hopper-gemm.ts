// Runs the Hopper matrix product on the GPU, in a process of its own: its argument is a list of jobs as JSON, a line of JSON comes back for each.
// An element's error is measured in units of what rounding it to bf16 may cost, against a float64 sum.
import { emitCuda } from "../../codegen/emit/cuda.ts";
import { bf16Value } from "../../codegen/ir/numeric.ts";
import { Random } from "../../proptests/lib/random.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { Event } from "../../runtime/cuda/event.ts";
import { LaunchableKernel } from "../../runtime/cuda/kernel.ts";
import { compileCuda } from "../../runtime/cuda/nvrtc.ts";
import { DeviceTensor } from "../../runtime/cuda/tensor.ts";
import { TensorMap } from "../../runtime/cuda/tensor-map.ts";
import { HostTensor, packNumbers } from "../../runtime/host-tensor.ts";
import { gemmBoxes, type GemmOptions, hopperGemm, tileK, tileM } from "../hopper-gemm.ts";

export interface GemmJob {
  readonly options: Pick<GemmOptions, "n" | "stages" | "bMajor">;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Elements compared with the definition; all of them if 0. */
  readonly samples: number;
  /** Timed launches; 0 for none. */
  readonly launches: number;
}
export interface GemmOutcome {
  readonly worst: number;
  readonly teraflops: number | null;
  readonly unwritten: number;
}

const runJob = async (device: Device, { options, m, n, k, samples, launches }: GemmJob): Promise<GemmOutcome> => {
  const random = new Random(m + n + k);
  const matrix = (rows: number, columns: number): HostTensor =>
    new HostTensor(
      "bf16",
      [rows, columns],
      packNumbers(
        "bf16",
        Float32Array.from({ length: rows * columns }, () => random.normal()),
      ),
    );
  const a = matrix(m, k);
  const b = options.bMajor === "k" ? matrix(n, k) : matrix(k, n);
  using deviceA = DeviceTensor.fromHost(device, a);
  using deviceB = DeviceTensor.fromHost(device, b);
  using deviceC = DeviceTensor.allocate(device, "bf16", [m, n]);
  deviceC.poison();
  const boxes = gemmBoxes(options);
  const map = ({ pointer }: DeviceTensor, name: "a" | "b" | "c", shape: readonly number[], strides: readonly number[]): TensorMap =>
    TensorMap.encode({ dtype: "bf16", pointer, shape, strides, box: boxes[name].toReversed(), swizzle: 128 });
  const [tilesM, tilesN] = [Math.ceil(m / tileM), Math.ceil(n / options.n)];
  const values = [
    map(deviceA, "a", [m, k], [k, 1]),
    options.bMajor === "k" ? map(deviceB, "b", [n, k], [k, 1]) : map(deviceB, "b", [n / 64, k, 64], [64, n, 1]),
    map(deviceC, "c", [n / 64, m, 64], [64, n, 1]),
    Math.ceil(k / tileK),
    tilesM,
    tilesM * tilesN,
  ];
  const program = hopperGemm(options);
  const { cubin } = await compileCuda(emitCuda(program, { target: "sm_90a", lineDirectives: false }), "hopper_gemm.cu", {
    architecture: "sm_90a",
  });
  using kernel = LaunchableKernel.load(device, {
    cubin,
    entry: program.name,
    parameters: program.parameters,
    threads: program.threads,
    sharedBytes: program.sharedBytes,
  });
  const grid = Math.min(tilesM * tilesN, device.limits.multiprocessors);
  const launch = (): void => kernel.launch(device.stream, [grid, 1, 1], values);
  launch();
  const c = deviceC.toHost();

  let teraflops: number | null = null;
  if (launches > 0) {
    using start = Event.create(device);
    using end = Event.create(device);
    for (let n = 0; n < 10; n++) launch();
    start.record(device.stream);
    for (let n = 0; n < launches; n++) launch();
    end.record(device.stream).synchronize();
    teraflops = (2 * m * n * k * launches) / end.millisecondsSince(start) / 1e9;
  }

  let worst = 0;
  let unwritten = 0;
  const compare = (row: number, column: number): void => {
    let sum = 0;
    for (let depth = 0; depth < k; depth++)
      sum += bf16Value(a.data[row * k + depth]!) * bf16Value(b.data[options.bMajor === "k" ? column * k + depth : depth * n + column]!);
    const value = bf16Value(c.data[row * n + column]!);
    if (Number.isNaN(value)) unwritten += 1;
    // The unit of error: half a bf16 ulp at most (8 bits of significand), and what f32 sums may lose.
    else worst = Math.max(worst, Math.abs(value - sum) / (2 ** -8 * Math.abs(sum) + 2 ** -18 * Math.sqrt(k)));
  };
  if (samples === 0) for (let place = 0; place < m * n; place++) compare(Math.floor(place / n), place % n);
  for (let sample = 0; sample < samples; sample++) compare(random.integer(0, m - 1), random.integer(0, n - 1));
  return { worst, teraflops, unwritten };
};

using device = Device.open();
for (const job of JSON.parse(process.argv[2] ?? "[]") as GemmJob[]) process.stdout.write(`${JSON.stringify(await runJob(device, job))}\n`);
