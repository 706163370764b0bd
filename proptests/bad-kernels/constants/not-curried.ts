// Constants and tensors in one list.
import { type f32, type Global, type i32, kernel, work } from "cuica/dsl";

export const notCurried = kernel(import.meta.url, "notCurried", (y: Global<f32, [i32]>, scale: f32) => {
  for (const [tile] of work([y.shape[0]])) y.write(scale, tile);
});
