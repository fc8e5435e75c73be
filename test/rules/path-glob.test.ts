import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, test } from 'vitest';
import { commonPath } from '../../server/kernel/glob-overlap.ts';
import {
  GLOB_ALTERNATIVES_MAX,
  GLOB_WILDCARDS_MAX,
  literalGlob,
  type PathGlob,
  parsePathGlob,
} from '../../server/kernel/path-glob.ts';

const RUNS = 6_000;

function parsed(text: string): PathGlob {
  const glob = parsePathGlob(text);
  if ('problem' in glob) throw new Error(`${text}: ${glob.problem}`);
  return glob;
}

function problemOf(text: string): string {
  const glob = parsePathGlob(text);
  return 'problem' in glob ? glob.problem : 'none';
}

const overlap = (left: string, right: string) => commonPath(parsed(left), parsed(right));

/** Few characters, so that what is made by chance often meets. */
const character = fc.constantFrom('a', 'b', '.');
const plainName = fc.string({ unit: character, minLength: 1, maxLength: 4 }).filter((name) => !/^\.{1,2}$/.test(name));
const path = fc.array(plainName, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));

const piece = fc.oneof(
  { weight: 5, arbitrary: character },
  { weight: 2, arbitrary: fc.constant('*') },
  fc.constantFrom('?', '[ab]', '[!a]', '[a-b]', '[!.-]', '{a,b}', '{,a}', '{a/b,b}', '{*,.a}', '{**,b}'),
);
const name = fc.oneof(
  { weight: 1, arbitrary: fc.constant('**') },
  { weight: 5, arbitrary: fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')) },
);
const glob = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map((names) => names.join('/'))
  .filter((text) => problemOf(text) === 'none');

/** The globs without braces that a glob stands for, as bash would say it. */
function unfolded(text: string): string[] {
  const braces = /\{([^}]*)\}/.exec(text);
  if (braces === null) return [text];
  const [before, after] = [text.slice(0, braces.index), text.slice(braces.index + braces[0].length)];
  return (braces[1] ?? '').split(',').flatMap((choice) => unfolded(before + choice + after));
}

/** Whether somebody else's matcher says that the path matches, if a folder is taken to be among what `folder/**` matches. */
function matches(text: string, candidate: string): boolean {
  return unfolded(text).some((one) => {
    const isPlain = !/[*?[]/.test(one);
    if (isPlain) return candidate === one || candidate.startsWith(`${one}/`);
    const folder = one.replace(/(?:\/\*\*)+$/, '');
    return [one, folder].some((asked) => minimatch(candidate, asked, { dot: true }));
  });
}

describe('globs over paths', () => {
  test('[RS1] a path that two globs match proves that they overlap', () => {
    fc.assert(
      fc.property(glob, glob, path, (left, right, candidate) => {
        if (matches(left, candidate) && matches(right, candidate)) expect(overlap(left, right)).not.toBeNull();
      }),
      { numRuns: RUNS },
    );
  });

  test('[RS1] where two globs overlap there is a path that both match', () => {
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        const common = overlap(left, right);
        if (common === null) return;
        expect(matches(left, common), `${left} and ${common}`).toBe(true);
        expect(matches(right, common), `${right} and ${common}`).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('[RS1] a path alone overlaps a glob if and only if the glob matches it or something beneath it', () => {
    fc.assert(
      fc.property(glob, path, (text, candidate) => {
        const common = overlap(text, candidate);
        if (matches(text, candidate)) expect(common).not.toBeNull();
        if (common !== null) expect(common === candidate || common.startsWith(`${candidate}/`)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('[RS1] overlapping asks nothing of the order, and every glob overlaps itself', () => {
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        expect(overlap(left, right) === null).toBe(overlap(right, left) === null);
        expect(overlap(left, left)).not.toBeNull();
      }),
      { numRuns: RUNS / 4 },
    );
  });

  test.each([
    ['src/**', 'src', 'src'],
    ['src/**', 'src/a/b.ts', 'src/a/b.ts'],
    ['src/*', 'src/a/b.ts', null],
    ['src', 'src/a/b.ts', 'src/a/b.ts'],
    ['src', 'src2/a', null],
    ['**', '.github/ci.yml', '.github/ci.yml'],
    ['*.ts', '*.md', null],
    ['**/*.test.ts', 'src/**', 'src/.test.ts'],
    ['**/*.{ts,tsx}', 'web/page.t?x', 'web/page.tsx'],
    ['a[0-9]', 'a[!0-4]', 'a5'],
    ['a[0-4]', 'a[5-9]', null],
    ['.?', '?.', null],
    ['.?*', '?.*', '..x'],
    ['app/(group)/page.tsx', 'app/*/page.tsx', 'app/(group)/page.tsx'],
    ['README.md', 'readme.md', null],
    ['?', '😀', '😀'],
  ])('[RS1] %s and %s meet at %s', (left, right, common) => {
    expect(overlap(left, right)).toBe(common);
  });

  // Without the care that it takes this would not end in the time that a test has.
  test('[RS1] globs that were made to be slow are decided all the same', () => {
    const left = `${'*a'.repeat(GLOB_WILDCARDS_MAX)}${'a'.repeat(400)}`;
    const right = `${'*a'.repeat(GLOB_WILDCARDS_MAX)}${'a'.repeat(400)}b`;
    expect(overlap(left, right)).toBeNull();
  });

  test.each([
    ['', 'must not be empty'],
    ['/etc/passwd', 'must be relative'],
    ['C:/Users', 'must be relative'],
    ['src\\a.ts', 'use / between names'],
    ['../other', 'must not contain . or ..'],
    ['src/./a', 'must not contain . or ..'],
    ['src/{..,a}/b', 'must not contain . or ..'],
    ['src//a', 'must not be empty; for all in a folder'],
    ['src/', 'write folder/**'],
    ['src/**.ts', '** must stand alone'],
    ['!src', 'begins with !'],
    ['src/@(a|b)', 'use {a,b}'],
    ['src/{a,{b,c}}', 'braces within braces'],
    ['src/{a}', 'braces need a comma'],
    ['src/{a,b', 'without its }'],
    ['src/a}', 'without its {'],
    ['src/[ab', 'without its ]'],
    ['src/[a/b]', 'without its ] in the same name'],
    ['src/[]', 'must name characters'],
    ['src/[b-a]', 'the wrong way round'],
    ['src/[[:alpha:]]', 'use [a-z]'],
    ['a\nb', 'control characters'],
    ['?'.repeat(GLOB_WILDCARDS_MAX + 1), 'wildcards'],
    ['{a,b}'.repeat(6), `more than ${GLOB_ALTERNATIVES_MAX} globs`],
  ])('[RS1] %j is refused: %s', (text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });

  test('[RS1] what is just within the limits is read', () => {
    expect(problemOf('?'.repeat(GLOB_WILDCARDS_MAX))).toBe('none');
    expect(problemOf('{a,b}'.repeat(5))).toBe('none');
  });

  test('[RS1] a text that is no glob still stands for itself and what is beneath it', () => {
    expect(commonPath(literalGlob('/src/{a'), parsed('src/**'))).toBe('src/{a');
    expect(commonPath(literalGlob('src/{a'), parsed('src/a'))).toBeNull();
  });
});
