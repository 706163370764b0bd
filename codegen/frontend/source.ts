// TypeScript files as parsed modules: what each declares, imports and exports. Parsing only, no checker, so a cold compile stays fast; the
// TypeScript compiler itself is loaded on first use. Parsed files are kept until they change on disk.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import type { Position } from "../ir/types.ts";

/** The compiler API; assigned by loadCompiler, before any file is parsed. */
export let tsc: typeof ts;
export const loadCompiler = (): void => {
  tsc ??= createRequire(import.meta.url)("typescript") as typeof ts;
};

/** The file whose exports are the language. */
export const languagePath = fileURLToPath(new URL("../../dsl/index.ts", import.meta.url));

/** A name of another module: an export's name, or "*" for the module itself. */
export interface Import {
  readonly specifier: string;
  readonly name: string;
  readonly node: ts.Node;
  /** Where the name itself stands. */
  readonly nameNode: ts.Node;
  /** `import type`: nothing of it is there when the kernel runs. */
  readonly typeOnly: boolean;
}
export type Declaration =
  | { readonly kind: "variable"; readonly node: ts.VariableDeclaration }
  | { readonly kind: "function"; readonly node: ts.FunctionDeclaration }
  | { readonly kind: "import"; readonly from: Import };
export type TypeDeclaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

export interface SourceModule {
  readonly path: string;
  readonly text: string;
  readonly file: ts.SourceFile;
  readonly modified: number;
  /** By local name. */
  readonly values: ReadonlyMap<string, Declaration>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  /** Exported name to local name, to a name of another module, or to a declaration without a name. */
  readonly exports: ReadonlyMap<string, string | Import>;
  readonly starExports: readonly Import[];
}

const cache = new Map<string, SourceModule>();

const read = (file: string, modified: number): SourceModule => {
  const text = readFileSync(file, "utf8");
  const source = tsc.createSourceFile(file, text, tsc.ScriptTarget.ES2022, true);
  const values = new Map<string, Declaration>();
  const types = new Map<string, TypeDeclaration>();
  const exports = new Map<string, string | Import>();
  const starExports: Import[] = [];
  for (const statement of source.statements) {
    const exported = tsc.canHaveModifiers(statement) && tsc.getModifiers(statement)?.some((m) => m.kind === tsc.SyntaxKind.ExportKeyword);
    const declare = (name: string, declaration: Declaration): void => {
      values.set(name, declaration);
      if (exported) exports.set(name, name);
    };
    if (tsc.isVariableStatement(statement)) {
      const names = (binding: ts.BindingName, node: ts.VariableDeclaration): void => {
        if (tsc.isIdentifier(binding)) declare(binding.text, { kind: "variable", node });
        else for (const element of binding.elements) if (!tsc.isOmittedExpression(element)) names(element.name, node);
      };
      for (const node of statement.declarationList.declarations) names(node.name, node);
    } else if (tsc.isFunctionDeclaration(statement) && statement.name) declare(statement.name.text, { kind: "function", node: statement });
    else if (tsc.isInterfaceDeclaration(statement) || tsc.isTypeAliasDeclaration(statement)) {
      types.set(statement.name.text, statement);
      if (exported) exports.set(statement.name.text, statement.name.text);
    } else if (tsc.isImportDeclaration(statement) && statement.importClause) {
      const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
      const clause = statement.importClause;
      const add = (local: ts.Identifier, name: string, typeOnly = false): void => {
        const from = { specifier, name, node: statement.moduleSpecifier, nameNode: local, typeOnly: typeOnly || clause.isTypeOnly };
        values.set(local.text, { kind: "import", from });
      };
      const { name, namedBindings } = statement.importClause;
      if (name) add(name, "default");
      if (namedBindings && tsc.isNamespaceImport(namedBindings)) add(namedBindings.name, "*");
      else if (namedBindings)
        for (const element of namedBindings.elements) add(element.name, (element.propertyName ?? element.name).text, element.isTypeOnly);
    } else if (tsc.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      const from = (name: string): Import => ({
        specifier: (moduleSpecifier as ts.StringLiteral).text,
        name,
        node: moduleSpecifier!,
        nameNode: moduleSpecifier!,
        typeOnly: statement.isTypeOnly,
      });
      if (!exportClause) starExports.push(from("*"));
      else if (tsc.isNamespaceExport(exportClause)) exports.set(exportClause.name.text, from("*"));
      else
        for (const element of exportClause.elements) {
          const name = (element.propertyName ?? element.name).text;
          exports.set(element.name.text, moduleSpecifier ? from(name) : name);
        }
    }
  }
  return { path: file, text, file: source, modified, values, types, exports, starExports };
};

