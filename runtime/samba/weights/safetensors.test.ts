// safetensors: what is written is read again bit for bit, however the file is opened; every damage is refused by its code, or changes no
// more than the elements that it hit.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import koffi from "koffi";
import { afterAll, describe, expect, test } from "vitest";
import { Random } from "../../../proptests/lib/random.ts";
import { allocate, bitsOf, layoutArbitrary } from "../../../proptests/lib/tensors.ts";
import type { DType } from "../../../codegen/ir/types.ts";
import { RuntimeError } from "../../cuda/errors.ts";
import { HostTensor } from "../../host-tensor.ts";
import { namedTensors } from "./named-tensors.ts";
import { openSafetensors, writeSafetensors } from "./safetensors.ts";

const folder = mkdtempSync(join(tmpdir(), "cuica-safetensors-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const fresh = (): string => join(folder, `${count++}.safetensors`);

/** The code that a call is refused with; null if it is not. Any other error fails the test. */
const refusal = (call: () => void): string | null => {
  try {
    call();
    return null;
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return error.code;
  }
};
/** A file made of a header and elements, as they are. */
const fileOf = (header: string | Uint8Array, data: Uint8Array = new Uint8Array(0), headerLength?: number): string => {
  const path = fresh();
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(headerLength ?? text.length), true);
  writeFileSync(path, Buffer.concat([prefix, text, data]));
  return path;
};

const dtypes: readonly DType[] = ["f32", "bf16", "f16", "f8e4m3", "f8e5m2", "i8", "i32", "u32", "bool"];
const tensorArbitrary = fc.record({ dtype: fc.constantFrom(...dtypes), shape: fc.array(fc.nat(5), { maxLength: 3 }) }).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    layout: kind.shape.length > 0 ? layoutArbitrary(kind.shape.length) : fc.constant(null),
    seed: fc.nat(),
  }),
);
const nameArbitrary = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("a.weight", "0", "7", "__proto__", 'say "x": {1}'));
/** Tensors of every dtype and layout, filled with random bits: NaN of any payload, infinities, subnormal numbers. */
const tensorsArbitrary = fc
  .uniqueArray(fc.tuple(nameArbitrary, tensorArbitrary), { maxLength: 6, selector: ([name]) => name })
  .map((entries) =>
    entries.flatMap(([name, { kind, layout, seed }]): [string, HostTensor][] => {
      if (name === "__metadata__") return [];
      const tensor = layout ? allocate(kind.dtype, kind.shape, layout) : HostTensor.allocate(kind.dtype, kind.shape);
      const random = new Random(seed);
      const bytes = new Uint8Array(tensor.data.buffer);
      for (let i = 0; i < bytes.length; i++) bytes[i] = random.integer(0, 255);
      return [[name, tensor]];
    }),
  );

