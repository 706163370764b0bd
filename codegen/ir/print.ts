// Tile IR as text for people: one line a statement, names as in the source, extents and element types where things are declared.
import type { ElementTarget, Expr, Statement, TileOperand, TileProgram, UnaryOp, BinaryOp, View, Buffer } from "./tile.ts";
import { partsOf, expressionsOf, walk, walkExpression } from "../passes/walk.ts";

const unarySymbols: Readonly<Record<UnaryOp, string>> = { negate: "-", not: "!", bitNot: "~" };
const binarySymbols: Readonly<Record<BinaryOp, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  less: "<",
  lessEqual: "<=",
  greater: ">",
  greaterEqual: ">=",
  equal: "==",
  notEqual: "!=",
  and: "&&",
  or: "||",
};

const printView = (view: View): string => {
  const axes = view.axes.map((axis) => {
    const start = printExpression(axis.start);
    const cut =
      axis.begin || axis.length
        ? ` of ${axis.begin ? printExpression(axis.begin) : "0"} +${axis.length ? printExpression(axis.length) : "..."}`
        : "";
    return (axis.size === null ? start : `${start} +${axis.size}`) + cut;
  });
  return `${view.tensor.name}[${axes.join(", ")}]`;
};
export const printExpression = (e: Expr): string => {
  const parts = partsOf(e).map((part) =>
    part.kind === "binary" || part.kind === "select" ? `(${printExpression(part)})` : printExpression(part),
  );
  switch (e.kind) {
    case "constant":
      return e.dtype === "bool"
        ? `${e.value !== 0}`
        : `${Object.is(e.value, -0) ? "-0" : e.value}${e.dtype === "i32" ? "" : `:${e.dtype}`}`;
    case "variable":
      return e.variable.name;
    case "extent":
      return `${e.tensor.name}.shape[${e.axis}]`;
    case "unary":
      return unarySymbols[e.op] + parts[0]!;
    case "binary":
      return `${parts[0]} ${binarySymbols[e.op]} ${parts[1]}`;
    case "select":
      return `${parts[0]} ? ${parts[1]} : ${parts[2]}`;
    case "cast":
      return `${e.dtype}(${printExpression(e.a)})`;
    case "call":
      return `${e.name}(${e.args.map(printExpression).join(", ")})`;
    case "element":
      return `${e.buffer.name}[${e.index.map(printExpression).join(", ")}]`;
    case "read":
      return printView(e.view);
    default:
      return e satisfies never;
  }
};
const printTarget = (target: ElementTarget): string =>
  target.kind === "view" ? printView(target) : `${target.buffer.name}[${target.index.map(printExpression).join(", ")}]`;
const printOperand = (operand: TileOperand): string =>
  operand.kind === "view" ? printView(operand) : operand.transposed ? `transpose(${operand.buffer.name})` : operand.buffer.name;

