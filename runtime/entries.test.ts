// Entries of the package given values of every wrong kind, as callers in JavaScript can: what is refused has a code, and nothing else escapes.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import * as compiler from "../codegen/compile.ts";
import { affine } from "./fixtures/launches.ts";
import { runOnCpu, runOnSimulator } from "./executions.ts";
import * as cuica from "./index.ts";
import { sambaEntries, sambaFolder } from "./samba/testing/entries.ts";

vi.stubEnv("CUICA_CACHE", "off");
afterAll(() => rmSync(sambaFolder, { recursive: true }));
const { HostTensor } = cuica;
const configuration = { file: fileURLToPath(affine.url), kernel: "affine", problem: {}, tuning: {} };
const request = { ...configuration, target: "sm_80", classes: {} };
const tensor = () => HostTensor.allocate("f32", [4, 4]);
const call = () => ({ tensors: { x: tensor(), y: tensor() }, scalars: { factor: 1, shift: 0, copies: 1 } });
const run = affine.run as (...values: unknown[]) => void;

type Entry = (value: never) => unknown;
const untyped = (f: unknown): ((...values: unknown[]) => unknown) => f as (...values: unknown[]) => unknown;
const prepareKernel = untyped(cuica.prepareKernel);
const prepareOperator = untyped(cuica.prepareOperator);
const compileKernel = untyped(compiler.compileKernel);
const onCpu = untyped(runOnCpu);
const onSimulator = untyped(runOnSimulator);
const create = untyped(cuica.PreparedKernel.create);
const allocateHost = untyped(HostTensor.allocate);
const fromNumbers = untyped(HostTensor.fromNumbers);
const allocateOnDevice = untyped(cuica.DeviceTensor.allocate);
const pack = untyped(cuica.packNumbers);
const entries: Readonly<Record<string, Entry>> = {
  "prepareKernel's device": (v) => prepareKernel(v, affine),
  "prepareKernel's kernel": (v) => prepareKernel("cpu", v),
  "prepareKernel's choice": (v) => prepareKernel("cpu", affine, v),
  "prepareKernel's problem": (v) => prepareKernel("js", affine, { problem: v }),
  "prepareKernel's constant": (v) => prepareKernel("cpu", affine, { tuning: { block: v } }),
  "prepareOperator's plan": (v) => prepareOperator(v, "cpu"),
  "prepareOperator's device": (v) => prepareOperator({ parameters: [], variants: [] }, v),
  "PreparedKernel.create's device": (v) => create(v, configuration),
  "verifyKernel's spec": (v) => untyped(cuica.verifyKernel)(v, { device: "cpu" }),
  "verifyKernel's options": (v) => untyped(cuica.verifyKernel)({ file: configuration.file, tunings: [] }, v),
  "findSpec's file": (v) => untyped(cuica.findSpec)(v, "affine"),
  "compileKernel's request": (v) => compileKernel(v),
  ...Object.fromEntries(
    Object.keys(request).map((field) => [`compileKernel's ${field}`, (v: never) => compileKernel({ ...request, [field]: v })]),
  ),
  "compileKernel's constant": (v) => compileKernel({ ...request, tuning: { block: v } }),
  "compileKernel's class": (v) => compileKernel({ ...request, classes: { x: v } }),
  "runOnCpu's configuration": (v) => onCpu(v, call()),
  "runOnCpu's constant": (v) => onCpu({ ...configuration, tuning: { block: v } }, call()),
  "runOnCpu's call": (v) => onCpu(configuration, v),
  "runOnCpu's tensors": (v) => onCpu(configuration, { ...call(), tensors: v }),
  "runOnCpu's scalars": (v) => onCpu(configuration, { ...call(), scalars: v }),
  "runOnCpu's tensor": (v) => onCpu(configuration, { ...call(), tensors: { ...call().tensors, x: v } }),
  ...Object.fromEntries(
    ["dtype", "shape", "strides", "offset", "data"].map((field) => [
      `the ${field} of runOnCpu's tensor`,
      (v: never) => onCpu(configuration, { ...call(), tensors: { ...call().tensors, x: { ...tensor(), [field]: v } } }),
    ]),
  ),
  "runOnSimulator's target": (v) => onSimulator(configuration, call(), { seed: 1, target: v }),
  "the JS run's problem": (v) => run(v, {}, tensor(), tensor(), 1, 0, 1),
  "the JS run's constant": (v) => run({}, { block: v }, tensor(), tensor(), 1, 0, 1),
  "HostTensor.allocate's dtype": (v) => allocateHost(v, [1]),
  "HostTensor.allocate's shape": (v) => allocateHost("f32", v),
  "HostTensor.allocate's extent": (v) => allocateHost("f32", [v]),
  "HostTensor.allocate's stride": (v) => allocateHost("f32", [1], [v]),
  "HostTensor.fromNumbers' values": (v) => fromNumbers("f32", [2], v),
  "packNumbers' dtype": (v) => pack(v, [1]),
  "packNumbers' values": (v) => pack("f32", v),
  "DeviceTensor.allocate's device": (v) => allocateOnDevice(v, "f32", [1]),
  "DeviceTensor.fromHost's device": (v) => untyped(cuica.DeviceTensor.fromHost)(v, tensor()),
  "Stream.create's device": (v) => untyped(cuica.Stream.create)(v),
  "Event.create's device": (v) => untyped(cuica.Event.create)(v),
  "Graph.capture's stream": (v) => untyped(cuica.Graph.capture)(v, () => {}),
  ...(sambaEntries as Readonly<Record<string, Entry>>),
};
const values: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 3.5],
  ["a string", "gpu"],
  ["true", true],
  ["a bigint", 10n],
  ["an object", {}],
  ["an array", ["x"]],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
];

test.each(Object.keys(entries))("%s", async (name) => {
  let refused = 0;
  for (const [kind, value] of values) {
    let message = "";
    try {
      await entries[name]!(value as never);
    } catch (error) {
      refused += 1;
      message = error instanceof Error ? error.message : String(error);
      expect(message, kind).toMatch(/\bCUI\d{4}: /);
    }
  }
  // Some entries take defaults for what is left out, and some any object; none takes most of these.
  expect(refused).toBeGreaterThanOrEqual(6);
});
