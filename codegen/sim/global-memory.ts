// Tensors of a launch, each at its own address range, with a shadow for those that are written: blocks of one launch are never
// ordered, so bytes that two blocks touch, one writing, are a race. Accesses are checked for bounds, alignment and initialisation.
import type { AsyncOperation, GlobalPlace, MemoryViews } from "../ir/instruction.ts";
import type { Clocks } from "./clocks.ts";
import { describeAgent, describeConflict } from "./conflict.ts";
import type { Fail } from "./errors.ts";
import { asyncLane, severalLanes, views } from "./shared-memory.ts";

/** Distance of two tensors' addresses: no in-bounds arithmetic leads from one to the next. */
const spacing = 2 ** 40;
const severalBlocks = -1;

export interface TensorArgument {
  readonly kind: "tensor";
  readonly name: string;
  readonly memory: ArrayBufferView;
  /** Where the pointer points, from the start of `memory`. */
  readonly offsetBytes?: number | undefined;
  /** False: the kernel must not write it. */
  readonly writable?: boolean | undefined;
  /** Holds nothing yet: reading a byte before writing it is an error. */
  readonly uninitialised?: boolean | undefined;
}

interface Shadow {
  /** Bytes of a granule, as a shift: the element size, at most 4. */
  readonly shift: number;
  /** Ordinal of the block that wrote last; 0 none. Likewise for reads, `severalBlocks` if more than one. */
  readonly writerBlock: Int32Array;
  readonly writerAgent: Uint16Array;
  readonly writerClock: Int32Array;
  readonly writerStep: Int32Array;
  readonly readerBlock: Int32Array;
  readonly readerAgent: Uint16Array;
  readonly readerClock: Int32Array;
  readonly readerStep: Int32Array;
  /** Likewise for atomics, which do not conflict with each other. */
  readonly atomicBlock: Int32Array;
  readonly atomicAgent: Uint16Array;
  readonly atomicClock: Int32Array;
  readonly atomicStep: Int32Array;
}
interface GlobalTensor {
  readonly argument: TensorArgument;
  readonly memory: MemoryViews;
  readonly bytes: number;
  readonly base: number;
  readonly shadow: Shadow | null;
  readonly place: { memory: MemoryViews; offset: number };
}

const shadowOf = (argument: TensorArgument): Shadow => {
  const width = "BYTES_PER_ELEMENT" in argument.memory ? (argument.memory.BYTES_PER_ELEMENT as number) : 1;
  const shift = Math.min(2, Math.log2(width));
  const granules = Math.ceil(argument.memory.byteLength / (1 << shift));
  const ints = (): Int32Array => new Int32Array(granules);
  const agents = (): Uint16Array => new Uint16Array(granules);
  return {
    shift,
    writerBlock: ints(),
    writerAgent: agents(),
    writerClock: ints(),
    writerStep: ints(),
    readerBlock: ints(),
    readerAgent: agents(),
    readerClock: ints(),
    readerStep: ints(),
    atomicBlock: ints(),
    atomicAgent: agents(),
    atomicClock: ints(),
    atomicStep: ints(),
  };
};

/** The block an access comes from. */
export interface AccessOrigin {
  readonly clocks: Clocks;
  /** Counts the blocks of the launch from 1. */
  readonly ordinal: number;
  readonly step: number;
  readonly failAt: Fail;
}

export class GlobalMemory {
  readonly #tensors: GlobalTensor[] = [];

