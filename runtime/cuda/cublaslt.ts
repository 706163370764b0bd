// cuBLASLt for plain dense projections: y = x W^T, or y += x W^T, of row-major matrices. The library is found and bound at the first use; what it proposes for a
// shape is asked for once. Every status is checked, and everything that is created is destroyed.
import type { DType } from "../../codegen/ir/types.ts";
import type { Device } from "./device.ts";
import { openLibrary } from "./discover.ts";
import { RuntimeError } from "./errors.ts";
import { Resource } from "./resource.ts";
import type { Stream } from "./stream.ts";
import { DeviceTensor } from "./tensor.ts";

/** Numbers of cublasLt.h and library_types.h. */
const dataTypes = { f32: 0, f16: 2, bf16: 14 } as const;
type MatrixType = keyof typeof dataTypes;
const compute = { f32: 68, tf32: 77 } as const;
const descriptor = { transposeA: 3 } as const;
const preference = { workspaceBytes: 1, alignmentA: 5, alignmentB: 6, alignmentC: 7, alignmentD: 8 } as const;
const transposed = 1;
/** cublasLtMatmulHeuristicResult_t: the algorithm, then the bytes of workspace, a status, a number of waves and what is reserved. */
const result = { algorithmBytes: 64, workspaceAt: 64, stateAt: 72, bytes: 96 } as const;
const statuses: Readonly<Record<number, string>> = {
  1: "CUBLAS_STATUS_NOT_INITIALIZED",
  3: "CUBLAS_STATUS_ALLOC_FAILED",
  7: "CUBLAS_STATUS_INVALID_VALUE",
  8: "CUBLAS_STATUS_ARCH_MISMATCH",
  13: "CUBLAS_STATUS_EXECUTION_FAILED",
  14: "CUBLAS_STATUS_INTERNAL_ERROR",
  15: "CUBLAS_STATUS_NOT_SUPPORTED",
};

const prototypes = {
  cublasLtCreate: ["void *"],
  cublasLtDestroy: ["uint64_t"],
  cublasLtMatmulDescCreate: ["void *", "int", "int"],
  cublasLtMatmulDescSetAttribute: ["uint64_t", "int", "void *", "uint64_t"],
  cublasLtMatmulDescDestroy: ["uint64_t"],
  cublasLtMatrixLayoutCreate: ["void *", "int", "uint64_t", "uint64_t", "int64_t"],
  cublasLtMatrixLayoutDestroy: ["uint64_t"],
  cublasLtMatmulPreferenceCreate: ["void *"],
  cublasLtMatmulPreferenceSetAttribute: ["uint64_t", "int", "void *", "uint64_t"],
  cublasLtMatmulPreferenceDestroy: ["uint64_t"],
  /** handle, product, layouts of A, B, C and D, preference, results wanted, results, results found */
  cublasLtMatmulAlgoGetHeuristic: [...Array(7).fill("uint64_t"), "int", "void *", "void *"] as string[],
  /** handle, product, alpha, A and its layout, B, beta, C, D, algorithm, workspace, its bytes, stream */
  cublasLtMatmul: [
    ...["uint64_t", "uint64_t", "void *", "uint64_t", "uint64_t", "uint64_t", "uint64_t", "void *"],
    ...["uint64_t", "uint64_t", "uint64_t", "uint64_t", "void *", "uint64_t", "uint64_t", "uint64_t"],
  ],
} as const satisfies Record<string, readonly string[]>;
type Name = keyof typeof prototypes;

const bound = new Map<Name, (...values: unknown[]) => number>();
const call = (name: Name, ...values: unknown[]): void => {
  let native = bound.get(name);
  if (!native) {
    native = openLibrary("cublasLt").func(name, "int", [...prototypes[name]]) as (...values: unknown[]) => number;
    bound.set(name, native);
  }
  const status = native(...values);
  if (status !== 0)
    throw new RuntimeError(
      "CUI3018",
      `${name} failed: ${statuses[status] ?? `status ${status}`}`,
      "check that cuBLASLt and the driver are of one CUDA release; runs without it use the kernels of kernels/projection",
    );
};
const created = (name: Name, ...values: unknown[]): bigint => {
  const out = new BigUint64Array(1);
  call(name, out, ...values);
  return out[0]!;
};

/** A choice of the library for one shape. */
class Product extends Resource {
  readonly layouts: readonly [weight: bigint, x: bigint, y: bigint];
  readonly algorithm: Uint8Array;
  readonly workspaceBytes: number;

