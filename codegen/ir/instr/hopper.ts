// The instructions of sm_90a: mbarriers, bulk tensor copies (TMA), proxy fences and warpgroup matrix products (hopper-matrix.ts).
// Guarantees: an operation that completes later is simulated as one, under the agent that its wait names.
import type { AsyncOperation, InstructionRecord, SimulatedBlock, SimulatedTensorMap, SimulatedWarp } from "../instruction.ts";
import type { Instruction } from "../lowered.ts";
import { hopperMatrixInstructions } from "./hopper-matrix.ts";
import { attributeProblem, ptx, typeProblem } from "./record.ts";

const requires = { capability: 90, specific: true } as const;
const shared = { helpers: {}, requires, effects: true, samples: () => [] } as const;

const onlyLane = (warp: SimulatedWarp, name: string): number => {
  if ((warp.active & (warp.active - 1)) !== 0)
    warp.block.fail({ code: "divergence", message: `${name} must be executed by one lane; put it into an if that one lane takes` });
  return 31 - Math.clz32(warp.active);
};
const eachLane = (warp: SimulatedWarp, visit: (lane: number) => void): void => {
  for (let lane = 0; lane < 32; lane++) if (((warp.active >>> lane) & 1) !== 0) visit(lane);
};
const positiveInteger = (instruction: Instruction, name: string, limit: number): string | null => {
  const value = instruction.attributes[name];
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= limit
    ? null
    : `attribute ${name} is ${value}; it must be an integer from 1 to ${limit}`;
};

const mbarrierInit: InstructionRecord = {
  ...shared,
  name: "mbarrierInit",
  doc: "Initialises the mbarrier at a shared address (8 bytes, operand 0): a phase completes after `arrivals` arrivals and all announced bytes. One lane executes it. mbarrier.init.",
  verify: (instruction) => typeProblem(instruction, [], ["u32"]) ?? positiveInteger(instruction, "arrivals", 2 ** 20 - 1),
  simulate: ({ operands, attributes }, linker) => {
    const address = linker.operand(operands[0]!);
    return (warp) => {
      const lane = onlyLane(warp, "mbarrierInit");
      warp.block.sharedWrite(warp, lane, warp.u32[address + lane]!, 8, "warp");
      warp.block.mbarrierInit(warp, warp.u32[address + lane]!, attributes.arrivals as number);
    };
  },
  print: ({ operands, attributes }, printer) =>
    ptx("mbarrier.init.shared::cta.b64 [%0], %1;", [], [`"r"(${printer.operand(operands[0]!)})`, `"r"(${attributes.arrivals})`], true),
  cost: { unit: "loadStore", cycles: () => 8 },
  proxy: "generic",
  completion: "immediate",
  uniformity: "lane",
};

const mbarrierArrive: InstructionRecord = {
  ...shared,
  name: "mbarrierArrive",
  doc: "One arrival of each executing lane at the mbarrier at its shared address (operand 0). mbarrier.arrive, with release semantics.",
  verify: (instruction) => typeProblem(instruction, [], ["u32"]) ?? attributeProblem(instruction, {}),
  simulate: ({ operands }, linker) => {
    const address = linker.operand(operands[0]!);
    return (warp) => eachLane(warp, (lane) => warp.block.mbarrierArrive(warp, warp.u32[address + lane]!, 1, 0));
  },
  print: ({ operands }, printer) => ptx("mbarrier.arrive.shared::cta.b64 _, [%0];", [], [`"r"(${printer.operand(operands[0]!)})`], true),
  cost: { unit: "loadStore", cycles: () => 8 },
  proxy: "generic",
  completion: "immediate",
  uniformity: "lane",
};

