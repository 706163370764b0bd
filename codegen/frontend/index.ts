// The front end: a kernel's TypeScript source and its constants in, tile IR out. All errors of a kernel are reported together.
import * as path from "node:path";
import type ts from "typescript";
import type { Constants, KernelRequest } from "../compile.ts";
import { byteSize, isDType } from "../ir/types.ts";
import { Diagnostic } from "../diagnostics.ts";
import { commonTuning, type TileProgram } from "../ir/tile.ts";
import { bindPattern, checkParameterNames } from "./bind.ts";
import { checkIndices } from "./bounds.ts";
import { evaluate } from "./evaluate.ts";
import { moduleScope, lookUp } from "./names.ts";
import { checkBlock, checkLimits, checkWritten } from "./limits.ts";
import { intoTheLoop } from "./loops.ts";
import { checkFetchedTiles } from "./pipelined.ts";
import { Reader } from "./reader.ts";
import { checkRoles } from "./roles.ts";
import { scheduleRings } from "./ring-schedule.ts";
import { parametersOf, typeContext, unknownDTypes } from "./signature.ts";
import { filesRead, languagePath, moduleAt, syntaxErrors, tsc } from "./source.ts";
import { runFunction } from "./statements.ts";
import { refuseFunction } from "./unsupported.ts";
import { describe, type FunctionNode, poison, type Scope, staticValue, type Value } from "./values.ts";

interface KernelCall {
  readonly name: string;
  readonly program: ts.Expression;
  readonly defaults: ts.Expression | undefined;
  readonly nameNode: ts.Expression;
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
        found.push({ name: name.text, program, defaults, nameNode: name });
    }
    tsc.forEachChild(node, visit);
  };
  for (const statement of module.file.statements) visit(statement);
  return found;
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
  reader.finish();
  return found;
};

/** Constants as the kernel sees them: a string that names a dtype is the dtype. */
const constantsValue = (constants: Constants): Value => ({
  kind: "object",
  complete: "constants",
  fields: new Map(
    Object.entries(constants).map(([name, value]) => [name, isDType(value) ? { kind: "dtype", dtype: value } : staticValue(value)]),
  ),
});

const withDefaults = (
  reader: Reader,
  call: KernelCall,
  given: Constants,
  defaults: Constants | undefined,
  extra: readonly string[],
): Constants => {
  if (defaults)
    for (const [name, value] of Object.entries(given)) {
      const known = [...Object.keys(defaults), ...extra];
      const standard = defaults[name];
      if (!known.includes(name)) reader.report("CUI1018", call.nameNode, name, [...new Set(known)].join(", "));
      else if (standard !== undefined && typeof value !== typeof standard)
        reader.report(
          "CUI2013",
          call.nameNode,
          `a ${typeof standard} as the constant '${name}'`,
          describe(staticValue(value)),
          `its default is ${standard}`,
        );
    }
  return { ...defaults, ...given };
};
/** Where the value of a constant stands: in the kernel's defaults, or (given by the caller) at its name. */
const constantNode = (call: KernelCall, group: "problem" | "tuning", given: Constants, name: string): ts.Node => {
  const fieldOf = (node: ts.Expression | undefined, field: string): ts.Expression | undefined => {
    const found =
      node && tsc.isObjectLiteralExpression(node)
        ? node.properties.find((p) => p.name !== undefined && tsc.isIdentifier(p.name) && p.name.text === field)
        : undefined;
    return found && tsc.isPropertyAssignment(found) ? found.initializer : undefined;
  };
  return (name in given ? undefined : fieldOf(fieldOf(call.defaults, group), name)) ?? call.nameNode;
};

