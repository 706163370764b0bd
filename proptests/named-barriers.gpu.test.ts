// Named barriers on a GPU: roles and warps that meet there give what JavaScript gives, time after time.
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { scheduleCases } from "./exact/schedule-cases.ts";
import * as meetings from "./exact/meetings.ts";
import { checkExactOn, configurationOf } from "./exact-kernels.ts";

const device = Device.open();
afterAll(() => device.dispose());
const kernels: readonly unknown[] = Object.values(meetings);
const cases = scheduleCases.filter(({ kernel }) => kernels.includes(kernel));

test("roles and warps that meet", async () => {
  expect(cases.length).toBeGreaterThan(3);
  for (const one of cases)
    for (let n = 0; n < 10; n++) await checkExactOn(one, { "on the GPU": (call) => runOnGpu(device, configurationOf(one), call) });
});
