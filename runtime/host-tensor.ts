// Host tensors as the run time uses them: the language's own class, and bulk conversion between numbers and stored bits.
import { bf16Bits, f16Bits, f16Value, type StorageArray, storageFor, toStorage } from "../codegen/ir/numeric.ts";
import { expectKind } from "../codegen/ir/runtime-error.ts";
import { type DType, isDType } from "../codegen/ir/types.ts";

export { contiguousStrides, HostTensor } from "../dsl/host-tensor.ts";

/** Numbers as a dtype's storage, each rounded once. For whole weight files: no bounds, no strides. */
export const packNumbers = (dtype: DType, values: ArrayLike<number>): StorageArray => {
  expectKind("packNumbers", "the dtype", dtype, isDType(dtype), "a dtype by its name");
  expectKind(
    "packNumbers",
    "what to pack",
    values,
    typeof values === "object" && values !== null && "length" in values,
    "an array of numbers",
  );
  const out = storageFor(dtype, values.length);
  switch (dtype) {
    case "bf16":
      for (let i = 0; i < out.length; i++) out[i] = bf16Bits(values[i]!);
      return out;
    case "f16":
      for (let i = 0; i < out.length; i++) out[i] = f16Bits(values[i]!);
      return out;
    case "f8e4m3":
    case "f8e5m2":
    case "i64":
      for (let i = 0; i < out.length; i++) out[i] = toStorage(dtype, values[i]!);
      return out;
    case "f32":
    case "i32":
    case "u32":
    case "i8":
    case "bool":
      out.set(values);
      return out;
    default:
      return dtype satisfies never;
  }
};

/** The numbers that stored bits stand for. Exact for every float type; integers beyond 2^24 need `HostTensor.toNumbers`. */
export const unpackNumbers = (dtype: "f32" | "bf16" | "f16", stored: StorageArray): Float32Array => {
  switch (dtype) {
    case "bf16": {
      const bits = new Uint32Array(stored.length);
      for (let i = 0; i < bits.length; i++) bits[i] = stored[i]! << 16;
      return new Float32Array(bits.buffer);
    }
    case "f16":
      return Float32Array.from(stored, f16Value);
    case "f32":
      return Float32Array.from(stored);
    default:
      return dtype satisfies never;
  }
};
