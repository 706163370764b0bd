// Name resolution: what an identifier means, through scopes, imports, renames, namespaces and re-exports. A module's constants are evaluated
// when they are first used.
import { dirname, join } from "node:path";
import type ts from "typescript";
import { bindPattern } from "./bind.ts";
import { evaluate } from "./evaluate.ts";
import type { Reader } from "./reader.ts";
import { type Import, languagePath, moduleAt, resolveExport, resolveSpecifier, tsc, type TypeDeclaration } from "./source.ts";
import { poison, Scope, staticValue, type Value } from "./values.ts";

const builtins: Readonly<Record<string, Value>> = {
  undefined: staticValue(undefined),
  Infinity: staticValue(Number.POSITIVE_INFINITY),
  NaN: staticValue(Number.NaN),
  Math: { kind: "builtin", name: "Math" },
  Number: { kind: "builtin", name: "Number" },
  console: { kind: "builtin", name: "console" },
};
const languageTypes = new Set(["f32", "f16", "bf16", "i32", "u32"]);

export const moduleScope = (reader: Reader, path: string): Scope => {
  const known = reader.modules.get(path);
  if (known) return known;
  const scope = new Scope(null, path);
  reader.modules.set(path, scope);
  return scope;
};

/** Functions of the language that are written in it, and their file. */
const writtenInLanguage: ReadonlySet<string> = new Set(["philox", "uniformFloat"]);
const randomPath = join(dirname(languagePath), "random.ts");

/** The value behind a finally resolved export. */
const exported = (reader: Reader, path: string, name: string): Value => {
  if (path === languagePath && name !== "*") {
    if (languageTypes.has(name)) return { kind: "dtype", dtype: name as "f32" };
    if (writtenInLanguage.has(name)) return moduleValue(reader, randomPath, name) ?? poison;
    return { kind: "language", name };
  }
  if (name === "*") return path === languagePath ? { kind: "language", name } : { kind: "namespace", path };
  return moduleValue(reader, path, name) ?? poison;
};

const imported = (reader: Reader, from: Import, importer: string): Value => {
  const fail = (why: string): Value => {
    reader.report("CUI1010", from.node, from.specifier, why);
    return poison;
  };
  const path = resolveSpecifier(from.specifier, importer);
  if (path === null) return fail("it is a package");
  try {
    const found = resolveExport(path, from.name);
    return found ? exported(reader, found.path, found.name) : fail(`it does not export '${from.name}'`);
  } catch (error) {
    if (error instanceof Error && "code" in error) return fail(String(error.code));
    throw error;
  }
};

/** Value of a module's own name. */
const moduleValue = (reader: Reader, path: string, name: string): Value | null => {
  const scope = moduleScope(reader, path);
  const bound = scope.find(name);
  if (bound) return bound.value;
  const declaration = moduleAt(path).values.get(name);
  if (!declaration) return null;
  const bind = (value: Value): Value => {
    scope.set(name, { value, assignable: false, variable: null, depth: 0 });
    return value;
  };
  switch (declaration.kind) {
    case "function":
      return bind({ kind: "closure", node: declaration.node, scope });
    case "import":
      return bind(imported(reader, declaration.from, path));
    case "variable": {
      bind(poison);
      const { node } = declaration;
      const state = { device: reader.device, statements: reader.statements };
      reader.device = false;
      reader.statements = [];
      const value = node.initializer ? evaluate(reader, node.initializer, scope) : staticValue(undefined);
      bindPattern(reader, node.name, value, scope, false);
      Object.assign(reader, state);
      return scope.find(name)!.value;
    }
    default:
      return declaration satisfies never;
  }
};

export const lookUp = (reader: Reader, node: ts.Identifier, scope: Scope): Value => {
  const name = node.text;
  const bound = scope.find(name);
  if (bound)
    return bound.variable
      ? { kind: "scalar", expr: { kind: "variable", dtype: bound.variable.dtype, variable: bound.variable } }
      : bound.value;
  const value = moduleValue(reader, scope.path, name) ?? (Object.hasOwn(builtins, name) ? builtins[name] : undefined);
  if (value) return value;
  reader.report("CUI1002", node, name);
  return poison;
};

/** A member of `import * as name`. */
export const namespaceMember = (reader: Reader, path: string, name: string): Value | null => {
  const found = resolveExport(path, name);
  return found && exported(reader, found.path, found.name);
};

/** What a type's name means: a type of the language by its name there, or a declaration and the file it stands in. */
export type TypeMeaning =
  | { readonly kind: "language"; readonly name: string }
  | { readonly kind: "declared"; readonly node: TypeDeclaration; readonly path: string };
export const typeMeaning = (name: ts.EntityName, path: string): TypeMeaning | null => {
  const find = (at: string, text: string): TypeMeaning | null => {
    if (at === languagePath) return { kind: "language", name: text };
    const module = moduleAt(at);
    const own = module.types.get(text);
    if (own) return { kind: "declared", node: own, path: at };
    const declaration = module.values.get(text);
    if (declaration?.kind !== "import") return null;
    const target = resolveSpecifier(declaration.from.specifier, at);
    const found = target && resolveExport(target, declaration.from.name);
    return found ? find(found.path, found.name) : null;
  };
  if (tsc.isIdentifier(name)) return find(path, name.text);
  if (!tsc.isIdentifier(name.left)) return null;
  const left = moduleAt(path).values.get(name.left.text);
  const target = left?.kind === "import" && left.from.name === "*" ? resolveSpecifier(left.from.specifier, path) : null;
  const found = target && resolveExport(target, name.right.text);
  return found ? find(found.path, found.name) : null;
};
