// Checkpoints of torch.save: PyTorch's own are read as PyTorch wrote them; drawn ones come back bit for bit; damage and everything that is no
// tensor is refused by its code, whatever the bytes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { Random } from "../../../proptests/lib/random.ts";
import { bitsOf } from "../../../proptests/lib/tensors.ts";
import { storageFor } from "../../../codegen/ir/numeric.ts";
import type { DType } from "../../../codegen/ir/types.ts";
import { RuntimeError } from "../../cuda/errors.ts";
import { HostTensor } from "../../host-tensor.ts";
import type { NamedTensors } from "./named-tensors.ts";
import { type Global, LONGEST_PICKLE, unpickle } from "./pickle.ts";
import { openPth } from "./pth.ts";
import { openSafetensors, writeSafetensors } from "./safetensors.ts";
import { type Pickled, pickleOf, storageOf, tensorOf, type ZipPart, zipOf } from "./testing/pth-writer.ts";
import { crc32 } from "./zip.ts";

const fixtures = fileURLToPath(new URL("../fixtures/checkpoints/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cuica-pth-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const fileOf = (bytes: Uint8Array, extension = "pth"): string => {
  const path = join(folder, `${count++}.${extension}`);
  writeFileSync(path, bytes);
  return path;
};
const floats = (...values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer);
/** A checkpoint of these storages and this pickle. */
const checkpoint = (
  value: Pickled,
  storages: Readonly<Record<string, Uint8Array>> = { 0: floats(1, 2, 3, 4) },
  more: readonly ZipPart[] = [],
): ZipPart[] => [
  { name: "a/data.pkl", bytes: pickleOf(value) },
  { name: "a/byteorder", bytes: Buffer.from("little") },
  ...Object.entries(storages).map(([key, bytes]) => ({ name: `a/data/${key}`, bytes })),
  ...more,
];
const whole = tensorOf(storageOf("FloatStorage", "0", 4), 0, [2, 2], [2, 1]);
const stateOf = (value: Pickled): Pickled => ({ dictionary: [["w", value]] });

/** Names, facts and bits of everything. */
const allOf = (tensors: NamedTensors): unknown => tensors.names().map((name) => [name, tensors.facts(name), bitsOf(tensors.get(name))]);

describe("of PyTorch", () => {
  interface Expected {
    readonly dtype: string;
    readonly shape: number[];
    readonly values: string[];
  }
  const expected = JSON.parse(readFileSync(`${fixtures}expected.json`, "utf8")) as Record<string, Expected>;
  const words: Readonly<Record<string, string>> = {
    f32: "torch.float32",
    bf16: "torch.bfloat16",
    f16: "torch.float16",
    i32: "torch.int32",
  };
  test.each(["nested.pth", "linear.pth", "protocol-4.pth"])("%s", (name) => {
    using file = openPth(`${fixtures}${name}`);
    const names = file.names();
    expect(names).toEqual(Object.keys(expected).filter((n) => (name === "nested.pth") !== ["weight", "bias"].includes(n)));
    for (const tensor of names) {
      const { dtype, shape } = file.facts(tensor);
      expect({ dtype: words[dtype], shape, values: [...file.get(tensor).toNumbers()] }).toEqual({
        ...expected[tensor]!,
        values: expected[tensor]!.values.map((value) => (value === "inf" ? Number.POSITIVE_INFINITY : Number(value))),
      });
    }
  });
  test("the same tensors as the safetensors library wrote", () => {
    using pth = openPth(`${fixtures}nested.pth`);
    using safetensors = openSafetensors(`${fixtures}model.safetensors`);
    expect(safetensors.metadata).toEqual({ format: "pt" });
    expect(new Set(allOf(pth) as unknown[])).toEqual(new Set(allOf(safetensors) as unknown[]));
  });
  test("with a device in it is refused by name and place", () => {
    expect(() => openPth(`${fixtures}refused.pth`)).toThrow(
      /CUI3021: .*refused.pth has a pickle that asks for torch.device at byte 318\n.*state_dict/s,
    );
  });
});

const storageTypes = {
  FloatStorage: "f32",
  BFloat16Storage: "bf16",
  HalfStorage: "f16",
  IntStorage: "i32",
  CharStorage: "i8",
  BoolStorage: "bool",
} as const;
const viewArbitrary = fc.record({
  shape: fc.array(fc.nat(4), { maxLength: 3 }),
  strides: fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }),
  offset: fc.nat(5),
});
const storageArbitrary = fc.record({
  type: fc.constantFrom(...(Object.keys(storageTypes) as (keyof typeof storageTypes)[])),
  views: fc.array(viewArbitrary, { minLength: 1, maxLength: 3 }),
  seed: fc.nat(),
});
test("drawn checkpoints come back bit for bit, and through safetensors: shared storages, any strides, ZIP64", () => {
  const options = fc.record({
    map: fc.boolean(),
    zip64: fc.boolean(),
    nested: fc.boolean(),
    comment: fc.string({ unit: "grapheme-ascii" }),
  });
  fc.assert(
    fc.property(fc.array(storageArbitrary, { maxLength: 4 }), options, (storages, { map, nested, ...zip }) => {
      const bytes: Record<string, Uint8Array> = {};
      const tensors: [Pickled, Pickled][] = [];
      const expected: [string, HostTensor][] = [];
      for (const [key, { type, views, seed }] of storages.entries()) {
        const dtype: DType = storageTypes[type];
        const ends = views.map(({ shape, strides, offset }) =>
          shape.includes(0) ? 0 : shape.reduce((end, extent, axis) => end + (extent - 1) * strides[axis]!, offset + 1),
        );
        const data = storageFor(dtype, Math.max(...ends));
        const contents = new Uint8Array(data.buffer);
        const random = new Random(seed);
        for (let i = 0; i < contents.length; i++) contents[i] = random.integer(0, 255);
        bytes[key] = contents;
        for (const [n, { shape, strides, offset }] of views.entries()) {
          const used = strides.slice(0, shape.length);
          tensors.push([`${key}.${n}`, tensorOf(storageOf(type, String(key), data.length), offset, shape, used)]);
          expected.push([`${key}.${n}`, new HostTensor(dtype, shape, data, used, offset)]);
        }
      }
      const state: Pickled = { dictionary: tensors };
      const root: Pickled = nested
        ? {
            dictionary: [
              ["step", 70000],
              ["rate", 0.5],
              ["model", state],
              ["list", { list: [1, null] }],
            ],
          }
        : state;
      using file = openPth(fileOf(zipOf(checkpoint(root, bytes), zip)), { map });
      const all = expected.map(([name, tensor]) => [name, { dtype: tensor.dtype, shape: tensor.shape }, bitsOf(tensor)]);
      expect(allOf(file)).toEqual(all);
      const path = join(folder, `${count++}.safetensors`);
      writeSafetensors(path, file);
      using converted = openSafetensors(path);
      expect(new Set(allOf(converted) as unknown[])).toEqual(new Set(all));
    }),
    { numRuns: 150 },
  );
});

