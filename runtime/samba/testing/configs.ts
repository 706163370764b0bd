// Configurations of models as tests draw them: most of them small, some at limits, some to be refused.
import fc from "fast-check";
import { expect } from "vitest";
import { RuntimeError } from "../../cuda/errors.ts";
import { type PartialConfig, type SambaConfig, sambaConfig } from "../config.ts";

const fields = new Set(Object.keys(sambaConfig({ vocabSize: 1, nLayer: 1, nEmbd: 1, mamba: true })));
/** The config, or null where it is refused as it should be. */
export const accepted = (given: PartialConfig): SambaConfig | null => {
  try {
    return sambaConfig(given);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    const { code, message, help } = error;
    const field = /^CUI3024: config: (\w+) is /.exec(message)?.[1];
    expect([code, fields.has(field!), help.length > 10]).toEqual(["CUI3024", true, true]);
    return null;
  }
};

const often = <T>(value: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
export const drawnConfig: fc.Arbitrary<PartialConfig> = fc.record({
  vocabSize: often(11, 1, 64, 0),
  nLayer: often(1, 2, 3),
  nHead: fc.constantFrom(1, 2, 3, 4),
  nEmbd: often(64, 1, 6, 12, 37, 80, 96, 128),
  nQueryGroups: often(1, 2),
  intermediateSize: often(16, 1, 7),
  localWindow: often(2, -1, 1, 2 ** 30, 2 ** 31, 0),
  fullPerLayer: often(1000, 1, 2),
  mbPerLayer: often(-1, 1, 2),
  retPerLayer: often(-1, 1, 2),
  glaPerLayer: often(-1, 1, 2),
  attnLayerPos: often<readonly number[] | null>(null, [], [0], [0, 0], [7]),
  retHeads: fc.constantFrom(1, 2, 3, 4),
  glaHeads: fc.constantFrom(1, 2, 3, 4),
  mambaSwaMlp: often(false, true),
  mamba: often(false, true),
  ablMamba: often(false, true),
  mlp: often(true, false),
  nope: often(false, true),
  scAttn: often(false, true),
  bias: often(false, true),
  normEps: often(1e-5, 1e-300, 1e300, Number.POSITIVE_INFINITY),
  rotaryPercentage: often(1, 0.5, 0.01, 0),
  condenseRatio: often(1, 3),
  tiedEmbeddings: often(true, false),
  selfExtend: often<SambaConfig["selfExtend"]>(
    null,
    { neighbourWindow: 1, groupSize: 2 },
    { neighbourWindow: 2 ** 30, groupSize: 1 },
    { neighbourWindow: 2 ** 31, groupSize: 1 },
  ),
  mambaState: often(4, 1, 16, 33),
  mambaConv: often(4, 1, 2, 9),
  mambaExpand: often(2, 1, 3),
});
