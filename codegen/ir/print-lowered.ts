// A readable dump of lowered IR: one node a line, its source line behind it where that changes. For people; nothing parses it.
import type { Instruction, LoweredNode, LoweredProgram, Operand } from "./lowered.ts";
import type { Position } from "./types.ts";

const operandText = (operand: Operand): string => {
  switch (operand.kind) {
    case "register":
      return operand.register.length === null ? operand.register.name : `${operand.register.name}[${operand.index}]`;
    case "immediate":
      return operand.type === "i32" ? String(operand.value) : `${operand.value}:${operand.type}`;
    case "parameter":
      return `$${operand.parameter.name}`;
    default:
      return operand satisfies never;
  }
};
const instructionText = ({ name, results, operands, attributes }: Instruction): string => {
  const fields = Object.entries(attributes)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  const left = results.map(operandText).join(", ");
  return `${left ? `${left} = ` : ""}${name}${fields ? `<${fields}>` : ""} ${operands.map(operandText).join(", ")}`.trimEnd();
};

export const printLowered = (program: LoweredProgram): string => {
  const lines: string[] = [];
  let last = "";
  const line = (depth: number, text: string, position?: Position): void => {
    const place = position ? `${position.file}:${position.line}` : last;
    lines.push(`${"  ".repeat(depth)}${text}${place === last ? "" : `  // ${place}`}`);
    last = place;
  };
  const block = (nodes: readonly LoweredNode[], depth: number): void => {
    for (const node of nodes)
      switch (node.kind) {
        case "instruction":
          line(depth, instructionText(node), node.position);
          break;
        case "if":
          line(depth, `if ${node.uniform ? "uniform " : ""}${operandText(node.condition)}`, node.position);
          block(node.then, depth + 1);
          if (node.otherwise.length > 0) line(depth, "else");
          block(node.otherwise, depth + 1);
          break;
        case "for":
          line(
            depth,
            `for ${operandText(node.variable)} = ${operandText(node.first)} to ${operandText(node.last)} step ${operandText(node.step)}`,
            node.position,
          );
          block(node.body, depth + 1);
          break;
        case "while":
          line(depth, `while ${node.uniform ? "uniform " : ""}${operandText(node.condition)}`, node.position);
          block(node.body, depth + 1);
          break;
        case "roles":
          line(depth, "roles", node.position);
          for (const { name, firstWarp, lastWarp, registers, body } of node.branches) {
            line(depth + 1, `${name}: warps ${firstWarp} to ${lastWarp - 1}${registers === null ? "" : `, ${registers} registers`}`);
            block(body, depth + 2);
          }
          break;
        case "remark":
          line(depth, `# ${node.text}`, node.position);
          break;
        default:
          node satisfies never;
      }
  };
  line(0, `program ${program.name}: ${program.threads} threads, ${program.sharedBytes} bytes of shared memory`);
  for (const { name, type, dtype, readOnly } of program.parameters)
    line(1, `parameter ${name}: ${type}${dtype ? ` to ${dtype}` : ""}${readOnly ? ", read only" : ""}`);
  for (const { name, offset, bytes } of program.shared) line(1, `shared ${name}: bytes ${offset} to ${offset + bytes}`);
  for (const { name, type, length } of program.registers) if (length !== null) line(1, `registers ${name}: ${type}[${length}]`);
  block(program.body, 1);
  return `${lines.join("\n")}\n`;
};
