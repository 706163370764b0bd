// Mutants of place: layouts, swizzles, strides, bounds, vectors.
import { type Edit, inFile } from "./edit.ts";

export const memoryEdits: readonly Edit[] = [
  ...inFile("codegen/layout/fragment.ts", [
    {
      name: "accumulator row off",
      find: "registers: [digit(rows, 16, 0), digit(columns, 0, 8), digit(2, 8, 0), digit(2, 0, 1)],",
      replace: "registers: [digit(rows, 16, 0), digit(columns, 0, 8), digit(2, 0, 1), digit(2, 8, 0)],",
      breaks: "the second and third register of an accumulator change places",
    },
    {
      name: "accumulator lanes turned",
      find: "digit(2, 0, 1)],\n    lanes: [digit(8, 1, 0), digit(4, 0, 2)],\n    warps: [digit(warps.rows, 16 * rows, 0), digit(warps.columns, 0, 8 * columns)],",
      replace:
        "digit(2, 0, 1)],\n    lanes: [digit(4, 0, 2), digit(8, 1, 0)],\n    warps: [digit(warps.rows, 16 * rows, 0), digit(warps.columns, 0, 8 * columns)],",
      breaks: "a lane holds another row and column of the accumulator than the instruction gives it",
    },
    {
      name: "left operand's columns first",
      find: "digit(k / 8, 0, 8), digit(2, 8, 0), digit(2, 0, 1)],",
      replace: "digit(2, 8, 0), digit(k / 8, 0, 8), digit(2, 0, 1)],",
      breaks: "a fragment operand's 8 x 8 blocks are in the wrong order",
    },
    {
      name: "replicas count as digits",
      find: "registers: layout.registers.map(pick).filter((d) => !isReplica(d)),",
      replace: "registers: layout.registers.map(pick),",
      breaks: "a reduced tile keeps registers that hold the same element",
    },
    {
      name: "covers anything",
      find: "if (product(digits) !== size) return false;",
      replace: "if (product(digits) > size) return false;",
      breaks: "a layout that leaves elements out is accepted",
    },
    {
      name: "layouts alike by shape",
      find: "sameDigits(x.registers, y.registers) &&\n    sameDigits(x.lanes, y.lanes) &&",
      replace: "sameDigits(x.registers, y.registers) &&",
      breaks: "layouts that differ in their lanes count as the same: no conversion is made",
    },
    {
      name: "warps off by a tile",
      find: "warps: [digit(warps.rows, 16 * rows, 0), digit(warps.columns, 0, 0)],",
      replace: "warps: [digit(warps.rows, 16, 0), digit(warps.columns, 0, 0)],",
      breaks: "warps hold overlapping rows of a left operand",
    },
  ]),
  ...inFile("codegen/layout/shared.ts", [
    {
      name: "pitch of the elements",
      find: "const pitch = Math.ceil((columns * elementBytes) / 16) * 16;",
      replace: "const pitch = columns * elementBytes;",
      breaks: "rows of a shared tile do not begin at 16 bytes",
    },
    {
      name: "swizzle by the wrong rows",
      find: "shift: 3 - bits,",
      replace: "shift: 2 - bits,",
      breaks: "the swizzle follows other bits of the row",
    },
    {
      name: "shared tile too small",
      find: "bytes: Math.ceil((rows * pitch) / sharedAlignment) * sharedAlignment",
      replace: "bytes: Math.floor((rows * pitch) / sharedAlignment) * sharedAlignment",
      breaks: "the end of a tile lies on the next one",
    },
    {
      name: "no swizzle at all",
      find: "pitch % 128 === 0 ? 3",
      replace: "pitch % 128 === 0 ? 0",
      breaks: "matrix loads meet in the same banks",
    },
  ]),
  ...inFile("codegen/layout/constraints.ts", [
    {
      name: "second layout wins",
      find: "if (sameLayout(held, layout)) return false;\n      throw",
      replace: "if (sameLayout(held, layout) || held.warps.length > 0) return false;\n      throw",
      breaks: "two demands that contradict each other are not told: one is dropped",
    },
    {
      name: "warps anywhere",
      find: "if (!Number.isInteger(columns) || product.m % (16 * rows) || product.n % (8 * columns)) continue;",
      replace: "if (!Number.isInteger(columns) || product.m % (8 * rows) || product.n % (8 * columns)) continue;",
      breaks: "a warp gets half of a matrix instruction's rows",
    },
  ]),
  ...inFile("codegen/lowering/views.ts", [
    {
      name: "limit of the whole tensor",
      find: "limit: bounded ? lowering.subtract(axisLength(lowering, view, axis, n), start) : null,",
      replace: "limit: bounded ? lowering.subtract(lowering.tensors.get(view.tensor)!.extents[n]!, start) : null,",
      breaks: "a slice's end is the tensor's end",
    },
    {
      name: "mask off by one",
      find: 'lowering.compare("lessEqual", lowering.add(index, i32(count)), axis.limit);',
      replace: 'lowering.compare("less", lowering.add(index, i32(count)), axis.limit);',
      breaks: "the last element inside of the bounds is left out",
    },
    {
      name: "nothing before the tensor",
      find: "lower: bounded && !lowering.facts.nonNegative(axis.start) ? lowering.subtract(i32(0), start) : null,",
      replace: "lower: null,",
      breaks: "a tile that begins before its tensor reads and writes there",
    },
    {
      name: "inside by the start alone",
      find: "start >= 0 && start + axis.size! <= length;",
      replace: "start >= 0 && start < length;",
      breaks: "a tile that sticks out has no bounds check",
    },
    {
      name: "slice begins at 0",
      find: "if (axis.begin) first = lowering.add(first, lowering.wide(indexValue(lowering, axis.begin)));",
      replace: "",
      breaks: "a slice's elements are the tensor's first",
    },
    {
      name: "stride in elements",
      find: "const bytes = lowering.multiply(axis.stride, i64(place.elementBytes));",
      replace: "const bytes = axis.stride;",
      breaks: "strides of bytes and of elements are mixed up",
    },
    {
      name: "offsets of 32 bits always",
      find: "const at = place.aligned ? index[n]! : lowering.wide(index[n]!);\n    offset = lowering.add(offset, lowering.multiply(at, strideBytes(lowering, place, axis)));",
      replace:
        'const stride = strideBytes(lowering, place, axis);\n    const narrow = place.aligned ? stride : lowering.emit("convert", "i32", [stride]);\n    offset = lowering.add(offset, place.aligned ? lowering.multiply(index[n]!, narrow) : lowering.wide(lowering.multiply(index[n]!, narrow)));',
      breaks: "offsets inside a tile are computed in 32 bits although the class promises nothing",
    },
    {
      name: "bases of 32 bits",
      find: "elements = lowering.add(elements, lowering.multiply(first, stride));",
      replace:
        'elements = lowering.add(elements, lowering.wide(lowering.multiply(lowering.emit("convert", "i32", [first]), lowering.emit("convert", "i32", [stride]))));',
      breaks: "a block's base is computed in 32 bits",
    },
    {
      name: "begin's divisor forgotten",
      find: "divisor: gcd(divisor, beginDivisor),",
      replace: "divisor,",
      breaks: "vectors are as wide as the start inside of a slice allows, wherever the slice begins",
    },
    {
      name: "class mixed up",
      find: 'aligned: storage.class === "aligned" };',
      replace: "aligned: true };",
      breaks: "tensors of unknown alignment are read in vectors",
    },
    {
      name: "row by the wrong extent",
      find: "row = lowering.add(lowering.multiply(row, i32(buffer.shape[axis]!)), lowering.expression(e));",
      replace: "row = lowering.add(lowering.multiply(row, i32(buffer.shape[axis + 1]!)), lowering.expression(e));",
      breaks: "an element of a shared tile of three axes is looked for in another row",
    },
  ]),
  ...inFile("codegen/lowering/ops/copy.ts", [
    {
      name: "vectors one too wide",
      find: "inner.extent % run !== 0 ||",
      replace: "",
      breaks: "a vector crosses from one run of registers to the next",
    },
    {
      name: "vectors at any offset",
      find: "axis.divisor % run === 0;",
      replace: "axis.divisor % run >= 0;",
      breaks: "vectors begin at addresses that are not multiples of their size",
    },
    {
      name: "overhang of a vector",
      find: "axisInBounds(lowering, axis, index[last]!, run),",
      replace: "axisInBounds(lowering, axis, index[last]!),",
      breaks: "a vector whose first element exists is read and written whole",
    },
    {
      name: "overhang read not zeroed",
      find: 'for (const word of loaded) lowering.emitTo([word], "move", [{ kind: "immediate", type, value: 0 }]);',
      replace: 'for (const word of loaded) lowering.emitTo([word], "move", [{ kind: "immediate", type, value: 1 }]);',
      breaks: "what lies outside of a tensor does not read as 0",
    },
    {
      name: "chunk longer than its row",
      find: 'bytes = lowering.emit("minimum", "i32", [lowering.emit("maximum", "i32", [left, i32(0)]), i32(chunkBytes)]);',
      replace: 'bytes = lowering.emit("minimum", "i32", [lowering.emit("maximum", "i32", [left, i32(4)]), i32(chunkBytes)]);',
      breaks: "an asynchronous copy reads behind the end of a row",
    },
    {
      name: "rows outside are copied",
      find: 'if (inBounds) bytes = lowering.emit("select", "i32", [inBounds, bytes, i32(0)]);',
      replace: "",
      breaks: "an asynchronous copy reads rows that do not exist",
    },
    {
      name: "whole tile by its rows",
      find: 'lowering.compare("greaterEqual", axis.limit, i32(axis.size));',
      replace: 'lowering.compare("greater", axis.limit, i32(0));',
      breaks: "a tile that begins inside counts as wholly inside",
    },
    {
      name: "every holder stores",
      find: "lowering.when(target ? null : lowering.owner(threads), false, () =>",
      replace: "lowering.when(null, false, () =>",
      breaks: "threads with copies of an element all write it",
    },
    {
      name: "upper half in the lower",
      find: 'fromFirst(lowering, lowering.emit("loadGlobal", "u32", [address], attributes), dtype, part)',
      replace: 'lowering.emit("loadGlobal", "u32", [address], attributes)',
      breaks: "narrow elements meet in one part of a register",
    },
    {
      name: "swizzle of four rows",
      find: "const regular = row % 8 === 0 && columnBytes",
      replace: "const regular = row % 2 === 0 && columnBytes",
      breaks: "a constant offset crosses rows of another swizzle",
    },
    {
      name: "chunks of any start",
      find: "(last.divisor * place.elementBytes) % chunkBytes === 0;",
      replace: "true;",
      breaks: "16-byte copies begin between multiples of 16 bytes",
    },
    {
      name: "no conversion of layouts",
      find: "if (source && target && !sameLayout(lowering.fragment(source).layout, lowering.fragment(target).layout))",
      replace:
        "if (source && target && lowering.fragment(source).layout.registers.length !== lowering.fragment(target).layout.registers.length)",
      breaks: "fragments of different layouts are copied register by register",
    },
    {
      name: "pairs one register on",
      find: 'index: (r >> 1) + w }], "move", [word]),',
      replace: 'index: (r >> 1) + w + (run > 2 ? 1 - 2 * (w & 1) : 0) }], "move", [word]),',
      breaks: "pairs of 16-bit elements change places in a fragment",
    },
  ]),
  ...inFile("codegen/lowering/ops/fill.ts", [
    {
      name: "fill by columns of the row",
      find: "lowering.sharedElement(buffer, row!, column!), ...bits]",
      replace: "lowering.sharedElement(buffer, row!, row!), ...bits]",
      breaks: "a fill of shared memory writes a diagonal",
    },
  ]),
];
