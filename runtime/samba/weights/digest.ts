// What tells one model's weights from another's, cheaply: a digest of the name, the shape and some values of each parameter. The same values
// stored in another dtype, or in other files, have the same digest.
import { createHash } from "node:crypto";
import type { SambaConfig } from "../config.ts";
import { expectParameters } from "../kinds.ts";
import { parameterShapes } from "../parameters.ts";
import type { NamedTensors } from "./named-tensors.ts";

/** Values of a parameter that are looked at, at most. */
const sampled = 256;

/**
 * SHA-256, in hexadecimal, over every parameter of a config in order: its name, its shape and, as f32, all of its values or, where it has more, 256
 * of them, evenly spaced from the first to the last. Weights that differ in no others have the same digest.
 */
export const weightsDigest = (parameters: NamedTensors, config: SambaConfig): string => {
  expectParameters("weightsDigest", parameters);
  const hash = createHash("sha256");
  for (const [name, shape] of parameterShapes(config)) {
    const tensor = parameters.get(name);
    const count = Math.min(sampled, tensor.size);
    const values = Float32Array.from({ length: count }, (_, n) => {
      let place = count === 1 ? 0 : Math.floor((n * (tensor.size - 1)) / (count - 1));
      const at = shape.map(() => 0);
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        at[axis] = place % shape[axis]!;
        place = Math.floor(place / shape[axis]!);
      }
      return tensor.get(at);
    });
    hash.update(JSON.stringify([name, shape])).update(values);
  }
  return hash.digest("hex");
};
