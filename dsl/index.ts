// The language: everything that a kernel may import, and nothing else.
export type { Together } from "../codegen/emit/js/threads.ts";
export { silu, softplus } from "./activations.ts";
export { parallel, pipelined, role, serial, type Thread, threads, unrolled, work } from "./control.ts";
export { HostTensor } from "./host-tensor.ts";
export { type HostArguments, type Kernel, type KernelDefaults, kernel } from "./kernel.ts";
export { type NamedBarrier, namedBarrier } from "./named-barrier.ts";
export * from "./ops/functions.ts";
export { philox, uniformFloat } from "./random.ts";
export { type Ring, ring, type Slot } from "./ring.ts";
export { fragment, local, named, range, shared, transpose } from "./tiles.ts";
export { bf16, bool, type DType, f16, f32, f8e4m3, f8e5m2, i32, i64, i8, u32 } from "./types/scalars.ts";
export type { ConstantsOf, Dim, Fragment, Global, Lane, Local, Operand, Range, Shape, Shared, Static, View } from "./types/shapes.ts";