const mbarrierExpect: InstructionRecord = {
  ...shared,
  name: "mbarrierExpect",
  doc: "One arrival at the mbarrier at a shared address (operand 0) that announces `bytes` of bulk copies to its phase. mbarrier.arrive.expect_tx.",
  verify: (instruction) => typeProblem(instruction, [], ["u32"]) ?? positiveInteger(instruction, "bytes", 2 ** 20 - 1),
  simulate: ({ operands, attributes }, linker) => {
    const address = linker.operand(operands[0]!);
    return (warp) => eachLane(warp, (lane) => warp.block.mbarrierArrive(warp, warp.u32[address + lane]!, 1, attributes.bytes as number));
  },
  print: ({ operands, attributes }, printer) =>
    ptx(
      "mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;",
      [],
      [`"r"(${printer.operand(operands[0]!)})`, `"r"(${attributes.bytes})`],
      true,
    ),
  cost: { unit: "loadStore", cycles: () => 8 },
  proxy: "generic",
  completion: "immediate",
  uniformity: "lane",
};

const mbarrierWait: InstructionRecord = {
  ...shared,
  name: "mbarrierWait",
  doc: "Waits until the phase of this parity (operand 1, its lowest bit) of the mbarrier at a shared address (operand 0) is complete; a fresh mbarrier counts as having completed parity 1. A loop on mbarrier.try_wait.parity, with acquire semantics.",
  verify: (instruction) => typeProblem(instruction, [], ["u32", "u32"]) ?? attributeProblem(instruction, {}),
  simulate: ({ operands }, linker) => {
    const [address, parity] = operands.map((operand) => linker.operand(operand));
    return (warp) => {
      let passed = true;
      eachLane(warp, (lane) => {
        passed = passed && warp.block.mbarrierPassed(warp, warp.u32[address! + lane]!, warp.u32[parity! + lane]! & 1);
      });
      return passed;
    };
  },
  print: ({ operands }, printer) =>
    ptx(
      "{\\n.reg .pred complete;\\nWAIT_%=:\\nmbarrier.try_wait.parity.shared::cta.b64 complete, [%0], %1;\\n@complete bra DONE_%=;\\nbra WAIT_%=;\\nDONE_%=:\\n}",
      [],
      operands.map((operand) => `"r"(${printer.operand(operand)})`),
      true,
    ),
  cost: { unit: "barrier", cycles: () => 20 },
  proxy: "generic",
  completion: "immediate",
  uniformity: "lane",
};

const fence = (
  name: string,
  which: "proxy" | "mbarrierInit",
  text: string,
  uniformity: "lane" | "warp",
  doc: string,
): InstructionRecord => ({
  ...shared,
  name,
  doc,
  verify: (instruction) => typeProblem(instruction, [], []) ?? attributeProblem(instruction, {}),
  simulate: () => (warp) => warp.block.fence(warp, which),
  print: () => ptx(text, [], [], true),
  cost: { unit: "barrier", cycles: () => 16 },
  proxy: "none",
  completion: "immediate",
  uniformity,
});

const rank = (instruction: Instruction, fixed: number): number => instruction.operands.length - fixed;
const coordinateTypes = (instruction: Instruction, fixed: number): readonly string[] =>
  Array.from({ length: Math.min(5, Math.max(1, rank(instruction, fixed))) }, () => "i32");
const isMap = (instruction: Instruction, operand: number): string | null => {
  const map = instruction.operands[operand]!;
  return map.kind === "parameter" && map.parameter.type === "tensorMap" ? null : `operand ${operand} must be a tensorMap parameter`;
};

const zeros = new Uint8Array(256 * 4);

