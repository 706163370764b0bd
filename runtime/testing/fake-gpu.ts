// A GPU without hardware: driver and NVRTC are faked, and the kernel of fixtures/launches.ts is a function of JavaScript.
import { FakeDriver, type FakeKernel } from "../cuda/testing/fake-driver.ts";
import { FakeNvrtc } from "../cuda/testing/fake-nvrtc.ts";
import { Faults } from "../cuda/testing/faults.ts";

/** y = factor * x + shift for two axes of float, the second one of 4. */
const affine: FakeKernel = ({ grid, arguments: given, bytes }) => {
  const integer = (name: string, otherwise: number): number => Number(given[name] ?? otherwise);
  if (grid === 0 || integer("copies", 0) < 1) return;
  const at = (name: string, row: number, column: number): Buffer =>
    bytes(BigInt(given[name]!) + 4n * BigInt(row * integer(`${name}_stride0`, 4) + column * integer(`${name}_stride1`, 1)), 4);
  const rows = Math.min(integer("x_extent0", 0), integer("y_extent0", 0));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < 4; column++)
      at("y", row, column).writeFloatLE(Math.fround(Number(given["factor"]) * at("x", row, column).readFloatLE() + Number(given["shift"])));
};

/** `also` is what the kernel does besides, and should not. */
export const fakeGpu = (
  deviceCount = 1,
  also: FakeKernel = () => {},
): { readonly faults: Faults; readonly driver: FakeDriver; readonly nvrtc: FakeNvrtc } => {
  const faults = new Faults();
  const whole: FakeKernel = (launch) => {
    affine(launch);
    also(launch);
  };
  return { faults, driver: new FakeDriver(faults, { affine: whole }, deviceCount), nvrtc: new FakeNvrtc(faults) };
};