  constructor(device: Device, handle: bigint, shape: ProductShape, workspaceBytes: number) {
    const { dtype, outputDtype, rows, inner, outputs, pitches, alignments, allowsTf32 } = shape;
    // Rows of ours are columns of the library's: y^T = W x^T, with W^T as it lies in memory.
    const made: (readonly [destroy: Name, handle: bigint])[] = [];
    const keep = (destroy: Name, value: bigint): bigint => {
      made.push([destroy, value]);
      return value;
    };
    try {
      const layout = (type: MatrixType, height: number, width: number, pitch: number): bigint =>
        keep("cublasLtMatrixLayoutDestroy", created("cublasLtMatrixLayoutCreate", dataTypes[type], height, width, pitch));
      const product = created("cublasLtMatmulDescCreate", compute[allowsTf32 && dtype === "f32" ? "tf32" : "f32"], dataTypes.f32);
      keep("cublasLtMatmulDescDestroy", product);
      call("cublasLtMatmulDescSetAttribute", product, descriptor.transposeA, new Int32Array([transposed]), 4);
      const layouts = [
        layout(dtype, inner, outputs, pitches.weight),
        layout(dtype, inner, rows, pitches.x),
        layout(outputDtype, outputs, rows, pitches.y),
      ] as const;
      const wanted = created("cublasLtMatmulPreferenceCreate");
      const results = new Uint8Array(result.bytes);
      const found = new Int32Array(1);
      try {
        const prefer = (which: number, value: BigUint64Array | Uint32Array): void =>
          call("cublasLtMatmulPreferenceSetAttribute", wanted, which, value, value.byteLength);
        prefer(preference.workspaceBytes, new BigUint64Array([BigInt(workspaceBytes)]));
        prefer(preference.alignmentA, new Uint32Array([alignments.weight]));
        prefer(preference.alignmentB, new Uint32Array([alignments.x]));
        for (const which of [preference.alignmentC, preference.alignmentD]) prefer(which, new Uint32Array([alignments.y]));
        const [weight, x, y] = layouts;
        call("cublasLtMatmulAlgoGetHeuristic", handle, product, weight, x, y, y, wanted, 1, results, found);
      } finally {
        call("cublasLtMatmulPreferenceDestroy", wanted);
      }
      const view = new DataView(results.buffer);
      if (found[0] === 0 || view.getInt32(result.stateAt, true) !== 0)
        throw new RuntimeError(
          "CUI3028",
          `cuBLASLt has no algorithm for a product of ${dtype} [${rows}, ${inner}] and [${outputs}, ${inner}] into ${outputDtype}`,
          "use the kernels of kernels/projection, which take any shape",
        );
      super(device, `product of cuBLASLt, ${dtype} [${rows}, ${inner}] x [${outputs}, ${inner}]`, product);
      this.layouts = layouts;
      this.algorithm = results.slice(0, result.algorithmBytes);
      this.workspaceBytes = Number(view.getBigUint64(result.workspaceAt, true));
    } catch (error) {
      for (const [destroy, value] of made) call(destroy, value);
      throw error;
    }
  }
  protected override release(product: bigint): void {
    call("cublasLtMatmulDescDestroy", product);
    for (const layout of this.layouts) call("cublasLtMatrixLayoutDestroy", layout);
  }
}
interface ProductShape {
  readonly dtype: MatrixType;
  readonly outputDtype: MatrixType;
  readonly rows: number;
  readonly inner: number;
  readonly outputs: number;
  /** Elements from row to row. */
  readonly pitches: Readonly<Record<"x" | "weight" | "y", number>>;
  /** Bytes that divide the addresses: powers of two up to 256. */
  readonly alignments: Readonly<Record<"x" | "weight" | "y", number>>;
  readonly allowsTf32: boolean;
}

export interface ProjectionCall {
  /** [row, inner] */
  readonly x: DeviceTensor;
  /** [output, inner], of x's dtype */
  readonly weight: DeviceTensor;
  /** [row, output]: of x's dtype, or f32 */
  readonly y: DeviceTensor;
  /** y += x W^T. */
  readonly addsTo?: boolean;
  /** Products of f32 may be rounded to tf32. */
  readonly allowsTf32?: boolean;
}
/** A projection with all arguments fixed, that runs any number of times, also inside a graph's capture. */
export interface BoundProjection {
  launch(stream?: Stream): void;
}

const isMatrixType = (dtype: DType): dtype is MatrixType => Object.hasOwn(dataTypes, dtype);
const refuse = (text: string, help: string): never => {
  throw new RuntimeError("CUI3007", `projection by cuBLASLt: ${text}`, help);
};
const checkMatrix = (name: string, { dtype, shape, strides, device }: DeviceTensor, expected: Device): MatrixType => {
  if (device !== expected) refuse(`${name} is of another device`, "put all of a call's tensors on the device of the library");
  if (!isMatrixType(dtype)) return refuse(`${name} is ${dtype}`, "matrices are f32, bf16 or f16");
  if (shape.length !== 2) refuse(`${name} has shape [${shape}]`, "matrices have two axes");
  if ((strides[1] !== 1 && shape[1] !== 1) || (shape[0]! > 1 && strides[0]! < shape[1]!))
    refuse(`${name} has strides [${strides}]`, "rows lie in one piece, one behind the other");
  return dtype;
};

