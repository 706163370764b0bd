// A million tokens of tensors past 2^31 elements on a GPU: what lies behind that many elements is what the definition says. Inputs repeat themselves, so
// that the host need not hold them; states forget within some hundred tokens, so that windows can be held to the definition.
import { afterAll, expect, test } from "vitest";
import { expectAgrees } from "../../proptests/lib/errors.ts";
import { Random } from "../../proptests/lib/random.ts";
import { allocate, HostTensor, rowMajor, setAll } from "../../proptests/lib/tensors.ts";
import { Device } from "../../runtime/cuda/device.ts";
import { DeviceTensor } from "../../runtime/cuda/tensor.ts";
import { prepareOperator } from "../../runtime/operator.ts";
import { makeInputs, optionsOf, type ScanCase } from "./cases.ts";
import { selectiveScan } from "./operator.ts";
import { type ScanInputs, type ScanResult, scanReference, scanWorkingPrecision } from "./reference.ts";

const device = Device.open();
afterAll(() => device.dispose());

const [tokens, channels, states] = [1_000_003, 2160, 16];
const caseOf = (width: number, length: number): ScanCase => ({
  ...{ seed: 11, dtype: "bf16", states, groupChannels: 0, groups: 1, channels: width, lengths: [length], step: 0.3, multiprocessors: 1 },
  ...{ hasD: true, hasGate: false, hasBias: true, hasSoftplus: true, hasInitialState: false },
  ...{ channelsFirst: false, reverse: false, packed: false },
  layouts: { u: rowMajor(3), delta: rowMajor(3), z: rowMajor(3), B: rowMajor(4), C: rowMajor(4) },
});
/** `rows` rows [row, ...]: row r is the host's row r modulo the number of those, which lie one behind the other. */
const repeated = ({ dtype, data }: HostTensor, width: number, rows: number): DeviceTensor => {
  const some = Math.min(data.length / width, rows);
  const tensor = DeviceTensor.allocate(device, dtype, [rows, width]);
  tensor.slice(0, 0, some).copyFromHost(new HostTensor(dtype, [some, width], data.subarray(0, some * width)));
  for (let done = some; done < rows; done *= 2) {
    const next = Math.min(done, rows - done);
    tensor.slice(0, done, next).copyFrom(tensor.slice(0, 0, next));
  }
  return tensor;
};
type Inputs = Readonly<Record<"u" | "delta" | "A" | "B" | "C" | "D" | "deltaBias", DeviceTensor>>;
/** Runs the operator in chunks; its outputs are larger than 2^31 elements. */
const scan = async (channelsFirst: boolean, tensors: Inputs) => {
  const plan = selectiveScan({ dtype: "bf16", states, hasD: true, hasBias: true, hasSoftplus: true, channelsFirst });
  using operator = await prepareOperator(plan, device, "off");
  using bound = await operator.bind({ tensors, scalars: {} });
  expect([bound.variant, bound.outputs.y.size > 2 ** 31]).toEqual(["chunks", true]);
  bound.outputs.y.poison();
  bound.launch();
  device.synchronize();
  return bound.outputs;
};
/** Throws unless results, from a token on, are those of the definition. */
const expectScanFrom = (token: number, inputs: ScanInputs, one: ScanCase, actual: Partial<ScanResult>): void => {
  const width = inputs.u.shape[2]!;
  const [reference, working] = [scanReference(inputs, optionsOf(one)), scanWorkingPrecision(inputs, optionsOf(one))];
  const rows = ({ y }: Pick<ScanResult, "y">): Float64Array => y.subarray(token * width);
  expectAgrees("y", { actual: rows({ y: actual.y! }), reference: rows(reference), working: rows(working), dtype: "bf16", factor: 2 });
  if (!actual.lastState) return;
  const { lastState } = reference;
  expectAgrees("lastState", { actual: actual.lastState, reference: lastState, working: working.lastState, dtype: "f32", factor: 8 });
};
/** Some rows of a tensor of the host, in order, as another shape. */
const rowsOf = ({ dtype, data }: HostTensor, width: number, rows: readonly number[], shape: readonly number[]): HostTensor => {
  const made = allocate(dtype, shape);
  for (const [n, row] of rows.entries()) made.data.set(data.subarray(row * width, (row + 1) * width) as never, n * width);
  return made;
};