  /** Address of a pointer argument. The same memory given twice is one tensor. */
  address(argument: TensorArgument): number {
    const { memory } = argument;
    let tensor = this.#tensors.find(
      ({ argument: { memory: other } }) => other.buffer === memory.buffer && other.byteOffset === memory.byteOffset,
    );
    if (!tensor) {
      const copy = views(memory.byteLength);
      copy.u8.set(new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength));
      tensor = {
        argument,
        memory: copy,
        bytes: memory.byteLength,
        base: (this.#tensors.length + 1) * spacing,
        shadow: argument.writable === false ? null : shadowOf(argument),
        place: { memory: copy, offset: 0 },
      };
      this.#tensors.push(tensor);
    }
    return tensor.base + (argument.offsetBytes ?? 0);
  }
  /** Gives the callers' arrays what the kernel wrote. */
  copyBack(): void {
    for (const {
      argument: { memory },
      memory: copy,
      shadow,
    } of this.#tensors)
      if (shadow) new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength).set(copy.u8.subarray(0, memory.byteLength));
  }
  /** Bytes never written, by the name of each tensor that was uninitialised. */
  unwritten(): Record<string, number> {
    const result: Record<string, number> = {};
    for (const { argument, shadow } of this.#tensors)
      if (argument.uninitialised && shadow)
        result[argument.name] = shadow.writerBlock.filter((block) => block === 0).length << shadow.shift;
    return result;
  }

  #find(address: number, bytes: number, what: string, fail: Fail): GlobalTensor {
    const tensor = this.#tensors[Math.floor(address / spacing) - 1];
    if (!tensor) {
      const before = this.#tensors[Math.floor(address / spacing)];
      const near =
        before && before.base - address < spacing / 2 ? `, ${before.base - address} bytes before tensor '${before.argument.name}'` : "";
      fail(
        "outOfBounds",
        `${what} of ${bytes} bytes at global address ${address}${address === 0 ? " (a null pointer)" : near}: no tensor is there`,
      );
    }
    const offset = address - tensor.base;
    if (!(offset + bytes <= tensor.bytes)) {
      const after = this.#tensors[Math.floor(address / spacing)];
      const near =
        after && offset > spacing / 2
          ? `${after.base - address} bytes before tensor '${after.argument.name}'`
          : `byte ${offset} of tensor '${tensor.argument.name}', which has ${tensor.bytes} bytes`;
      fail("outOfBounds", `${what} of ${bytes} bytes at ${near}`);
    }
    if ((offset & (bytes >= 16 ? 15 : bytes - 1)) !== 0)
      fail(
        "misaligned",
        `${what} of ${bytes} bytes at byte ${offset} of tensor '${tensor.argument.name}' is not aligned to ${Math.min(bytes, 16)} bytes`,
      );
    tensor.place.offset = offset;
    return tensor;
  }

  read(origin: AccessOrigin, warp: number, lane: number, address: number, bytes: number, operation: AsyncOperation | null): GlobalPlace {
    const tensor = this.#find(address, bytes, "read", origin.failAt);
    const { shadow } = tensor;
    if (!shadow) return tensor.place;
    const { clocks, ordinal } = origin;
    const row = warp * clocks.agents;
    const agent = operation === null ? warp : operation.agent;
    const clock = operation === null ? clocks.known[row + warp]! : operation.clock;
    if (operation === null) clocks.touched[warp]! |= 1 << lane;
    const stamp = (origin.step + 1) * 64 + (operation === null ? lane : asyncLane);
    const offset = tensor.place.offset;
    const end = (offset + bytes - 1) >> shadow.shift;
    for (let granule = offset >> shadow.shift; granule <= end; granule++) {
      this.#after(origin, tensor, granule, warp, lane, agent, operation, "read", "write");
      this.#after(origin, tensor, granule, warp, lane, agent, operation, "read", "atomic");
      if (shadow.writerBlock[granule] === 0 && tensor.argument.uninitialised)
        origin.failAt(
          "uninitialisedRead",
          `byte ${granule << shadow.shift} of tensor '${tensor.argument.name}' is read before the kernel wrote it`,
        );
      const readerBlock = shadow.readerBlock[granule]!;
      shadow.readerBlock[granule] = readerBlock === 0 || readerBlock === ordinal ? ordinal : severalBlocks;
      shadow.readerAgent[granule] = agent;
      shadow.readerClock[granule] = clock;
      shadow.readerStep[granule] = stamp;
    }
    return tensor.place;
  }

  /** Whether the address lies in a tensor; else it fails. */
  touch(origin: AccessOrigin, address: number): void {
    this.#find(address, 1, "prefetch", origin.failAt);
  }
  /** An atomic on a word: ordered after plain accesses, in no order with other atomics. */
  atomic(origin: AccessOrigin, warp: number, lane: number, address: number): GlobalPlace {
    const tensor = this.#find(address, 4, "atomic", origin.failAt);
    const { shadow } = tensor;
    if (!shadow) origin.failAt("readOnlyWrite", `the kernel updates tensor '${tensor.argument.name}', which the launch declares read-only`);
    const { clocks, ordinal } = origin;
    clocks.touched[warp]! |= 1 << lane;
    const offset = tensor.place.offset;
    for (let granule = offset >> shadow.shift; granule <= (offset + 3) >> shadow.shift; granule++) {
      if (tensor.argument.uninitialised && shadow.writerBlock[granule] === 0)
        origin.failAt(
          "uninitialisedRead",
          `byte ${granule << shadow.shift} of tensor '${tensor.argument.name}' is updated before the kernel wrote it`,
        );
      this.#after(origin, tensor, granule, warp, lane, warp, null, "atomic", "write");
      this.#after(origin, tensor, granule, warp, lane, warp, null, "atomic", "read");
      const before = shadow.atomicBlock[granule]!;
      const clock = clocks.known[warp * clocks.agents + warp]!;
      const again = before === ordinal && shadow.atomicAgent[granule] === warp && shadow.atomicClock[granule] === clock;
      const several = again && (shadow.atomicStep[granule]! & 63) !== lane;
      shadow.atomicBlock[granule] = before === 0 || before === ordinal ? ordinal : severalBlocks;
      shadow.atomicAgent[granule] = warp;
      shadow.atomicClock[granule] = clock;
      shadow.atomicStep[granule] = (origin.step + 1) * 64 + (several ? severalLanes : lane);
    }
    return tensor.place;
  }
  /** Fails where an earlier access of a kind conflicts with this one. */
  #after(
    origin: AccessOrigin,
    tensor: GlobalTensor,
    granule: number,
    warp: number,
    lane: number,
    agent: number,
    operation: AsyncOperation | null,
    what: string,
    otherWhat: "write" | "read" | "atomic",
  ): void {
    const shadow = tensor.shadow!;
    const [block, other, clock, step] =
      otherWhat === "write"
        ? [shadow.writerBlock, shadow.writerAgent, shadow.writerClock, shadow.writerStep]
        : otherWhat === "read"
          ? [shadow.readerBlock, shadow.readerAgent, shadow.readerClock, shadow.readerStep]
          : [shadow.atomicBlock, shadow.atomicAgent, shadow.atomicClock, shadow.atomicStep];
    if (block[granule] === 0) return;
    this.#ordered(
      origin,
      tensor,
      granule,
      warp,
      lane,
      agent,
      operation,
      what,
      block[granule]!,
      otherWhat,
      other[granule]!,
      clock[granule]!,
      step[granule]!,
    );
  }

  write(origin: AccessOrigin, warp: number, lane: number, address: number, bytes: number, operation: AsyncOperation | null): GlobalPlace {
    const tensor = this.#find(address, bytes, "write", origin.failAt);
    const { shadow } = tensor;
    if (!shadow) origin.failAt("readOnlyWrite", `the kernel writes tensor '${tensor.argument.name}', which the launch declares read-only`);
    const { clocks, ordinal } = origin;
    const row = warp * clocks.agents;
    const agent = operation === null ? warp : operation.agent;
    const clock = operation === null ? clocks.known[row + warp]! : operation.clock;
    if (operation === null) clocks.touched[warp]! |= 1 << lane;
    const stamp = (origin.step + 1) * 64 + (operation === null ? lane : asyncLane);
    const offset = tensor.place.offset;
    const end = (offset + bytes - 1) >> shadow.shift;
    for (let granule = offset >> shadow.shift; granule <= end; granule++) {
      this.#after(origin, tensor, granule, warp, lane, agent, operation, "write", "write");
      this.#after(origin, tensor, granule, warp, lane, agent, operation, "write", "read");
      this.#after(origin, tensor, granule, warp, lane, agent, operation, "write", "atomic");
      shadow.writerBlock[granule] = ordinal;
      shadow.writerAgent[granule] = agent;
      shadow.writerClock[granule] = clock;
      shadow.writerStep[granule] = stamp;
    }
    return tensor.place;
  }

  #ordered(
    origin: AccessOrigin,
    tensor: GlobalTensor,
    granule: number,
    warp: number,
    lane: number,
    agent: number,
    operation: AsyncOperation | null,
    what: string,
    otherBlock: number,
    otherWhat: string,
    other: number,
    otherClock: number,
    otherStamp: number,
  ): void {
    const { clocks, ordinal } = origin;
    const row = warp * clocks.agents;
    if (otherBlock === ordinal) {
      const sameMoment = other === warp && operation === null && otherClock === clocks.known[row + warp]! && (otherStamp & 63) !== lane;
      if (otherClock <= clocks.known[row + other]! && !sameMoment) return;
    }
    const place = `byte ${granule << tensor.shadow!.shift} of tensor '${tensor.argument.name}'`;
    const otherStep = (otherStamp >> 6) - 1;
    if (otherBlock !== ordinal)
      origin.failAt(
        "race",
        `${what} of ${place} conflicts with another block's ${otherWhat}: blocks of one launch are not ordered; let one block own each byte`,
        otherStep,
      );
    const { code, text } = describeConflict(clocks, agent, other);
    origin.failAt(
      code,
      `${what} of ${place} by ${describeAgent(clocks, agent)} is not ordered after the ${otherWhat} by ${describeAgent(clocks, other)}: ${text}`,
      otherStep,
    );
  }
}
