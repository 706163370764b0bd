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

/** Accesses of one kind, by granule. */
interface Accesses {
  /** Ordinal of the block that made the last one; 0 none, `severalBlocks` if more than one has (of writes, only the last counts). */
  readonly block: Int32Array;
  readonly agent: Uint16Array;
  readonly clock: Int32Array;
  /** (step + 1) * 64 + lane. */
  readonly step: Int32Array;
  /** By granule: what other agents of that block did before, in no order with the last one. */
  readonly beside: Map<number, { readonly agent: number; readonly clock: number; readonly step: number }[]>;
}
/** Reads and atomics do not conflict among themselves. */
const kinds = ["write", "read", "atomic"] as const;
type Kind = (typeof kinds)[number];
interface Shadow extends Readonly<Record<Kind, Accesses>> {
  /** Bytes of a granule, as a shift: the element size, at most 4. */
  readonly shift: number;
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
  const accesses = (): Accesses => ({ block: ints(), agent: new Uint16Array(granules), clock: ints(), step: ints(), beside: new Map() });
  return { shift, write: accesses(), read: accesses(), atomic: accesses() };
};

/** The block an access comes from. */
export interface AccessOrigin {
  readonly clocks: Clocks;
  /** Counts the blocks of the launch from 1. */
  readonly ordinal: number;
  readonly step: number;
  readonly failAt: Fail;
}