/** Visits the rows of a box: their offset in shared memory, and the global bytes that exist of them ([begin, end) of the row; -1 if none). */
const boxRows = (
  map: SimulatedTensorMap,
  coordinates: readonly number[],
  visit: (offset: number, address: number, begin: number, end: number) => void,
): void => {
  const { dims, strides, box, elementBytes } = map;
  const rows = box.reduce((product, extent) => product * extent, 1) / box[0]!;
  const begin = Math.max(0, -coordinates[0]!);
  const end = Math.min(box[0]!, dims[0]! - coordinates[0]!);
  for (let row = 0; row < rows; row++) {
    let rest = row;
    let address = map.address + coordinates[0]! * elementBytes;
    let inside = begin < end;
    for (let dimension = 1; dimension < dims.length; dimension++) {
      const index = coordinates[dimension]! + (rest % box[dimension]!);
      rest = Math.floor(rest / box[dimension]!);
      inside = inside && index >= 0 && index < dims[dimension]!;
      address += index * strides[dimension - 1]!;
    }
    visit(row * box[0]! * elementBytes, address, inside ? begin * elementBytes : 0, inside ? end * elementBytes : 0);
  }
};
/** Global accesses of a row: all of it at once where it is whole 16-byte words, else element by element. */
const pieces = (
  map: SimulatedTensorMap,
  address: number,
  begin: number,
  end: number,
  visit: (begin: number, bytes: number) => void,
): void => {
  const aligned = (address + begin) % 16 === 0 && (end - begin) % 16 === 0;
  const bytes = aligned ? end - begin : map.elementBytes;
  for (let at = begin; at < end; at += bytes) visit(at, bytes);
};
/** Where the 16 bytes at a linear offset of the box lie: the 128-byte swizzle exchanges them within their line by address bits 7 to 9. */
const swizzled = (map: SimulatedTensorMap, address: number): number =>
  map.swizzle === 128 ? address ^ (((address >> 7) & 7) << 4) : address;

interface TensorCopy {
  readonly block: SimulatedBlock;
  readonly warp: SimulatedWarp;
  readonly lane: number;
  readonly map: SimulatedTensorMap;
  readonly coordinates: readonly number[];
  readonly address: number;
  readonly operation: AsyncOperation;
}
const checkCopy = (block: SimulatedBlock, map: SimulatedTensorMap, coordinates: readonly number[], address: number): void => {
  if (coordinates.length !== map.dims.length)
    block.fail({
      code: "launch",
      message: `a ${coordinates.length}-dimensional copy is given a tensor map of ${map.dims.length} dimensions`,
    });
  if (address % 128 !== 0)
    block.fail({ code: "misaligned", message: `a tensor copy's shared address ${address} is not a multiple of 128` });
  // On an H100, loads and stores that begin elsewhere in a row, each alone, end in CUDA_ERROR_ILLEGAL_INSTRUCTION.
  if ((coordinates[0]! * map.elementBytes) % 16 !== 0)
    block.fail({
      code: "misaligned",
      message: `a tensor copy begins at element ${coordinates[0]} of a row; that must be a multiple of 16 bytes`,
    });
};
const loadBox = ({ block, warp, lane, map, coordinates, address, operation }: TensorCopy): void => {
  const rowBytes = map.box[0]! * map.elementBytes;
  const row = new Uint8Array(rowBytes);
  boxRows(map, coordinates, (offset, source, begin, end) => {
    row.set(zeros.subarray(0, rowBytes));
    pieces(map, source, begin, end, (at, bytes) => {
      const place = block.globalRead(warp, lane, source + at, bytes, operation);
      row.set(place.memory.u8.subarray(place.offset, place.offset + bytes), at);
    });
    block.sharedWrite(warp, lane, address + offset, rowBytes, operation);
    for (let chunk = 0; chunk < rowBytes; chunk += 16)
      block.shared.u8.set(row.subarray(chunk, chunk + 16), swizzled(map, address + offset + chunk));
  });
};
const storeBox = ({ block, warp, lane, map, coordinates, address, operation }: TensorCopy): void => {
  const rowBytes = map.box[0]! * map.elementBytes;
  const row = new Uint8Array(rowBytes);
  boxRows(map, coordinates, (offset, target, begin, end) => {
    block.sharedRead(warp, lane, address + offset, rowBytes, operation);
    for (let chunk = 0; chunk < rowBytes; chunk += 16) {
      const from = swizzled(map, address + offset + chunk);
      row.set(block.shared.u8.subarray(from, from + 16), chunk);
    }
    pieces(map, target, begin, end, (at, bytes) => {
      const place = block.globalWrite(warp, lane, target + at, bytes, operation);
      place.memory.u8.set(row.subarray(at, at + bytes), place.offset);
    });
  });
};
/** PTX's braces of coordinates, from input number `first` on. */
const coordinateList = (count: number, first: number): string =>
  `{${Array.from({ length: count }, (_, number) => `%${first + number}`).join(", ")}}`;

