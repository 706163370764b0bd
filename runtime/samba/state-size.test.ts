// The state's size that is computed is the size that is allocated, in every architecture and dtype.
import { describe, expect, test } from "vitest";
import { type PartialConfig, sambaConfig } from "./config.ts";
import { Samba } from "./model.ts";
import { randomParameters } from "./parameters.ts";
import { stateSize } from "./state-size.ts";
import { namedTensors } from "./weights/named-tensors.ts";

const small: PartialConfig = { vocabSize: 64, nLayer: 3, nHead: 4, nEmbd: 32, intermediateSize: 48 };
const architectures: Readonly<Record<string, PartialConfig>> = {
  samba: { ...small, localWindow: 5, mbPerLayer: 2 },
  "pure Mamba": { ...small, mamba: true, mambaState: 8, mambaConv: 3 },
  "all tokens, grouped": { ...small, nQueryGroups: 2 },
  "windows and all tokens": { ...small, localWindow: 5, fullPerLayer: 2 },
  "short convolutions": { ...small, localWindow: 5, scAttn: true, nQueryGroups: 1 },
  "Self-Extend": { ...small, selfExtend: { neighbourWindow: 4, groupSize: 2 } },
  "Self-Extend in a window": { ...small, localWindow: 7, selfExtend: { neighbourWindow: 4, groupSize: 2 } },
  "Sliding GLA": { ...small, localWindow: 5, glaPerLayer: 2, glaHeads: 1 },
  "Sliding RetNet": { ...small, localWindow: 5, retPerLayer: 2, retHeads: 2 },
  "Mamba, attention, MLP": { ...small, localWindow: 5, mambaSwaMlp: true },
};

describe.each(["f32", "bf16"] as const)("%s", (dtype) => {
  test.each(Object.entries(architectures))("%s", (_, given) => {
    const config = sambaConfig(given);
    using model = Samba.load(namedTensors(randomParameters(config, 1)), config, { device: "cpu", dtype });
    const { constant, perToken } = stateSize(config, dtype);
    for (const [batch, maxTokens] of [
      [1, 11],
      [3, 20],
    ] as const)
      expect(model.state(batch, { maxTokens }).bytes).toBe(batch * (constant + maxTokens * perToken));
  });
});
