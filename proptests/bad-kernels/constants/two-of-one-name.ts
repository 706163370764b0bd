// Two kernels of one name in a file.
import { type f32, type Global, type i32, kernel, work } from "cuica/dsl";

export const first = kernel(import.meta.url, "twoOfOneName", () => (y: Global<f32, [i32]>) => {
  for (const [tile] of work([y.shape[0]])) y.write(1, tile);
});

export const second = kernel(import.meta.url, "twoOfOneName", () => (y: Global<f32, [i32]>) => {
  for (const [tile] of work([y.shape[0]])) y.write(2, tile);
});
