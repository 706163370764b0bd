// Makes ZIP archives and pickles byte by byte, right and wrong ones, for the tests of what reads them.
import { crc32 } from "../zip.ts";

export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** The checksum it claims. */
  readonly sum?: number;
  /** The name in its local header. */
  readonly localName?: string;
}
const field = (...parts: readonly (readonly [bytes: number, value: number])[]): Buffer => {
  const out = Buffer.alloc(parts.reduce((total, [bytes]) => total + bytes, 0));
  let at = 0;
  for (const [bytes, value] of parts) {
    if (bytes === 8) out.writeBigUInt64LE(BigInt(value), at);
    else out.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return out;
};

/** An archive of stored parts; `zip64` puts every size and place into ZIP64 records, as archives of more than 4 GiB do. */
export const zipOf = (parts: readonly ZipPart[], { zip64 = false, comment = "" }: { zip64?: boolean; comment?: string } = {}): Buffer => {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const push = (piece: Uint8Array): void => {
    pieces.push(Buffer.from(piece));
    at += piece.length;
  };
  for (const { name, bytes, method = 0, flags = 0x800, sum = crc32(bytes), localName = name } of parts) {
    const local = at;
    const size = bytes.length;
    const claimed = zip64 ? 0xffffffff : size;
    const localBytes = Buffer.from(localName);
    // The contents begin at a multiple of 64, behind an extra field of zeros.
    const padding = (64 - ((at + 30 + localBytes.length + 4) % 64)) % 64;
    push(
      field(
        [4, 0x04034b50],
        [2, 45],
        [2, flags],
        [2, method],
        [4, 0],
        [4, sum],
        [4, claimed],
        [4, claimed],
        [2, localBytes.length],
        [2, padding + 4],
      ),
    );
    push(localBytes);
    push(field([2, 0x4246], [2, padding]));
    push(Buffer.alloc(padding));
    push(bytes);
    // A field of another kind comes first.
    const extra = zip64
      ? Buffer.concat([field([2, 7], [2, 3], [3, 0]), field([2, 1], [2, 24], [8, size], [8, size], [8, local])])
      : Buffer.alloc(0);
    const nameBytes = Buffer.from(name);
    directory.push(
      field(
        [4, 0x02014b50],
        [2, 45],
        [2, 45],
        [2, flags],
        [2, method],
        [4, 0],
        [4, sum],
        [4, claimed],
        [4, claimed],
        [2, nameBytes.length],
      ),
      field([2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, zip64 ? 0xffffffff : local]),
      nameBytes,
      extra,
    );
  }
  const start = at;
  for (const piece of directory) push(piece);
  const size = at - start;
  if (zip64) {
    const record = at;
    push(field([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, parts.length], [8, parts.length], [8, size], [8, start]));
    push(field([4, 0x07064b50], [4, 0], [8, record], [4, 1]));
  }
  const count = zip64 ? 0xffff : parts.length;
  push(field([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, zip64 ? 0xffffffff : size], [4, zip64 ? 0xffffffff : start]));
  push(field([2, comment.length]));
  push(Buffer.from(comment));
  return Buffer.concat(pieces);
};

/** What a pickle is made of; `raw` bytes stand for themselves. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | { readonly raw: Uint8Array | string }
  | { readonly global: readonly [module: string, name: string] }
  | { readonly tuple: readonly Pickled[] }
  | { readonly list: readonly Pickled[] }
  | { readonly dictionary: readonly (readonly [Pickled, Pickled])[] }
  | { readonly call: Pickled; readonly with: readonly Pickled[] }
  | { readonly persistent: Pickled }
  | { readonly build: Pickled; readonly from: Pickled };

const encode = (value: Pickled): Buffer => {
  const text = (s: string): Buffer => Buffer.from(s, "latin1");
  if (value === null) return text("N");
  if (value === true) return text("\x88");
  if (value === false) return text("\x89");
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    return Buffer.concat([text("X"), field([4, bytes.length]), bytes]);
  }
  if (typeof value === "number") {
    if (!Number.isInteger(value)) {
      const float = Buffer.alloc(8);
      float.writeDoubleBE(value);
      return Buffer.concat([text("G"), float]);
    }
    if (value >= 0 && value < 256) return Buffer.concat([text("K"), field([1, value])]);
    const long = Buffer.alloc(8);
    long.writeBigInt64LE(BigInt(value));
    return Buffer.concat([text("\x8a\x08"), long]);
  }
  if ("raw" in value) return typeof value.raw === "string" ? text(value.raw) : Buffer.from(value.raw);
  if ("global" in value) return text(`c${value.global[0]}\n${value.global[1]}\n`);
  if ("tuple" in value) return Buffer.concat([text("("), ...value.tuple.map(encode), text("t")]);
  if ("list" in value) return Buffer.concat([text("]("), ...value.list.map(encode), text("e")]);
  if ("dictionary" in value) return Buffer.concat([text("}("), ...value.dictionary.flat().map(encode), text("u")]);
  if ("call" in value) return Buffer.concat([encode(value.call), encode({ tuple: value.with }), text("R")]);
  if ("persistent" in value) return Buffer.concat([encode(value.persistent), text("Q")]);
  return Buffer.concat([encode(value.build), encode(value.from), text("b")]);
};
export const pickleOf = (value: Pickled): Buffer => Buffer.concat([Buffer.from([0x80, 2]), encode(value), Buffer.from(".")]);

export const storageOf = (type: string, key: string, length: number): Pickled => ({
  persistent: { tuple: ["storage", { global: ["torch", type] }, key, "cpu", length] },
});
export const tensorOf = (storage: Pickled, offset: number, shape: readonly number[], strides: readonly number[]): Pickled => ({
  call: { global: ["torch._utils", "_rebuild_tensor_v2"] },
  with: [storage, offset, { tuple: shape }, { tuple: strides }, false, { call: { global: ["collections", "OrderedDict"] }, with: [] }],
});