describe.each([{ map: true }, { map: false }])("opened with $map", (how) => {
  test("what is written is read again, bit for bit, whatever the strides", () => {
    fc.assert(
      fc.property(tensorsArbitrary, fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), (tensors, metadata) => {
        const path = fresh();
        writeSafetensors(path, namedTensors(tensors), metadata);
        using file = openSafetensors(path, how);
        expect(file.names().sort()).toEqual(tensors.map(([name]) => name).sort());
        expect(Object.entries(file.metadata)).toEqual(Object.entries(metadata));
        for (const [name, tensor] of tensors) {
          const read = file.get(name);
          expect([read.dtype, read.shape, file.facts(name)]).toEqual([
            tensor.dtype,
            tensor.shape,
            { dtype: tensor.dtype, shape: tensor.shape },
          ]);
          expect(bitsOf(read)).toEqual(bitsOf(tensor));
        }
        const bytes = readFileSync(path);
        expect(Number(bytes.readBigUInt64LE(0)) % 8).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  const whole = (): { path: string; bytes: Buffer } => {
    const path = fresh();
    const tensor = HostTensor.fromNumbers("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
    writeSafetensors(
      path,
      namedTensors([
        ["w", tensor],
        ["b", HostTensor.fromNumbers("bf16", [3], [7, 8, 9])],
        ["none", HostTensor.allocate("f16", [0, 4])],
      ]),
      { a: "b" },
    );
    return { path, bytes: readFileSync(path) };
  };
  test("every truncation and every extension is refused", () => {
    const { bytes } = whole();
    for (let length = 0; length < bytes.length; length++) {
      const path = fresh();
      writeFileSync(path, bytes.subarray(0, length));
      expect([length, refusal(() => openSafetensors(path, how))]).toEqual([length, "CUI3020"]);
      rmSync(path);
    }
    const longer = fresh();
    writeFileSync(longer, Buffer.concat([bytes, Buffer.alloc(1)]));
    expect(refusal(() => openSafetensors(longer, how))).toBe("CUI3020");
  });
  test("a damaged byte of the header is refused, or the file still describes all of its bytes", () => {
    const { bytes } = whole();
    const dataStart = 8 + Number(bytes.readBigUInt64LE(0));
    let refused = 0;
    fc.assert(
      fc.property(fc.nat(dataStart - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const path = fresh();
        const damaged = Buffer.from(bytes);
        damaged[place]! ^= flip;
        writeFileSync(path, damaged);
        const code = refusal(() => {
          using file = openSafetensors(path, how);
          const sizes = file.names().map((name) => file.get(name).data.byteLength);
          expect(sizes.reduce((a, b) => a + b, 0)).toBe(bytes.length - dataStart);
        });
        if (code !== null) {
          expect(code).toBe("CUI3020");
          refused++;
        }
        rmSync(path);
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(300);
  });
  test("tensors stay as they were after disposal, and no more are given", () => {
    const { path } = whole();
    const file = openSafetensors(path, how);
    const w = file.get("w");
    file[Symbol.dispose]();
    file[Symbol.dispose]();
    rmSync(path);
    expect([...w.data]).toEqual([1, 2, 3, 4, 5, 6]);
    w.data[0] = 10;
    expect(w.data[0]).toBe(10);
    expect(refusal(() => file.get("w"))).toBe("CUI3009");
  });
  test("writing into a tensor leaves the file alone", () => {
    const { path, bytes } = whole();
    using file = openSafetensors(path, how);
    file.get("w").data.fill(0);
    expect(readFileSync(path)).toEqual(bytes);
  });
});

describe("refused", () => {
  const data = new Uint8Array(4);
  const entry = (fields: object): string => JSON.stringify({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4], ...fields } });
  test.each<[string, () => string, RegExp]>([
    ["no file", () => join(folder, "missing"), /cannot be opened.*ENOENT/],
    ["an empty folder", () => mkdtempSync(join(folder, "empty-")), /neither model.safetensors nor/],
    ["a header longer than any", () => fileOf("{}", data, 2 ** 40), /not a safetensors file/],
    ["a header past the end", () => fileOf("{}", data, 100), /ends inside its header/],
    ["bytes that are not UTF-8", () => fileOf(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), /not JSON/],
    ["an array", () => fileOf("[]"), /not a JSON object/],
    [
      "two tensors of one name",
      () => fileOf(`${entry({}).slice(0, -1)},"\\u0077":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}`, data),
      /two entries "w"/,
    ],
    ["a field twice", () => fileOf(`{"w":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}}`, data), /two entries "dtype"/],
    ["an unknown dtype", () => fileOf(entry({ dtype: "F31" }), data), /unknown dtype "F31"/],
    ["a dtype of Object's", () => fileOf(entry({ dtype: "constructor" }), data), /unknown dtype "constructor"/],
    ["an unknown field", () => fileOf(entry({ strides: [1] }), data), /unknown field strides/],
    ["a negative extent", () => fileOf(entry({ shape: [-1] }), data), /shape \[-1\]/],
    ["a fractional extent", () => fileOf(entry({ shape: [0.5] }), data), /shape \[0.5\]/],
    ["a shape that overflows", () => fileOf(entry({ shape: [2 ** 52, 2 ** 52, 0, 2 ** 52] }), data), /is 0 bytes, in 4 bytes/],
    ["the wrong size", () => fileOf(entry({ shape: [2] }), data), /is 8 bytes, in 4 bytes/],
    ["offsets the wrong way", () => fileOf(entry({ data_offsets: [4, 0] }), data), /byte range \[4,0\]/],
    ["a hole", () => fileOf(entry({ data_offsets: [1, 5] }), new Uint8Array(5)), /from byte \d+ on, where byte \d+ is next/],
    ["bytes of nobody", () => fileOf(entry({}), new Uint8Array(5)), /its header speaks of/],
    [
      "an overlap",
      () =>
        fileOf(
          `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}`,
          new Uint8Array(12),
        ),
      /"b" from byte/,
    ],
    ["metadata that is no text", () => fileOf(`{"__metadata__":{"a":1}}`), /map of strings/],
  ])("%s", (_, make, message) => {
    const path = make();
    expect(refusal(() => openSafetensors(path))).toBe("CUI3020");
    expect(() => openSafetensors(path)).toThrow(message);
  });
  test("a dtype without a tensor here, when it is asked for", () => {
    using file = openSafetensors(fileOf(`{"n":{"dtype":"I16","shape":[1],"data_offsets":[0,2]}}`, new Uint8Array(2)));
    expect(file.facts("n")).toEqual({ dtype: "I16", shape: [1] });
    expect(() => file.get("n")).toThrow(/CUI3020.*"n" as I16/);
    expect(() => file.get("toString")).toThrow(/CUI3020.*no tensor "toString"/);
    expect(() => writeSafetensors(fresh(), file)).toThrow(/CUI3020.*which is I16/);
  });
  test("elements that are not aligned are copied", () => {
    // 3 bytes of int8 before the floats, and a header of odd length.
    const header = `{"a":{"dtype":"I8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"F32","shape":[2],"data_offsets":[3,11]}} `;
    const values = new Uint8Array(new Float32Array([1.5, -2]).buffer);
    using file = openSafetensors(fileOf(header, Buffer.concat([new Uint8Array(3), values])));
    const w = file.get("w");
    expect([...w.toNumbers()]).toEqual([1.5, -2]);
    expect(koffi.address(w.data.buffer) % 4n).toBe(0n);
  });
  test("a write that fails leaves what was there, and nothing else", () => {
    const own = mkdtempSync(join(folder, "write-"));
    const path = join(own, "model.safetensors");
    const tensor = HostTensor.fromNumbers("f32", [1], [1]);
    writeSafetensors(path, namedTensors([["w", tensor]]));
    const failing = {
      names: () => ["w"],
      facts: () => tensor,
      get: (): HostTensor => {
        throw new RangeError("gone");
      },
    };
    expect(() => writeSafetensors(path, failing)).toThrow("gone");
    expect(readdirSync(own)).toEqual(["model.safetensors"]);
    using file = openSafetensors(own);
    expect([...file.get("w").data]).toEqual([1]);
    expect(refusal(() => writeSafetensors(join(own, "missing", "x"), namedTensors([])))).toBe("CUI3020");
  });
});

describe("shards", () => {
  const sharded = (places: object): string => {
    const own = mkdtempSync(join(folder, "shards-"));
    writeSafetensors(
      join(own, "one.safetensors"),
      namedTensors([
        ["a", HostTensor.fromNumbers("f32", [2], [1, 2])],
        ["b", HostTensor.fromNumbers("f16", [1], [3])],
      ]),
    );
    writeSafetensors(join(own, "two.safetensors"), namedTensors([["c", HostTensor.fromNumbers("bf16", [1], [4])]]), { format: "pt" });
    mkdirSync(join(own, "below"));
    writeFileSync(join(own, "model.safetensors.index.json"), JSON.stringify({ metadata: {}, weight_map: places }));
    return own;
  };
  const right = { a: "one.safetensors", b: "one.safetensors", c: "two.safetensors" };
  test("are one", () => {
    using file = openSafetensors(sharded(right));
    expect(file.names().map((name) => [name, file.facts(name).dtype, ...file.get(name).toNumbers()])).toEqual([
      ["a", "f32", 1, 2],
      ["b", "f16", 3],
      ["c", "bf16", 4],
    ]);
    expect(file.metadata).toEqual({ format: "pt" });
  });
  test.each<[string, object, RegExp]>([
    ["a tensor that its file lacks", { ...right, d: "two.safetensors" }, /two.safetensors has no tensor "d"/],
    ["a tensor in the wrong file", { ...right, a: "two.safetensors" }, /two.safetensors has no tensor "a"/],
    ["a tensor that the index leaves out", { a: "one.safetensors", c: "two.safetensors" }, /does not say that "b" is in one/],
    ["a file that is not there", { ...right, d: "three.safetensors" }, /three.safetensors cannot be opened/],
    ["a path elsewhere", { ...right, d: "../one.safetensors" }, /not the name of a file beside it/],
    ["no name at all", { ...right, d: 3 }, /not the name of a file beside it/],
  ])("refused: %s", (_, places, message) => {
    const path = sharded(places);
    expect(refusal(() => openSafetensors(path))).toBe("CUI3020");
    expect(() => openSafetensors(path)).toThrow(message);
  });
});

test.runIf(process.platform === "linux")(
  "a mapping goes when the file is closed and its last view is collected, and not before",
  async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const path = fresh();
    writeSafetensors(path, namedTensors([["w", HostTensor.allocate("f32", [5000])]]));
    const isMapped = (): boolean => readFileSync("/proc/self/maps", "utf8").includes(path);
    const views: HostTensor[] = [];
    const settle = async (): Promise<void> => {
      for (let n = 0; n < 20 && isMapped(); n++) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const file = openSafetensors(path);
    views.push(file.get("w"), file.get("w"));
    file[Symbol.dispose]();
    views.pop();
    await settle();
    expect([isMapped(), views[0]!.data[4999]]).toEqual([true, 0]);
    views.pop();
    await settle();
    expect(isMapped()).toBe(false);
  },
);
