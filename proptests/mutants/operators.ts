// Generated mutants: small changes to the syntax tree of the compiler's own sources, one a mutant. What prints messages, dumps, costs and
// CUDA text is left alone: those changes are seen by other tests, or by a GPU only. A mutant's key says where it is by the text around it, so
// that it stays what it was while the file grows, and means nothing any more when its line changes.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type ts from "typescript";
import { loadCompiler, tsc } from "../../codegen/frontend/source.ts";
import { type Mutant, root } from "./mutant.ts";

/** Files and folders whose sources are mutated. */
const subjects = [
  "codegen/passes",
  "codegen/layout",
  "codegen/lowering",
  "codegen/emit/js",
  "codegen/frontend/elements.ts",
  "codegen/frontend/expressions.ts",
  "codegen/frontend/iterators.ts",
  "codegen/frontend/loops.ts",
  "codegen/frontend/pipelined.ts",
  "codegen/frontend/ring-schedule.ts",
  "codegen/frontend/rings.ts",
  "codegen/frontend/roles.ts",
  "codegen/frontend/statements.ts",
  "codegen/frontend/static-operators.ts",
  "codegen/frontend/tensors.ts",
  "codegen/ir/fold.ts",
  "codegen/ir/numeric.ts",
  "codegen/ir/plan.ts",
  "codegen/ir/instr/arithmetic.ts",
  "codegen/ir/instr/convert.ts",
  "codegen/ir/instr/matrix.ts",
  "codegen/ir/instr/memory.ts",
  "codegen/ir/instr/synchronise.ts",
  "codegen/ir/instr/warp.ts",
  "codegen/signature.ts",
];
/** Hand-built programs for tests are no part of the compiler. */
const isSubject = (path: string): boolean => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.endsWith("testing.ts");

/** Properties of records, variables and functions that hold text, costs or samples: no program's meaning. */
const silent = new Set(
  "print text doc example cost samples sample helpers requires tolerance cycles unit position reason message help name hint remark describe showLayout nameOf".split(
    " ",
  ),
);
/** Calls whose arguments are messages. */
const messages = new Set(["report", "reportAt", "say", "fail", "refuse", "remark", "unknown"]);

const binaryChanges: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">"],
  "<=": ["<"],
  ">": [">=", "<"],
  ">=": [">"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["+"],
  "/": ["*"],
  "%": ["/"],
  "&&": ["||"],
  "||": ["&&"],
  "&": ["|"],
  "|": ["&"],
  "^": ["|"],
  "<<": [">>>"],
  ">>": ["<<"],
  ">>>": ["<<"],
  "??": [],
};
const methodChanges: Readonly<Record<string, string>> = {
  every: "some",
  some: "every",
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  unshift: "push",
  push: "unshift",
  shift: "pop",
  pop: "shift",
};

interface Change {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

const isText = (node: ts.Node): boolean =>
  tsc.isStringLiteralLike(node) ||
  tsc.isTemplateExpression(node) ||
  (tsc.isBinaryExpression(node) && node.operatorToken.kind === tsc.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right)));

const nameOf = (node: ts.Node): string | null => {
  if ((tsc.isFunctionLike(node) || tsc.isVariableDeclaration(node) || tsc.isPropertyAssignment(node) || tsc.isClassLike(node)) && node.name)
    return tsc.isIdentifier(node.name) || tsc.isPrivateIdentifier(node.name) ? node.name.text : null;
  return null;
};
const isSilent = (node: ts.Node): boolean =>
  tsc.isTypeNode(node) ||
  tsc.isImportDeclaration(node) ||
  tsc.isExportDeclaration(node) ||
  tsc.isInterfaceDeclaration(node) ||
  tsc.isTypeAliasDeclaration(node) ||
  tsc.isThrowStatement(node) ||
  silent.has(nameOf(node) ?? "") ||
  (tsc.isCallExpression(node) &&
    messages.has(
      tsc.isIdentifier(node.expression)
        ? node.expression.text
        : tsc.isPropertyAccessExpression(node.expression)
          ? node.expression.name.text
          : "",
    ));