const tensorLoad: InstructionRecord = {
  ...shared,
  name: "tensorLoad",
  doc: "One lane starts the copy of a tensor map's box to shared memory: shared address (128-byte aligned; 1024 for wgmma), tensor map, mbarrier on which the box's bytes complete, coordinates (innermost first, a multiple of 16 bytes; outside elements become zero). cp.async.bulk.tensor.",
  verify: (instruction) =>
    typeProblem(instruction, [], ["u32", "i64", "u32", ...coordinateTypes(instruction, 3)]) ??
    isMap(instruction, 1) ??
    attributeProblem(instruction, {}),
  simulate: ({ operands }, linker) => {
    const [address, map, mbarrier, ...coordinates] = operands.map((operand) => linker.operand(operand));
    return (warp) => {
      const { block } = warp;
      const lane = onlyLane(warp, "tensorLoad");
      const tensorMap = block.tensorMap(warp.i64[map! + lane]!);
      const at = coordinates.map((slot) => warp.i32[slot + lane]!);
      const target = warp.u32[address! + lane]!;
      checkCopy(block, tensorMap, at, target);
      const bytes = tensorMap.box.reduce((product, extent) => product * extent, tensorMap.elementBytes);
      const operation = block.openTransaction(warp, warp.u32[mbarrier! + lane]!, bytes);
      loadBox({ block, warp, lane, map: tensorMap, coordinates: at, address: target, operation });
    };
  },
  print: (instruction, printer) => {
    const [address, map, mbarrier, ...coordinates] = instruction.operands.map((operand) => printer.operand(operand));
    const text = `cp.async.bulk.tensor.${coordinates.length}d.shared::cluster.global.tile.mbarrier::complete_tx::bytes [%0], [%1, ${coordinateList(coordinates.length, 3)}], [%2];`;
    return ptx(
      text,
      [],
      [`"r"(${address})`, `"l"(${map})`, `"r"(${mbarrier})`, ...coordinates.map((coordinate) => `"r"(${coordinate})`)],
      true,
    );
  },
  cost: { unit: "copyEngine", cycles: () => 16 },
  proxy: "async",
  completion: "mbarrier",
  uniformity: "lane",
};

/** The programming guide forbids a store to begin at a negative index. */
const checkStoreCorner = (block: SimulatedBlock, at: readonly number[]): void => {
  if (at.some((coordinate) => coordinate < 0))
    block.fail({ code: "misaligned", message: `a tensor store begins at [${at}]; its corner must not be negative` });
};

