// Where the examples run: on this machine's GPU if there is one, else on the CPU back end. Both take the same call and write its outputs in
// place, so that a program need not care.
import { Device, gpuAvailable } from "../../runtime/cuda/device.ts";
import { type KernelCall, type KernelConfiguration, runOnCpu } from "../../runtime/executions.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";

export const runHere = async (configuration: KernelConfiguration, call: KernelCall): Promise<string> => {
  if (!gpuAvailable()) {
    runOnCpu(configuration, call);
    return "CPU back end";
  }
  using device = Device.open();
  await runOnGpu(device, configuration, call);
  return device.name;
};

/** Ends the program with code 1 unless every value is within `tolerance` of the expected one, relative to 1 or more; says how it went. */
export const report = (
  what: string,
  where: string,
  actual: ArrayLike<number>,
  expected: (n: number) => number,
  tolerance: number,
): void => {
  let worst = 0;
  for (let n = 0; n < actual.length; n++) {
    const wanted = expected(n);
    const error = Math.abs(actual[n]! - wanted) / Math.max(1, Math.abs(wanted));
    // NaN is the worst of all: an element that nobody wrote.
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  const right = actual.length > 0 && worst <= tolerance;
  console.log(
    `${what} on the ${where}: ${actual.length} values, largest error ${worst.toExponential(1)} ${right ? "(right)" : `(WRONG: ${tolerance} is allowed)`}`,
  );
  if (!right) process.exitCode = 1;
};
