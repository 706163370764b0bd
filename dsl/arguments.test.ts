// What the JS run refuses of a call, which knows no types: every error has a code, and names the kernel and the argument.
import { expect, test } from "vitest";
import { RuntimeError } from "../codegen/ir/runtime-error.ts";
import { copy, f32, fragment, type Global, HostTensor, type i32, kernel, parallel, range, type Static, work } from "./index.ts";

const scaled = kernel(
  import.meta.url,
  "scaled",
  ({ hasBias }: Static<{ hasBias: boolean }>, { block }: Static<{ block: number; warps: number }>) =>
    (x: Global<f32, [i32]>, bias: Global<f32, [i32]>, y: Global<f32, [i32]>, factor: f32) => {
      for (const [tile] of work([1])) {
        const values = fragment(f32, [block]);
        const biases = fragment(f32, [block]);
        copy(x.at(range(tile * block, block)), values);
        if (hasBias) copy(bias.at(range(tile * block, block)), biases);
        for (const [i] of parallel(block)) values[i] = values[i] * factor + (hasBias ? biases[i] : 0);
        copy(values, y.at(range(tile * block, block)));
      }
    },
  { problem: { hasBias: false }, tuning: { block: 8, warps: 1 } },
);
const undecided = kernel(
  import.meta.url,
  "undecided",
  (_: Static<object>, { block }: Static<{ block: number; warps: number }>) =>
    (y: Global<f32, [i32]>) => {
      for (const [tile] of work([1])) y.write(block, tile);
    },
);

const run = scaled.run as (...values: unknown[]) => void;
const memory = new Float32Array(64);
const view = (offset: number, stride = 1): HostTensor => new HostTensor("f32", [8], memory, [stride], offset);
const refusal = (work: () => void): RuntimeError => {
  try {
    work();
  } catch (error) {
    if (error instanceof RuntimeError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test("a right call runs, with null for what the problem leaves out", () => {
  memory.fill(2);
  run({}, {}, view(0), null, view(8), 3);
  expect([...memory.subarray(8, 16)]).toEqual(new Array(8).fill(6));
  run({ hasBias: true }, { block: 4, maxRegisters: 32 }, view(0), view(16), view(32), 3);
  expect([...memory.subarray(32, 37)]).toEqual([8, 8, 8, 8, 2]);
  // Inputs may share memory.
  run({ hasBias: true }, {}, view(0), view(0), view(32), 1);
  expect([...memory.subarray(32, 40)]).toEqual(new Array(8).fill(4));
});

test.each<[string, RegExp, readonly unknown[]]>([
  [
    "a missing value",
    /^CUI3007: scaled: 3 arguments for 4 parameters\n {2}help: its parameters are x, bias, y, factor$/,
    [{}, {}, view(0), null, view(8)],
  ],
  ["one value too many", /5 arguments for 4 parameters/, [{}, {}, view(0), null, view(8), 1, 1]],
  ["null that is used", /scaled: argument "x" is missing, and this kernel uses it/, [{}, {}, null, null, view(8), 1]],
  ["null for what the problem has", /argument "bias" is missing, and/, [{ hasBias: true }, {}, view(0), null, view(8), 1]],
  ["null as a number", /argument "factor" is missing, and/, [{}, {}, view(0), null, view(8), null]],
  ["undefined", /argument "bias" is missing/, [{}, {}, view(0), undefined, view(8), 1]],
  ["a tensor as a number", /argument "factor" is a tensor, and/, [{}, {}, view(0), null, view(8), view(16)]],
  ["an array", /argument "x" is neither a HostTensor nor a number, but an object/, [{}, {}, [1], null, view(8), 1]],
  ["a string", /argument "factor" is neither .*, but a string/, [{}, {}, view(0), null, view(8), "1"]],
  ["a bigint", /argument "factor" is neither .*, but a bigint/, [{}, {}, view(0), null, view(8), 1n]],
  ["storage that is too small", /argument "x" ends at element 72 of a storage of 64/, [{}, {}, view(64), null, view(8), 1]],
  ["a wrong storage", /argument "x" of bf16 is stored in a Float32Array/, [{}, {}, new HostTensor("bf16", [8], memory), null, view(8), 1]],
  ["an output in the input's memory", /argument "y" is written and shares memory with "x"/, [{}, {}, view(0), null, view(7), 1]],
  ["an output that overlaps itself", /argument "y" is written, but some of its elements/, [{}, {}, view(0), null, view(8, 0), 1]],
  [
    "an unknown constant of the problem",
    /there is no constant 'hasBia'\n {2}help: the constants are: hasBias$/,
    [{ hasBia: true }, {}, view(0), null, view(8), 1],
  ],
  ["an unknown constant of the tuning", /no constant 'blok'\n.*: block, warps, maxRegisters/, [{}, { blok: 1 }, view(0), null, view(8), 1]],
  ["a constant of another type", /the constant 'block' is a number, not 8/, [{}, { block: "8" }, view(0), null, view(8), 1]],
  [
    "a constant that is undefined",
    /the constant 'block' is a number, not undefined/,
    [{}, { block: undefined }, view(0), null, view(8), 1],
  ],
  ["no constants", /constants are an object, not null/, [null, {}, view(0), null, view(8), 1]],
  ["constants of another type", /constants are an object, not a number/, [{}, 4, view(0), null, view(8), 1]],
])("refused: %s", (_, says, values) => {
  memory.fill(2);
  const { code, message, help } = refusal(() => run(...values));
  expect(code).toBe("CUI3007");
  expect(message).toMatch(says);
  expect(help).not.toBe("");
  expect(memory.every((value) => value === 2)).toBe(true);
});

test("a constant without a value and without a default is refused", () => {
  const error = refusal(() => undecided.run({}, {}, HostTensor.allocate("f32", [1])));
  expect(error.message).toMatch(/^CUI3007: undecided: the constant 'block' has no value/);
  const y = HostTensor.allocate("f32", [1]);
  undecided.run({}, { block: 3 }, y);
  expect([...y.toNumbers()]).toEqual([3]);
});
