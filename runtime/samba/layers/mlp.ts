// SwiGLU (Shazeer, "GLU Variants Improve Transformer", 2020): w3 (silu(w1 x) * w2 x), w1 and w2 as one product.
import { swiglu } from "../../../kernels/activation/operator.ts";
import type { FloatName } from "../place.ts";
import type { BuiltLayer, LayerParameters } from "./layer.ts";

export const mlpLayer = (hidden: number, dtype: FloatName, parameters: LayerParameters): BuiltLayer => {
  const both = parameters.linear(["swiglu.w1", "swiglu.w2"]);
  const output = parameters.linear(["swiglu.w3"]);
  return {
    states: () => ({}),
    build: async (pass, _sequences, x) => {
      const y = pass.scratch("inner", [pass.rows, hidden]);
      if (pass.rows === 1 && both.bias === null) await pass.projectSwiglu(x, both.weight, y);
      else {
        const a = pass.scratch("wide", [pass.rows, 2 * hidden]);
        await pass.project(x, both, a);
        await pass.call(swiglu({ dtype, packed: true }), { tensors: { a }, scalars: {}, outputs: { y } });
      }
      await pass.projectOnto(x.residual, y, output);
    },
  };
};
