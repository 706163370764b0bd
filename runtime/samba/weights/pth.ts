// Checkpoints of `torch.save` (PyTorch 1.6 and later), read without Python and without running what they hold: a ZIP archive of storages, and
// a pickle that says which tensors lie where in them. Tensors are views of the file, with their strides, also where several share a storage.
// What a state dictionary does not need is refused with CUI3021; damage, with CUI3020. Whatever the strides say, all tensors together are not
// much larger than the file.
import type { DType } from "../../../codegen/ir/types.ts";
import { HostTensor } from "../../host-tensor.ts";
import { fileProblem, openWeightFile } from "./file.ts";
import type { NamedTensors } from "./named-tensors.ts";
import { described, type Dictionary, dictionary, type Foreign, type Global, PickleRefusal, unpickle, type Value } from "./pickle.ts";
import { storageAt } from "./safetensors.ts";
import { readZip, type ZipEntry } from "./zip.ts";

/** Storages by PyTorch's word: the size of an element in bytes, and what it is here. */
const storageTypes: Readonly<Record<string, { readonly bytes: number; readonly dtype: DType | null }>> = {
  FloatStorage: { bytes: 4, dtype: "f32" },
  BFloat16Storage: { bytes: 2, dtype: "bf16" },
  HalfStorage: { bytes: 2, dtype: "f16" },
  IntStorage: { bytes: 4, dtype: "i32" },
  CharStorage: { bytes: 1, dtype: "i8" },
  BoolStorage: { bytes: 1, dtype: "bool" },
  DoubleStorage: { bytes: 8, dtype: null },
  LongStorage: { bytes: 8, dtype: null },
  ShortStorage: { bytes: 2, dtype: null },
  ByteStorage: { bytes: 1, dtype: null },
};

class Storage {
  readonly type: string;
  readonly entry: ZipEntry;
  /** In elements. */
  readonly length: number;
  constructor(type: string, entry: ZipEntry, length: number) {
    this.type = type;
    this.entry = entry;
    this.length = length;
  }
}
class Tensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}
/** PyTorch's own operations take no more axes. */
const MOST_AXES = 64;
/** Tied parameters are two names of one storage, and expanded ones have more elements than theirs: both are small beside this. */
const MOST_TIMES_THE_FILE = 8;
const MOST_BYTES_BESIDE = 2 ** 20;

const foreign = (value: object): Foreign => ({ kind: "foreign", value });
const foreignOf = <T>(value: Value | undefined, type: new (...args: never[]) => T): T | null =>
  typeof value === "object" && value?.kind === "foreign" && value.value instanceof type ? value.value : null;
