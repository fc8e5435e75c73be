/** Into how many globs without braces one may unfold, and how many wildcards each of them may have. */
export const GLOB_ALTERNATIVES_MAX = 32;
export const GLOB_WILDCARDS_MAX = 16;

/** Code points, as ranges in ascending order, both ends included. */
export type CharSet = ReadonlyArray<readonly [number, number]>;
/** One character of a set, or any run of them (`*`). */
export type Token = CharSet | 'run';
/** One name of a path, or any number of names (`**`), none included. */
export type Segment = { readonly literal: string | null; readonly tokens: readonly Token[] } | 'names';

/** A glob over relative paths, its braces unfolded: a path matches if it matches one of the alternatives. */
export interface PathGlob {
  readonly alternatives: ReadonlyArray<readonly Segment[]>;
}
/** Why a text is no glob of ours, and what to write instead. */
export interface GlobProblem {
  readonly problem: string;
}

const SLASH = 0x2f;
const LAST_CODE_POINT = 0x10ffff;
/** Every character that a name may have: no NUL, no slash, no half of a pair. */
export const ANY_CHAR: CharSet = [
  [1, SLASH - 1],
  [SLASH + 1, 0xd7ff],
  [0xe000, LAST_CODE_POINT],
];

/**
 * Reads a glob: `*`, `?` and `[a-z]`, `[!a-z]` within a name, `**` as a whole name, `{a,b}` anywhere, but not in each other. Wildcards match a leading
 * dot too; upper and lower case differ. A path without wildcards stands for itself and for all that is beneath it.
 */
export function parsePathGlob(text: string): PathGlob | GlobProblem {
  const unfit = unfitAsWhole(text);
  if (unfit !== null) return { problem: unfit };
  const texts = unfoldBraces(text);
  if ('problem' in texts) return texts;
  const alternatives: Segment[][] = [];
  for (const one of texts) {
    const segments = parseAlternative(one);
    if ('problem' in segments) return segments;
    alternatives.push(segments);
  }
  return { alternatives };
}

/** The glob of a text of which nothing is a wildcard. */
export function literalGlob(text: string): PathGlob {
  const names = text.split('/').filter((name) => name !== '');
  return { alternatives: [[...names.map((name) => nameOf(Array.from(name, setOf))), 'names']] };
}

