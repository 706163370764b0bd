// A limit below the longest packed sequence's length is reported by the next wait on a GPU, or does not matter, and the next call runs.
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { limitCases, longest, refusedLimits } from "./packed-limits.ts";

const device = Device.open();
afterAll(() => device.dispose());

test.each(limitCases.map((one) => [one.name, one] as const))(
  "%s",
  async (name, one) => {
    const refused = await refusedLimits(one, [0, 20, longest - 1, longest + 1], (configuration, call) =>
      runOnGpu(device, configuration, call),
    );
    expect(refused.filter((limit) => limit >= longest)).toEqual([]);
    expect(refused.includes(20)).toBe(name !== "the selective scan in one piece");
  },
  120_000,
);
