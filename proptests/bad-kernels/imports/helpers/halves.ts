// A helper with a mistake of its own.
import type { i32 } from "cuica/dsl";

export const middle = (v: i32): i32 => v / 2;