test("attributes of a dictionary are passed over, and a parameter is its tensor", () => {
  const parameter: Pickled = { call: { global: ["torch._utils", "_rebuild_parameter"] }, with: [whole, true, { tuple: [] }] };
  const state: Pickled = { build: stateOf(parameter), from: { dictionary: [["_metadata", { dictionary: [] }]] } };
  using file = openPth(fileOf(zipOf(checkpoint(state))));
  expect([...file.get("w").toNumbers()]).toEqual([1, 2, 3, 4]);
});

/** What came of a call: null, or the code that it was refused with. Any other error fails the test. */
const refusal = (call: () => void): string | null => {
  try {
    call();
    return null;
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return error.code;
  }
};

describe("damaged", () => {
  const bytes = readFileSync(`${fixtures}nested.pth`);
  using original = openPth(`${fixtures}nested.pth`);
  const right = JSON.stringify(allOf(original));
  const zip64 = zipOf(checkpoint(stateOf(whole)), { zip64: true });
  test.each([
    ["PyTorch's", bytes],
    ["ZIP64", zip64],
  ])("%s: every truncation is refused", (_, all) => {
    for (let length = 0; length < all.length; length++) {
      const path = fileOf(all.subarray(0, length));
      expect([length, refusal(() => openPth(path))]).toEqual([length, "CUI3020"]);
      rmSync(path);
    }
  });
  test("any byte of the file: refused, or read exactly as it was", () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (place, flip, map) => {
        const damaged = Buffer.from(bytes);
        damaged[place]! ^= flip;
        const path = fileOf(damaged);
        const code = refusal(() => {
          using file = openPth(path, { map });
          expect(JSON.stringify(allOf(file))).toBe(right);
        });
        rmSync(path);
        if (code === null) return;
        expect(code).toBe("CUI3020");
        refused++;
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(500);
  });
  test("any bytes of the pickle: a value, or refused, in time and memory of its length", () => {
    const pickle = pickleOf({
      dictionary: [
        ["model", stateOf(whole)],
        ["more", { list: [1, 2.5, "text", { tuple: [true, null] }] }],
      ],
    });
    const opcodes = fc.constantFrom(..."(.012GJKMNQRXU]abcdehijlopqrstu}\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x90\x93\x94\x95");
    const edit = fc.record({
      place: fc.nat(pickle.length - 1),
      removed: fc.nat(3),
      added: fc.oneof(
        opcodes.map((c) => Buffer.from(c, "latin1")),
        fc.uint8Array({ maxLength: 4 }),
      ),
    });
    const global = (name: string): [string, Global] => [
      name,
      { kind: "global", name, call: (args) => ({ kind: "tuple", items: [...args] }) },
    ];
    const globals = new Map(["torch.FloatStorage", "torch._utils._rebuild_tensor_v2", "collections.OrderedDict"].map(global));
    const codes = new Set<string | null>();
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let edited = Buffer.from(pickle);
        for (const { place, removed, added } of edits)
          edited = Buffer.concat([edited.subarray(0, place), added, edited.subarray(place + removed)]);
        const code = refusal(() => void unpickle(edited, { path: "x", globals, persistent: () => null }));
        expect([null, "CUI3020", "CUI3021"]).toContain(code);
        codes.add(code);
      }),
      { numRuns: 5000 },
    );
    expect(codes).toEqual(new Set([null, "CUI3020", "CUI3021"]));
  });
});