function unfitAsWhole(text: string): string | null {
  if (text === '') return 'must not be empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'must not hold control characters';
  if (text.includes('\\')) return 'use / between names; backslashes are not supported';
  if (text.startsWith('/') || /^[A-Za-z]:/.test(text))
    return 'must be relative: begin at the root of the repository, without a slash';
  if (text.startsWith('!')) return 'say what is touched; a glob that begins with ! is not supported';
  if (/[!+@?*]\(/.test(text)) return 'groups like @(a|b) are not supported; use {a,b}';
  return null;
}

function unfoldBraces(text: string): string[] | GlobProblem {
  let texts = [''];
  for (let at = 0; at < text.length; ) {
    const end = endOfPart(text, at);
    if (typeof end !== 'number') return end;
    const part = text.slice(at, end);
    const choices = part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
    if (part.startsWith('{') && choices.length === 1) return { problem: 'braces need a comma: {a,b}' };
    texts = texts.flatMap((begun) => choices.map((choice) => begun + choice));
    if (texts.length > GLOB_ALTERNATIVES_MAX)
      return { problem: `braces must not unfold into more than ${GLOB_ALTERNATIVES_MAX} globs` };
    at = end;
  }
  return texts;
}

/** Where the braces, the character class or the character that begins at `at` ends. */
function endOfPart(text: string, at: number): number | GlobProblem {
  const first = text[at];
  if (first === '}') return { problem: 'a } without its {' };
  if (first !== '{' && first !== '[') return at + 1;
  const end = text.indexOf(first === '{' ? '}' : ']', at + 1);
  if (end < 0) return { problem: first === '{' ? 'a { without its }' : 'a [ without its ]' };
  const inner = text.slice(at + 1, end);
  if (first === '{' && /[{[]/.test(inner))
    return { problem: 'braces within braces, and [ ] within them, are not supported; write them out' };
  return end + 1;
}

function parseAlternative(text: string): Segment[] | GlobProblem {
  const segments: Segment[] = [];
  for (const name of text.split('/')) {
    const segment = parseName(name);
    if (segment !== 'names' && 'problem' in segment) return segment;
    segments.push(segment);
  }
  const wildcards = segments.reduce((sum, segment) => sum + wildcardsIn(segment), 0);
  if (wildcards > GLOB_WILDCARDS_MAX) return { problem: `must not have more than ${GLOB_WILDCARDS_MAX} wildcards` };
  // Whoever holds a folder holds what is in it; and what is a file has nothing beneath it that could be meant by mistake.
  return wildcards === 0 ? [...segments, 'names'] : segments;
}

function wildcardsIn(segment: Segment): number {
  if (segment === 'names') return 1;
  return segment.literal === null ? segment.tokens.filter((token) => token === 'run' || !isSingle(token)).length : 0;
}

function parseName(name: string): Segment | GlobProblem {
  if (name === '') return { problem: 'names between slashes must not be empty; for all in a folder write folder/**' };
  if (name === '.' || name === '..') return { problem: 'must not contain . or .. as a name' };
  if (name === '**') return 'names';
  if (name.includes('**')) return { problem: '** must stand alone between slashes' };
  const tokens: Token[] = [];
  const characters = Array.from(name);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') tokens.push('run');
    else if (character === '?') tokens.push(ANY_CHAR);
    else if (character === '[') {
      const end = characters.indexOf(']', at + 1);
      if (end < 0) return { problem: 'a [ without its ] in the same name' };
      const set = parseClass(characters.slice(at + 1, end));
      if ('problem' in set) return set;
      tokens.push(set);
      at = end;
    } else tokens.push(setOf(character));
  }
  return nameOf(tokens);
}

function parseClass(characters: readonly string[]): CharSet | GlobProblem {
  const isNegated = characters[0] === '!' || characters[0] === '^';
  const members = isNegated ? characters.slice(1) : characters;
  if (members.length === 0) return { problem: 'a [ ] must name characters' };
  if (members.includes('[') && members.includes(':')) return { problem: 'classes like [[:alpha:]] are not supported; use [a-z]' };
  const ranges: Array<[number, number]> = [];
  for (let at = 0; at < members.length; at += 1) {
    const from = codePoint(members[at]);
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    const to = isRange ? codePoint(members[at + 2]) : from;
    if (to < from) return { problem: `the range ${members[at]}-${members[at + 2]} is the wrong way round` };
    ranges.push([from, to]);
    if (isRange) at += 2;
  }
  const sorted = ranges.sort(([left], [right]) => left - right);
  return intersectSets(ANY_CHAR, isNegated ? complement(sorted) : merged(sorted));
}

function merged(sorted: ReadonlyArray<readonly [number, number]>): CharSet {
  const ranges: Array<[number, number]> = [];
  for (const [from, to] of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
}

function complement(sorted: ReadonlyArray<readonly [number, number]>): CharSet {
  const ranges: Array<[number, number]> = [];
  let next = 0;
  for (const [from, to] of merged(sorted)) {
    if (from > next) ranges.push([next, from - 1]);
    next = to + 1;
  }
  return next > LAST_CODE_POINT ? ranges : [...ranges, [next, LAST_CODE_POINT]];
}

/** What is in both. */
export function intersectSets(left: CharSet, right: CharSet): CharSet {
  const ranges: Array<[number, number]> = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [left[i], right[j]];
    if (a === undefined || b === undefined) return ranges;
    const [from, to] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
    if (from <= to) ranges.push([from, to]);
    if (a[1] < b[1]) i += 1;
    else j += 1;
  }
}

function nameOf(tokens: readonly Token[]): Segment {
  const isLiteral = tokens.every((token) => token !== 'run' && isSingle(token));
  const literal = isLiteral ? tokens.map((token) => String.fromCodePoint(token[0]?.[0] as number)).join('') : null; // single: it has one range
  return { literal, tokens };
}

function isSingle(set: CharSet): boolean {
  const [only, ...more] = set;
  return only !== undefined && more.length === 0 && only[0] === only[1];
}

function setOf(character: string): CharSet {
  const code = codePoint(character);
  return [[code, code]];
}

function codePoint(character: string | undefined): number {
  return character?.codePointAt(0) ?? 0;
}
