// Embedding by its definition: a row of the weight for each token.
import type { HostTensor } from "../../proptests/lib/tensors.ts";

/** tokens [row], weight [vocabulary, width] give [row, width], row-major; a token outside the vocabulary gives zeros. */
export const embeddingReference = ({ tokens, weight }: { readonly tokens: HostTensor; readonly weight: HostTensor }): Float64Array => {
  const [vocabulary, width] = weight.shape as [number, number];
  const [chosen, values] = [tokens.toNumbers(), weight.toNumbers()];
  return Float64Array.from({ length: chosen.length * width }, (_, n) => {
    const token = chosen[Math.floor(n / width)]!;
    return token >= 0 && token < vocabulary ? values[token * width + (n % width)]! : 0;
  });
};
