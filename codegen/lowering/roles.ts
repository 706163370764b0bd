// Roles: ranges of warps with a named barrier each, and rings that one role fills for another. Such a ring has two barriers a slot: at
// `full` the filled slot is handed over, at `empty` it comes back. Who hands over arrives without waiting; what the slot holds is complete
// by then.
import type { Operand, RegisterRef } from "../ir/lowered.ts";
import type { Ring, Roles, Statement } from "../ir/tile.ts";
import { walk } from "../passes/walk.ts";
import { targets } from "../targets.ts";
import { i32, type Lowering, LoweringError } from "./context.ts";

const barriersOfBlock = 16;
/** A barrier of the block that nothing else uses. */
export const takeBarrier = (lowering: Lowering): number => {
  if (lowering.barriers === barriersOfBlock)
    throw new LoweringError(
      lowering.position,
      `the kernel needs more than ${barriersOfBlock} barriers: each role and each named barrier takes one, each slot of a ring between roles two; use fewer stages`,
    );
  return lowering.barriers++;
};

/** Ring of slots between two roles while it is lowered. */
export interface Handover {
  readonly full: readonly number[];
  readonly empty: readonly number[];
  /** Threads of both roles. */
  readonly threads: number;
  /** How many fills the producer has under way before it waits for the oldest and hands it over. */
  readonly delay: number;
  /** The slot to hand over next, and how many have been filled; used with a delay only. */
  readonly handSlot: RegisterRef;
  readonly filled: RegisterRef;
}

export const stepSlot = (lowering: Lowering, ring: Ring, slot: RegisterRef): void => {
  const next = lowering.add(slot, i32(1));
  lowering.emitTo([slot], "select", [lowering.compare("equal", next, i32(ring.stages)), i32(0), next]);
};
/** A barrier's number is part of its instruction: one branch for every slot. */
const bySlot = (lowering: Lowering, ring: Ring, slot: Operand, body: (slot: number) => void, from = 0): void => {
  if (slot.kind === "immediate") return body(slot.value);
  if (from === ring.stages - 1) return body(from);
  lowering.when(
    lowering.compare("equal", slot, i32(from)),
    true,
    () => body(from),
    () => bySlot(lowering, ring, slot, body, from + 1),
  );
};
const meetAt = (lowering: Lowering, ring: Ring, name: "barrier" | "barrierArrive", ids: "full" | "empty", slot: Operand): void => {
  const handover = handoverOf(lowering, ring);
  bySlot(lowering, ring, slot, (n) => lowering.emitTo([], name, [], { id: handover[ids][n]!, threads: handover.threads }));
};
const handoverOf = (lowering: Lowering, ring: Ring): Handover => {
  const known = lowering.handovers.get(ring);
  if (!known) throw new LoweringError(lowering.position, `ring ${ring.name} is used by roles before it begins`);
  return known;
};

const ringsBetweenRoles = (body: readonly Statement[]): Set<Ring> => {
  const found = new Set<Ring>();
  walk(body, (s) => {
    if ("ring" in s && s.ring.handover) found.add(s.ring);
  });
  return found;
};
/** Numbers the barriers of all roles and of the rings between them. */
const planRoles = (lowering: Lowering): void => {
  if (lowering.roleBarriers.size > 0) return;
  const number = (): number => takeBarrier(lowering);
  walk(lowering.program.body, (s) => {
    if (s.kind !== "roles") return;
    for (const { name } of s.roles) lowering.roleBarriers.set(name, number());
    for (const ring of ringsBetweenRoles([s])) {
      const { producer, consumer } = ring.handover!;
      const roles = s.roles.filter((role) => role.name === producer || role.name === consumer);
      const slots = (): number[] => Array.from({ length: ring.stages }, number);
      // With one ring alone a late handover delays nobody; with several, a consumer could wait for one while the producer waits for it to
      // release another.
      const alone = ringsBetweenRoles(s.roles.find((role) => role.name === producer)!.body).size === 1;
      const registers = { handSlot: lowering.fresh(`${ring.name}_hand`, "i32"), filled: lowering.fresh(`${ring.name}_filled`, "i32") };
      lowering.handovers.set(ring, {
        full: slots(),
        empty: slots(),
        threads: 32 * roles.reduce((n, role) => n + role.warps, 0),
        delay: alone ? Math.max(0, ring.stages - 2) : 0,
        ...registers,
      });
    }
  });
};

