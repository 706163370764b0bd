// Runs a linked program: a seeded scheduler interleaves the warps of the resident blocks, until all blocks are done or nothing can go on.
import type { SimulatedTensorMap } from "../ir/instruction.ts";
import type { DType } from "../ir/types.ts";
import { byteSize, nowhere } from "../ir/types.ts";
import { BlockContext, type LaunchState, type WarpState } from "./block.ts";
import { AccessCounter } from "./count.ts";
import { positionText, SimulationError } from "./errors.ts";
import { GlobalMemory, type TensorArgument } from "./global-memory.ts";
import { type LinkedProgram, stepKinds } from "./link.ts";

/** A tensor map over a tensor: dimension 0 is contiguous; `strides` are the bytes of dimensions 1, 2, ... */
export interface TensorMapArgument {
  readonly kind: "tensorMap";
  readonly tensor: TensorArgument;
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  readonly box: readonly number[];
  readonly swizzle: 0 | 128;
}
/** A number for scalars (and 0 for a null pointer), a tensor for a pointer. */
export type SimulatedArgument = number | TensorArgument | TensorMapArgument;

export interface Launch {
  readonly grid: number;
  readonly arguments: readonly SimulatedArgument[];
  /** Of the order in which warps run. */
  readonly seed: number;
  /** Blocks to run; all of the grid if left out. */
  readonly blocks?: readonly number[] | undefined;
  /** Blocks that interleave; 2 if left out. */
  readonly residentBlocks?: number | undefined;
  /** Rounds of one `while` loop after which it counts as endless; 2^18 if left out. */
  readonly mostRounds?: number | undefined;
}

export interface SimulationReport {
  /** Executed instructions, one a warp, by name. */
  readonly instructions: Readonly<Record<string, number>>;
  /** Passes over shared memory, and the cycles that bank conflicts add to them. */
  readonly sharedAccesses: number;
  readonly bankConflictCycles: number;
  /** 32-byte sectors of global memory that warps asked for. */
  readonly globalSectors: number;
  /** Bytes that the kernel left unwritten, by tensor that was uninitialised. */
  readonly unwritten: Readonly<Record<string, number>>;
}

const checkTensorMap = ({ dims, strides, box, swizzle, dtype, tensor }: TensorMapArgument, address: number): SimulatedTensorMap => {
  const elementBytes = byteSize[dtype];
  const wrong = (what: string): never => {
    throw new SimulationError("launch", `tensor map of '${tensor.name}': ${what}`, [nowhere]);
  };
  if (dims.length < 1 || dims.length > 5 || strides.length !== dims.length - 1 || box.length !== dims.length)
    wrong("give 1 to 5 dims, as many box extents, and one stride less");
  if (box.some((extent) => extent < 1 || extent > 256)) wrong("box extents are 1 to 256");
  if (strides.some((stride) => stride % 16 !== 0)) wrong("strides are multiples of 16 bytes");
  if (address % 16 !== 0) wrong("the tensor begins at a multiple of 16 bytes");
  if ((box[0]! * elementBytes) % 16 !== 0) wrong("a row of the box is a multiple of 16 bytes");
  if (swizzle === 128 && box[0]! * elementBytes !== 128) wrong("with the 128-byte swizzle a row of the box is 128 bytes");
  return { address, elementBytes, dims, strides, box, swizzle };
};

const launchState = (linked: LinkedProgram, launch: Launch): LaunchState => {
  const { parameters } = linked.program;
  const fail = (what: string): never => {
    throw new SimulationError("launch", what, [nowhere]);
  };
  if (parameters.length !== launch.arguments.length)
    fail(`the program takes ${parameters.length} arguments, the launch gives ${launch.arguments.length}`);
  const global = new GlobalMemory();
  const tensorMaps: SimulatedTensorMap[] = [];
  const parameterValues = launch.arguments.map((argument, index) => {
    const { name, type, readOnly } = parameters[index]!;
    if (typeof argument === "number")
      return type === "tensorMap" || (type === "pointer" && argument !== 0)
        ? fail(`argument '${name}' is a number; it should be a ${type}`)
        : argument;
    if (argument.kind === "tensor") {
      if (type !== "pointer") fail(`argument '${name}' is a tensor; it should be a ${type}`);
      return global.address({ ...argument, writable: argument.writable ?? !readOnly });
    }
    if (type !== "tensorMap") fail(`argument '${name}' is a tensor map; it should be a ${type}`);
    return tensorMaps.push(checkTensorMap(argument, global.address(argument.tensor))) - 1;
  });
  const mostRounds = launch.mostRounds ?? 2 ** 18;
  return { linked, grid: launch.grid, global, tensorMaps, counter: new AccessCounter(), parameterValues, mostRounds };
};

