import { commonPath } from '../../kernel/glob-overlap.ts';
import { literalGlob, type PathGlob, parsePathGlob } from '../../kernel/path-glob.ts';

/** How many globs are kept as they were read, since the same ones are compared again and again. */
const KEPT_GLOBS_MAX = 10_000;
const kept = new Map<string, PathGlob>();
/** The same of pairs, with the path that both match: each claim that waits compares what the one before it compared. */
const KEPT_PAIRS_MAX = 50_000;
const keptPairs = new Map<string, Map<string, string | null>>();
let pairsKept = 0;

/** Two globs that meet, and a path that both match. */
export interface Meeting {
  readonly left: string;
  readonly right: string;
  readonly example: string;
}

/** The first two globs of two lists that overlap, or null when none do. */
export function findMeeting(lefts: readonly string[], rights: readonly string[]): Meeting | null {
  for (const left of lefts) {
    for (const right of rights) {
      const example = exampleFor(left, right);
      if (example !== null) return { left, right, example };
    }
  }
  return null;
}

function exampleFor(left: string, right: string): string | null {
  const known = keptPairs.get(right)?.get(left);
  if (known !== undefined) return known;
  if (pairsKept >= KEPT_PAIRS_MAX) {
    keptPairs.clear();
    pairsKept = 0;
  }
  const example = commonPath(globOf(left), globOf(right));
  const ofRight = keptPairs.get(right) ?? new Map<string, string | null>();
  keptPairs.set(right, ofRight.set(left, example));
  pairsKept += 1;
  return example;
}

function globOf(text: string): PathGlob {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= KEPT_GLOBS_MAX) kept.clear();
  const glob = parsePathGlob(text);
  // Boards older than the rules for globs may hold any text; it then stands for itself.
  const read = 'problem' in glob ? literalGlob(text) : glob;
  kept.set(text, read);
  return read;
}
