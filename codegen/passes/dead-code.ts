// Removes instructions without effects whose results nobody reads, so that the text shows only what counts. Registers are mutable: a result
// counts as read if its element is read anywhere in the program.
import { instructions } from "../ir/instr/index.ts";
import type { LoweredNode, Operand, Register, RegisterRef } from "../ir/lowered.ts";

class Uses {
  private readonly counts = new Map<Register, Map<number, number>>();
  count(operand: Operand, step: number): void {
    if (operand.kind !== "register") return;
    const elements = this.counts.get(operand.register) ?? new Map<number, number>();
    this.counts.set(operand.register, elements.set(operand.index, (elements.get(operand.index) ?? 0) + step));
  }
  used({ register, index }: RegisterRef): boolean {
    return (this.counts.get(register)?.get(index) ?? 0) > 0;
  }
}

const forOperands = (node: LoweredNode, visit: (operand: Operand) => void): void => {
  if (node.kind === "instruction") node.operands.forEach(visit);
  else if (node.kind === "if" || node.kind === "while") visit(node.condition);
  else if (node.kind === "for") [node.first, node.last, node.step].forEach(visit);
};
const bodies = (node: LoweredNode): readonly (readonly LoweredNode[])[] =>
  node.kind === "if"
    ? [node.then, node.otherwise]
    : node.kind === "for" || node.kind === "while"
      ? [node.body]
      : node.kind === "roles"
        ? node.branches.map((b) => b.body)
        : [];

const countAll = (nodes: readonly LoweredNode[], uses: Uses): void => {
  for (const node of nodes) {
    forOperands(node, (operand) => uses.count(operand, 1));
    for (const body of bodies(node)) countAll(body, uses);
  }
};
/** Walks backwards, so that a removed instruction frees those that only it needed. */
const sweep = (nodes: readonly LoweredNode[], uses: Uses): LoweredNode[] => {
  const kept: LoweredNode[] = [];
  for (let n = nodes.length - 1; n >= 0; n--) {
    const node = nodes[n]!;
    if (node.kind === "instruction" && instructions.get(node.name)?.effects === false && !node.results.some((r) => uses.used(r))) {
      for (const operand of node.operands) uses.count(operand, -1);
      continue;
    }
    if (node.kind === "if") {
      const [then, otherwise] = [sweep(node.then, uses), sweep(node.otherwise, uses)];
      if (then.length + otherwise.length === 0) uses.count(node.condition, -1);
      else kept.push({ ...node, then, otherwise });
    } else if (node.kind === "for" || node.kind === "while") kept.push({ ...node, body: sweep(node.body, uses) });
    else if (node.kind === "roles") kept.push({ ...node, branches: node.branches.map((b) => ({ ...b, body: sweep(b.body, uses) })) });
    else kept.push(node);
  }
  return kept.reverse();
};
export const withoutDeadCode = (nodes: readonly LoweredNode[]): readonly LoweredNode[] => {
  const uses = new Uses();
  countAll(nodes, uses);
  return sweep(nodes, uses);
};