describe("what no tensor needs is refused by its name and place", () => {
  const short = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
  test.each<[string, Pickled, RegExp]>([
    ["a program", { call: { global: ["os", "system"] }, with: ["true"] }, /asks for os\.system at byte 10\n/],
    ["a program under another opcode", { raw: `${short("builtins")}${short("eval")}\x93` }, /asks for builtins\.eval at byte 26\n/],
    ["a class by name", { raw: "ios\nsystem\n" }, /the opcode INST/],
    ["a new object", { raw: ")\x81" }, /the opcode NEWOBJ at byte 11/],
    ["an extension", { raw: "\x82\x01" }, /the opcode EXT1/],
    ["text to evaluate", { raw: "S'text'\n" }, /the opcode STRING/],
    ["a storage type as a function", { call: { global: ["torch", "FloatStorage"] }, with: [] }, /a call of torch\.FloatStorage/],
    ["a text as a function", { call: "os.system", with: [] }, /a call of "os\.system"/],
    ["attributes of a tensor", { build: whole, from: { dictionary: [] } }, /attributes of a foreign/],
    ["a newer protocol", { raw: "\x80\x06" }, /protocol 6/],
  ])("%s", (_, value, message) => {
    const path = fileOf(zipOf(checkpoint(stateOf(value))));
    expect(refusal(() => openPth(path))).toBe("CUI3021");
    expect(() => openPth(path)).toThrow(message);
  });
});

