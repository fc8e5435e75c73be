import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..');
const RUN_MAX_MS = 60_000;

/** A folder beside the build, in which programs find the package by its own name, as in a project that installed it. */
export function programsFolder(): Promise<string> {
  return mkdtemp(join(ROOT, 'dist', 'snippets-'));
}

/** What is wrong with the types of programs that a guide shows. */
export async function mistakesOf(programs: readonly string[], folder: string): Promise<string[]> {
  const files = await Promise.all(
    programs.map(async (code, index) => {
      const file = join(folder, `snippet-${index}.mts`);
      await writeFile(file, code);
      return file;
    }),
  );
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  // The sources stand for the declarations, which are made only for the package.
  const paths = {
    'batonpass/client': [join(ROOT, 'client', 'node', 'index.ts')],
    'batonpass/*': [join(ROOT, 'client', 'integrations', '*.ts')],
  };
  const lib = ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'];
  const module = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const program = ts.createProgram(files, { ...options, paths, lib, ...module });
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

interface Run {
  readonly folder: string;
  readonly url: string;
  readonly token: string;
  readonly flags?: readonly string[];
}

/** Runs a program that a guide shows, with a server and a token in its environment. What it printed; throws when it fails. */
export async function runProgram(code: string, { folder, url, token, flags = [] }: Run): Promise<string> {
  const file = join(await mkdtemp(join(folder, 'run-')), 'snippet.mjs');
  await writeFile(file, code);
  const env = { ...process.env, BATON_URL: url, BATON_TOKEN: token, XDG_STATE_HOME: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file], { env, timeout: RUN_MAX_MS });
  return stdout.trim();
}

export function withoutTypes(code: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}
