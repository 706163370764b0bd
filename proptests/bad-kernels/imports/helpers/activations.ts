// Activations that kernels import.
import { type f32, max } from "cuica/dsl";

export const relu = (v: f32): f32 => max(v, 0);
