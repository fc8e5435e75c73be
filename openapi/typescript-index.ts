import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What a package exports by which name, in the order of the index. */
const ENTRIES = [
  { name: 'batonpass/client', file: 'client/node/index.ts' },
  { name: 'batonpass/langchain', file: 'client/integrations/langchain.ts' },
  { name: 'batonpass/ai-sdk', file: 'client/integrations/ai-sdk.ts' },
] as const;
const CONTRACT = `${ROOT}server/contract/`;
const HEAD = `<!-- Generated from the declarations of client/ by \`npm run generate\`. Do not edit. -->

# The TypeScript client, name by name

What to do with it is told in [typescript.md](typescript.md). Every operation of the server is a method of \`baton.rpc\`, typed; what each takes and gives
is in [the contract](../openapi/openapi.json).
`;

/** The index of everything that the package exports, as Markdown. */
export function typescriptIndex(): string {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  const program = ts.createProgram(
    ENTRIES.map(({ file }) => ROOT + file),
    options,
  );
  const checker = program.getTypeChecker();
  const sections = ENTRIES.map(({ name, file }) => {
    const source = program.getSourceFile(ROOT + file);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} exports nothing.`);
    return `\n## ${name}\n\n${sectionOf(checker, module)}`;
  });
  return HEAD + sections.join('');
}

function sectionOf(checker: ts.TypeChecker, module: ts.Symbol): string {
  const shared: string[] = [];
  const own: string[] = [];
  const symbols = [...checker.getExportsOfModule(module)].sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const exported of symbols) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined) throw new Error(`${exported.name} is declared nowhere.`);
    if (declaration.getSourceFile().fileName.startsWith(CONTRACT) && isOfContract(symbol)) shared.push(exported.name);
    else own.push(entryOf(exported.name, declaration));
  }
  const types = shared.length === 0 ? '' : `Types of the contract: ${shared.map((name) => `\`${name}\``).join(', ')}.\n\n`;
  return types + own.join('\n');
}

/** The contract's types are made of its schemas, and told by its own document. */
function isOfContract({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Function) === 0;
}

function entryOf(name: string, declaration: ts.Declaration): string {
  const told = docOf(declaration);
  const intro = `### ${name}\n\n${told === '' ? '' : `${told}\n\n`}`;
  if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) {
    const members = declaration.members.filter(isPublic).map(memberOf);
    const base = declaration.heritageClauses?.map((clause) => squeeze(clause.getText())).join(' ') ?? '';
    const what = ts.isClassDeclaration(declaration) ? 'class' : 'interface';
    return `${intro}\`${what} ${name}${base === '' ? '' : ` ${base}`}\`\n\n${members.join('')}${members.length === 0 ? '' : '\n'}`;
  }
  return `${intro}\`\`\`ts\n${headOf(declaration)}\n\`\`\`\n\n`;
}

function isPublic(member: ts.ClassElement | ts.TypeElement): boolean {
  const { name } = member;
  return name !== undefined && !ts.isPrivateIdentifier(name);
}

function memberOf(member: ts.ClassElement | ts.TypeElement): string {
  const told = docOf(member);
  return `- \`${squeeze(headOf(member))}\`${told === '' ? '' : `: ${told}`}\n`;
}

/** A declaration as it is written, without its body and its comment. */
function headOf(declaration: ts.Node): string {
  const source = declaration.getSourceFile();
  const body = 'body' in declaration ? declaration.body : undefined;
  // Only what has a body has it as a node with a place.
  const end = body === undefined ? declaration.getEnd() : (body as ts.Node).getStart(source);
  return source.text
    .slice(declaration.getStart(source), end)
    .replace(/^export /, '')
    .replace(/[\s;]+$/, '');
}

function docOf(declaration: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  return squeeze(ts.getTextOfJSDocComment(comment?.comment) ?? '');
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
