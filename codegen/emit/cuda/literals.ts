// C text of constants and names. Guarantees: a constant's text has its register type and exactly its value; names are C identifiers, one for
// each thing, as near to the TypeScript ones as C allows.
import type { RegisterType } from "../../ir/lowered.ts";

export const cType: Readonly<Record<RegisterType, string>> = { f32: "float", i32: "int", u32: "u32", i64: "i64", predicate: "bool" };

/** The shortest decimal that rounds to the f32. */
const decimal = (value: number): string => {
  if (Object.is(value, -0)) return "-0.0";
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
};
export const literal = (type: RegisterType, value: number): string => {
  switch (type) {
    case "f32": {
      if (Number.isNaN(value)) return "__int_as_float(0x7fffffff)";
      const rounded = Math.fround(value);
      if (!Number.isFinite(rounded)) return `__int_as_float(0x${rounded > 0 ? "7" : "f"}f800000)`;
      const text = decimal(rounded);
      return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
    }
    case "i32":
      return value === -(2 ** 31) ? "(-2147483647 - 1)" : String(value);
    case "u32":
      return `${value >>> 0}u`;
    case "i64":
      return `${value}ll`;
    case "predicate":
      return value ? "true" : "false";
    default:
      return type satisfies never;
  }
};

/** Names that the printed text uses itself, and words that C++ reserves. */
const reserved =
  "alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl const constexpr const_cast continue decltype default delete do double " +
  "dynamic_cast else enum explicit export extern false final float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr operator or " +
  "or_eq private protected public register reinterpret_cast return short signed sizeof static static_assert static_cast struct switch template this thread_local " +
  "throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq " +
  "u32 u64 i64 TensorMap shared_memory shared_base warp_index min max abs fminf fmaxf fabsf expf logf rsqrtf tanhf sinf cosf floorf ceilf rintf " +
  "threadIdx blockIdx gridDim blockDim warpSize main";

/** Gives each thing a C name of its own, in the order they are asked for. */
export class Names {
  private readonly taken = new Set(reserved.split(" "));
  private readonly known = new Map<unknown, string>();
  private readonly next = new Map<string, number>();

  constructor(helpers: readonly string[]) {
    for (const helper of helpers) this.taken.add(helper);
  }
  of(thing: unknown, wanted: string): string {
    const known = this.known.get(thing);
    if (known !== undefined) return known;
    // Leading digits and double underscores belong to the language and to its compiler; `r0` and the like are loop variables.
    const plain =
      wanted
        .replace(/[^A-Za-z0-9_]/g, "_")
        .replace(/__+/g, "_")
        .replace(/^(?=\d)|^(?=r\d+$)/, "v_") || "v";
    let name = plain;
    let n = this.next.get(plain) ?? 2;
    while (this.taken.has(name)) name = `${plain}_${n++}`;
    this.next.set(plain, n);
    this.taken.add(name);
    this.known.set(thing, name);
    return name;
  }
}
