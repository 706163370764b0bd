// Shared-memory layouts: rows of 16-byte chunks, the chunk's index XORed with bits of the row's so that eight rows of one column (what ldmatrix
// and the stores of a fragment touch at once) fall into different banks. The swizzle follows from the row pitch; nothing is chosen by kernel.

export interface SharedLayout {
  readonly shape: readonly number[];
  readonly elementBytes: number;
  /** Bytes from one row (all axes but the last) to the next; a multiple of 16. */
  readonly pitch: number;
  /** chunk' = chunk ^ ((row >> shift) & (2^bits - 1)). */
  readonly bits: number;
  readonly shift: number;
  readonly bytes: number;
}

/** Base alignment that the swizzle and 16-byte accesses need. */
export const sharedAlignment = 128;

export const sharedLayout = (shape: readonly number[], elementBytes: number): SharedLayout => {
  const columns = shape[shape.length - 1]!;
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const pitch = Math.ceil((columns * elementBytes) / 16) * 16;
  // Rows that start at the same bank need their chunks permuted; how many do follows from the pitch's factor of two.
  const bits = shape.length < 2 ? 0 : pitch % 128 === 0 ? 3 : pitch % 64 === 0 ? 2 : pitch % 32 === 0 ? 1 : 0;
  return { shape, elementBytes, pitch, bits, shift: 3 - bits, bytes: Math.ceil((rows * pitch) / sharedAlignment) * sharedAlignment };
};

/** Byte of an element, for tests and for constant coordinates. */
export const sharedByte = (layout: SharedLayout, row: number, column: number): number => {
  const byte = column * layout.elementBytes;
  const chunk = (byte >> 4) ^ ((row >> layout.shift) & ((1 << layout.bits) - 1));
  return row * layout.pitch + (chunk << 4) + (byte & 15);
};