const tensorStore: InstructionRecord = {
  ...shared,
  name: "tensorStore",
  doc: "One lane starts the copy of a box from shared memory to a tensor: tensor map, shared address (128-byte aligned), coordinates (innermost first, a multiple of 16 bytes; none negative; elements behind the tensor's end are not written). Part of the warp's open bulk group: bulkCommit, bulkWait. cp.async.bulk.tensor.",
  verify: (instruction) =>
    typeProblem(instruction, [], ["i64", "u32", ...coordinateTypes(instruction, 2)]) ??
    isMap(instruction, 0) ??
    attributeProblem(instruction, {}),
  simulate: ({ operands }, linker) => {
    const [map, address, ...coordinates] = operands.map((operand) => linker.operand(operand));
    return (warp) => {
      const { block } = warp;
      const lane = onlyLane(warp, "tensorStore");
      const tensorMap = block.tensorMap(warp.i64[map! + lane]!);
      const at = coordinates.map((slot) => warp.i32[slot + lane]!);
      const source = warp.u32[address! + lane]!;
      checkCopy(block, tensorMap, at, source);
      checkStoreCorner(block, at);
      storeBox({ block, warp, lane, map: tensorMap, coordinates: at, address: source, operation: block.openGroup(warp, "bulkGroup") });
    };
  },
  print: (instruction, printer) => {
    const [map, address, ...coordinates] = instruction.operands.map((operand) => printer.operand(operand));
    const text = `cp.async.bulk.tensor.${coordinates.length}d.global.shared::cta.tile.bulk_group [%0, ${coordinateList(coordinates.length, 2)}], [%1];`;
    return ptx(text, [], [`"l"(${map})`, `"r"(${address})`, ...coordinates.map((coordinate) => `"r"(${coordinate})`)], true);
  },
  cost: { unit: "copyEngine", cycles: () => 16 },
  proxy: "async",
  completion: "bulkGroup",
  uniformity: "lane",
};

const bulkCommit: InstructionRecord = {
  ...shared,
  name: "bulkCommit",
  doc: "Closes the group of bulk stores that this lane started: the lane that stores must also commit and wait. cp.async.bulk.commit_group.",
  verify: (instruction) => typeProblem(instruction, [], []) ?? attributeProblem(instruction, {}),
  simulate: () => (warp) => warp.block.commitGroup(warp, "bulkGroup"),
  print: () => ptx("cp.async.bulk.commit_group;", [], [], true),
  cost: { unit: "copyEngine", cycles: () => 4 },
  proxy: "none",
  completion: "bulkGroup",
  uniformity: "lane",
};

const bulkWait: InstructionRecord = {
  ...shared,
  name: "bulkWait",
  doc: "Waits until at most `pending` of this lane's bulk groups are under way; with `read`, only until their shared memory is read and may be overwritten. cp.async.bulk.wait_group.",
  verify: (instruction) => {
    const { pending, read } = instruction.attributes;
    if (typeof pending !== "number" || !Number.isInteger(pending) || pending < 0 || pending > 7)
      return `attribute pending is ${pending}; it must be an integer from 0 to 7`;
    return typeProblem(instruction, [], []) ?? (typeof read === "boolean" ? null : `attribute read is ${read}; it must be true or false`);
  },
  simulate:
    ({ attributes }) =>
    (warp) =>
      warp.block.waitGroup(warp, "bulkGroup", attributes.pending as number),
  print: ({ attributes }) => ptx(`cp.async.bulk.wait_group${attributes.read ? ".read" : ""} ${attributes.pending};`, [], [], true),
  cost: { unit: "barrier", cycles: () => 20 },
  proxy: "none",
  completion: "immediate",
  uniformity: "lane",
};

export const hopperInstructions: readonly InstructionRecord[] = [
  mbarrierInit,
  mbarrierArrive,
  mbarrierExpect,
  mbarrierWait,
  fence(
    "fenceMbarrierInit",
    "mbarrierInit",
    "fence.mbarrier_init.release.cluster;",
    "lane",
    "Makes this lane's mbarrierInit visible to the asynchronous proxy; then a barrier publishes them to the block. fence.mbarrier_init.release.cluster.",
  ),
  fence(
    "fenceProxyAsync",
    "proxy",
    "fence.proxy.async.shared::cta;",
    "warp",
    "Makes the warp's accesses of shared memory before it visible to bulk copies and wgmma that a later barrier or arrive orders behind it. fence.proxy.async.shared::cta.",
  ),
  tensorLoad,
  tensorStore,
  bulkCommit,
  bulkWait,
  ...hopperMatrixInstructions,
];