describe("refused", () => {
  const state = stateOf(whole);
  const view = (offset: number, shape: number[], strides: number[], storage: Pickled = storageOf("FloatStorage", "0", 4)): ZipPart[] =>
    checkpoint(stateOf(tensorOf(storage, offset, shape, strides)));
  const changed = (n: number, change: Partial<ZipPart>): ZipPart[] =>
    checkpoint(state).map((part, i) => (i === n ? { ...part, ...change } : part));
  const open = (parts: readonly ZipPart[]): void => {
    using file = openPth(fileOf(zipOf(parts)));
    allOf(file);
  };
  test.each<[string, readonly ZipPart[], RegExp]>([
    [
      "a tensor past its storage",
      view(1, [2, 2], [2, 1]),
      /tensor "w" of shape \[2,2\], strides \[2,1\] and offset 1 that leaves its storage of 4/,
    ],
    ["strides past it", view(0, [2], [4]), /"w" .* leaves its storage/],
    ["strides of another rank", view(0, [2], [1, 1]), /is made of/],
    ["a negative offset", view(-1, [1], [1]), /is made of/],
    ["an extent that overflows", view(0, [2 ** 50, 2 ** 50], [2 ** 50, 1]), /leaves its storage/],
    [
      "an expanded tensor that is larger than the file allows",
      view(0, [2 ** 30], [0]),
      /"w" of shape \[1073741824\], strides \[0\].*8 times/,
    ],
    ["rows that overlap", view(0, [2 ** 15, 3, 2 ** 15], [0, 1, 0]), /"w" of shape .*more than 8 times/],
    ["more axes than there are", view(0, new Array<number>(65).fill(1), new Array<number>(65).fill(1)), /a tensor is made of/],
    ["a storage of another length", view(0, [2], [1], storageOf("FloatStorage", "0", 5)), /of 5 elements of FloatStorage has 16 bytes/],
    ["a storage that is not there", view(0, [2], [1], storageOf("FloatStorage", "9", 4)), /no storage 9/],
    ["an identifier of something else", view(0, [2], [1], { persistent: "storage" }), /not one of a storage/],
    ["a tensor of no storage", view(0, [2], [1], 7), /a tensor is made of 7, 0/],
    [
      "an element type without a tensor here",
      checkpoint(stateOf(tensorOf(storageOf("LongStorage", "0", 2), 0, [2], [1]))),
      /"w" as LongStorage/,
    ],
    ["a value among tensors", checkpoint({ dictionary: [["w", 3]] }), /holds 3 as "w"/],
    ["a tensor without a name", checkpoint({ dictionary: [[3, whole]] }), /as 3, where/],
    ["a list", checkpoint({ list: [whole] }), /holds a list, not a state dictionary/],
    ["two values", checkpoint({ raw: "NN" }), /more than one value/],
    ["something behind the end", checkpoint({ raw: "}.N" }), /goes on behind its end/],
    ["what lies below a mark", checkpoint({ raw: "}NN(\x8610" }), /the stack is empty/],
    ["an empty memo", checkpoint({ raw: "h\x07" }), /memo 7 is empty/],
    ["no pickle", checkpoint(state).slice(1), /has 0 pickles/],
    ["two pickles", checkpoint(state, {}, [{ name: "b/data.pkl", bytes: pickleOf(null) }]), /has 2 pickles/],
    ["a program of TorchScript", checkpoint(state, {}, [{ name: "a/constants.pkl", bytes: pickleOf(null) }]), /TorchScript/],
    ["the other byte order", changed(1, { bytes: Buffer.from("big") }), /big-endian/],
    ["compressed", changed(2, { method: 8 }), /"a\/data\/0" compressed/],
    ["encrypted", changed(2, { flags: 1 }), /"a\/data\/0" encrypted/],
    ["two of one name", [...checkpoint(state), ...checkpoint(state).slice(2)], /two entries "a\/data\/0"/],
    ["another name where the contents are", changed(2, { localName: "a/data/1" }), /no contents of "a\/data\/0"/],
    ["a wrong checksum", changed(2, { sum: 1 }), /"a\/data\/0" damaged/],
    ["a pickle with a wrong checksum", changed(0, { sum: 1 }), /"a\/data.pkl" damaged/],
  ])("%s", (_, parts, message) => {
    expect(refusal(() => open(parts))).toBe("CUI3020");
    expect(() => open(parts)).toThrow(message);
  });
  test("a directory of more entries than the archive has, or of fewer", () => {
    for (const [change, message] of [
      [-1, /a directory of more than 2 entries/],
      [1, /a directory of fewer than 4 entries/],
    ] as const) {
      const bytes = zipOf(checkpoint(state));
      bytes.writeUInt16LE(bytes.readUInt16LE(bytes.length - 12) + change, bytes.length - 12);
      expect(() => openPth(fileOf(bytes))).toThrow(message);
    }
  });
  test("many names of one storage, of more than the file allows", () => {
    const many = (count: number): NamedTensors & Disposable => {
      const all = Array.from(
        { length: count },
        (_, n) => [`w${n}`, tensorOf(storageOf("FloatStorage", "0", 2 ** 18), 0, [2 ** 18], [1])] as const,
      );
      return openPth(fileOf(zipOf(checkpoint({ dictionary: all }, { 0: new Uint8Array(2 ** 20) }))));
    };
    using allowed = many(8);
    expect(allowed.names()).toHaveLength(8);
    expect(() => many(16)).toThrow(/CUI3020.*tensor "w9".*8 times as large as the file/);
  });
  test("a pickle of megabytes, before it is read", () => {
    const path = fileOf(zipOf(checkpoint({ raw: Buffer.alloc(LONGEST_PICKLE, "}") })));
    expect(() => openPth(path)).toThrow(/CUI3020.*a pickle of 4194307 bytes, and 4194304 are read at most/);
  });
  test("a nesting of any depth takes no stack", () => {
    const deep = Buffer.concat([Buffer.from("N"), Buffer.alloc(10 ** 6, "\x85", "latin1")]);
    using file = openPth(
      fileOf(
        zipOf(
          checkpoint({
            dictionary: [
              ["model", state],
              ["deep", { raw: deep }],
            ],
          }),
        ),
      ),
    );
    expect(file.names()).toEqual(["w"]);
  });
  test("contents that reach into the next entry", () => {
    const bytes = zipOf(checkpoint(state));
    const [directory, longer] = [bytes.readUInt32LE(bytes.length - 6), 8];
    for (const at of [directory + 20, directory + 24]) bytes.writeUInt32LE(bytes.readUInt32LE(at) + longer, at);
    expect(() => openPth(fileOf(bytes))).toThrow(/CUI3020.*"a\/byteorder" at byte \d+, inside another entry/);
  });
  test("no header before an entry's contents", () => {
    const bytes = zipOf(checkpoint(state));
    bytes.writeUInt32LE(0x04034b51, 0);
    expect(() => openPth(fileOf(bytes))).toThrow(/CUI3020.*no contents of "a\/data.pkl" at byte 0/);
  });
  test("no archive", () => {
    expect(() => openPth(fileOf(Buffer.alloc(100)))).toThrow(/CUI3020.*no ZIP archive[\s\S]*PyTorch 1\.6/);
    expect(() => openPth(join(folder, "missing.pth"))).toThrow(/CUI3020.*cannot be opened/);
  });
  test("a tensor that is asked for and not there, or after disposal", () => {
    const file = openPth(fileOf(zipOf(checkpoint(state))));
    expect(() => file.get("v")).toThrow(/CUI3020.*no tensor "v"/);
    const w = file.get("w");
    file[Symbol.dispose]();
    expect([...w.toNumbers()]).toEqual([1, 2, 3, 4]);
    expect(() => file.get("w")).toThrow(/CUI3009/);
  });
});

test("the checksum is the standard one", () => {
  expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
  expect(crc32(Buffer.from("The quick brown fox jumps over the lazy dog"))).toBe(0x414fa339);
  expect([crc32(new Uint8Array(0)), crc32(Buffer.from("a"))]).toEqual([0, 0xe8b7be43]);
});
