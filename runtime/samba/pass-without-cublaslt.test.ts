// On a GPU where cuBLASLt is not installed, kernels take projections of any number of rows.
import { expect, test, vi } from "vitest";
import { Device } from "../cuda/device.ts";
import { fakeGpu } from "../testing/fake-gpu.ts";
import { Arena, Pass } from "./pass.ts";
import { Place } from "./place.ts";
import { presets } from "./presets.ts";

vi.stubEnv("CUICA_CUBLASLT", "/nowhere/libcublasLt.so");
fakeGpu();

test("many rows, without and with a residual", async () => {
  using device = Device.open();
  using place = new Place(device);
  const pass = new Pass({ place, arena: new Arena(place), config: presets["Samba_421M"]!, dtype: "bf16", mode: "prefill", rows: 64 });
  const called = vi.spyOn(pass, "call").mockResolvedValue();
  const linear = { weight: place.allocate("bf16", [8, 16]), bias: null };
  await pass.project(place.allocate("bf16", [64, 16]), linear, place.allocate("bf16", [64, 8]));
  await pass.projectOnto(place.allocate("f32", [64, 8]), place.allocate("bf16", [64, 16]), linear);
  expect(called.mock.calls.map(([plan]) => [plan.name, plan.problem["addsTo"]])).toEqual([
    ["projection", false],
    ["projection", true],
  ]);
});
