// What TypeScript has and the language has not, by its syntax: what to call it and what to write instead. Everything else that the front end
// does not know falls back to a general text, so nothing is ever passed over.
import type ts from "typescript";
import type { Reader } from "./reader.ts";
import { tsc } from "./source.ts";
import type { FunctionNode } from "./values.ts";

type Advice = readonly [name: string, help: string];
const advice = (): Readonly<Partial<Record<ts.SyntaxKind, Advice>>> => {
  const kinds = tsc.SyntaxKind;
  const loop = "write for (const i of serial(first, last)), with an `if` inside for what may end early";
  return {
    [kinds.DoStatement]: ["`do`", loop],
    [kinds.ForInStatement]: ["`for ... in`", "loop over an array of values: for (const x of [a, b])"],
    [kinds.SwitchStatement]: ["`switch`", "use `if` and `else`, or ?:"],
    [kinds.TryStatement]: ["`try`", "nothing is thrown on the device: test with `if` what may go wrong"],
    [kinds.LabeledStatement]: ["a label", "leave the rest of a loop out with `if`"],
    [kinds.ClassDeclaration]: ["a class", "use functions, arrays and plain objects"],
    [kinds.ClassExpression]: ["a class", "use functions, arrays and plain objects"],
    [kinds.EnumDeclaration]: ["an enum", 'use constants, or strings of the problem: mode === "twice"'],
    [kinds.ModuleDeclaration]: ["a namespace", "use a file of its own, and import it"],
    [kinds.DebuggerStatement]: ["`debugger`", "remove it: a breakpoint of the JS run needs no statement"],
    [kinds.NewExpression]: ["`new`", "allocate tiles with shared or fragment, and a thread's own array with local"],
    [kinds.AwaitExpression]: ["`await`", "kernels are synchronous: remove it"],
    [kinds.YieldExpression]: ["`yield`", "loop with for (const i of serial(first, last))"],
    [kinds.BigIntLiteral]: ["a BigInt", "integers have 32 bits: use i32 or u32"],
    [kinds.RegularExpressionLiteral]: ["a regular expression", "compare strings with ==="],
    [kinds.TypeOfExpression]: ["`typeof`", "types are known when the kernel is compiled: use a constant of the problem"],
    [kinds.DeleteExpression]: ["`delete`", "make an object without the field"],
    [kinds.VoidExpression]: ["`void`", "write the call alone"],
    [kinds.ThisKeyword]: ["`this`", "pass the value as a parameter"],
    [kinds.TaggedTemplateExpression]: ["a tagged template", "call the function with its arguments"],
    [kinds.PostfixUnaryExpression]: ["++ or -- inside an expression", "write it as a statement of its own"],
  };
};
let table: ReturnType<typeof advice> | undefined;

/** Reports a statement, expression or declaration that the language does not have. */
export const refuseSyntax = (reader: Reader, node: ts.Node, what: "statement" | "expression"): void => {
  table ??= advice();
  const [name, help] =
    table[node.kind] ??
    (what === "statement"
      ? ["this statement", "use const, let, if, for and calls"]
      : ["this expression", "use numbers, tiles, calls, ?: and the operators"]);
  reader.report("CUI1003", node, name, help);
};

/** Refuses binary operators that have no meaning here; true after a diagnostic. */
export const refuseOperator = (reader: Reader, node: ts.BinaryExpression): boolean => {
  const kinds = tsc.SyntaxKind;
  const refused = (name: string, help: string): true => {
    reader.report("CUI1003", node, name, help);
    return true;
  };
  switch (node.operatorToken.kind) {
    case kinds.CommaToken:
      return refused("`,` between expressions", "write statements of their own");
    case kinds.InKeyword:
      return refused("`in`", "compare the field with undefined");
    case kinds.InstanceOfKeyword:
      return refused("`instanceof`", "use a constant of the problem");
    default:
      return false;
  }
};

/** Refuses functions that do not run to their end when called; true after a diagnostic. */
export const refuseFunction = (reader: Reader, node: FunctionNode): boolean => {
  const asynchronous = node.modifiers?.find((m) => m.kind === tsc.SyntaxKind.AsyncKeyword);
  if (asynchronous) reader.report("CUI1003", asynchronous, "`async`", "kernels are synchronous: remove it");
  return asynchronous !== undefined;
};

/** Refuses an assignment that is also a condition or a shift without sign; true after a diagnostic. */
export const refuseAssignment = (reader: Reader, node: ts.BinaryExpression): boolean => {
  const kinds = tsc.SyntaxKind;
  const operator = node.operatorToken.kind;
  const conditional =
    operator === kinds.QuestionQuestionEqualsToken ||
    operator === kinds.AmpersandAmpersandEqualsToken ||
    operator === kinds.BarBarEqualsToken;
  if (!conditional && operator !== kinds.GreaterThanGreaterThanGreaterThanEqualsToken) return false;
  const help = conditional ? "write the condition out: if (...) x = ..." : "use x = shiftRight(x, n) of a u32";
  reader.report("CUI1003", node, `'${tsc.tokenToString(operator)}'`, help);
  return true;
};