const printStatement = (s: Statement): string[] => {
  const block = (head: string, body: readonly Statement[]): string[] => [
    `${head} {`,
    ...body.flatMap(printStatement).map((line) => `  ${line}`),
    "}",
  ];
  switch (s.kind) {
    case "let":
      return [`${s.variable.mutable ? "let" : "const"} ${s.variable.name}: ${s.variable.dtype} = ${printExpression(s.value)}`];
    case "assign":
      return [`${s.variable.name} = ${printExpression(s.value)}`];
    case "store":
      return [`${printTarget(s.target)} = ${printExpression(s.value)}`];
    case "effect": {
      const args = [
        ...(s.target ? [printTarget(s.target)] : []),
        ...(s.barrier ? [s.barrier.name] : []),
        ...(s.text ? [JSON.stringify(s.text)] : []),
        ...s.args.map(printExpression),
      ];
      return [`${s.result ? `const ${s.result.name}: ${s.result.dtype} = ` : ""}${s.name}(${args.join(", ")})`];
    }
    case "while":
      return block(`while ${printExpression(s.condition)}`, s.body);
    case "threads":
      return block(`threads ${s.thread.name} < ${s.count}`, s.body);
    case "for":
      return block(
        `${s.mode} ${s.variable.name} from ${printExpression(s.first)} to ${printExpression(s.last)}${s.step === 1 ? "" : ` step ${s.step}`}${s.mode === "pipelined" ? ` stages ${s.stages}` : ""}`,
        s.body,
      );
    case "if":
      return [...block(`if ${printExpression(s.condition)}`, s.then), ...(s.otherwise.length > 0 ? block("else", s.otherwise) : [])];
    case "parallel":
      return block(`parallel ${s.indices.map((v, n) => `${v.name} < ${s.extents[n]}`).join(", ")}`, s.body);
    case "work":
      return block(
        `work ${s.indices.map((v, n) => `${v.name} < ${printExpression(s.extents[n]!)}${s.reversed === n ? " reversed" : ""}`).join(", ")}`,
        s.body,
      );
    case "tile": {
      const attributes = Object.entries(s.attributes).map(([name, value]) => `${name}: ${value}`);
      const call = `${s.name}(${[...s.operands.map(printOperand), ...s.scalars.map(printExpression), ...(attributes.length > 0 ? [`{ ${attributes.join(", ")} }`] : [])].join(", ")})`;
      if (!s.combination) return [call];
      const { left, right, definitions, results } = s.combination;
      return block(`${call} by (${[left, right].map((list) => list.map((v) => v.name).join(", ")).join("; ")})`, [
        ...definitions,
        ...results.map((value, n): Statement => ({ kind: "assign", variable: left[n]!, value, position: s.position })),
      ]);
    }
    case "ringBegin":
      return [`begin ${s.ring.name}: ${s.ring.stages} x ${s.ring.buffers.map((b) => b.name).join(", ")}${s.drain ? " drained" : ""}`];
    case "ringProduce":
      return block(
        `produce ${s.ring.name}${s.prefetch ? ` ${s.prefetch.variable.name} = ${printExpression(s.prefetch.iteration)} if ${printExpression(s.prefetch.guard)}` : ""}${s.acquire ? " behind a barrier" : ""}`,
        s.body,
      );
    case "ringWait":
      return [`wait ${s.ring.name} pending ${s.pending}`];
    case "ringRelease":
      return [`release ${s.ring.name}`];
    case "roles":
      return s.roles.flatMap((role) =>
        block(`role ${role.name} warps ${role.warps}${role.registers === null ? "" : ` registers ${role.registers}`}`, role.body),
      );
    case "barrier":
      return [`barrier${s.drain ? " drain" : ""} // ${s.reason}`];
    default:
      return s satisfies never;
  }
};

const tilesOf = (body: readonly Statement[]): readonly Buffer[] => {
  const found = new Set<Buffer>();
  walk(body, (s) => {
    if (s.kind === "tile") for (const operand of s.operands) if (operand.kind === "tile") found.add(operand.buffer);
    if ((s.kind === "store" || s.kind === "effect") && s.target?.kind === "element") found.add(s.target.buffer);
    for (const expression of expressionsOf(s)) walkExpression(expression, (e) => e.kind === "element" && found.add(e.buffer));
  });
  return [...found];
};

export const printProgram = (program: TileProgram): string => {
  const parameters = program.parameters.map((p) =>
    p.kind === "scalar"
      ? `${p.variable.name}: ${p.variable.dtype}`
      : `${p.tensor.name}: ${p.tensor.dtype}[${p.tensor.extents.map((e) => e ?? "?").join(", ")}]`,
  );
  const limits = [
    program.maxRegisters === null ? [] : `registers ${program.maxRegisters}`,
    program.blocksPerMultiprocessor === null ? [] : `blocks ${program.blocksPerMultiprocessor}`,
  ].flat();
  const tiles = tilesOf(program.body).map((b) => `  ${b.space} ${b.name}: ${b.dtype}[${b.shape.join(", ")}]`);
  return `${[
    `kernel ${program.name}(${parameters.join(", ")}) warps ${program.warps}${limits.map((l) => ` ${l}`).join("")}`,
    ...tiles,
    ...program.body.flatMap(printStatement),
  ].join("\n")}\n`;
};
