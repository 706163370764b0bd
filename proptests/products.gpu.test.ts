// Matrix products on the GPU: the cases of the simulator, and more of them.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Device } from "../runtime/cuda/device.ts";
import { runOnGpu } from "../runtime/gpu-execution.ts";
import { checkProduct, productCases } from "./product-cases.ts";

const device = Device.open();
afterAll(() => device.dispose());

test("products of every dtype, precision, shape and place of their operands", async () => {
  await fc.assert(
    fc.asyncProperty(productCases, async (one) => {
      expect(await checkProduct(one, (configuration, call) => runOnGpu(device, configuration, call))).toBeNull();
    }),
    { numRuns: 60, seed: 21 },
  );
}, 600_000);
