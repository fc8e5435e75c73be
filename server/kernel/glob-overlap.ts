import { ANY_CHAR, type CharSet, intersectSets, type PathGlob, type Segment, type Token } from './path-glob.ts';

/**
 * A path that both globs match, or null when there is none: the two are walked side by side as automata, so the answer is exact and
 * comes with its proof. The path is one of the shortest.
 */
export function commonPath(left: PathGlob, right: PathGlob): string | null {
  for (const a of left.alternatives) {
    for (const b of right.alternatives) {
      const path = differAtOnce(a, b) ? null : commonNames(a, b);
      if (path !== null) return path;
    }
  }
  return null;
}

/** Most globs of a board begin in different folders. */
function differAtOnce([a]: readonly Segment[], [b]: readonly Segment[]): boolean {
  if (a === undefined || b === undefined || a === 'names' || b === 'names') return false;
  return a.literal !== null && b.literal !== null && a.literal !== b.literal;
}

/** How far each side has been read, and how that place was reached. */
interface Place {
  readonly i: number;
  readonly j: number;
  /** Of names: 1 once there is one. Of characters: 3 once the name is neither empty, nor `.`, nor `..`. */
  readonly grown: number;
  readonly before: Place | null;
  readonly read: string;
}

interface Side<Part> {
  readonly left: readonly Part[];
  readonly right: readonly Part[];
  /** The part that may stand for nothing, or for any number of what the others stand for. */
  readonly many: Part;
  /** What one step may read where both sides can. */
  readonly common: (left: Part, right: Part) => readonly string[];
  readonly grow: (grown: number, read: string) => number;
  readonly grownEnough: number;
}

/** Walks both sides at once, breadth first; gives what was read on the way to a place where both are through. */
function walk<Part>(side: Side<Part>): string[] | null {
  const { left, right, many, grownEnough } = side;
  const first: Place = { i: 0, j: 0, grown: 0, before: null, read: '' };
  const queue: Place[] = [first];
  const seen = new Set([keyOf(first)]);
  function reach(place: Place): void {
    const key = keyOf(place);
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(place);
  }
  function keyOf({ i, j, grown }: Place): number {
    return (i * (right.length + 1) + j) * (grownEnough + 1) + grown;
  }
  for (let at = 0; at < queue.length; at += 1) {
    const place = queue[at];
    if (place === undefined) break;
    const { i, j, grown } = place;
    if (i === left.length && j === right.length && grown === grownEnough) return wayTo(place);
    const [a, b] = [left[i], right[j]];
    if (a === many) reach({ ...place, i: i + 1, before: place, read: '' });
    if (b === many) reach({ ...place, j: j + 1, before: place, read: '' });
    if (a === undefined || b === undefined) continue;
    for (const read of side.common(a, b)) {
      const next = { i: a === many ? i : i + 1, j: b === many ? j : j + 1 };
      reach({ ...next, grown: side.grow(grown, read), before: place, read });
    }
  }
  return null;
}

function wayTo(end: Place): string[] {
  const way: string[] = [];
  for (let place: Place | null = end; place !== null; place = place.before) if (place.read !== '') way.push(place.read);
  return way.reverse();
}

function commonNames(left: readonly Segment[], right: readonly Segment[]): string | null {
  const names = walk<Segment>({
    left,
    right,
    many: 'names',
    common: (a, b) => {
      const name = commonName(a, b);
      return name === null ? [] : [name];
    },
    grow: () => 1,
    grownEnough: 1,
  });
  return names === null ? null : names.join('/');
}

const ANY_NAME: readonly Token[] = ['run'];

function commonName(a: Segment, b: Segment): string | null {
  if (a !== 'names' && b !== 'names' && a.literal !== null && b.literal !== null)
    return a.literal === b.literal ? a.literal : null;
  const characters = walk<Token>({
    left: a === 'names' ? ANY_NAME : a.tokens,
    right: b === 'names' ? ANY_NAME : b.tokens,
    many: 'run',
    common: (one, other) => examples(intersectSets(charsOf(one), charsOf(other))),
    grow: growName,
    grownEnough: NAME,
  });
  return characters === null ? null : characters.join('');
}

function charsOf(token: Token): CharSet {
  return token === 'run' ? ANY_CHAR : token;
}

/** What no name may be: nothing, one dot, two dots. */
const NAME = 3;

function growName(grown: number, read: string): number {
  return read === '.' && grown < NAME ? grown + 1 : NAME;
}

const DOT: CharSet = [[0x2e, 0x2e]];
const ALL_BUT_DOT: CharSet = [
  [1, 0x2d],
  [0x2f, 0x10ffff],
];
/** Where an example is looked for first, so that people can read it. */
const READABLE: readonly CharSet[] = [[[0x78, 0x78]], [[0x61, 0x7a]], [[0x41, 0x5a]], [[0x30, 0x39]], ALL_BUT_DOT];

/** One character for each way in which a step may matter: a dot, and anything else. */
function examples(set: CharSet): string[] {
  const found: string[] = [];
  const readable = READABLE.map((part) => intersectSets(set, part)[0]).find((range) => range !== undefined);
  if (readable !== undefined) found.push(String.fromCodePoint(readable[0]));
  if (intersectSets(set, DOT).length > 0) found.push('.');
  return found;
}
