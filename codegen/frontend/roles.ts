// Roles of the source: role(name, { warps }, () => { ... }). Each is read with an executor of its own; what two of them share is checked when the
// whole program has been read: memory that one writes, and rings, which are handed from one role to a later one.
import type ts from "typescript";
import type { Buffer, Executor, Ring, Role, Roles, Statement, Tensor, TileProgram, Variable } from "../ir/tile.ts";
import { launchRegisters } from "../ir/lowered.ts";
import type { Position } from "../ir/types.ts";
import { walk } from "../passes/walk.ts";
import { inline } from "./calls.ts";
import { optionsOf } from "./language.ts";
import { barriersAt, checkNamedBarriers } from "./named-barriers.ts";
import { usesOf } from "./pipelined.ts";
import type { Reader } from "./reader.ts";
import { positionOf } from "./source.ts";
import { nothing, poison, type Value } from "./values.ts";

/** Whether a tile lies in the registers of other threads than those that use it here; says so. */
export const foreignTile = (reader: Reader, buffer: Buffer, node: ts.Node): boolean => {
  if (buffer.space !== "fragment" || buffer.executor === reader.executor) return false;
  reader.report("CUI7007", node, buffer.name, buffer.executor.kind === "role" ? `of role '${buffer.executor.name}'` : "of the whole block");
  return true;
};

/** role(name, { warps }, () => { ... }) */
export const roleOf = (reader: Reader, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  const [name, options, body] = values;
  if (values.length !== 3 || name?.kind !== "static" || typeof name.value !== "string" || body?.kind !== "closure") {
    if (!values.some((v) => v.kind === "poison"))
      reader.report("CUI1016", node, "role", "a name, { warps }, and a function", 'as in role("loads", { warps: 1 }, () => { ... })');
    reader.brokenRoles = true;
    return poison;
  }
  if (!reader.working || reader.depth > 0 || reader.role || reader.place !== "executor" || reader.filling) {
    reader.report("CUI7005", node);
    reader.brokenRoles = true;
    return poison;
  }
  const chosen = optionsOf<{ warps: number; registers: number | null }>(reader, options, { warps: 0, registers: null }, nodes[1]!);
  if (chosen === null || !Number.isInteger(chosen.warps) || chosen.warps < 1) {
    if (chosen !== null) reader.notPositive(nodes[1]!, "the number of warps", chosen.warps);
    reader.brokenRoles = true;
    return poison;
  }
  const { warps, registers } = chosen;
  const before = reader.statements.at(-1);
  const others = before?.kind === "roles" ? before.roles : [];
  if (others.some((role) => role.name === name.value)) {
    reader.report("CUI1020", nodes[0]!, name.value, "role");
    reader.brokenRoles = true;
    return poison;
  }
  const executor: Executor = { kind: "role", name: name.value };
  const position = positionOf(node);
  const { statements } = reader.capture(() => {
    const outer = reader.warps;
    reader.role = { executor, locals: new Set<Variable>() };
    reader.warps = warps;
    inline(reader, body, [], node, nodes, true);
    reader.warps = outer;
    reader.role = null;
  });
  if (before?.kind === "roles") reader.statements.pop();
  const roles: Roles = {
    kind: "roles",
    roles: [...others, { name: name.value, warps, registers, body: statements, position }],
    position: before?.kind === "roles" ? before.position : position,
  };
  reader.statements.push(roles);
  return nothing;
};

interface RingUse {
  readonly fills: Set<string>;
  readonly uses: Set<string>;
  position: Position;
}
/** Who fills and who uses each ring ("" is the block). */
const ringUses = (body: readonly Statement[], roles: readonly Role[]): Map<Ring, RingUse> => {
  const found = new Map<Ring, RingUse>();
  const collect = (list: readonly Statement[], name: string, skip: (s: Statement) => boolean): void =>
    walk(list, (s) => {
      if ((s.kind !== "ringProduce" && s.kind !== "ringWait") || skip(s)) return;
      const use = found.get(s.ring) ?? { fills: new Set(), uses: new Set(), position: s.position };
      found.set(s.ring, use);
      (s.kind === "ringProduce" ? use.fills : use.uses).add(name);
    });
  const inRoles = new Set<Statement>();
  for (const role of roles) walk(role.body, (s) => inRoles.add(s));
  collect(body, "", (s) => inRoles.has(s));
  for (const role of roles) collect(role.body, role.name, () => false);
  return found;
};
const checkRings = (reader: Reader, body: readonly Statement[], roles: readonly Role[]): void => {
  const placeOf = (name: string): number => roles.findIndex((role) => role.name === name);
  for (const [ring, { fills, uses, position }] of ringUses(body, roles)) {
    const [producer] = fills;
    const [consumer] = uses;
    const problem =
      fills.size > 1
        ? "is filled by several roles"
        : uses.size > 1
          ? "is used by several roles"
          : producer === undefined || consumer === undefined || producer === consumer
            ? null
            : producer === "" || consumer === ""
              ? "is filled or used before the roles, and by a role"
              : placeOf(producer) > placeOf(consumer)
                ? `is used by role '${consumer}', which stands before role '${producer}' that fills it`
                : null;
    if (problem) reader.reportAt("CUI7009", position, ring.name, problem);
    else if (producer && consumer && producer !== consumer) ring.handover = { producer, consumer };
  }
};