/** Files looked at since the set was last cleared: what the kernel being read depends on. */
export const filesRead = new Set<string>();
/** The parsed file; throws what the file system throws. */
export const moduleAt = (file: string): SourceModule => {
  filesRead.add(file);
  const modified = statSync(file).mtimeMs;
  const known = cache.get(file);
  if (known?.modified === modified) return known;
  const fresh = read(file, modified);
  cache.set(file, fresh);
  return fresh;
};

/** Names that the language exports; looking them up does not make a kernel depend on their files. */
export const languageNames = (): string[] => {
  const known = new Set(filesRead);
  const names = (file: string): string[] => {
    const module = moduleAt(file);
    return [...module.exports.keys(), ...module.starExports.flatMap((star) => names(path.resolve(path.dirname(file), star.specifier)))];
  };
  const found = names(languagePath);
  filesRead.clear();
  for (const file of known) filesRead.add(file);
  return found;
};

/** File that an import of `from` means, or null if kernels cannot import it. */
export const resolveSpecifier = (specifier: string, from: string): string | null => {
  if (specifier === "cuica/dsl") return languagePath;
  if (!specifier.startsWith(".")) return null;
  return path.resolve(path.dirname(from), specifier.replace(/\.js$/, ".ts"));
};

/** Where an exported name is finally declared: a module and a name local to it ("*" is the module itself). */
export interface Resolved {
  readonly path: string;
  readonly name: string;
}
export const resolveExport = (file: string, name: string): Resolved | null => {
  if (name === "*" || file === languagePath) return { path: file, name };
  const module = moduleAt(file);
  const target = module.exports.get(name);
  const follow = (from: Import, wanted: string): Resolved | null => {
    const next = resolveSpecifier(from.specifier, file);
    return next === null ? null : resolveExport(next, wanted);
  };
  if (target === undefined) {
    for (const star of module.starExports) {
      const next = resolveSpecifier(star.specifier, file);
      if (next === null || next === languagePath) continue;
      const found = follow(star, name);
      if (found) return found;
    }
    return null;
  }
  if (typeof target !== "string") return follow(target, target.name);
  const local = module.values.get(target);
  return local?.kind === "import" ? follow(local.from, local.from.name) : { path: file, name: target };
};

/** What the parser could not read of a file. */
export const syntaxErrors = (path: string): { readonly position: Position; readonly text: string }[] => {
  if (path === languagePath) return [];
  const { file } = moduleAt(path);
  const found = (file as ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  const lineOf = (d: ts.DiagnosticWithLocation): number => file.getLineAndCharacterOfPosition(d.start).line;
  // Of a line, the first: the others follow from it.
  return found
    .filter((d, n) => n === 0 || lineOf(d) !== lineOf(found[n - 1]!))
    .map((d) => {
      const { line, character } = file.getLineAndCharacterOfPosition(d.start);
      return {
        position: { file: path, line: line + 1, column: character + 1, length: Math.max(1, d.length) },
        text: tsc.flattenDiagnosticMessageText(d.messageText, " "),
      };
    });
};

export const positionOf = (node: ts.Node): Position => {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const lineEnd = file.text.indexOf("\n", start);
  // Of loops and conditions, the head.
  const body = tsc.isIterationStatement(node, false) ? node.statement : tsc.isIfStatement(node) ? node.thenStatement : null;
  const end = Math.min(body && !tsc.isDoStatement(node) ? body.pos : node.getEnd(), lineEnd < 0 ? file.text.length : lineEnd);
  return { file: file.fileName, line: line + 1, column: character + 1, length: Math.max(1, end - start) };
};
