// Name resolution: what an identifier means, through scopes, imports, renames, namespaces and re-exports. A module's constants are evaluated
// when they are first used.
import { dirname, join } from "node:path";
import type ts from "typescript";
import { byteSize } from "../ir/types.ts";
import { bindPattern } from "./bind.ts";
import { evaluate } from "./evaluate.ts";
import type { Reader } from "./reader.ts";
import {
  type Import,
  languageNames,
  languagePath,
  moduleAt,
  resolveExport,
  resolveSpecifier,
  syntaxErrors,
  tsc,
  type TypeDeclaration,
} from "./source.ts";
import { refuseSyntax } from "./unsupported.ts";
import { poison, Scope, staticValue, undeclared, type Value } from "./values.ts";

const builtins: Readonly<Record<string, Value>> = {
  undefined: staticValue(undefined),
  Infinity: staticValue(Number.POSITIVE_INFINITY),
  NaN: staticValue(Number.NaN),
  Math: { kind: "builtin", name: "Math" },
  Number: { kind: "builtin", name: "Number" },
  console: { kind: "builtin", name: "console" },
};
const languageTypes = new Set<string>(Object.keys(byteSize));

export const moduleScope = (reader: Reader, path: string): Scope => {
  const known = reader.modules.get(path);
  if (known) return known;
  const scope = new Scope(null, path);
  reader.modules.set(path, scope);
  return scope;
};

/** Functions of the language that are written in it, and their files. */
const writtenInLanguage: ReadonlyMap<string, string> = new Map([
  ["philox", "random.ts"],
  ["uniformFloat", "random.ts"],
  ["silu", "activations.ts"],
  ["softplus", "activations.ts"],
]);

/** The value behind a finally resolved export. */
const exported = (reader: Reader, path: string, name: string): Value => {
  if (path === languagePath && name !== "*") {
    if (languageTypes.has(name)) return { kind: "dtype", dtype: name as "f32" };
    const file = writtenInLanguage.get(name);
    if (file) return moduleValue(reader, join(dirname(languagePath), file), name) ?? poison;
    return { kind: "language", name };
  }
  if (name === "*") return path === languagePath ? { kind: "language", name } : { kind: "namespace", path };
  return moduleValue(reader, path, name) ?? poison;
};

const imported = (reader: Reader, from: Import, importer: string): Value => {
  const byPath = "kernels import the language and TypeScript files by relative path, with the extension: ./name.ts";
  const fail = (why: string, help = byPath, node = from.node): Value => {
    reader.report("CUI1010", node, from.specifier, why, help);
    return poison;
  };
  const missing = (path: string): Value => {
    const names = exportedNames(path);
    const near = similar(from.name, names);
    const all = path === languagePath ? "docs/reference/operations.md lists what there is" : `it exports: ${names.join(", ") || "nothing"}`;
    return fail(`it does not export '${from.name}'`, near ?? all, from.nameNode);
  };
  const path = resolveSpecifier(from.specifier, importer);
  if (path === null) return fail("it is a package");
  if (from.typeOnly)
    return fail(`'${from.name}' is imported as a type, and used as a value`, "remove `type` from the import", from.nameNode);
  try {
    const found = resolveExport(path, from.name);
    const known = found && (found.path !== languagePath || found.name === "*" || languageNames().includes(found.name));
    if (!found || !known) return missing(path);
    const broken = syntaxErrors(found.path);
    for (const { position, text } of broken) reader.reportAt("CUI1004", position, text);
    return broken.length > 0 ? poison : exported(reader, found.path, found.name);
  } catch (error) {
    if (error instanceof Error && "code" in error)
      return fail(error.code === "ENOENT" ? "there is no such file" : `it cannot be read (${String(error.code)})`);
    throw error;
  }
};
const exportedNames = (path: string): readonly string[] => (path === languagePath ? languageNames() : [...moduleAt(path).exports.keys()]);

/** Letters to insert, remove, replace or swap to make one name of the other. */
const distance = (a: string, b: string): number => {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const at = (di: number, dj: number): number => rows[i - di]![j - dj]!;
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(2, 2) + 1 : Number.POSITIVE_INFINITY;
      rows[i]![j] = Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + same, swapped);
    }
  return rows[a.length]![b.length]!;
};
/** A question whether the nearest of the names was meant, or null. */
const similar = (name: string, names: readonly string[]): string | null => {
  const allowed = name.length === 1 ? 0 : name.length <= 3 ? 1 : 2;
  const near = names.map((n) => ({ n, d: distance(name, n) })).sort((a, b) => a.d - b.d || a.n.localeCompare(b.n));
  return near[0] && near[0].d <= allowed && near[0].n !== name ? `did you mean '${near[0].n}'?` : null;
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
  if (bound?.value === undeclared) {
    reader.report("CUI1002", node, name, "it is declared further down in its block: move the declaration up");
    return poison;
  }
  if (bound)
    return bound.variable
      ? { kind: "scalar", expr: { kind: "variable", dtype: bound.variable.dtype, variable: bound.variable } }
      : bound.value;
  const value = moduleValue(reader, scope.path, name) ?? (Object.hasOwn(builtins, name) ? builtins[name] : undefined);
  if (value) return value;
  const { file } = moduleAt(scope.path);
  const unsupported = file.statements.find(
    (s) => (tsc.isClassDeclaration(s) || tsc.isEnumDeclaration(s) || tsc.isModuleDeclaration(s)) && s.name?.text === name,
  );
  if (unsupported) refuseSyntax(reader, unsupported, "statement");
  // An empty name is a mistake of syntax, which is told as such.
  else if (name !== "") reader.report("CUI1002", node, name, adviceOn(name, scope));
  return poison;
};
const adviceOn = (name: string, scope: Scope): string => {
  const language = languageNames();
  if (language.includes(name)) return `import it from "cuica/dsl"`;
  if (/^(f|fp|float|bf|i|int|u|uint|e\dm)\d+\w*$|^(boolean|number|bool|float|double|int)$/.test(name))
    return "the types of elements are f32, f16, bf16, i32 and u32";
  const near = similar(name, [...scope.names(), ...moduleAt(scope.path).values.keys(), ...language]);
  return near ?? "import it, or declare it in this file";
};

/** A member of `import * as name`. */
export const namespaceMember = (reader: Reader, path: string, name: string): Value | null => {
  const found = resolveExport(path, name);
  if (found?.path === languagePath && !languageNames().includes(found.name)) return null;
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