test("[batch, token, channel]: windows at the beginning, around element 2^31 and at the end", async () => {
  const period = 1021;
  const one = caseOf(channels, period);
  const inputs = makeInputs(one);
  const isWeight = (name: string): boolean => name === "B" || name === "C";
  const small = Object.fromEntries((["A", "D", "deltaBias"] as const).map((name) => [name, DeviceTensor.fromHost(device, inputs[name]!)]));
  const large = Object.fromEntries(
    (["u", "delta", "B", "C"] as const).map((name) => [name, repeated(inputs[name], isWeight(name) ? states : channels, tokens)]),
  );
  const shaped = Object.fromEntries(
    Object.entries(large).map(([name, tensor]) => [name, tensor.reshape([1, tokens, ...(isWeight(name) ? [1, states] : [channels])])]),
  );
  const { y, lastState } = await scan(false, { ...small, ...shaped } as Inputs);
  const chosen = [0, 1, 2, 1079, 1080, 1081, 2157, 2158, 2159];
  const columnsOf = (rows: HostTensor, count: number): HostTensor => {
    const picked = Array.from({ length: count }, (_, t) => chosen.map((c) => t * channels + c)).flat();
    return rowsOf(rows, 1, picked, [1, count, chosen.length]);
  };
  for (const first of [0, Math.floor(2 ** 31 / channels) - 150, tokens - 300]) {
    // A state that began as 0 is the operator's after so many tokens.
    const lead = Math.min(first, 700);
    const length = lead + 300;
    const rows = Array.from({ length }, (_, t) => (first - lead + t) % period);
    const window = (tensor: HostTensor): HostTensor => columnsOf(rowsOf(tensor, channels, rows, [length, channels]), length);
    const weights = (tensor: HostTensor): HostTensor => rowsOf(tensor, states, rows, [1, length, 1, states]);
    const seen: ScanInputs = {
      ...{ u: window(inputs.u), delta: window(inputs.delta), B: weights(inputs.B), C: weights(inputs.C) },
      A: rowsOf(inputs.A, states, chosen, [chosen.length, states]),
      ...{ D: rowsOf(inputs.D!, 1, chosen, [chosen.length]), deltaBias: rowsOf(inputs.deltaBias!, 1, chosen, [chosen.length]) },
      ...{ z: null, initialState: null, cuSeqlens: null },
    };
    const found = y
      .reshape([tokens, channels])
      .slice(0, first - lead, length)
      .toHost();
    expectScanFrom(lead, seen, one, {
      y: columnsOf(found, length).toNumbers(),
      ...(first + 300 === tokens && { lastState: rowsOf(lastState.toHost(), states, chosen, [chosen.length, states]).toNumbers() }),
    });
  }
  for (const tensor of [...Object.values(small), ...Object.values(large), y, lastState]) tensor.dispose();
}, 300_000);

test("[batch, channel, token]: all tokens of the first channel, of the last and of that which element 2^31 lies in", async () => {
  const kinds = 7;
  const one = caseOf(kinds, tokens);
  const inputs = makeInputs(one);
  // Rows of tokens, and weights of each channel of the operator.
  const turned = ({ dtype, data }: HostTensor): HostTensor => {
    const made = allocate(dtype, [kinds, tokens]);
    for (let c = 0; c < kinds; c += 1) for (let t = 0; t < tokens; t += 1) made.data[c * tokens + t] = data[t * kinds + c]!;
    return made;
  };
  const random = new Random(12);
  const A = setAll(allocate("f32", [channels, states]), () => -1 - 15 * random.uniform());
  const [D, deltaBias] = [0, 1].map(() => setAll(allocate("f32", [channels]), () => 0.1 * random.normal())) as [HostTensor, HostTensor];
  const [u, delta] = [repeated(turned(inputs.u), tokens, channels), repeated(turned(inputs.delta), tokens, channels)];
  const [a, d, bias, B, C] = [A, D, deltaBias, inputs.B, inputs.C].map((host) => DeviceTensor.fromHost(device, host)) as [
    DeviceTensor,
    DeviceTensor,
    DeviceTensor,
    DeviceTensor,
    DeviceTensor,
  ];
  const shape = [1, channels, tokens];
  const { y, lastState } = await scan(true, { u: u.reshape(shape), delta: delta.reshape(shape), A: a, B, C, D: d, deltaBias: bias });
  for (const channel of [0, Math.floor(2 ** 31 / tokens), channels - 1]) {
    const alone = (tensor: HostTensor): HostTensor => {
      const made = allocate(tensor.dtype, [1, tokens, 1]);
      for (let t = 0; t < tokens; t += 1) made.data[t] = tensor.data[t * kinds + (channel % kinds)]!;
      return made;
    };
    const seen: ScanInputs = {
      ...{ u: alone(inputs.u), delta: alone(inputs.delta), B: inputs.B, C: inputs.C },
      ...{ A: rowsOf(A, states, [channel], [1, states]), D: rowsOf(D, 1, [channel], [1]) },
      ...{ deltaBias: rowsOf(deltaBias, 1, [channel], [1]), z: null, initialState: null, cuSeqlens: null },
    };
    expectScanFrom(0, seen, one, {
      y: y.reshape([channels, tokens]).slice(0, channel, 1).toHost().toNumbers(),
      lastState: rowsOf(lastState.toHost(), states, [channel], [1, states]).toNumbers(),
    });
  }
  for (const tensor of [u, delta, a, d, bias, B, C, y, lastState]) tensor.dispose();
}, 300_000);