/** One lane's access, or that of an asynchronous operation: whose, when and where. */
interface Access {
  readonly warp: number;
  readonly agent: number;
  readonly clock: number;
  readonly step: number;
}
const accessOf = ({ clocks, step }: AccessOrigin, warp: number, lane: number, operation: AsyncOperation | null): Access => {
  const stamp = (step + 1) * 64;
  if (operation !== null) return { warp, agent: operation.agent, clock: operation.clock, step: stamp + asyncLane };
  clocks.touched[warp]! |= 1 << lane;
  return { warp, agent: warp, clock: clocks.known[warp * clocks.agents + warp]!, step: stamp + lane };
};
/** Keeps a read or an atomic for what comes behind it, beside those that are in no order with it. */
const note = ({ clocks, ordinal }: AccessOrigin, kind: Accesses, granule: number, { warp, agent, clock, step }: Access): void => {
  const block = kind.block[granule]!;
  const before = { agent: kind.agent[granule]!, clock: kind.clock[granule]!, step: kind.step[granule]! };
  let several = false;
  if (block !== ordinal) kind.beside.delete(granule);
  else if (before.agent === agent) several = (before.step & 63) !== (step & 63) && clocks.isUnmet(warp, before.clock);
  else if (before.clock > clocks.known[warp * clocks.agents + before.agent]!) {
    const others = kind.beside.get(granule)?.filter((other) => other.agent !== before.agent) ?? [];
    kind.beside.set(granule, [...others, before]);
  }
  kind.block[granule] = block === 0 || block === ordinal ? ordinal : severalBlocks;
  kind.agent[granule] = agent;
  kind.clock[granule] = clock;
  kind.step[granule] = several ? (step & ~63) | severalLanes : step;
};
const placeOf = (tensor: GlobalTensor, granule: number): string =>
  `byte ${granule << tensor.shadow!.shift} of tensor '${tensor.argument.name}'`;

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
        result[argument.name] = shadow.write.block.filter((block) => block === 0).length << shadow.shift;
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
    const access = accessOf(origin, warp, lane, operation);
    const offset = tensor.place.offset;
    const end = (offset + bytes - 1) >> shadow.shift;
    for (let granule = offset >> shadow.shift; granule <= end; granule++) {
      this.#after(origin, tensor, granule, access, "read", "write");
      this.#after(origin, tensor, granule, access, "read", "atomic");
      if (shadow.write.block[granule] === 0 && tensor.argument.uninitialised)
        origin.failAt(
          "uninitialisedRead",
          `byte ${granule << shadow.shift} of tensor '${tensor.argument.name}' is read before the kernel wrote it`,
        );
      note(origin, shadow.read, granule, access);
    }
    return tensor.place;
  }

  /** Whether the address lies in a tensor; else it fails. */
  touch(origin: AccessOrigin, address: number): void {
    this.#find(address, 1, "prefetch", origin.failAt);
  }
  /** An atomic on a word: ordered after plain accesses, in no order with other atomics. */
  atomic(origin: AccessOrigin, warp: number, lane: number, address: number, bytes: 4 | 8): GlobalPlace {
    const tensor = this.#find(address, bytes, "atomic", origin.failAt);
    const { shadow } = tensor;
    if (!shadow) origin.failAt("readOnlyWrite", `the kernel updates tensor '${tensor.argument.name}', which the launch declares read-only`);
    const access = accessOf(origin, warp, lane, null);
    const offset = tensor.place.offset;
    for (let granule = offset >> shadow.shift; granule <= (offset + bytes - 1) >> shadow.shift; granule++) {
      if (tensor.argument.uninitialised && shadow.write.block[granule] === 0)
        origin.failAt(
          "uninitialisedRead",
          `byte ${granule << shadow.shift} of tensor '${tensor.argument.name}' is updated before the kernel wrote it`,
        );
      this.#after(origin, tensor, granule, access, "atomic", "write");
      this.#after(origin, tensor, granule, access, "atomic", "read");
      note(origin, shadow.atomic, granule, access);
    }
    return tensor.place;
  }

  write(origin: AccessOrigin, warp: number, lane: number, address: number, bytes: number, operation: AsyncOperation | null): GlobalPlace {
    const tensor = this.#find(address, bytes, "write", origin.failAt);
    const { shadow } = tensor;
    if (!shadow) origin.failAt("readOnlyWrite", `the kernel writes tensor '${tensor.argument.name}', which the launch declares read-only`);
    const access = accessOf(origin, warp, lane, operation);
    const { write } = shadow;
    const offset = tensor.place.offset;
    const end = (offset + bytes - 1) >> shadow.shift;
    for (let granule = offset >> shadow.shift; granule <= end; granule++) {
      for (const kind of kinds) this.#after(origin, tensor, granule, access, "write", kind);
      write.block[granule] = origin.ordinal;
      write.agent[granule] = access.agent;
      write.clock[granule] = access.clock;
      write.step[granule] = access.step;
    }
    return tensor.place;
  }

  /** Fails where earlier accesses of a kind are in no order with this one. */
  #after(origin: AccessOrigin, tensor: GlobalTensor, granule: number, access: Access, what: Kind, otherWhat: Kind): void {
    const others = tensor.shadow![otherWhat];
    const block = others.block[granule]!;
    if (block === 0) return;
    const { clocks, ordinal } = origin;
    if (block !== ordinal)
      origin.failAt(
        "race",
        `${what} of ${placeOf(tensor, granule)} conflicts with another block's ${otherWhat}: blocks of one launch are not ordered; let one block own each byte`,
        (others.step[granule]! >> 6) - 1,
      );
    const row = access.warp * clocks.agents;
    const check = (other: number, clock: number, step: number): void => {
      const isOtherLane = other === access.agent && other === access.warp && (step & 63) !== (access.step & 63);
      if (clock <= clocks.known[row + other]! && !(isOtherLane && clocks.isUnmet(other, clock))) return;
      const { code, text } = describeConflict(clocks, access.agent, other);
      const message = `${what} of ${placeOf(tensor, granule)} by ${describeAgent(clocks, access.agent)} is not ordered after the ${otherWhat} by ${describeAgent(clocks, other)}`;
      origin.failAt(code, `${message}: ${text}`, (step >> 6) - 1);
    };
    check(others.agent[granule]!, others.clock[granule]!, others.step[granule]!);
    if (others.beside.size > 0) for (const { agent, clock, step } of others.beside.get(granule) ?? []) check(agent, clock, step);
  }
}
