// Roles of the source: role(name, { warps }, () => { ... }). Each is read with an executor of its own; what two of them share is checked when the
// whole program has been read: memory that one writes, and rings, which are handed from one role to a later one.
import type ts from "typescript";
import type { Buffer, Executor, Ring, Role, Roles, Statement, Tensor, Variable } from "../ir/tile.ts";
import type { Position } from "../ir/types.ts";
import { walk } from "../passes/walk.ts";
import { inline } from "./calls.ts";
import { optionsOf } from "./language.ts";
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
  if (!reader.working || reader.depth > 0 || reader.role || reader.parallel || reader.filling) {
    reader.report("CUI7005", node);
    reader.brokenRoles = true;
    return poison;
  }
  const warps = optionsOf(reader, options, { warps: 0 }, nodes[1]!)?.warps;
  if (warps === undefined || !Number.isInteger(warps) || warps < 1) {
    if (warps !== undefined) reader.notPositive(nodes[1]!, "the number of warps", warps);
    reader.brokenRoles = true;
    return poison;
  }
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
    reader.role = { executor, locals: new Set<Variable>() };
    inline(reader, body, [], node, nodes);
    reader.role = null;
  });
  if (before?.kind === "roles") reader.statements.pop();
  const roles: Roles = {
    kind: "roles",
    roles: [...others, { name: name.value, warps, body: statements, position }],
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
    const found = new Map<Buffer | Tensor, { reads: boolean; writes: boolean; readonly position: Position }>();
    walk(role.body, (s) => {
      if ("ring" in s) for (const tile of [...s.ring.buffers, ...s.ring.fills]) handled.add(tile);
      for (const { of, reads, writes } of usesOf(s)) {
        const use = found.get(of) ?? { reads: false, writes: false, position: s.position };
        found.set(of, { ...use, reads: use.reads || reads, writes: use.writes || writes });
      }
    });
    return found;
  });
  roles.forEach((first, a) =>
    roles.forEach((second, b) => {
      for (const [of, { writes }] of memory[a]!) {
        const other = a === b || !writes || (of.kind === "buffer" && handled.has(of)) ? undefined : memory[b]!.get(of);
        if (other && (other.reads || of.kind === "buffer")) reader.reportAt("CUI7008", other.position, of.name, first.name, second.name);
      }
    }),
  );
};

/** Checks what roles share; the warps of a block. */
export const checkRoles = (reader: Reader, body: readonly Statement[], given: number | null): number => {
  let found: Roles | null = null;
  walk(body, (s) => {
    if (s.kind === "roles") found = s;
  });
  const roles = (found as Roles | null)?.roles ?? [];
  checkRings(reader, body, roles);
  if (roles.length === 0) return given ?? 4;
  checkMemory(reader, roles);
  const warps = roles.reduce((sum, role) => sum + role.warps, 0);
  if (given !== null && given !== warps && !reader.brokenRoles) reader.reportAt("CUI7006", found!.position, `${warps}`, `${given}`);
  return warps;
};