/** Runs the warp until it waits, ends, or has had its slice. */
const runWarp = ({ linked, mostRounds }: LaunchState, warp: WarpState, slice: number, executed: Float64Array): void => {
  const { kinds, first, second, steps } = linked;
  const { block, index } = warp;
  let step = warp.step;
  for (let left = slice; left > 0; left--) {
    block.enter(index, step);
    switch (kinds[step]) {
      case stepKinds.converged:
        if (warp.active !== -1)
          block.fail({
            code: "divergence",
            message: `'${linked.names[step]}' needs the whole warp, but only some lanes are here: move it out of the divergent if`,
          });
        if (steps[step]!(warp) === false) {
          warp.step = step;
          warp.blockedAt = block.events;
          return;
        }
        executed[step]!++;
        step++;
        break;
      case stepKinds.run:
        if (steps[step]!(warp) === false) {
          warp.step = step;
          warp.blockedAt = block.events;
          return;
        }
        executed[step]!++;
        step++;
        break;
      case stepKinds.branch:
      case stepKinds.uniformBranch: {
        const { active } = warp;
        const taken = lanesTaken(warp, first[step]!, kinds[step] === stepKinds.uniformBranch);
        warp.saved[warp.depth] = active;
        warp.rest[warp.depth++] = active & ~taken;
        warp.active = taken === 0 ? active : taken;
        step = taken === 0 ? second[step]! : step + 1;
        break;
      }
      case stepKinds.otherwise: {
        const rest = warp.rest[warp.depth - 1]!;
        if (rest !== 0) warp.active = rest;
        step = rest === 0 ? second[step]! : step + 1;
        break;
      }
      case stepKinds.join:
        warp.active = warp.saved[--warp.depth]!;
        step++;
        break;
      case stepKinds.loop: {
        const number = first[step]!;
        const loop = linked.loops[number]!;
        const from = uniform(warp, loop.first, "first value");
        warp.loopLast[number] = uniform(warp, loop.last, "bound");
        warp.loopStep[number] = uniform(warp, loop.step, "step");
        if (warp.loopStep[number]! <= 0) block.fail({ code: "loop", message: "the step of a loop must be positive" });
        warp.loopValue[number] = from;
        if (from < warp.loopLast[number]!) {
          setVariable(warp, loop.variable, from);
          step++;
        } else step = second[step]!;
        break;
      }
      case stepKinds.next: {
        const number = first[step]!;
        const value = warp.loopValue[number]! + warp.loopStep[number]!;
        if (value < warp.loopLast[number]!) {
          warp.loopValue[number] = value;
          setVariable(warp, linked.loops[number]!.variable, value);
          step = second[step]!;
        } else step++;
        break;
      }
      case stepKinds.enter:
      case stepKinds.uniformEnter: {
        const taken = lanesTaken(warp, first[step]!, kinds[step] === stepKinds.uniformEnter);
        if (taken !== 0) {
          warp.saved[warp.depth++] = warp.active;
          warp.active = taken;
          warp.rounds[second[step]! - 1] = 0;
          step++;
        } else step = second[step]!;
        break;
      }
      case stepKinds.again:
      case stepKinds.uniformAgain: {
        const taken = lanesTaken(warp, first[step]!, kinds[step] === stepKinds.uniformAgain);
        if (taken === 0) warp.active = warp.saved[--warp.depth]!;
        else {
          warp.active = taken;
          if (++warp.rounds[step]! >= mostRounds)
            block.fail({
              code: "endless",
              message: `this loop goes on after ${mostRounds} rounds: its condition stays true, or what it waits for does not happen (another lane of its warp cannot go on meanwhile, nor a block that has not begun)`,
            });
        }
        step = taken === 0 ? step + 1 : second[step]!;
        break;
      }
      case stepKinds.roles:
        step = linked.roles[first[step]!]![index]!;
        break;
      case stepKinds.end:
        block.end(warp);
        return;
      default:
        throw new Error(`no step kind ${kinds[step]}`);
    }
  }
  warp.step = step;
};

