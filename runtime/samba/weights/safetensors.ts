// The safetensors format: 8 bytes of length, a JSON header of names, dtypes, shapes and byte ranges, then the elements. Reading is strict, as
// the format's own description asks (github.com/huggingface/safetensors): a header that could be understood in two ways, overlaps, holes, and
// bytes that no tensor owns are refused with CUI3020. Tensors are views of the file. Writing goes through a temporary file and a rename.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { type StorageArray, storageFor } from "../../../codegen/ir/numeric.ts";
import type { DType } from "../../../codegen/ir/types.ts";
import { contiguousStrides, HostTensor } from "../../host-tensor.ts";
import { fileProblem, openWeightFile, type WeightFile } from "./file.ts";
import type { NamedTensors, TensorFacts } from "./named-tensors.ts";

/** The format's dtypes: the size of an element in bytes, and what it is here. */
const storedTypes: Readonly<Record<string, { readonly bytes: number; readonly dtype: DType | null }>> = {
  F64: { bytes: 8, dtype: null },
  I64: { bytes: 8, dtype: "i64" },
  U64: { bytes: 8, dtype: null },
  F32: { bytes: 4, dtype: "f32" },
  I32: { bytes: 4, dtype: "i32" },
  U32: { bytes: 4, dtype: "u32" },
  BF16: { bytes: 2, dtype: "bf16" },
  F16: { bytes: 2, dtype: "f16" },
  I16: { bytes: 2, dtype: null },
  U16: { bytes: 2, dtype: null },
  F8_E4M3: { bytes: 1, dtype: "f8e4m3" },
  F8_E5M2: { bytes: 1, dtype: "f8e5m2" },
  I8: { bytes: 1, dtype: "i8" },
  U8: { bytes: 1, dtype: null },
  BOOL: { bytes: 1, dtype: "bool" },
};
const storedNames: Readonly<Record<DType, string>> = {
  f32: "F32",
  i32: "I32",
  u32: "U32",
  i64: "I64",
  bf16: "BF16",
  f16: "F16",
  f8e4m3: "F8_E4M3",
  f8e5m2: "F8_E5M2",
  i8: "I8",
  bool: "BOOL",
};
/** As in the format's own library. */
const LARGEST_HEADER = 100_000_000;

interface Entry {
  readonly stored: string;
  readonly shape: readonly number[];
  /** From the start of the file. */
  readonly start: number;
  readonly length: number;
}

/** The first key that an object of a valid JSON text has twice, which JSON.parse would not tell. */
const repeatedKey = (text: string): string | null => {
  const open: (Set<string> | null)[] = [];
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(token.slice(0, -colon.length)) as string;
      const keys = open.at(-1)!;
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const natural = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const naturals = (value: unknown): value is number[] => Array.isArray(value) && value.every(natural);

/** JSON of one meaning. */
const parseObject = (path: string, what: string, bytes: Uint8Array): Record<string, unknown> => {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw fileProblem(path, `has ${what} that is not JSON: ${(error as Error).message}`);
  }
  if (!isRecord(value)) throw fileProblem(path, `has ${what} that is not a JSON object`);
  const repeated = repeatedKey(text);
  if (repeated !== null) throw fileProblem(path, `has ${what} with two entries ${JSON.stringify(repeated)}`);
  return value;
};