/** Binds the constants and evaluates the outer function: the device program and the scope it stands in. */
const deviceProgram = (
  reader: Reader,
  call: KernelCall,
  scope: Scope,
  groups: readonly Constants[],
): { readonly outer: FunctionNode; readonly closure: Value & { readonly kind: "closure" } } | null => {
  const outer = evaluate(reader, call.program, scope);
  if (outer.kind === "closure" && refuseFunction(reader, outer.node)) return null;
  if (outer.kind !== "closure" || !outer.node.body) {
    if (outer.kind !== "poison")
      reader.report("CUI1003", call.program, "this program", "write (problem, tuning) => (...parameters) => { ... }");
    return null;
  }
  const inner = outer.scope.child();
  checkParameterNames(reader, outer.node.parameters);
  outer.node.parameters.forEach((p, n) =>
    bindPattern(reader, p.name, n < groups.length ? constantsValue(groups[n]!) : poison, inner, false),
  );
  const body = outer.node.body;
  const before = reader.diagnostics.length;
  const program = tsc.isBlock(body) ? runFunction(reader, body, inner) : evaluate(reader, body, inner);
  if (program.kind === "closure") return refuseFunction(reader, program.node) ? null : { outer: outer.node, closure: program };
  if (program.kind === "poison") return null;
  // The device program stands where the constants belong: what its statements mean there is nothing to tell.
  reader.diagnostics.length = before;
  reader.report(
    "CUI1003",
    call.program,
    "a program that is not made by a function of the constants",
    "constants come first, and return the device program: (problem, tuning) => (...tensors) => { ... }",
  );
  return null;
};

const countOrNull = (value: Constants[string] | undefined): number | null => (typeof value === "number" ? value : null);

/** Reads one kernel for one set of constants; throws a CompileError with everything that is wrong. */
export const readKernel = (request: KernelRequest): TileProgram => {
  const reader = new Reader();
  const file = path.resolve(request.file);
  filesRead.clear();
  const scope = moduleScope(reader, file);
  for (const { position, text } of syntaxErrors(file)) reader.reportAt("CUI1004", position, text);
  reader.finish();
  const calls = kernelCalls(reader, file);
  const [call, again] = calls.filter((c) => c.name === request.kernel);
  if (again) reader.report("CUI1020", again.nameNode, again.name, "kernel");
  if (!call) {
    reader.diagnostics.push(
      new Diagnostic("CUI1001", { file, line: 1, column: 1, length: 1 }, [request.kernel, calls.map((c) => c.name).join(", ") || "none"]),
    );
    reader.finish();
    throw new Error("unreachable");
  }
  const defaults = defaultsOf(reader, call, file);
  const problem = withDefaults(reader, call, request.problem, defaults?.problem, []);
  const tuning = withDefaults(reader, call, request.tuning, defaults?.tuning, commonTuning);
  const nondeterministic = isNondeterministic(reader, call, file);
  checkBlock(reader, tuning, request.target, (name) => constantNode(call, "tuning", request.tuning, name));
  const program = deviceProgram(reader, call, scope, [problem, tuning]);
  if (program)
    for (const { name, value } of unknownDTypes(program.outer, { ...tuning, ...problem }, program.closure.scope.path)) {
      const group = name in problem ? "problem" : "tuning";
      const node = constantNode(call, group, group === "problem" ? request.problem : request.tuning, name);
      reader.report(
        "CUI2013",
        node,
        `a dtype as the constant '${name}'`,
        describe(staticValue(value)),
        `the dtypes are ${Object.keys(byteSize).join(", ")}`,
      );
    }
  reader.finish();
  if (!program) throw new Error("unreachable");

  const { outer, closure } = program;
  const inner = closure.scope.child();
  const parameters = parametersOf(reader, closure.node, typeContext(outer, { ...tuning, ...problem }, closure.scope.path), inner);
  reader.device = true;
  reader.warps = countOrNull(tuning["warps"]) ?? 4;
  reader.nondeterministic = nondeterministic;
  const { body } = closure.node;
  if (body && tsc.isBlock(body)) runFunction(reader, body, inner);
  else if (body) evaluate(reader, body, inner);
  for (const s of reader.statements) if (s.kind !== "work" && s.kind !== "let") reader.reportAt("CUI1013", s.position, intoTheLoop);
  if (!reader.statements.some((s) => s.kind === "work") && reader.diagnostics.length === 0)
    reader.report("CUI1013", closure.node, intoTheLoop);
  checkFetchedTiles(reader, reader.statements);
  const warps = checkRoles(reader, reader.statements, countOrNull(tuning["warps"]), {
    maxRegisters: countOrNull(tuning["maxRegisters"]),
    blocksPerMultiprocessor: countOrNull(tuning["blocksPerMultiprocessor"]),
  });
  if (reader.diagnostics.length === 0) checkWritten(reader, reader.statements);
  checkIndices(reader, reader.statements);
  checkLimits(reader, reader.statements, warps, request.target);
  const statements = reader.diagnostics.length > 0 ? [] : scheduleRings(reader.statements, (...what) => reader.reportAt(...what));
  reader.finish();
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
