// `cuica verify`: checks a kernel where it will run. A spec beside the kernel states its properties; without one, random calls must agree
// between the CPU back end and the simulator (or the GPU).
import { Device } from "../../runtime/cuda/device.ts";
import { runOnSimulator } from "../../runtime/executions.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { choiceOption, type Command, type Invocation, numberOption, type Result } from "../command.ts";
import { compareExecutions, type OtherExecution } from "../compare-executions.ts";
import { type ChosenKernel, chooseKernel, constantHelp, constantOptions } from "../kernel-argument.ts";

const onDevice = async <T>(device: "cpu" | "gpu", work: (device: "cpu" | Device) => Promise<T>): Promise<T> => {
  if (device === "cpu") return work("cpu");
  using opened = Device.open();
  return await work(opened);
};

const compare = async (
  chosen: ChosenKernel,
  device: "cpu" | "gpu",
  runs: number,
  seed: number,
  invocation: Invocation,
): Promise<Result> => {
  const configuration = { file: chosen.file, kernel: chosen.kernel, problem: chosen.problem, tuning: chosen.tuning };
  const where = device === "cpu" ? "simulator" : "GPU";
  const { runs: done, disagreement } = await onDevice(device, (on) => {
    const other: OtherExecution = (c, call, n) =>
      on === "cpu" ? runOnSimulator(c, call, { seed: n, target: "sm_80" }) : runOnGpu(on, c, call);
    return compareExecutions(configuration, other, {
      runs,
      seed,
      onRun: (n) => invocation.progress(`${chosen.kernel}: ${n} of ${runs} random calls`),
    });
  });
  const data = {
    kernel: chosen.kernel,
    device,
    spec: null,
    problem: chosen.problem,
    tuning: chosen.tuning,
    runs: done,
    passed: disagreement === null,
    disagreement,
  };
  if (!disagreement) {
    const text = `${chosen.kernel}: ${done} random calls agree between the CPU back end and the ${where} (there is no spec beside this kernel; one would say more)`;
    return { exit: 0, text, data };
  }
  const call = [
    ...Object.entries(disagreement.shapes).map(([name, shape]) => `${name} [${shape.join(", ")}]`),
    ...Object.entries(disagreement.scalars).map(([name, v]) => `${name} = ${v}`),
  ];
  const again = `cuica verify ${invocation.positionals[0]} --device ${device} --runs 1 --seed ${disagreement.seed}`;
  return {
    exit: 1,
    text: `${chosen.kernel}: ${disagreement.message}\n  with ${call.join(", ")}\n  again: ${again}`,
    data: { ...data, replay: again },
  };
};

export const verifyCommand: Command = {
  name: "verify",
  usage: "<file>[#kernel] [--device cpu|gpu] [--runs N] [--seed S] [constants]",
  summary: "random cases against the reference, on the simulator or the GPU",
  help: `  --device cpu        the simulator, which also finds races, missing waits and bad addresses (default)
  --device gpu        the GPU of this machine
  --runs <n>          random cases (20)
  --seed <s>          of the cases (1)
${constantHelp}

exit code: 0, 1 if a case fails, 2 without a GPU where one is asked for`,
  options: { device: { type: "string" }, runs: { type: "string" }, seed: { type: "string" }, ...constantOptions },
  positionals: [1, 1],
  run: async (invocation) => {
    const device = choiceOption(invocation, "device", ["cpu", "gpu"], "cpu");
    const runs = numberOption(invocation, "runs", 1, 20);
    const seed = numberOption(invocation, "seed", 0, 1);
    return await compare(chooseKernel(invocation), device, runs, seed, invocation);
  },
};
