// The exact kernels on a GPU give JavaScript's bits: time after time where warps have to meet each other.
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { namedExactCases } from "./exact/cases.ts";
import * as meetings from "./exact/meetings.ts";
import * as roles from "./exact/roles.ts";
import { checkExactOn, configurationOf } from "./exact-kernels.ts";

const device = Device.open();
afterAll(() => device.dispose());
const meeting: readonly unknown[] = [...Object.values(meetings), ...Object.values(roles)];

test.each(namedExactCases)("%s", async (_, one) => {
  const times = meeting.includes(one.kernel) ? 10 : 1;
  for (let n = 0; n < times; n++)
    await expect(checkExactOn(one, { "on the GPU": (call) => runOnGpu(device, configurationOf(one), call) })).resolves.toBeUndefined();
});
