// Decode on the GPU: the same contract as on the simulator, with the tiles that are shipped.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../../runtime/cuda/device.ts";
import { runOnGpu } from "../../runtime/gpu-execution.ts";
import { decodeCase } from "./decode-cases.ts";
import { checkDecode, smallDecodeTuning } from "./decode-spec.ts";
import { decodeTuning } from "./operator.ts";

const device = Device.open();
afterAll(() => device.dispose());

test.each([smallDecodeTuning, decodeTuning(128, 128), decodeTuning(256, 256)])(
  "agrees with the reference, key tiles of $blockN, $tilesEach a part",
  async (tuning) => {
    const variants = new Set<string>();
    await fc.assert(
      fc.asyncProperty(decodeCase(tuning.blockN, 16e6), async (decode) => {
        variants.add(await checkDecode(decode, tuning, (configuration, call) => runOnGpu(device, configuration, call)));
      }),
      { numRuns: 12, seed: 41 },
    );
    expect([...variants].sort()).toEqual(["split", "whole"]);
  },
  300_000,
);
