// `npm run docs`: writes docs/reference from the records of the code, so that it cannot say anything else than the code does. A test compares
// the files with what this file would write.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { diagnosticTexts } from "../codegen/diagnostics.ts";
import { instructions } from "../codegen/ir/instr/index.ts";
import type { InstructionRecord } from "../codegen/ir/instruction.ts";
import type { OperationParameter, OperationRecord } from "../codegen/ir/operation.ts";
import { operations } from "../dsl/ops/index.ts";
import { runtimeCodes } from "../runtime/cuda/errors.ts";

const generated = "<!-- Written by `npm run docs` from the records of the code: edit those. -->\n";
const byName = <T extends { readonly name: string }>(records: Iterable<T>): T[] => [...records].sort((a, b) => (a.name < b.name ? -1 : 1));
/** Text inside a table's cell. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(" | ")} |`).join("\n");

const parameterText = (p: OperationParameter): string => {
  if (p.kind === "operand")
    return `\`${p.name}\`: ${p.access === "update" ? "read and written" : p.access === "write" ? "written" : "read"}, ${(p.spaces ?? ["any space"]).join(" or ")}`;
  if (p.kind === "options")
    return `\`${p.name}\`: ${Object.entries(p.defaults ?? {})
      .map(([name, value]) => `\`${name}\` (${value})`)
      .join(", ")}`;
  if (p.kind === "operands") return `\`${p.name}\`: tiles by name, read and written, ${(p.spaces ?? ["any space"]).join(" or ")}`;
  if (p.kind === "combination") return `\`${p.name}\`: a function of two objects of elements that returns one`;
  return `\`${p.name}\`: ${p.kind === "scalar" ? "a scalar" : "known at compile time"}`;
};
const operationText = (record: OperationRecord): string => {
  const facts =
    record.kind === "tile"
      ? record.parameters.map((p) => `- ${parameterText(p)}`).join("\n")
      : record.tolerance > 0
        ? `Executions agree up to a relative ${record.tolerance}.`
        : "Exact on every execution.";
  return `### ${record.name}\n\n${record.doc}\n\n\`\`\`ts\n${record.example}\n\`\`\`\n\n${facts}\n`;
};
const operationsPage = (): string => {
  const all = byName(Object.values(operations));
  const section = (title: string, text: string, kind: OperationRecord["kind"]): string =>
    `## ${title}\n\n${text}\n\n${all
      .filter((o) => o.kind === kind)
      .map(operationText)
      .join("\n")}`;
  return `${generated}# Operations

Loops and roles (\`work\`, \`parallel\`, \`pipelined\`, \`serial\`, \`unrolled\`, \`role\`), memory (\`fragment\`, \`shared\`, \`local\`, \`ring\`) and rectangles
(\`range\`, \`transpose\`, \`at\`, \`slice\`) are documented where they are declared, in \`dsl/control.ts\`, \`dsl/tiles.ts\`, \`dsl/ring.ts\` and
\`dsl/types/shapes.ts\`.

${section("On tiles", "Carried out by a block's threads together, outside of `parallel`.", "tile")}
${section("On scalars", "Of values that every thread has, and of elements inside `parallel`.", "scalar")}`;
};

const instructionText = ({ name, doc, requires, cost, proxy, completion, uniformity }: InstructionRecord): string => {
  const needs = `sm_${requires.capability}${requires.specific ? "a only" : " and later"}`;
  const memory = proxy === "none" ? "" : `; memory through the ${proxy} proxy`;
  const ends = completion === "immediate" ? "" : `; complete when its ${completion} is`;
  return `### ${name}\n\n${doc}\n\n${needs}; unit ${cost.unit}; executed by each ${uniformity}${memory}${ends}.\n`;
};
const instructionsPage = (): string =>
  `${generated}# Instructions of lowered IR

What \`--emit lowered-ir\` prints, the simulator executes and the CUDA printer writes. Kernels do not name them.

${byName(instructions.values()).map(instructionText).join("\n")}`;

const families: readonly (readonly [string, string])[] = [
  ["CUI1", "Names, syntax and structure"],
  ["CUI2", "Types, shapes and calls"],
  ["CUI3", "Run time"],
  ["CUI4", "Parallel loops"],
  ["CUI5", "Pipelined loops"],
  ["CUI6", "Layouts, instructions and limits"],
  ["CUI7", "Rings and roles"],
];
const diagnosticsPage = (): string => {
  const all = Object.entries(diagnosticTexts);
  const sections = families.map(([prefix, title]) => {
    const compile = all
      .filter(([code]) => code.startsWith(prefix))
      .map(([code, { text, help, example }]) => [code, text, help, `\`${example}\``]);
    const run = Object.entries(runtimeCodes)
      .filter(([code]) => code.startsWith(prefix))
      .map(([code, text]) => [code, text]);
    return `## ${title}\n\n${compile.length > 0 ? table(["Code", "Message", "What to do", "Example"], compile) : table(["Code", "Stands for"], run)}\n`;
  });
  const unlisted = all.map(([code]) => code).find((code) => !families.some(([prefix]) => code.startsWith(prefix)));
  if (unlisted) throw new Error(`${unlisted} belongs to no family of docs/generate.ts: add its heading`);
  return `${generated}# Diagnostics

Codes are permanent. \`{0}\`, \`{1}\` stand for what the message is about.

${sections.join("\n")}`;
};

/** The pages by file name. */
export const pages = (): Readonly<Record<string, string>> => ({
  "operations.md": operationsPage(),
  "instructions.md": instructionsPage(),
  "diagnostics.md": diagnosticsPage(),
});
export const folder = fileURLToPath(new URL("./reference/", import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(pages())) writeFileSync(folder + name, text);
}
