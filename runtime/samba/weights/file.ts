// Bytes of a file that may be larger than memory: views of a mapping (Linux), so that what is not looked at is never read, else parts read
// on demand. A view stays valid for as long as it is reachable, whatever becomes of the file's object: the mapping goes when the file is
// disposed of and the last view has been collected. Mappings are private: writing into a view changes no file. As with every mapping, a
// file must not be shortened while it is used; replacing it by a rename, as all writers here do, is safe.
import { constants } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import koffi from "koffi";
import { RuntimeError } from "../../cuda/errors.ts";

export const fileProblem = (
  path: string,
  text: string,
  help = "the file is damaged or incomplete: fetch or write it again",
): RuntimeError => new RuntimeError("CUI3020", `${path} ${text}`, help);

export interface WeightFile extends Disposable {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Whether bytes are views of a mapping. */
  readonly mapped: boolean;
  /** Part of the file, which must lie inside it. Refused after disposal (CUI3009). */
  bytes(offset: number, length: number): Uint8Array<ArrayBuffer>;
}

interface MemoryCalls {
  mmap(address: null, length: number, protection: number, flags: number, descriptor: number, offset: number): bigint;
  munmap(address: bigint, length: number): number;
}
const READ_WRITE = 3;
/** MAP_PRIVATE | MAP_NORESERVE: pages that nobody writes need no memory of their own. */
const PRIVATE = 0x4002;
const FAILED = 2n ** 64n - 1n;

let bound: MemoryCalls | null | undefined;
const memoryCalls = (): MemoryCalls | null => {
  if (bound !== undefined) return bound;
  bound = null;
  if (process.platform !== "linux") return bound;
  try {
    const library = koffi.load(null);
    bound = {
      mmap: library.func("mmap", "void *", ["void *", "size_t", "int", "int", "int", "int64_t"]) as unknown as MemoryCalls["mmap"],
      munmap: library.func("munmap", "int", ["void *", "size_t"]) as unknown as MemoryCalls["munmap"],
    };
  } catch {
    // A C library without these under these names: files are read instead.
  }
  return bound;
};

/** A mapped file. Its holders are the open file and every view's buffer; the last one to go unmaps. */
interface Mapping {
  readonly address: bigint;
  readonly length: number;
  readonly calls: MemoryCalls;
  holders: number;
}
const release = (mapping: Mapping): void => {
  if (--mapping.holders === 0) mapping.calls.munmap(mapping.address, mapping.length);
};
const collected = new FinalizationRegistry<Mapping>(release);

const mapped = (descriptor: number, length: number): Mapping | null => {
  const calls = length > 0 ? memoryCalls() : null;
  if (!calls) return null;
  const address = BigInt(calls.mmap(null, length, READ_WRITE, PRIVATE, descriptor, 0));
  return BigInt.asUintN(64, address) === FAILED ? null : { address, length, calls, holders: 1 };
};

/** readSync refuses more than 2 GiB at once. */
const CHUNK = 2 ** 30;
const readPart = (path: string, descriptor: number, offset: number, length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const count = readSync(descriptor, bytes, done, Math.min(CHUNK, length - done), offset + done);
    if (count === 0) throw fileProblem(path, `became shorter while it was read`);
    done += count;
  }
  return bytes;
};

/** Opens a file; `map: false` reads parts where they would be views. Throws CUI3020 if there is no such file. */
export const openWeightFile = (path: string, { map = true }: { readonly map?: boolean } = {}): WeightFile => {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    throw fileProblem(path, `cannot be opened: ${(error as Error).message}`, "check the path and that it may be read");
  }
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) {
    closeSync(descriptor);
    throw fileProblem(path, "is not a regular file", "name a file");
  }
  const { size } = stat;
  const mapping = map ? mapped(descriptor, size) : null;
  // A mapping needs its file no longer.
  if (mapping) closeSync(descriptor);
  let open = true;
  return {
    path,
    size,
    mapped: mapping !== null,
    bytes: (offset, length) => {
      if (!open)
        throw new RuntimeError("CUI3009", `${path} was read after its disposal`, "keep it open for as long as tensors are taken from it");
      if (!(offset >= 0 && length >= 0 && offset + length <= size))
        throw fileProblem(path, `has ${size} bytes, and ${length} from byte ${offset} on were asked for`);
      if (length > constants.MAX_LENGTH)
        throw fileProblem(
          path,
          `holds a part of ${length} bytes, and this version of Node takes ${constants.MAX_LENGTH} at once`,
          "use a newer Node",
        );
      if (length === 0) return new Uint8Array(0);
      if (!mapping) return readPart(path, descriptor, offset, length);
      const buffer = koffi.view(mapping.address + BigInt(offset), length);
      mapping.holders++;
      collected.register(buffer, mapping);
      return new Uint8Array(buffer);
    },
    [Symbol.dispose]: () => {
      if (!open) return;
      open = false;
      if (mapping) release(mapping);
      else closeSync(descriptor);
    },
  };
};