/** Lanes that execute and for which the predicate holds. */
const lanesTaken = (warp: WarpState, condition: number, agreed: boolean): number => {
  const { active, predicate, block } = warp;
  let taken = 0;
  for (let lane = 0; lane < 32; lane++) if (predicate[condition + lane] !== 0) taken |= 1 << lane;
  taken &= active;
  if (agreed && taken !== 0 && taken !== active)
    block.fail({ code: "divergence", message: "lanes of one warp disagree on a condition that is declared uniform" });
  return taken;
};
const uniform = (warp: WarpState, slot: number, what: string): number => {
  const lane = 31 - Math.clz32(warp.active);
  const value = warp.i32[slot + lane]!;
  for (let other = 0; other < lane; other++)
    if (((warp.active >>> other) & 1) !== 0 && warp.i32[slot + other] !== value)
      warp.block.fail({ code: "divergence", message: `lanes of one warp disagree on the ${what} of a loop` });
  return value;
};
const setVariable = (warp: WarpState, slot: number, value: number): void => {
  if (warp.active === -1) warp.i32.fill(value, slot, slot + 32);
  else for (let lane = 0; lane < 32; lane++) if (((warp.active >>> lane) & 1) !== 0) warp.i32[slot + lane] = value;
};

const reportDeadlock = (linked: LinkedProgram, contexts: readonly BlockContext[]): never => {
  const waiting = contexts.flatMap(({ warps }) => warps.filter(({ done }) => !done));
  const warpsByPlace = new Map<string, number[]>();
  for (const { block, index, step, waitsFor } of waiting) {
    const place = `block ${block.index} at ${positionText(linked.positions[step]!)} in ${linked.names[step]}${waitsFor ? `, for ${waitsFor()}` : ""}`;
    warpsByPlace.set(place, [...(warpsByPlace.get(place) ?? []), index]);
  }
  const lines = [...warpsByPlace].map(([place, warps]) => `  warp ${warps.join(", ")} of ${place}`);
  throw new SimulationError("deadlock", `every warp waits for ever:\n${lines.join("\n")}\n`, [
    ...new Set(waiting.map(({ step }) => linked.positions[step]!)),
  ]);
};

/** xorshift: integers below `limit`. */
const randomIntegers = (seed: number): ((limit: number) => number) => {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
};

export const run = (linked: LinkedProgram, launch: Launch): SimulationReport => {
  const state = launchState(linked, launch);
  const random = randomIntegers(launch.seed);
  const blocks = launch.blocks ?? Array.from({ length: launch.grid }, (_, index) => index);
  const executed = new Float64Array(linked.kinds.length);
  let started = 0;
  const begin = (context: BlockContext): boolean => {
    if (started === blocks.length) return false;
    context.start(blocks[started]!, started + 1);
    started++;
    return true;
  };
  const contexts = Array.from(
    { length: Math.min(launch.residentBlocks ?? 2, blocks.length) },
    (_, multiprocessor) => new BlockContext(state, multiprocessor),
  );
  for (const context of contexts) begin(context);
  try {
    interleave(state, contexts, begin, random, executed);
  } finally {
    // What was reported before a mistake was found tells about it.
    state.global.copyBack();
  }
  const instructions: Record<string, number> = {};
  executed.forEach((count, step) => {
    const name = linked.names[step];
    if (name && count > 0) instructions[name] = (instructions[name] ?? 0) + count;
  });
  const { sharedAccesses, bankConflictCycles, globalSectors } = state.counter;
  return { instructions, sharedAccesses, bankConflictCycles, globalSectors, unwritten: state.global.unwritten() };
};

const interleave = (
  state: LaunchState,
  contexts: BlockContext[],
  begin: (context: BlockContext) => boolean,
  random: (limit: number) => number,
  executed: Float64Array,
): void => {
  while (contexts.length > 0) {
    // One turn: bulk copies may complete, then one warp runs, if any can.
    const busy = contexts.filter(({ mbarriers }) => mbarriers.inFlight > 0);
    const first = random(contexts.length);
    let runnable: WarpState | undefined;
    for (let offset = 0; offset < contexts.length && !runnable; offset++) {
      const { warps, events } = contexts[(first + offset) % contexts.length]!;
      const firstWarp = random(warps.length);
      for (let number = 0; number < warps.length && !runnable; number++) {
        const warp = warps[(firstWarp + number) % warps.length]!;
        if (!warp.done && warp.blockedAt !== events) runnable = warp;
      }
    }
    if (busy.length > 0 && (!runnable || random(2) === 0)) {
      const context = busy[random(busy.length)]!;
      if (context.mbarriers.completeOne(random(64))) context.events++;
    } else if (!runnable) reportDeadlock(state.linked, contexts);
    else {
      const { block } = runnable;
      runnable.blockedAt = -1;
      runWarp(state, runnable, 16 + random(240), executed);
      if (block.running === 0 && !begin(block)) contexts.splice(contexts.indexOf(block), 1);
    }
  }
};
