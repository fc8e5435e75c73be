import ts from 'typescript';
import { expect, test } from 'vitest';
import { functionLengths, sourceFiles } from './source-files.ts';

const FILE_MAX_LINES = 400;
const FUNCTION_MAX_LINES = 70;
const PARAMETERS_MAX = 3;

const files = sourceFiles(['server', 'client', 'openapi', 'web', 'examples', 'bench', 'test']).filter(
  (file) => !file.path.endsWith('openapi/types.ts'),
);
const program = files.filter((file) => !file.path.startsWith('test/'));

test(`[HOUSE] no file is longer than ${FILE_MAX_LINES} lines`, () => {
  const long = files.filter((file) => file.lines > FILE_MAX_LINES).map((file) => `${file.path}: ${file.lines}`);
  expect(files.length).toBeGreaterThan(60);
  expect(long).toEqual([]);
});

test(`[HOUSE] no function is longer than ${FUNCTION_MAX_LINES} lines, and none takes more than ${PARAMETERS_MAX} positional parameters`, () => {
  // A factory that returns a table of short methods is as long as its table; what counts is each of those methods.
  const long = program
    .flatMap(functionLengths)
    .filter(({ lines, name }) => lines > FUNCTION_MAX_LINES && !/^(create|open|define|[a-z]+Queries)/.test(name))
    .map(({ path, name, lines }) => `${path} ${name}: ${lines}`);
  expect(long).toEqual([]);
  expect(program.flatMap((file) => wideFunctions(file.tree).map((name) => `${file.path} ${name}`))).toEqual([]);
});

test('[HOUSE] nothing is exported as default but what a tool demands', () => {
  const defaults = program
    .filter((file) => file.tree.statements.some((one) => ts.isExportAssignment(one) && one.isExportEquals !== true))
    .filter(({ path }) => path !== 'web/vite.config.ts');
  expect(defaults.map((file) => file.path)).toEqual([]);
});

function wideFunctions(tree: ts.SourceFile): string[] {
  const wide: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.parameters.length > PARAMETERS_MAX) wide.push(node.name?.text ?? '');
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return wide;
}