/** Memory that one role writes and another one uses, other than through rings; tensors may be written by several. */
const checkMemory = (reader: Reader, roles: readonly Role[]): void => {
  const handled = new Set<Buffer>();
  const memory = roles.map((role) => {
    const found = new Map<Buffer | Tensor, { reads: boolean; writes: boolean; atomic: boolean; readonly position: Position }>();
    walk(role.body, (s) => {
      if ("ring" in s) for (const tile of [...s.ring.buffers, ...s.ring.fills]) handled.add(tile);
      for (const { of, reads, writes, atomic } of usesOf(s)) {
        const use = found.get(of) ?? { reads: false, writes: false, atomic: true, position: s.position };
        found.set(of, { ...use, reads: use.reads || reads, writes: use.writes || writes, atomic: use.atomic && atomic === true });
      }
    });
    return found;
  });
  // Roles that meet at a named barrier order their accesses by it: the simulator tells where they do not.
  const barriers = new Map(roles.map((role) => [role, barriersAt(role.body)]));
  const meet = (a: Role, b: Role): boolean => [...barriers.get(a)!].some((barrier) => barriers.get(b)!.has(barrier));
  roles.forEach((first, a) =>
    roles.forEach((second, b) => {
      for (const [of, { writes, atomic }] of memory[a]!) {
        const other = a === b || !writes || (of.kind === "buffer" && handled.has(of)) ? undefined : memory[b]!.get(of);
        if (other && !(atomic && other.atomic) && !meet(first, second) && (other.reads || of.kind === "buffer"))
          reader.reportAt("CUI7008", other.position, of.name, first.name, second.name);
      }
    }),
  );
};

/** Registers move between whole warpgroups, in eights, and only as many as the block starts with: asking for more waits for ever. */
const checkRegisters = (reader: Reader, roles: readonly Role[], launch: Parameters<typeof launchRegisters>[0]): void => {
  if (roles.every((role) => role.registers === null)) return;
  let first = 0;
  for (const { name, warps, registers, position } of roles) {
    const problem =
      registers === null
        ? null
        : !Number.isInteger(registers) || registers % 8 !== 0 || registers < 24 || registers > 240
          ? `${registers} is no multiple of 8 from 24 to 240`
          : first % 4 !== 0 || warps % 4 !== 0
            ? `its warps ${first} to ${first + warps - 1} are no whole groups of four`
            : null;
    if (problem) reader.reportAt("CUI7010", position, name, problem);
    first += warps;
  }
  const each = launchRegisters(launch);
  const asked = roles.reduce((sum, role) => sum + (role.registers ?? each) * 32 * role.warps, 0);
  const pool = each * launch.threads;
  if (asked > pool) reader.reportAt("CUI7011", roles[0]!.position, `${asked}`, `${pool}`, `${each}`, `${launch.threads}`);
};

/** Checks what roles share; the warps of a block. */
export const checkRoles = (
  reader: Reader,
  body: readonly Statement[],
  given: number | null,
  limits: Pick<TileProgram, "maxRegisters" | "blocksPerMultiprocessor">,
): number => {
  let found: Roles | null = null;
  walk(body, (s) => {
    if (s.kind === "roles") found = s;
  });
  const roles = (found as Roles | null)?.roles ?? [];
  checkRings(reader, body, roles);
  const warps = roles.length === 0 ? (given ?? 4) : roles.reduce((sum, role) => sum + role.warps, 0);
  checkNamedBarriers(reader, body, roles, warps);
  if (roles.length === 0) return warps;
  checkMemory(reader, roles);
  checkRegisters(reader, roles, { ...limits, threads: 32 * warps });
  if (given !== null && given !== warps && !reader.brokenRoles) reader.reportAt("CUI7006", found!.position, `${warps}`, `${given}`);
  return warps;
};
