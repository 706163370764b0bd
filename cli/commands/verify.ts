// `cuica verify`: checks a kernel or an operator where it will run. A spec beside its file states its properties; a kernel without one is held
// to less: random calls must agree between the CPU back end and the simulator (or the GPU).
import { resolve } from "node:path";
import type { Constants, Spec } from "../../proptests/lib/spec.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnSimulator } from "../../runtime/executions.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { findSpec } from "../../runtime/specs.ts";
import { VerificationError, verifyKernel } from "../../runtime/verify.ts";
import { choiceOption, type Command, type Invocation, numberOption, type Result, UsageError } from "../command.ts";
import { compareExecutions, type OtherExecution } from "../compare-executions.ts";
import { type ChosenKernel, chooseKernel, constantHelp, constantOptions, kernelsOf, parseConstants } from "../kernel-argument.ts";

interface Request {
  readonly device: "cpu" | "gpu";
  readonly runs: number;
  readonly seed: number;
}
const placeOf = ({ device }: Request): string => (device === "cpu" ? "simulator" : "GPU");

const onDevice = async <T>(device: "cpu" | "gpu", work: (device: "cpu" | Device) => Promise<T>): Promise<T> => {
  if (device === "cpu") return work("cpu");
  using opened = Device.open();
  return await work(opened);
};

/** What was asked to be verified: a spec with the constants it is to be checked for (all of its own if null), or a kernel without a spec. */
type Subject =
  | { readonly kind: "spec"; readonly spec: Spec; readonly problem: Constants | undefined; readonly tuning: Constants | undefined }
  | { readonly kind: "kernel"; readonly chosen: ChosenKernel };

const given = (constants: Constants): Constants | undefined => (Object.keys(constants).length > 0 ? constants : undefined);
const subjectOf = async (invocation: Invocation): Promise<Subject> => {
  const [file = "", name] = invocation.positionals[0]!.split("#");
  const isKernel = name === undefined || kernelsOf(file).some((kernel) => kernel.name === name);
  if (isKernel) {
    const chosen = chooseKernel(invocation);
    const spec = await findSpec(chosen.file, chosen.kernel);
    if (!spec) return { kind: "kernel", chosen };
    return { kind: "spec", spec, problem: given(chosen.given.problem), tuning: given(chosen.given.tuning) && chosen.tuning };
  }
  // An operator has a spec of its own, and no kernel of its name.
  const spec = await findSpec(file, name);
  if (!spec || resolve(spec.file) !== resolve(file)) chooseKernel(invocation);
  if (invocation.values["constants"] !== undefined)
    throw new UsageError(`${name} is an operator: give its constants with --problem and --tuning`);
  return {
    kind: "spec",
    spec: spec!,
    problem: given(parseConstants(invocation, "problem")),
    tuning: given(parseConstants(invocation, "tuning")),
  };
};

const checkSpec = async (
  { spec, problem, tuning }: Subject & { readonly kind: "spec" },
  request: Request,
  invocation: Invocation,
): Promise<Result> => {
  const { device, runs, seed } = request;
  const about = { kernel: spec.name, device, spec: spec.name, problem: problem ?? null, tuning: tuning ?? null };
  try {
    const { runs: done, milliseconds } = await onDevice(device, (on) =>
      verifyKernel(spec, {
        device: on,
        runs,
        seed,
        problem,
        tuning,
        onProgress: (progress) =>
          invocation.progress(`${spec.name} ${JSON.stringify(progress.tuning)}: ${progress.done} of ${progress.runs} cases`),
      }),
    );
    const text = `${spec.name}: ${done} random cases keep its spec on the ${placeOf(request)} (${(milliseconds / 1000).toFixed(1)} s)`;
    return { exit: 0, text, data: { ...about, runs: done, passed: true, milliseconds } };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const { message, counterexample, replay } = error;
    return { exit: 1, text: message, data: { ...about, passed: false, message, counterexample, seed: error.seed, replay } };
  }
};

const compare = async ({ chosen }: Subject & { readonly kind: "kernel" }, request: Request, invocation: Invocation): Promise<Result> => {
  const { device, runs, seed } = request;
  const { file, kernel, problem, tuning } = chosen;
  const { runs: done, disagreement } = await onDevice(device, (on) => {
    const other: OtherExecution = (c, call, n) =>
      on === "cpu" ? runOnSimulator(c, call, { seed: n, target: "sm_80" }) : runOnGpu(on, c, call);
    const onRun = (n: number): void => invocation.progress(`${kernel}: ${n} of ${runs} random calls`);
    return compareExecutions({ file, kernel, problem, tuning }, other, { runs, seed, onRun });
  });
  const data = { kernel, device, spec: null, problem, tuning, runs: done, passed: disagreement === null };
  if (!disagreement) {
    const text = `${kernel}: ${done} random calls agree between the CPU back end and the ${placeOf(request)} (there is no spec beside this kernel; one would say more)`;
    return { exit: 0, text, data };
  }
  const call = [
    ...Object.entries(disagreement.shapes).map(([name, shape]) => `${name} [${shape.join(", ")}]`),
    ...Object.entries(disagreement.scalars).map(([name, value]) => `${name} = ${value}`),
  ];
  const constants = (["problem", "tuning"] as const).flatMap((group) =>
    given(chosen.given[group]) ? [` --${group} '${JSON.stringify(chosen.given[group])}'`] : [],
  );
  const replay = `npx cuica verify ${invocation.positionals[0]} --device ${device} --runs 1 --seed ${disagreement.seed}${constants.join("")}`;
  return {
    exit: 1,
    text: `${kernel}: ${disagreement.message}\n  with ${call.join(", ")}\n  again: ${replay}`,
    data: { ...data, ...disagreement, replay },
  };
};

export const verifyCommand: Command = {
  name: "verify",
  usage: "<file>[#kernel] [--device cpu|gpu] [--runs N] [--seed S] [constants]",
  summary: "random cases against the reference, on the simulator or the GPU",
  help: `  --device cpu        the simulator, which also finds races, missing waits and bad addresses (default)
  --device gpu        the GPU of this machine
  --runs <n>          random cases, of each tuning that the spec names (20)
  --seed <s>          of the cases (1)
${constantHelp}

Without constants, the cases go through problems and tunings of the spec's choice. An operator is named like a kernel: <file>#<operator>.
exit code: 0, 1 if a case fails, 2 without a GPU where one is asked for`,
  options: { device: { type: "string" }, runs: { type: "string" }, seed: { type: "string" }, ...constantOptions },
  positionals: [1, 1],
  run: async (invocation) => {
    const request: Request = {
      device: choiceOption(invocation, "device", ["cpu", "gpu"], "cpu"),
      runs: numberOption(invocation, "runs", 1, 20),
      seed: numberOption(invocation, "seed", 0, 1),
    };
    const subject = await subjectOf(invocation);
    return subject.kind === "spec" ? checkSpec(subject, request, invocation) : compare(subject, request, invocation);
  },
};
