// Calls and lifetimes on a GPU: the suites that run without one too.
import { afterAll, beforeAll, describe, vi } from "vitest";
import { Device } from "./cuda/device.ts";
import { gpuPlace, gpuWayNames, gpuWays } from "./testing/gpu-place.ts";
import { testLaunches } from "./testing/launch-suite.ts";
import { testLifetimes } from "./testing/lifetime-suite.ts";

vi.stubEnv("CUICA_CACHE", "off");
describe("calls", () => {
  let device: Device;
  beforeAll(() => {
    device = Device.open();
  });
  afterAll(() => device.dispose());
  testLaunches("on a GPU", gpuWayNames, async () => ({ place: gpuPlace(device), ways: await gpuWays(device) }));
});
describe("lifetimes", testLifetimes);