const natural = (value: Value | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const naturals = (value: Value | undefined): number[] | null =>
  typeof value === "object" && value?.kind === "tuple" && value.items.length <= MOST_AXES && value.items.every(natural)
    ? value.items
    : null;

/** torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks, metadata?): a view of a storage. */
const rebuildTensor = (args: readonly Value[]): Value => {
  const storage = foreignOf(args[0], Storage);
  const [shape, strides] = [naturals(args[2]), naturals(args[3])];
  const offset = args[1];
  if (!storage || !natural(offset) || !shape || !strides || shape.length !== strides.length)
    throw new PickleRefusal(`a tensor is made of ${args.slice(0, 4).map(described).join(", ")}`);
  return foreign(new Tensor(storage, offset, shape, strides));
};
const rebuildParameter = (args: readonly Value[]): Value => {
  if (!foreignOf(args[0], Tensor)) throw new PickleRefusal(`a parameter is made of ${described(args[0])}`);
  return args[0]!;
};
const orderedDictionary = (args: readonly Value[]): Value => {
  if (args.length > 0) throw new PickleRefusal("an OrderedDict is made of arguments");
  return dictionary();
};
const globals: ReadonlyMap<string, Global> = new Map(
  (
    [
      ["collections.OrderedDict", orderedDictionary],
      ["torch._utils._rebuild_tensor_v2", rebuildTensor],
      ["torch._utils._rebuild_parameter", rebuildParameter],
      ...Object.keys(storageTypes).map((name) => [`torch.${name}`, null] as const),
    ] as const
  ).map(([name, call]) => [name, { kind: "global", name, call }]),
);

const PICKLE = "/data.pkl";
/** The state dictionary: the root, or what it holds under "model". */
const stateDictionary = (path: string, root: Value): Dictionary => {
  if (typeof root !== "object" || root?.kind !== "dictionary") throw fileProblem(path, `holds ${described(root)}, not a state dictionary`);
  const nested = root.entries.get("model");
  return typeof nested === "object" && nested?.kind === "dictionary" ? nested : root;
};

/** Opens a checkpoint; disposing closes it, and leaves the tensors that were taken valid. `map: false` reads each tensor when it is asked for. */
export const openPth = (path: string, { map = true }: { readonly map?: boolean } = {}): NamedTensors & Disposable => {
  const file = openWeightFile(path, { map });
  try {
    const archive = readZip(file);
    const pickles = [...archive.entries.values()].filter(
      ({ name }) => name.endsWith(PICKLE) && name.indexOf("/") === name.length - PICKLE.length,
    );
    const [pickle] = pickles;
    if (!pickle || pickles.length > 1)
      throw fileProblem(path, `has ${pickles.length} pickles data.pkl, where torch.save writes one`, "name a checkpoint of torch.save");
    const folder = pickle.name.slice(0, -PICKLE.length);
    const contents = (entry: ZipEntry): Uint8Array => {
      archive.check(entry);
      return file.bytes(entry.start, entry.size);
    };
    if (archive.entries.has(`${folder}/constants.pkl`))
      throw fileProblem(path, "is a TorchScript program", "save the model's state_dict() with torch.save instead");
    const order = archive.entries.get(`${folder}/byteorder`);
    if (order && new TextDecoder().decode(contents(order)) !== "little")
      throw fileProblem(path, "is of a big-endian machine", "load and save it on a little-endian one");

    const storages = new Map<string, Storage>();
    const persistent = (id: Value): Value => {
      const wrong = (): PickleRefusal => new PickleRefusal("a persistent identifier is not one of a storage");
      if (typeof id !== "object" || id?.kind !== "tuple") throw wrong();
      const [kind, type, key, , length] = id.items;
      if (kind !== "storage" || typeof type !== "object" || type?.kind !== "global" || typeof key !== "string" || !natural(length))
        throw wrong();
      const word = type.name.replace(/^torch\./, "");
      if (!Object.hasOwn(storageTypes, word)) throw wrong();
      const known = storages.get(key);
      if (known?.type === word && known.length === length) return foreign(known);
      const entry = archive.entries.get(`${folder}/data/${key}`);
      if (!entry) throw new PickleRefusal(`the archive has no storage ${key}`);
      if (entry.size !== length * storageTypes[word]!.bytes)
        throw new PickleRefusal(`the storage ${key} of ${length} elements of ${word} has ${entry.size} bytes`);
      const storage = new Storage(word, entry, length);
      storages.set(key, storage);
      return foreign(storage);
    };
    const tensors = new Map<string, Tensor>();
    let room = MOST_TIMES_THE_FILE * file.size + MOST_BYTES_BESIDE;
    for (const [name, value] of stateDictionary(path, unpickle(contents(pickle), { path, globals, persistent })).entries) {
      const tensor = foreignOf(value, Tensor);
      if (typeof name !== "string" || !tensor)
        throw fileProblem(
          path,
          `holds ${described(value)} as ${described(name)}, where a state dictionary has tensors by name`,
          "save the model's state_dict()",
        );
      const { storage, offset, shape, strides } = tensor;
      const of = `has a tensor ${described(name)} of shape [${shape}], strides [${strides}] and offset ${offset}`;
      const end = shape.includes(0) ? 0 : shape.reduce((last, extent, axis) => last + (extent - 1) * strides[axis]!, offset + 1);
      if (!(end <= storage.length)) throw fileProblem(path, `${of} that leaves its storage of ${storage.length}`);
      room -= shape.reduce((product, extent) => product * extent, storageTypes[storage.type]!.bytes);
      if (!(room >= 0))
        throw fileProblem(
          path,
          `${of}: with it, the tensors are more than ${MOST_TIMES_THE_FILE} times as large as the file of ${file.size} bytes`,
          "its strides repeat elements: save expanded tensors with .contiguous(), or leave them out",
        );
      tensors.set(name, tensor);
    }
    const tensorOf = (name: string): Tensor => {
      const tensor = tensors.get(name);
      if (!tensor) throw fileProblem(path, `has no tensor ${JSON.stringify(name)}`, "names() lists those that it has");
      return tensor;
    };
    return {
      names: () => [...tensors.keys()],
      facts: (name) => {
        const { storage, shape } = tensorOf(name);
        return { dtype: storageTypes[storage.type]!.dtype ?? storage.type, shape };
      },
      get: (name) => {
        const { storage, offset, shape, strides } = tensorOf(name);
        const { dtype } = storageTypes[storage.type]!;
        if (!dtype)
          throw fileProblem(path, `stores ${JSON.stringify(name)} as ${storage.type}`, "convert it to float32, bfloat16 or float16 first");
        archive.check(storage.entry);
        return new HostTensor(dtype, shape, storageAt(file, dtype, storage.entry.start, storage.entry.size), strides, offset);
      },
      [Symbol.dispose]: () => file[Symbol.dispose](),
    };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
};
