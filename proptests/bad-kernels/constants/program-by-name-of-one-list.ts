// The program is a constant, and takes tensors among the constants.
import { type f32, type Global, type i32, kernel, type Static, work } from "cuica/dsl";

const program = (_problem: Static<object>, _tuning: Static<{ warps: number }>, y: Global<f32, [i32]>) => {
  for (const [tile] of work([y.shape[0]])) y.write(1, tile);
};
export const programByNameOfOneList = kernel(import.meta.url, "programByNameOfOneList", program, { problem: {}, tuning: { warps: 4 } });
