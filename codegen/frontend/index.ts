// The front end: a kernel's TypeScript source and its constants in, tile IR out. All errors of a kernel are reported together.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type ts from "typescript";
import type { Constants, KernelRequest } from "../compile.ts";
import { CompileError, Diagnostic } from "../diagnostics.ts";
import type { TileProgram } from "../ir/tile.ts";
import { bindPattern } from "./bind.ts";
import { evaluate } from "./evaluate.ts";
import { moduleScope, lookUp } from "./names.ts";
import { checkFetchedTiles } from "./pipelined.ts";
import { Reader } from "./reader.ts";
import { checkRoles } from "./roles.ts";
import { scheduleRings } from "./ring-schedule.ts";
import { parametersOf, typeContext } from "./signature.ts";
import { filesRead, languagePath, moduleAt, tsc } from "./source.ts";
import { runFunction } from "./statements.ts";
import { type FunctionNode, poison, type Scope, staticValue, type Value } from "./values.ts";

interface KernelCall {
  readonly name: string;
  readonly program: ts.Expression;
  readonly defaults: ts.Expression | undefined;
  readonly node: ts.CallExpression;
}

/** The calls of `kernel` at the top level of a file. */
const kernelCalls = (reader: Reader, file: string): KernelCall[] => {
  const module = moduleAt(file);
  const scope = moduleScope(reader, file);
  const found: KernelCall[] = [];
  const isKernel = (callee: ts.Expression): boolean => {
    const value = tsc.isIdentifier(callee)
      ? module.values.get(callee.text)?.kind === "import" && lookUp(reader, callee, scope)
      : tsc.isPropertyAccessExpression(callee) && tsc.isIdentifier(callee.expression) && evaluate(reader, callee, scope);
    return value !== false && value.kind === "language" && value.name === "kernel";
  };
  const visit = (node: ts.Node): void => {
    if (tsc.isFunctionLike(node)) return;
    if (tsc.isCallExpression(node)) {
      const [, name, program, defaults] = node.arguments;
      const mayBe =
        tsc.isIdentifier(node.expression) || (tsc.isPropertyAccessExpression(node.expression) && node.expression.name.text === "kernel");
      if (mayBe && name && tsc.isStringLiteralLike(name) && program && isKernel(node.expression))
        found.push({ name: name.text, program, defaults, node });
    }
    tsc.forEachChild(node, visit);
  };
  for (const statement of module.file.statements) visit(statement);
  return found;
};

const sourceOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
const finish = (reader: Reader): void => {
  if (reader.diagnostics.length === 0) return;
  const order = [...reader.diagnostics].sort(
    (a, b) => a.position.file.localeCompare(b.position.file) || a.position.line - b.position.line || a.position.column - b.position.column,
  );
  throw new CompileError(order, sourceOf);
};

export interface KernelListing {
  readonly name: string;
  readonly defaults: { readonly problem: Constants; readonly tuning: Constants };
}

const defaultsOf = (reader: Reader, call: KernelCall, file: string): KernelListing["defaults"] | null => {
  if (!call.defaults) return null;
  const value = evaluate(reader, call.defaults, moduleScope(reader, file));
  const constants = (name: string): Constants => {
    const group = value.kind === "object" ? value.fields.get(name) : undefined;
    const out: Record<string, number | boolean | string> = {};
    if (group?.kind === "object")
      for (const [field, v] of group.fields) {
        if (v.kind === "dtype") out[field] = v.dtype;
        else if (v.kind === "static" && v.value !== null && v.value !== undefined) out[field] = v.value;
      }
    return out;
  };
  return { problem: constants("problem"), tuning: constants("tuning") };
};

/** Whether the kernel says that its last bits may differ from run to run. */
const isNondeterministic = (reader: Reader, call: KernelCall, file: string): boolean => {
  const value = call.defaults ? evaluate(reader, call.defaults, moduleScope(reader, file)) : null;
  const field = value?.kind === "object" ? value.fields.get("nondeterministic") : undefined;
  return field?.kind === "static" && field.value === true;
};

/** The kernels that a file declares, with their default constants. */
export const listKernels = (file: string): KernelListing[] => {
  const reader = new Reader();
  const full = path.resolve(file);
  const found = kernelCalls(reader, full).map((call) => ({
    name: call.name,
    defaults: defaultsOf(reader, call, full) ?? { problem: {}, tuning: {} },
  }));
  finish(reader);
  return found;
};

const dtypeNames = new Set(["f32", "f16", "bf16", "i32", "u32"]);
/** Constants as the kernel sees them: a string that names a dtype is the dtype. */
const constantsValue = (constants: Constants): Value => ({
  kind: "object",
  complete: "constants",
  fields: new Map(
    Object.entries(constants).map(([name, value]) => [
      name,
      typeof value === "string" && dtypeNames.has(value) ? { kind: "dtype", dtype: value as "f32" } : staticValue(value),
    ]),
  ),
});

