export const LINE_LENGTH = 120;
export const HEADER = '# Generated from openapi/openapi.json by `npm run generate`. Do not edit.\n';

/** A string as Python and its formatter write it. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

export function indent(lines: readonly string[], depth = 1): string[] {
  return lines.map((line) => (line === '' ? '' : '    '.repeat(depth) + line));
}

/** A docstring, wrapped so that it fits at this depth; nothing when there is nothing to say. */
export function docstring(text: string | undefined, depth: number): string[] {
  if (text === undefined || text === '') return [];
  const safe = text.replaceAll('\\', '\\\\').replaceAll('"""', "'''").replace(/"$/, '" ');
  const width = LINE_LENGTH - 4 * depth;
  if (!safe.includes('\n') && safe.length + 6 <= width) return indent([`"""${safe}"""`], depth);
  const [first = '', ...rest] = safe.split('\n').flatMap((line) => wrapped(line, width - 3));
  return indent([`"""${first}`, ...rest, '"""'], depth);
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  const margin = /^ */.exec(text)?.[0] ?? '';
  let line = '';
  for (const word of text.trim().split(' ')) {
    if (line !== '' && margin.length + line.length + 1 + word.length > width) {
      lines.push(margin + line);
      // What goes on belongs to the entry above it.
      line = margin === '' ? word : `    ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line === '' ? '' : margin + line];
}

/** An open enum after its name, as the formatter breaks it. */
export function openLiteral(head: string, members: readonly string[], tail: string): string[] {
  const line = `${head}Literal[${members.join(', ')}] | str${tail}`;
  if (line.length <= LINE_LENGTH) return [line];
  const margin = head.startsWith(' ') ? 1 : 0;
  const items = indent(
    members.map((member) => `${member},`),
    margin + 2,
  );
  return [
    `${head}(`,
    ...indent(['Literal['], margin + 1),
    ...items,
    ...indent([']', '| str'], margin + 1),
    ...indent([`)${tail}`], margin),
  ];
}

/** `name[a, b]` on one line if it fits, else one item a line. */
export function bracketed(head: string, items: readonly string[], tail: string): string[] {
  const line = `${head}${items.join(', ')}${tail}`;
  if (line.length <= LINE_LENGTH) return [line];
  return [head, ...indent(items.map((item) => `${item},`)), tail];
}
