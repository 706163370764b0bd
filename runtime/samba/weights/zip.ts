// Reads ZIP archives as `torch.save` writes them: entries stored without compression, ZIP64 where sizes ask for it. The central directory
// rules; an entry's local header must agree with it, names are unique, and every extent lies inside the file and overlaps no other, so that
// entries are no larger than the file. Checksums are checked on the first read of an entry. Anything else is refused with CUI3020.
import { fileProblem, type WeightFile } from "./file.ts";

export interface ZipEntry {
  readonly name: string;
  /** Bytes of the contents, and the first one's place in the file. */
  readonly size: number;
  readonly start: number;
}
export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Reads an entry once to compare its checksum; nothing the second time. */
  check(entry: ZipEntry): void;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const END64 = 0x06064b50;
const END64_SIZE = 56;
const CENTRAL = 0x02014b50;
const CENTRAL_SIZE = 46;
const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const LARGEST_COMMENT = 0xffff;
/** A field that does not fit says so by all ones; the value is in a ZIP64 record. */
const ELSEWHERE16 = 0xffff;
const ELSEWHERE32 = 0xffffffff;
const ZIP64_FIELD = 1;

/** Table k: what a byte with k zero bytes behind it adds to the checksum. Four bytes are then one step. */
const crcTables = [0, 1, 2, 3].map((zeros) =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8 * (zeros + 1); bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  }),
) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
/** The checksum of ZIP and PNG (ISO 3309). */
export const crc32 = (bytes: Uint8Array): number => {
  const [one, two, three, four] = crcTables;
  let crc = 0xffffffff;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc = four[crc & 0xff]! ^ three[(crc >>> 8) & 0xff]! ^ two[(crc >>> 16) & 0xff]! ^ one[crc >>> 24]!;
  }
  for (; i < bytes.length; i++) crc = one[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
};

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

interface Directory {
  readonly count: number;
  readonly size: number;
  readonly start: number;
}
/** Where the central directory is, told by the record at the end of the file, or by the ZIP64 record before it. */
const findDirectory = (file: WeightFile): Directory => {
  const { path, size } = file;
  const tailSize = Math.min(size, END_SIZE + LARGEST_COMMENT);
  const tail = viewOf(file.bytes(size - tailSize, tailSize));
  let at = tailSize - END_SIZE;
  while (at >= 0 && !(tail.getUint32(at, true) === END && at + END_SIZE + tail.getUint16(at + 20, true) === tailSize)) at--;
  if (at < 0)
    throw fileProblem(
      path,
      "is no ZIP archive, or is cut off",
      "checkpoints before PyTorch 1.6 are none: load and save it with a newer PyTorch; else fetch it again",
    );
  const end = size - tailSize + at;
  const count = tail.getUint16(at + 10, true);
  const directory = { count, size: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) };
  const parts = [tail.getUint16(at + 4, true), tail.getUint16(at + 6, true)];
  const elsewhere = count === ELSEWHERE16 || directory.size === ELSEWHERE32 || directory.start === ELSEWHERE32;
  const locator = end >= LOCATOR_SIZE ? viewOf(file.bytes(end - LOCATOR_SIZE, LOCATOR_SIZE)) : null;
  if (locator?.getUint32(0, true) !== LOCATOR) {
    if (elsewhere) throw fileProblem(path, "lacks the ZIP64 record that it speaks of");
    if (parts.some((part) => part !== 0)) throw fileProblem(path, "is one of several parts of an archive");
    return within(path, directory, end);
  }
  const place = u64(locator, 8);
  if (place + END64_SIZE > end - LOCATOR_SIZE) throw fileProblem(path, `has its ZIP64 record at byte ${place}, past its place`);
  const record = viewOf(file.bytes(place, END64_SIZE));
  if (record.getUint32(0, true) !== END64) throw fileProblem(path, `has no ZIP64 record at byte ${place}`);
  return within(path, { count: u64(record, 32), size: u64(record, 40), start: u64(record, 48) }, place);
};
const within = (path: string, directory: Directory, end: number): Directory => {
  if (directory.start + directory.size > end) throw fileProblem(path, "has a directory that runs past its end");
  return directory;
};