/** Tuning constants that every kernel has. */
const commonTuning = ["warps", "maxRegisters", "blocksPerMultiprocessor"];
const withDefaults = (
  reader: Reader,
  call: KernelCall,
  given: Constants,
  defaults: Constants | undefined,
  extra: readonly string[],
): Constants => {
  if (defaults)
    for (const name of Object.keys(given)) {
      const known = [...Object.keys(defaults), ...extra];
      if (!known.includes(name)) reader.report("CUI1018", call.node.arguments[1]!, name, [...new Set(known)].join(", "));
    }
  return { ...defaults, ...given };
};

/** Binds the constants and evaluates the outer function: the device program and the scope it stands in. */
const deviceProgram = (
  reader: Reader,
  call: KernelCall,
  scope: Scope,
  groups: readonly Constants[],
): (Value & { readonly kind: "closure" }) | null => {
  const outer = evaluate(reader, call.program, scope);
  if (outer.kind !== "closure" || !outer.node.body) {
    if (outer.kind !== "poison")
      reader.report("CUI1003", call.program, "this program", "write (problem, tuning) => (...parameters) => { ... }");
    return null;
  }
  const inner = outer.scope.child();
  outer.node.parameters.forEach((p, n) =>
    bindPattern(reader, p.name, n < groups.length ? constantsValue(groups[n]!) : poison, inner, false),
  );
  const body = outer.node.body;
  const program = tsc.isBlock(body) ? runFunction(reader, body, inner) : evaluate(reader, body, inner);
  if (program.kind === "closure") return program;
  if (program.kind !== "poison") reader.report("CUI1003", body, "this program", "return the device program: (...parameters) => { ... }");
  return null;
};

const countOrNull = (value: Constants[string] | undefined): number | null => (typeof value === "number" ? value : null);

/** Reads one kernel for one set of constants; throws a CompileError with everything that is wrong. */
export const readKernel = (request: KernelRequest): TileProgram => {
  const reader = new Reader();
  const file = path.resolve(request.file);
  filesRead.clear();
  const module = moduleAt(file);
  const scope = moduleScope(reader, file);
  const syntax =
    (module.file as ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  for (const d of syntax) {
    const { line, character } = module.file.getLineAndCharacterOfPosition(d.start);
    reader.reportAt(
      "CUI1004",
      { file, line: line + 1, column: character + 1, length: Math.max(1, d.length) },
      tsc.flattenDiagnosticMessageText(d.messageText, " "),
    );
  }
  finish(reader);
  const calls = kernelCalls(reader, file);
  const call = calls.find((c) => c.name === request.kernel);
  if (!call) {
    reader.diagnostics.push(
      new Diagnostic("CUI1001", { file, line: 1, column: 1, length: 1 }, [request.kernel, calls.map((c) => c.name).join(", ") || "none"]),
    );
    finish(reader);
    throw new Error("unreachable");
  }
  const defaults = defaultsOf(reader, call, file);
  const problem = withDefaults(reader, call, request.problem, defaults?.problem, []);
  const tuning = withDefaults(reader, call, request.tuning, defaults?.tuning, commonTuning);
  const nondeterministic = isNondeterministic(reader, call, file);
  const closure = deviceProgram(reader, call, scope, [problem, tuning]);
  finish(reader);
  if (!closure) throw new Error("unreachable");

  const outer = call.program as FunctionNode;
  const inner = closure.scope.child();
  const parameters = parametersOf(reader, closure.node, typeContext(outer, { ...tuning, ...problem }, closure.scope.path), inner);
  reader.device = true;
  reader.warps = countOrNull(tuning["warps"]) ?? 4;
  reader.nondeterministic = nondeterministic;
  const { body } = closure.node;
  if (body && tsc.isBlock(body)) runFunction(reader, body, inner);
  else if (body) evaluate(reader, body, inner);
  const work = reader.statements.findIndex((s) => s.kind === "work");
  for (const [n, s] of reader.statements.entries()) if (n !== work) reader.reportAt("CUI1013", s.position);
  if (work < 0 && reader.diagnostics.length === 0) reader.report("CUI1013", closure.node);
  checkFetchedTiles(reader, reader.statements);
  const warps = checkRoles(reader, reader.statements, countOrNull(tuning["warps"]), {
    maxRegisters: countOrNull(tuning["maxRegisters"]),
    blocksPerMultiprocessor: countOrNull(tuning["blocksPerMultiprocessor"]),
  });
  const statements = reader.diagnostics.length > 0 ? [] : scheduleRings(reader.statements, (...what) => reader.reportAt(...what));
  finish(reader);
  return {
    name: request.kernel,
    file,
    sources: [...filesRead].filter((read) => read !== languagePath),
    parameters,
    warps,
    maxRegisters: countOrNull(tuning["maxRegisters"]),
    blocksPerMultiprocessor: countOrNull(tuning["blocksPerMultiprocessor"]),
    body: statements,
  };
};