/** Bytes that the library may use beside its matrices: what NVIDIA recommends for Hopper. */
const workspaceBytes = 32 * 1024 * 1024;

/**
 * A handle of cuBLASLt on a device. Projections of one handle share a workspace: launch them on one stream, or in order of each other.
 */
export class CublasLt extends Resource {
  readonly #device: Device;
  readonly #workspace: DeviceTensor;
  readonly #products = new Map<string, Product>();

  private constructor(device: Device, workspace: DeviceTensor, handle: bigint) {
    super(device, "handle of cuBLASLt", handle);
    this.#device = device;
    this.#workspace = workspace;
  }
  static open(device: Device): CublasLt {
    device.makeCurrent();
    const handle = created("cublasLtCreate");
    try {
      return new CublasLt(device, DeviceTensor.allocate(device, "i8", [workspaceBytes]), handle);
    } catch (error) {
      call("cublasLtDestroy", handle);
      throw error;
    }
  }
  /** Checks a call, and asks the library how to do it unless it was asked before. */
  project({ x, weight, y, addsTo = false, allowsTf32 = false }: ProjectionCall): BoundProjection {
    const [dtype, weightDtype, outputDtype] = [["x", x] as const, ["weight", weight] as const, ["y", y] as const].map(([name, tensor]) =>
      checkMatrix(name, tensor, this.#device),
    ) as [MatrixType, MatrixType, MatrixType];
    const [[rows, inner], [outputs]] = [x.shape, weight.shape] as [[number, number], [number, number]];
    if (weightDtype !== dtype) refuse(`weight is ${weightDtype}, and x ${dtype}`, "both are of one dtype");
    if (outputDtype !== dtype && outputDtype !== "f32") refuse(`y is ${outputDtype}, and x ${dtype}`, "y is of x's dtype, or f32");
    if (weight.shape[1] !== inner || y.shape[0] !== rows || y.shape[1] !== outputs)
      refuse(`x [${x.shape}], weight [${weight.shape}] and y [${y.shape}]`, "x is [row, inner], weight [output, inner], y [row, output]");
    // Nothing to write; and of nothing to sum, kernels/projection makes zeros.
    if (rows * outputs === 0) return { launch: () => {} };
    if (inner === 0) refuse("the inner extent is 0", "use kernels/projection");
    const pitch = ({ shape, strides }: DeviceTensor): number => (shape[0] === 1 ? shape[1]! : strides[0]!);
    const alignment = ({ pointer }: DeviceTensor): number => Number((pointer & -pointer) % 256n || 256n);
    const shape: ProductShape = {
      ...{ dtype, outputDtype, rows, inner, outputs, allowsTf32 },
      pitches: { x: pitch(x), weight: pitch(weight), y: pitch(y) },
      alignments: { x: alignment(x), weight: alignment(weight), y: alignment(y) },
    };
    const key = JSON.stringify(shape);
    let product = this.#products.get(key);
    if (!product) {
      this.#device.makeCurrent();
      product = new Product(this.#device, this.handle, shape, workspaceBytes);
      this.#products.set(key, product);
    }
    const chosen = product;
    const [one, before] = [new Float32Array([1]), new Float32Array([addsTo ? 1 : 0])];
    const launch = (stream: Stream = this.#device.stream): void => {
      for (const tensor of [x, weight, y, this.#workspace]) tensor.usedBy(stream);
      stream.uses(this);
      stream.uses(chosen);
      this.#device.makeCurrent();
      const [weightLayout, xLayout, yLayout] = chosen.layouts;
      const matrices = [one, weight.pointer, weightLayout, x.pointer, xLayout, before, y.pointer, yLayout, y.pointer, yLayout];
      const { pointer } = this.#workspace;
      call("cublasLtMatmul", this.handle, chosen.handle, ...matrices, chosen.algorithm, pointer, chosen.workspaceBytes, stream.handle);
    };
    return { launch };
  }
  override dispose(): void {
    if (!this.disposed) {
      for (const product of this.#products.values()) product.dispose();
      this.#products.clear();
      this.#workspace.dispose();
    }
    super.dispose();
  }
  protected override release(handle: bigint): void {
    call("cublasLtDestroy", handle);
  }
}
