// Tensor maps: what the TMA unit needs to know of a tensor and of the boxes that are copied from it. Whatever the hardware does not
// allow is refused here with its reason, before the driver's bare "invalid value".
import koffi from "koffi";
import { byteSize, type DType } from "../../codegen/ir/types.ts";
import { driver } from "./driver.ts";
import { RuntimeError } from "./errors.ts";

const mapBytes = 128;
const mapAlignment = 64;
/** Numbers of CUtensorMapDataType. */
const dataType: Readonly<Record<DType, number>> = { bool: 0, i8: 0, f8e4m3: 0, f8e5m2: 0, u32: 2, i32: 3, i64: 5, f16: 6, f32: 7, bf16: 9 };
/** CUtensorMapSwizzle, by the bytes of its span. */
const swizzleNumber = { 0: 0, 32: 1, 64: 2, 128: 3 } as const;
export type SwizzleBytes = keyof typeof swizzleNumber;
const promoteTo128Bytes = 2;

export interface TensorMapRequest {
  readonly dtype: DType;
  /** Address of the element at index 0. */
  readonly pointer: bigint;
  /** Extents and strides (in elements), outermost axis first, as tensors have them; the last axis has stride 1. */
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Elements of one copy along each axis. */
  readonly box: readonly number[];
  readonly swizzle: SwizzleBytes;
}

/** Why the hardware does not allow a map; null if it does. */
export const tensorMapProblem = ({ dtype, pointer, shape, strides, box, swizzle }: TensorMapRequest): string | null => {
  const rank = shape.length;
  const bytes = byteSize[dtype];
  if (rank < 1 || rank > 5) return `rank ${rank} is outside 1 to 5`;
  if (strides.length !== rank || box.length !== rank) return `${strides.length} strides and ${box.length} box extents for rank ${rank}`;
  if (pointer % 16n !== 0n) return `the address 0x${pointer.toString(16)} is not a multiple of 16`;
  if (!shape.every((extent) => Number.isInteger(extent) && extent >= 1 && extent <= 2 ** 32))
    return `an extent of [${shape}] is outside 1 to 2^32`;
  if (!box.every((extent) => Number.isInteger(extent) && extent >= 1 && extent <= 256))
    return `a box extent of [${box}] is outside 1 to 256`;
  if (strides[rank - 1] !== 1) return `the last axis has stride ${strides[rank - 1]}, not 1`;
  const outer = strides.slice(0, -1).find((stride) => (stride * bytes) % 16 !== 0 || stride <= 0 || stride * bytes >= 2 ** 40);
  if (outer !== undefined) return `a stride of ${outer * bytes} bytes is not a multiple of 16 from 16 to 2^40`;
  const inner = box[rank - 1]! * bytes;
  if (inner % 16 !== 0) return `${inner} bytes of the box's last axis are not a multiple of 16`;
  if (swizzle !== 0 && inner > swizzle) return `${inner} bytes of the box's last axis exceed the swizzle span of ${swizzle}`;
  return null;
};

export class TensorMap {
  /** The 128 bytes that a launch copies. */
  readonly bytes: Uint8Array;
  readonly address: bigint;

  private constructor(bytes: Uint8Array, address: bigint) {
    this.bytes = bytes;
    this.address = address;
  }
  /** Elements outside the tensor read as zero and are not written. */
  static encode(request: TensorMapRequest): TensorMap {
    const problem = tensorMapProblem(request);
    if (problem !== null) {
      throw new RuntimeError(
        "CUI3011",
        `no tensor map describes a ${request.dtype} tensor of shape [${request.shape}] and strides [${request.strides}]: ${problem}`,
        "use the kernel's generic class for this tensor, or pass an aligned copy",
      );
    }
    const { dtype, pointer, shape, strides, box, swizzle } = request;
    const room = new ArrayBuffer(mapBytes + mapAlignment);
    const base = koffi.address(room);
    const shift = Number((BigInt(mapAlignment) - (base % BigInt(mapAlignment))) % BigInt(mapAlignment));
    const bytes = new Uint8Array(room, shift, mapBytes);
    const extents = BigUint64Array.from(shape.toReversed(), BigInt);
    // The innermost stride is implied. A map of rank 1 has none, but the driver wants an array.
    const outer = BigUint64Array.from(
      [
        ...strides
          .slice(0, -1)
          .toReversed()
          .map((stride) => stride * byteSize[dtype]),
        0,
      ],
      BigInt,
    );
    const steps = new Uint32Array(shape.length).fill(1);
    const rank = shape.length;
    driver.cuTensorMapEncodeTiled(
      bytes,
      dataType[dtype],
      rank,
      pointer,
      extents,
      outer,
      Uint32Array.from(box.toReversed()),
      steps,
      0,
      swizzleNumber[swizzle],
      promoteTo128Bytes,
      0,
    );
    return new TensorMap(bytes, base + BigInt(shift));
  }
}