const readEntry = (path: string, name: string, value: unknown, dataStart: number): Entry => {
  const wrong = (text: string): Error => fileProblem(path, `has a tensor ${JSON.stringify(name)} ${text}`);
  if (!isRecord(value)) throw wrong("that is not described by an object");
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  if (Object.keys(rest).length > 0) throw wrong(`with an unknown field ${Object.keys(rest)[0]}`);
  const type = typeof dtype === "string" && Object.hasOwn(storedTypes, dtype) ? storedTypes[dtype] : undefined;
  if (!type) throw wrong(`of the unknown dtype ${JSON.stringify(dtype)}`);
  if (!naturals(shape)) throw wrong(`of the shape ${JSON.stringify(shape)}`);
  if (!naturals(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) throw wrong(`at the byte range ${JSON.stringify(offsets)}`);
  const [start, end] = offsets as [number, number];
  const length = shape.reduce((product, extent) => product * extent, type.bytes);
  if (length !== end - start) throw wrong(`of ${dtype} and shape [${shape}], which is ${length} bytes, in ${end - start} bytes`);
  return { stored: dtype as string, shape, start: dataStart + start, length };
};

/** Checks that the tensors own every byte behind the header once. */
const checkCoverage = (path: string, entries: ReadonlyMap<string, Entry>, dataStart: number, size: number): void => {
  let end = dataStart;
  for (const [name, { start, length }] of [...entries].sort(([, a], [, b]) => a.start - b.start || a.length - b.length)) {
    if (start !== end) throw fileProblem(path, `has a tensor ${JSON.stringify(name)} from byte ${start} on, where byte ${end} is next`);
    end += length;
  }
  if (end !== size) throw fileProblem(path, `has ${size} bytes, and its header speaks of ${end}`);
};

/** Part of a file as storage: a view where elements are aligned, as they are behind a padded header, else a copy. */
export const storageAt = (file: WeightFile, dtype: DType, start: number, length: number): StorageArray => {
  const bytes = file.bytes(start, length);
  const Storage = storageFor(dtype, 0).constructor as { readonly BYTES_PER_ELEMENT: number } & (new (
    buffer: ArrayBuffer,
    offset: number,
    length: number,
  ) => StorageArray);
  // A mapping begins at a page: the place in the file decides, not the place in the view's buffer.
  const { buffer, byteOffset } = start % Storage.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Storage(buffer, byteOffset, length / Storage.BYTES_PER_ELEMENT);
};

const unknownTensor = (path: string, name: string): Error =>
  fileProblem(path, `has no tensor ${JSON.stringify(name)}`, "names() lists those that it has");

/** Tensors of a file or of several; disposing closes it, and leaves the tensors that were taken valid. */
export interface SafetensorsFile extends NamedTensors, Disposable {
  readonly metadata: Readonly<Record<string, string>>;
}
const readFile = (file: WeightFile): SafetensorsFile => {
  const { path, size } = file;
  if (size < 8) throw fileProblem(path, `has ${size} bytes, too few for a safetensors file`);
  const prefix = file.bytes(0, 8);
  const headerLength = Number(new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true));
  if (headerLength > LARGEST_HEADER) throw fileProblem(path, `claims a header of ${headerLength} bytes: it is not a safetensors file`);
  const dataStart = 8 + headerLength;
  if (dataStart > size) throw fileProblem(path, `ends inside its header, which should be ${headerLength} bytes`);
  const { __metadata__: metadata = {}, ...described } = parseObject(path, "a header", file.bytes(8, headerLength));
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    throw fileProblem(path, "has a __metadata__ that is not a map of strings");
  const entries = new Map(Object.entries(described).map(([name, value]) => [name, readEntry(path, name, value, dataStart)] as const));
  checkCoverage(path, entries, dataStart, size);

  const entry = (name: string): Entry => {
    const found = entries.get(name);
    if (!found) throw unknownTensor(path, name);
    return found;
  };
  return {
    metadata: metadata as Record<string, string>,
    names: () => [...entries.keys()],
    facts: (name): TensorFacts => {
      const { stored, shape } = entry(name);
      return { dtype: storedTypes[stored]!.dtype ?? stored, shape };
    },
    get: (name) => {
      const { stored, shape, start, length } = entry(name);
      const { dtype } = storedTypes[stored]!;
      if (!dtype) throw fileProblem(path, `stores ${JSON.stringify(name)} as ${stored}`, "convert it to f32, bf16 or f16 first");
      return new HostTensor(dtype, shape, storageAt(file, dtype, start, length));
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  };
};

/** Opens and reads, and closes again what cannot be read. */
const openFile = (path: string, map: boolean): SafetensorsFile => {
  const file = openWeightFile(path, { map });
  try {
    return readFile(file);
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
};

/** The files that an index (`model.safetensors.index.json`) names, as one; each must hold exactly the tensors that the index gives it. */
const openShards = (index: string, map: boolean): SafetensorsFile => {
  const { weight_map: places } = parseObject(index, "a text", readFileSync(index));
  if (!isRecord(places)) throw fileProblem(index, "has no weight_map");
  const shards = new Map<string, SafetensorsFile>();
  const dispose = (): void => {
    for (const shard of shards.values()) shard[Symbol.dispose]();
  };
  try {
    for (const [name, place] of Object.entries(places)) {
      if (typeof place !== "string" || place === "" || place !== basename(place))
        throw fileProblem(index, `puts ${JSON.stringify(name)} into ${JSON.stringify(place)}, which is not the name of a file beside it`);
      if (!shards.has(place)) shards.set(place, openFile(join(index, "..", place), map));
      shards.get(place)!.facts(name);
    }
    for (const [place, shard] of shards)
      for (const name of shard.names())
        if (!Object.hasOwn(places, name) || places[name] !== place)
          throw fileProblem(index, `does not say that ${JSON.stringify(name)} is in ${place}`);
  } catch (error) {
    dispose();
    throw error;
  }
  const shardOf = (name: string): SafetensorsFile => {
    const place = Object.hasOwn(places, name) ? places[name] : undefined;
    if (typeof place !== "string") throw unknownTensor(index, name);
    return shards.get(place)!;
  };
  return {
    metadata: Object.assign({}, ...[...shards.values()].map((shard) => shard.metadata)) as Record<string, string>,
    names: () => Object.keys(places),
    facts: (name) => shardOf(name).facts(name),
    get: (name) => shardOf(name).get(name),
    [Symbol.dispose]: dispose,
  };
};

export const SINGLE_FILE = "model.safetensors";
const INDEX_FILE = "model.safetensors.index.json";
/** Opens a file, or a folder with a `model.safetensors` or its shards. `map: false` reads each tensor when it is asked for. Throws CUI3020. */
export const openSafetensors = (path: string, { map = true }: { readonly map?: boolean } = {}): SafetensorsFile => {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return openFile(path, map);
  const [single, index] = [join(path, SINGLE_FILE), join(path, INDEX_FILE)];
  if (existsSync(single)) return openFile(single, map);
  if (existsSync(index)) return openShards(index, map);
  throw fileProblem(
    path,
    `has neither ${SINGLE_FILE} nor ${INDEX_FILE}`,
    "name a model's folder; `cuica samba convert` makes one of a .pth checkpoint",
  );
};

/** A tensor's elements in row-major order, as bytes. */
const packed = ({ dtype, shape, strides, offset, data, size }: HostTensor): Uint8Array => {
  if (size === 0) return new Uint8Array(0);
  const contiguous = contiguousStrides(shape);
  if (shape.every((extent, axis) => extent === 1 || strides[axis] === contiguous[axis]))
    return new Uint8Array(data.buffer, data.byteOffset + offset * data.BYTES_PER_ELEMENT, size * data.BYTES_PER_ELEMENT);
  // As whole words: a NaN that passes through a number need not keep its bits.
  const words = dtype === "f32" ? new Uint32Array(data.buffer, data.byteOffset, data.length) : data;
  const copy = HostTensor.allocate(dtype === "f32" ? "u32" : dtype, shape);
  copy.copyFrom(new HostTensor(copy.dtype, shape, words, strides, offset));
  return new Uint8Array(copy.data.buffer);
};
const writeAll = (descriptor: number, bytes: Uint8Array): void => {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done, Math.min(2 ** 30, bytes.length - done));
};

/** Writes tensors, whatever their strides, bit for bit. The file appears under its name when it is whole; one that was there is replaced. */
export const writeSafetensors = (path: string, tensors: NamedTensors, metadata: Readonly<Record<string, string>> = {}): void => {
  // Larger elements first, so that all are aligned.
  const entries = tensors.names().map((name) => {
    const { dtype, shape } = tensors.facts(name);
    const stored = Object.hasOwn(storedNames, dtype) ? storedNames[dtype as DType] : null;
    if (stored === null)
      throw fileProblem(path, `cannot hold ${JSON.stringify(name)}, which is ${dtype}`, "convert it to f32, bf16 or f16 first");
    const { bytes } = storedTypes[stored]!;
    return { name, stored, shape, bytes, length: shape.reduce((product, extent) => product * extent, bytes) };
  });
  entries.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  let end = 0;
  const described = entries.map(({ name, stored, shape, length }) => {
    if (name === "__metadata__") throw fileProblem(path, "cannot hold a tensor __metadata__", "give it another name");
    const start = end;
    end += length;
    return [name, { dtype: stored, shape, data_offsets: [start, end] }] as const;
  });
  const header = new TextEncoder().encode(
    JSON.stringify(Object.fromEntries([...(Object.keys(metadata).length > 0 ? [["__metadata__", metadata] as const] : []), ...described])),
  );
  // Padded with spaces, so that the elements begin at a multiple of 8.
  const head = new Uint8Array(8 + Math.ceil(header.length / 8) * 8).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - 8), true);
  head.set(header, 8);

  const temporary = `${path}.${process.pid}.tmp`;
  let descriptor: number;
  try {
    descriptor = openSync(temporary, "w");
  } catch (error) {
    throw fileProblem(path, `cannot be written: ${(error as Error).message}`, "check that its folder exists and may be written");
  }
  try {
    try {
      writeAll(descriptor, head);
      for (const { name, length } of entries) {
        const bytes = packed(tensors.get(name));
        if (bytes.length !== length) throw fileProblem(path, `cannot hold ${JSON.stringify(name)}: it changed while it was written`);
        writeAll(descriptor, bytes);
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};