export const beginHandover = (lowering: Lowering, ring: Ring): void => {
  planRoles(lowering);
  const { delay, handSlot, filled } = handoverOf(lowering, ring);
  if (delay > 0) for (const register of [handSlot, filled]) lowering.emitTo([register], "move", [i32(0)]);
};
/** The producer waits until its next slot is empty. */
export const acquireSlot = (lowering: Lowering, ring: Ring): void =>
  meetAt(lowering, ring, "barrier", "empty", lowering.rings.get(ring)!.produceSlot);
/** Behind a fill: hands over the oldest slot whose copies need not be under way any longer. */
export const handOver = (lowering: Lowering, ring: Ring): void => {
  const { delay, handSlot, filled } = handoverOf(lowering, ring);
  const oldest = (slot: RegisterRef): void => {
    lowering.emitTo([], "copyWait", [], { pending: delay });
    meetAt(lowering, ring, "barrierArrive", "full", slot);
  };
  if (delay === 0) return oldest(lowering.rings.get(ring)!.produceSlot);
  lowering.when(lowering.compare("greaterEqual", filled, i32(delay)), true, () => {
    oldest(handSlot);
    stepSlot(lowering, ring, handSlot);
  });
  lowering.emitTo([filled], "add", [filled, i32(1)]);
};
/** At the producer's end: hands over what is left. */
const handOverRest = (lowering: Lowering, ring: Ring): void => {
  const { delay, handSlot, filled } = handoverOf(lowering, ring);
  if (delay === 0) return;
  lowering.emitTo([], "copyWait", [], { pending: 0 });
  for (let n = 0; n < delay; n++)
    lowering.when(lowering.compare("greater", filled, i32(n)), true, () => {
      meetAt(lowering, ring, "barrierArrive", "full", handSlot);
      stepSlot(lowering, ring, handSlot);
    });
};
/** The consumer waits for its next slot. */
export const takeOver = (lowering: Lowering, ring: Ring): void =>
  meetAt(lowering, ring, "barrier", "full", lowering.rings.get(ring)!.waitSlot);
export const giveBack = (lowering: Lowering, ring: Ring): void =>
  meetAt(lowering, ring, "barrierArrive", "empty", lowering.rings.get(ring)!.waitSlot);

export const lowerRoles = (lowering: Lowering, s: Roles): void => {
  planRoles(lowering);
  let firstWarp = 0;
  const branches = s.roles.map(({ name, warps, registers, body, position }) => {
    const team = { firstWarp, warps, barrier: lowering.roleBarriers.get(name)! };
    firstWarp += warps;
    const nodes = lowering.asTeam(team, () => {
      lowering.position = position;
      const rings = [...ringsBetweenRoles(body)];
      // All slots are empty at first.
      for (const ring of rings)
        if (ring.handover!.consumer === name)
          for (let n = 0; n < ring.stages; n++) meetAt(lowering, ring, "barrierArrive", "empty", i32(n));
      lowering.statements(body);
      lowering.position = position;
      for (const ring of rings) if (ring.handover!.producer === name) handOverRest(lowering, ring);
    });
    return {
      name,
      firstWarp: team.firstWarp,
      lastWarp: firstWarp,
      registers: targets[lowering.target].specific ? registers : null,
      body: nodes,
    };
  });
  lowering.nodes.push({ kind: "roles", branches, position: s.position });
};