/** Where an entry's contents begin, behind its local header, which must be of that name. */
const contentsOf = (file: WeightFile, name: Uint8Array, local: number, size: number, end: number): number => {
  const shown = new TextDecoder().decode(name);
  const wrong = (): Error => fileProblem(file.path, `has no contents of ${JSON.stringify(shown)} at byte ${local}`);
  if (local + LOCAL_SIZE + name.length > end) throw wrong();
  const header = file.bytes(local, LOCAL_SIZE + name.length);
  const view = viewOf(header);
  if (view.getUint32(0, true) !== LOCAL || view.getUint16(26, true) !== name.length) throw wrong();
  if (!header.subarray(LOCAL_SIZE).every((byte, i) => byte === name[i])) throw wrong();
  const start = local + LOCAL_SIZE + name.length + view.getUint16(28, true);
  if (start + size > end) throw wrong();
  return start;
};

interface Sizes {
  compressed: number;
  size: number;
  local: number;
}
/** Replaces what is elsewhere by the ZIP64 field's values, which are in this order. */
const widen = (path: string, name: string, sizes: Sizes, extra: DataView): void => {
  const missing = (["size", "compressed", "local"] as const).filter((field) => sizes[field] === ELSEWHERE32);
  if (missing.length === 0) return;
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    const length = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) !== ZIP64_FIELD || length < 8 * missing.length || at + 4 + length > extra.byteLength) continue;
    for (const [i, field] of missing.entries()) sizes[field] = u64(extra, at + 4 + 8 * i);
    return;
  }
  throw fileProblem(path, `does not say how long ${JSON.stringify(name)} is`);
};

/** Reads the directory. Contents are read by the caller, from `start` on. */
export const readZip = (file: WeightFile): ZipArchive => {
  const { path } = file;
  const { count, size, start } = findDirectory(file);
  const bytes = file.bytes(start, size);
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  const sums = new Map<ZipEntry, number>();
  const extents: { readonly from: number; readonly entry: ZipEntry }[] = [];
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL_SIZE > size || view.getUint32(at, true) !== CENTRAL)
      throw fileProblem(path, `has a directory of fewer than ${count} entries`);
    const [flags, method, sum] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    const sizes = { compressed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), local: view.getUint32(at + 42, true) };
    const nameEnd = at + CENTRAL_SIZE + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > size) throw fileProblem(path, "has a directory entry that is cut off");
    const nameBytes = bytes.slice(at + CENTRAL_SIZE, nameEnd);
    const name = new TextDecoder().decode(nameBytes);
    if (entries.has(name)) throw fileProblem(path, `has two entries ${JSON.stringify(name)}`);
    if (flags & 1) throw fileProblem(path, `has ${JSON.stringify(name)} encrypted`, "decrypt it first");
    widen(path, name, sizes, viewOf(bytes.subarray(nameEnd, extraEnd)));
    if (method !== 0 || sizes.compressed !== sizes.size)
      throw fileProblem(
        path,
        `has ${JSON.stringify(name)} compressed`,
        "torch.save compresses nothing: save it again, or pack it with `zip -0`",
      );
    const entry = { name, size: sizes.size, start: contentsOf(file, nameBytes, sizes.local, sizes.size, start) };
    entries.set(name, entry);
    sums.set(entry, sum);
    extents.push({ from: sizes.local, entry });
    at = next;
  }
  if (at !== size) throw fileProblem(path, `has a directory of more than ${count} entries`);
  extents.sort((a, b) => a.from - b.from);
  let end = 0;
  for (const { from, entry } of extents) {
    if (from < end) throw fileProblem(path, `has ${JSON.stringify(entry.name)} at byte ${from}, inside another entry`);
    end = entry.start + entry.size;
  }
  return {
    entries,
    check: (entry) => {
      const sum = sums.get(entry);
      if (sum === undefined) return;
      if (crc32(file.bytes(entry.start, entry.size)) !== sum)
        throw fileProblem(path, `has ${JSON.stringify(entry.name)} damaged: its checksum differs`);
      sums.delete(entry);
    },
  };
};
