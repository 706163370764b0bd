// What atomics make of an element: the JS run and the simulator compute with this.
import type { DType } from "./types.ts";

export const atomicOperations = ["add", "min", "max", "and", "or", "xor", "exchange", "compareExchange"] as const;
export type AtomicOperation = (typeof atomicOperations)[number];

/** The new value of an element that was `old`, as its dtype stores it: integers wrap, but an i64, of which the caller makes sure that it is exact. `replacement` is compareExchange's, where the element equals `value`. */
export const atomicValue = (operation: AtomicOperation, dtype: DType, old: number, value: number, replacement: number): number => {
  const wrapped = (x: number): number => (dtype === "i32" ? x | 0 : dtype === "u32" ? x >>> 0 : dtype === "i64" ? x : Math.fround(x));
  switch (operation) {
    case "add":
      return wrapped(old + value);
    case "min":
      return Math.min(old, value);
    case "max":
      return Math.max(old, value);
    case "and":
      return wrapped(old & value);
    case "or":
      return wrapped(old | value);
    case "xor":
      return wrapped(old ^ value);
    case "exchange":
      return value;
    case "compareExchange":
      return old === value ? replacement : old;
    default:
      return operation satisfies never;
  }
};
