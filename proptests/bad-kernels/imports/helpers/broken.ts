// A helper that does not parse.
import type { f32 } from "cuica/dsl";

export const broken = (v: f32): f32 => v + ;
