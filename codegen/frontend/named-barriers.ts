// Named barriers of the source: namedBarrier({ warps }). Who comes to each is checked once the whole program has been read: a round must be able
// to end, and nobody brings more warps than it takes.
import type ts from "typescript";
import type { Effect, NamedBarrier, Role, Statement } from "../ir/tile.ts";
import { walk } from "../passes/walk.ts";
import { declaredName, optionsOf } from "./language.ts";
import type { Reader } from "./reader.ts";
import { positionOf } from "./source.ts";
import { poison, type Value } from "./values.ts";

export const namedBarrierOf = (reader: Reader, values: readonly Value[], node: ts.Node, nodes: readonly ts.Node[]): Value => {
  if (!reader.working || reader.depth > 0 || reader.role || reader.place !== "executor" || reader.filling) {
    reader.report("CUI7013", node, "namedBarrier");
    return poison;
  }
  const options = values.length === 1 ? optionsOf(reader, values[0], { warps: 0 }, nodes[0]!) : null;
  if (values.length !== 1) reader.report("CUI1016", node, "namedBarrier", "{ warps }", "as in namedBarrier({ warps: 5 })");
  if (!options) return poison;
  const { warps } = options;
  if (!Number.isInteger(warps) || warps < 1) {
    reader.notPositive(nodes[0]!, "the number of warps", warps);
    return poison;
  }
  return {
    kind: "barrier",
    barrier: { kind: "namedBarrier", name: declaredName(reader, node, "barrier"), warps, position: positionOf(node) },
  };
};

/** The barriers that statements come to. */
export const barriersAt = (body: readonly Statement[]): Set<NamedBarrier> => {
  const found = new Set<NamedBarrier>();
  walk(body, (s) => s.kind === "effect" && s.barrier && found.add(s.barrier));
  return found;
};

/**
 * All of a round come with a condition, or none do: of others the hardware promises nothing. Rounds are not told apart here, so that a barrier is of one
 * kind.
 */
const checkConditions = (reader: Reader, body: readonly Statement[], barrier: NamedBarrier): void => {
  const steps: Effect[] = [];
  walk(body, (s) => s.kind === "effect" && s.barrier === barrier && steps.push(s));
  const other = steps.find((s) => s.args.length > 0 !== steps[0]!.args.length > 0);
  if (!other) return;
  const plain = other.args.length > 0 ? steps[0]! : other;
  reader.reportAt("CUI7014", other.position, barrier.name, plain.name);
};

/** `warps`: of the block, whose threads may come where there are no roles. */
export const checkNamedBarriers = (reader: Reader, body: readonly Statement[], roles: readonly Role[], warps: number): void => {
  for (const barrier of barriersAt(body)) {
    checkConditions(reader, body, barrier);
    const coming = roles.filter((role) => barriersAt(role.body).has(barrier));
    const large = coming.find((role) => role.warps > barrier.warps);
    const most = coming.length > 0 ? coming.reduce((sum, role) => sum + role.warps, 0) : warps;
    const problem = large ? `role '${large.name}' brings ${large.warps}` : most < barrier.warps ? `no more than ${most} ever come` : null;
    if (problem) reader.reportAt("CUI7012", barrier.position, barrier.name, `${barrier.warps}`, problem);
  }
};
