// Sequences of a million tokens and a few more, by the code that takes one token: in one piece, in chunks, and in chunks of packed sequences.
import { expect, test } from "vitest";
import { rowMajor } from "../../proptests/lib/tensors.ts";
import { runOnCpu } from "../../runtime/executions.ts";
import type { ScanCase } from "./cases.ts";
import { scanTuning } from "./operator.ts";
import { checkScan } from "./spec.ts";

const tokens = 1_000_003;
const one: ScanCase = {
  ...{ seed: 7, dtype: "bf16", states: 2, groupChannels: 0, groups: 1, channels: 1, lengths: [tokens], step: 0.3 },
  ...{
    hasD: true,
    hasGate: true,
    hasBias: true,
    hasSoftplus: true,
    hasInitialState: true,
    channelsFirst: false,
    reverse: false,
    packed: false,
  },
  multiprocessors: 1,
  layouts: { u: rowMajor(3), delta: rowMajor(3), z: rowMajor(3), B: rowMajor(4), C: rowMajor(4) },
};
// A tile holds one channel.
const tuning = { ...scanTuning(one.states), blockC: 1, blocksEach: 1, tilesEach: 64 };

test.each<[string, string, Partial<ScanCase>]>([
  ["in one piece", "whole", {}],
  ["in chunks", "chunks", { multiprocessors: 132 }],
  [
    "in chunks of packed sequences, backwards",
    "chunks",
    { multiprocessors: 132, packed: true, reverse: true, lengths: [tokens - 41, 0, 41] },
  ],
])(
  "%s",
  async (_, variant, other) => {
    expect(await checkScan({ ...one, ...other }, tuning, runOnCpu)).toBe(variant);
  },
  120_000,
);