const changesOf = (node: ts.Node, file: ts.SourceFile): Change[] => {
  const found: Change[] = [];
  const text = (n: ts.Node): string => n.getText(file);
  const change = (operator: string, n: ts.Node, after: string): void =>
    void found.push({ operator, start: n.getStart(file), end: n.getEnd(), after });
  if (tsc.isBinaryExpression(node) && !isText(node)) {
    const symbol = node.operatorToken.getText(file);
    for (const other of binaryChanges[symbol] ?? []) change(`${symbol} to ${other}`, node.operatorToken, other);
  }
  if (tsc.isIfStatement(node) || tsc.isWhileStatement(node)) change("negate a condition", node.expression, `!(${text(node.expression)})`);
  if (tsc.isConditionalExpression(node)) change("negate a condition", node.condition, `!(${text(node.condition)})`);
  if (tsc.isPrefixUnaryExpression(node) && node.operator === tsc.SyntaxKind.ExclamationToken)
    change("drop a not", node, text(node.operand));
  if (tsc.isPrefixUnaryExpression(node) && node.operator === tsc.SyntaxKind.MinusToken && !tsc.isNumericLiteral(node.operand))
    change("drop a minus", node, text(node.operand));
  if (tsc.isNumericLiteral(node)) change("n to n + 1", node, `(${text(node)} + 1)`);
  if (node.kind === tsc.SyntaxKind.TrueKeyword) change("true to false", node, "false");
  if (node.kind === tsc.SyntaxKind.FalseKeyword) change("false to true", node, "true");
  if (tsc.isExpressionStatement(node)) change("drop a statement", node, ";");
  if (tsc.isIfStatement(node) && !node.elseStatement) change("drop a statement", node, ";");
  if (tsc.isCallExpression(node)) {
    const [a, b] = node.arguments;
    if (a && b && !tsc.isFunctionLike(a) && !tsc.isFunctionLike(b) && !isText(a) && !isText(b) && text(a) !== text(b))
      found.push({ operator: "swap arguments", start: a.getStart(file), end: b.getEnd(), after: `${text(b)}, ${text(a)}` });
    if (tsc.isPropertyAccessExpression(node.expression)) {
      const other = methodChanges[node.expression.name.text];
      if (other) change(`${node.expression.name.text} to ${other}`, node.expression.name, other);
    }
  }
  if (tsc.isBlock(node) && node.statements.length > 1 && tsc.isFunctionLike(node.parent)) {
    const last = node.statements[node.statements.length - 1]!;
    const returns = (n: ts.Node): boolean =>
      (tsc.isReturnStatement(n) && n.expression !== undefined) || (!tsc.isFunctionLike(n) && (tsc.forEachChild(n, returns) ?? false));
    if (!node.statements.some(returns))
      found.push({ operator: "return early", start: last.getStart(file), end: last.getStart(file), after: "return; " });
  }
  return found;
};

/** On one line, and no template that a linter would miss the value of. */
const plain = (text: string): string => text.replace(/\s+/g, " ").replaceAll("${", "{").trim();

/** All mutants of one file. */
const mutantsOf = (path: string): Mutant[] => {
  const source = readFileSync(join(root, path), "utf8");
  const file = tsc.createSourceFile(path, source, tsc.ScriptTarget.ES2022, true);
  const lines = source.split("\n");
  const mutants: Mutant[] = [];
  const seen = new Map<string, number>();
  const visit = (node: ts.Node, scope: readonly string[]): void => {
    if (isSilent(node)) return;
    const name =
      tsc.isFunctionLike(node) || tsc.isClassLike(node) || (tsc.isVariableDeclaration(node) && node.initializer) ? nameOf(node) : null;
    const inner = name ? [...scope, name] : scope;
    for (const { operator, start, end, after } of changesOf(node, file)) {
      const { line } = file.getLineAndCharacterOfPosition(start);
      const key = `${path} | ${scope.join(".")} | ${plain(lines[line]!)} | ${operator}: ${plain(source.slice(start, end)).slice(0, 60)}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      mutants.push({
        name: count === 1 ? key : `${key} #${count}`,
        group: "generated",
        file: path,
        line: line + 1,
        breaks: `${operator}: ${plain(source.slice(start, end)).slice(0, 60)} becomes ${plain(after).slice(0, 60) || "nothing"}`,
        text: source.slice(0, start) + after + source.slice(end),
      });
    }
    tsc.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, []);
  return mutants;
};

/** All mutants that can be generated, in no order that means anything. */
export const generatedMutants = (): Mutant[] => {
  loadCompiler();
  return subjects
    .flatMap((subject) =>
      subject.endsWith(".ts")
        ? [subject]
        : readdirSync(join(root, subject), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => relative(root, join(entry.parentPath, entry.name)))
            .sort(),
    )
    .filter(isSubject)
    .flatMap(mutantsOf);
};

/** `count` of them: which ones depends on the seed and on each one's own key, so that a change of one file leaves the sample of all others. */
export const sampled = (mutants: readonly Mutant[], count: number, seed: number): Mutant[] => {
  const rank = (m: Mutant): string => createHash("sha256").update(`${seed} ${m.name}`).digest("hex");
  return mutants
    .map((mutant) => ({ mutant, rank: rank(mutant) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
};
