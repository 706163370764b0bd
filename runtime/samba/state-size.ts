// How many bytes a model keeps of one sequence: what `SambaState` allocates, known without loading the model.
import { headSize, innerSize, type Layer, layersOf, type SambaConfig } from "./config.ts";
import { shortConvolution } from "./parameters.ts";
import type { FloatName } from "./weights/convert.ts";

export interface StateSize {
  /** Bytes of a sequence, whatever its length. */
  readonly constant: number;
  /** Further bytes for each token that a sequence may have: of layers that attend to all tokens. */
  readonly perToken: number;
}

const sizeOfLayer = (config: SambaConfig, layer: Layer, bytes: number): StateSize => {
  const { nEmbd: width } = config;
  const constant = (size: number): StateSize => ({ constant: size, perToken: 0 });
  switch (layer.mixer) {
    case "mlp":
      return constant(0);
    case "mamba":
      return constant(innerSize(config) * ((config.mambaConv - 1) * bytes + config.mambaState * 4));
    case "gla":
      return constant(((width / 2) * width * 4) / config.glaHeads);
    case "retention":
      return constant((width * 2 * width * 4) / config.retHeads);
    case "attention": {
      const { selfExtend } = config;
      const row = config.nQueryGroups * headSize(config) * bytes;
      const isFar = selfExtend !== null && selfExtend.groupSize > 1 && (layer.window < 0 || layer.window > selfExtend.neighbourWindow);
      const token = row * (isFar ? 3 : 2);
      const convolution = config.scAttn ? (shortConvolution - 1) * (width * bytes + 2 * row) : 0;
      return layer.window < 0 ? { constant: convolution, perToken: token } : constant(convolution + layer.window * token);
    }
    default:
      return layer satisfies never;
  }
};

/** The state of one sequence in the model's dtype; recurrent states are f32. */
export const stateSize = (config: SambaConfig, dtype: FloatName): StateSize => {
  const sizes = layersOf(config).map((layer) => sizeOfLayer(config, layer, dtype === "f32" ? 4 : 2));
  const sum = (of: (size: StateSize) => number): number => sizes.reduce((total, size) => total + of(size), 0);
  return { constant: sum(({ constant }) => constant), perToken: sum(({ perToken }) => perToken) };
};
