import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly tree: ts.SourceFile;
  readonly lines: number;
}

/** Every TypeScript file of our own below the given top-level folders. */
export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => filesBelow(join(ROOT, folder)))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      return {
        path: relative(ROOT, file).split(sep).join('/'),
        tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
        lines: text.split('\n').length - 1,
      };
    });
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files, or packages, that a file imports; `typeOnly` where nothing of it is left when the program runs. */
export function importsOf(file: SourceFile): Array<{ from: string; typeOnly: boolean }> {
  const found: Array<{ from: string; typeOnly: boolean }> = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      found.push({ from: specifier(file, node.moduleSpecifier), typeOnly: isTypeOnly(node) });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] !== undefined) {
      found.push({ from: specifier(file, node.arguments[0]), typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined && named !== undefined && ts.isNamedImports(named) && named.elements.every((one) => one.isTypeOnly)
  );
}

function specifier(file: SourceFile, node: ts.Node): string {
  const text = ts.isStringLiteralLike(node) ? node.text : node.getText();
  if (!text.startsWith('.')) return text;
  return relative(ROOT, join(ROOT, file.path, '..', text))
    .split(sep)
    .join('/');
}

export interface FunctionLength {
  readonly path: string;
  readonly name: string;
  readonly lines: number;
}

/** Every function with a body, and how many lines it spans. */
export function functionLengths(file: SourceFile): FunctionLength[] {
  const found: FunctionLength[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = file.tree.getLineAndCharacterOfPosition(node.getStart()).line;
      const end = file.tree.getLineAndCharacterOfPosition(node.end).line;
      const name = node.name?.getText() ?? `line ${start + 1}`;
      found.push({ path: file.path, name, lines: end - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}
