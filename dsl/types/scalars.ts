// Scalar types: numbers that carry their element type for the type checker, and the dtype tokens, which are casts as well.
// Literals and operators stay usable: a tag is optional, so any number fits; two different tags do not.
import { roundTo } from "../../codegen/ir/numeric.ts";
import type { DType as DTypeName } from "../../codegen/ir/types.ts";

declare const element: unique symbol;
export type Flavour<N extends string> = number & { readonly [element]?: N | undefined };
export type f32 = Flavour<"f32">;
export type f16 = Flavour<"f16">;
export type bf16 = Flavour<"bf16">;
export type i32 = Flavour<"i32">;
export type u32 = Flavour<"u32">;

/** Names of the element types that tensors, tiles and scalars may have. */
export type NumberName = Exclude<DTypeName, "bool">;
/** An element type as a value; called, it converts a scalar to that type. */
export interface DType<in out T extends number> {
  (value: number | boolean): T;
  readonly dtype: NumberName;
  readonly [element]?: ((t: T) => T) | undefined;
}
const token = <T extends number>(name: NumberName): DType<T> =>
  Object.assign((value: number | boolean): T => roundTo(name, Number(value)) as T, { dtype: name });

export const f32: DType<f32> = token("f32");
export const f16: DType<f16> = token("f16");
export const bf16: DType<bf16> = token("bf16");
export const i32: DType<i32> = token("i32");
export const u32: DType<u32> = token("u32");

/** The tokens by name: a string constant that names a dtype stands for it, here and in the compiler. */
export const dtypes = { f32, f16, bf16, i32, u32 } as const;
