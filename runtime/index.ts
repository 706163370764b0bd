// The package's entry: GPUs, tensors, kernels as functions, operators, verification and what a machine offers. Everything but a launch on a
// GPU works without one; importing this loads neither the compiler nor a native library.
// What is disposed of says so in its type, whatever `lib` a user has.
/// <reference lib="esnext.disposable" preserve="true" />

/** A GPU of this machine: `using device = Device.open()`. `gpuAvailable()` tells whether there is one, and `doctor()` why not. */
export { Device, type DeviceLimits, gpuAvailable } from "./cuda/device.ts";
/** Products of matrices by NVIDIA's library. */
export { type BoundProjection, CublasLt, type ProjectionCall } from "./cuda/cublaslt.ts";
/** Errors have a permanent code, say what failed and what to do; CudaError carries the driver's name of a status. */
export { CudaError, NvrtcError, RuntimeError, type RuntimeCode, runtimeCodes } from "./cuda/errors.ts";
/** What kernels say by `print`, and what is thrown where an `assert` does not hold or an element is not there. */
export { OutOfBounds } from "../codegen/ir/out-of-bounds.ts";
export { AssertionFailure, printTo } from "../codegen/ir/report.ts";
/** Queues of work, marks in them, and work that is recorded once and replayed. */
export { Event } from "./cuda/event.ts";
export { Graph } from "./cuda/graph.ts";
export { Stream } from "./cuda/stream.ts";
/** Tensors of a GPU and of the host, with any strides: `DeviceTensor.fromHost(device, HostTensor.fromNumbers("bf16", [2, 3], values))`. */
export { type AllocateOptions, DeviceTensor } from "./cuda/tensor.ts";
export { HostTensor, packNumbers, unpackNumbers } from "./host-tensor.ts";
/** Kernels as functions: `const add = await prepareKernel(device, vectorAdd); await add(x, y, z)`; "cpu" runs the CPU back end, "js" the kernel itself. */
export { type ArgumentsFor, type ConstantChoice, type GpuKernelFunction, type KernelFunction, prepareKernel } from "./prepare-kernel.ts";
export { type BoundLaunch, type DeviceCall, type KernelConfiguration, PreparedKernel, type PrepareOptions } from "./prepare.ts";
/** Operators: `const attend = await prepareOperator(attention({ dtype: "bf16", headDim: 128 }), device); const { output } = await attend.run({ tensors, scalars })`. */
export { type BoundOperator, type OperatorArguments, type PreparedOperator, prepareOperator } from "./operator.ts";
export type { OperatorPlan } from "../codegen/ir/plan.ts";
/** Verification by a spec, and the certificates that it leaves; CUICA_VERIFY sets the policy. */
export { type Certificate, type VerifyPolicy, verifyPolicy } from "./certificate.ts";
export { findSpec } from "./specs.ts";
export { type Verification, VerificationError, type VerifyOptions, verifyKernel } from "./verify.ts";
/** What this machine offers to kernels, what is missing, and how to get it. */
export { doctor, type DoctorReport, formatDoctor } from "./doctor.ts";
