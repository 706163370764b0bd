// Errors of the CUDA libraries, over those that all of the run time has: each has a permanent code, says what failed, and what to do about it.
import { expectKind, RuntimeError } from "../../codegen/ir/runtime-error.ts";

export { type RuntimeCode, RuntimeError, runtimeCodes } from "../../codegen/ir/runtime-error.ts";

/** After these the context of the process is lost: every later call fails with the same status. */
const stickyErrors: ReadonlySet<string> = new Set([
  "CUDA_ERROR_ILLEGAL_ADDRESS",
  "CUDA_ERROR_MISALIGNED_ADDRESS",
  "CUDA_ERROR_ILLEGAL_INSTRUCTION",
  "CUDA_ERROR_INVALID_ADDRESS_SPACE",
  "CUDA_ERROR_INVALID_PC",
  "CUDA_ERROR_LAUNCH_FAILED",
  "CUDA_ERROR_LAUNCH_TIMEOUT",
  "CUDA_ERROR_HARDWARE_STACK_ERROR",
  "CUDA_ERROR_ASSERT",
  "CUDA_ERROR_ECC_UNCORRECTABLE",
]);
const faultHelp =
  "a kernel made a bad access; this process can no longer use the GPU. Run again with CUICA_DEBUG=1 to learn which launch it was, " +
  "then run that kernel in the simulator, or the program under compute-sanitizer";
const helpByName: Readonly<Record<string, string>> = {
  CUDA_ERROR_OUT_OF_MEMORY:
    "dispose of tensors that are no longer needed (CUICA_DEBUG=1 lists those alive at exit), or use smaller batches",
  CUDA_ERROR_NO_DEVICE:
    "no NVIDIA GPU is visible: check nvidia-smi, CUDA_VISIBLE_DEVICES and, in a container, that GPUs are passed through",
  CUDA_ERROR_INVALID_DEVICE: "the device index is outside the visible devices: check CUDA_VISIBLE_DEVICES",
  CUDA_ERROR_NO_BINARY_FOR_GPU: "the cubin was compiled for another architecture: compile with the architecture of the opened device",
  CUDA_ERROR_INVALID_IMAGE: "the cubin is damaged, or newer than the driver: compile again, or update the driver",
  CUDA_ERROR_UNSUPPORTED_PTX_VERSION: "NVRTC is newer than the driver: update the driver, or point CUICA_NVRTC to an older libnvrtc",
  CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES:
    "the block needs more registers than the device has for its threads: use fewer threads or smaller tiles",
  CUDA_ERROR_INVALID_CONTEXT: "open a Device in this thread first, and keep it open while its resources are used",
  CUDA_ERROR_SYSTEM_DRIVER_MISMATCH: "the driver's kernel module and libcuda differ in version: reboot, or reload the module",
  CUDA_ERROR_ILLEGAL_ADDRESS: faultHelp,
  CUDA_ERROR_MISALIGNED_ADDRESS: faultHelp,
  CUDA_ERROR_ILLEGAL_INSTRUCTION: faultHelp,
  CUDA_ERROR_LAUNCH_FAILED: faultHelp,
  CUDA_ERROR_LAUNCH_TIMEOUT: "a kernel ran longer than the display allows, or never ends; this process can no longer use the GPU",
  CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED: "the call cannot be captured into a graph: make it before or after the capture",
  CUDA_ERROR_STREAM_CAPTURE_INVALIDATED: "an earlier call broke the capture: allocate, load modules and synchronize before the capture",
};

/** A call of the driver API that did not succeed. */
export class CudaError extends RuntimeError {
  override readonly name = "CudaError";
  readonly status: number;
  /** The driver's name of the status, as CUDA_ERROR_OUT_OF_MEMORY. */
  readonly driverName: string;
  /** What was called; for a fault found later, what was waited for. */
  readonly call: string;

  constructor(call: string, status: number, driverName: string, driverText: string) {
    super(
      "CUI3004",
      `${call} failed: ${driverName} (${driverText})`,
      helpByName[driverName] ?? `look up ${driverName} in the CUDA driver API's documentation`,
    );
    this.call = call;
    this.status = status;
    this.driverName = driverName;
  }
  /** The context is lost, and nothing but a new process helps. */
  get sticky(): boolean {
    return stickyErrors.has(this.driverName);
  }
}

/** One complaint of NVRTC; `file` and `line` follow the program's #line directives. */
export interface NvrtcMessage {
  readonly file: string;
  readonly line: number;
  readonly severity: "error" | "warning";
  readonly text: string;
}

/** A CUDA program that NVRTC or its assembler refused. */
export class NvrtcError extends RuntimeError {
  override readonly name = "NvrtcError";
  readonly log: string;
  readonly messages: readonly NvrtcMessage[];

  constructor(program: string, log: string, messages: readonly NvrtcMessage[]) {
    super(
      "CUI3002",
      `NVRTC refused "${program}":\n${log.trim()}`,
      "if the CUDA was printed from a kernel this is a defect of the compiler: report it with the kernel and its constants",
    );
    this.log = log;
    this.messages = messages;
  }
}

/** Whether a value is a Device, of which this file knows no more. */
export const isDevice = (value: unknown): boolean => typeof value === "object" && value !== null && "makeCurrent" in value;
export const checkDevice = (callee: string, device: unknown): void =>
  expectKind(callee, "the device", device, isDevice(device), "a Device: Device.open()");
