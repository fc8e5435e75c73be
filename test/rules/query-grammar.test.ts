import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '../../server/contract/query/parse-query.ts';
import { printQuery } from '../../server/contract/query/print-query.ts';
import { QUERY_MAX_CHARS, QUERY_MAX_TERMS, QUERY_MAX_VALUES } from '../../server/contract/query/query-terms.ts';
import { WORD_MAX_CHARS, wordsOf } from '../../server/contract/query/words.ts';
import { someQuery, someText } from './query-samples.ts';

function termsOf(text: string) {
  const parsed = parseQuery(text);
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  return parsed.query.terms;
}

function problemOf(text: string) {
  const parsed = parseQuery(text);
  if ('query' in parsed) throw new Error(`${text} was read`);
  return parsed.problem;
}

test('[QY1] a query is read into its terms', () => {
  expect(termsOf('status:doing,todo -label:"needs review" updated:<10m priority:<=1 T-3 crash* "exit code" -flaky')).toEqual([
    { kind: 'choice', negated: false, field: 'status', values: ['doing', 'todo'] },
    { kind: 'choice', negated: true, field: 'label', values: ['needs review'] },
    { kind: 'time', negated: false, field: 'updated', comparison: '<', seconds: 600 },
    { kind: 'priority', negated: false, comparison: '<=', value: 1 },
    { kind: 'choice', negated: false, field: 'id', values: ['T-3'] },
    { kind: 'text', negated: false, text: 'crash', quoted: false, prefix: true },
    { kind: 'text', negated: false, text: 'exit code', quoted: true, prefix: false },
    { kind: 'text', negated: true, text: 'flaky', quoted: false, prefix: false },
  ]);
  expect(termsOf(' \t\n')).toEqual([]);
});

test.each([
  ['  STATUS:todo   due:<120s ', 'status:todo due:<2m'],
  ['t-3 id:t-4,T-5', 'id:T-3 id:T-4,T-5'],
  ['label:"docs"', 'label:docs'],
  ['label:"a b",c', 'label:"a b",c'],
  ['"say \\"hi\\" \\\\"', '"say \\"hi\\" \\\\"'],
  ['12:30 foo-bar', '12:30 foo-bar'],
  ['"T-3" "status:todo"', '"T-3" "status:todo"'],
  ['created:>=14d updated:>90m', 'created:>=2w updated:>90m'],
])('[QY1] %j is printed as %j', (text, printed) => {
  expect(printQuery({ terms: termsOf(text) })).toBe(printed);
});

test('[QY1] what is printed reads as the same query, for every query', () => {
  fc.assert(
    fc.property(someQuery, (query) => {
      const text = printQuery(query);
      fc.pre(text.length <= QUERY_MAX_CHARS);
      expect(parseQuery(text)).toEqual({ query });
    }),
    { numRuns: 2_000 },
  );
});

test('[QY1][QY2] any text is a query, whose print is its own print, or tells a place within it where it stops being one', () => {
  fc.assert(
    fc.property(someText, (text) => {
      const parsed = parseQuery(text);
      if ('problem' in parsed) {
        const { position, expected, message } = parsed.problem;
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(text.length);
        expect(expected).not.toBe('');
        expect(message).toContain(`position ${position} `);
        return;
      }
      const printed = printQuery(parsed.query);
      fc.pre(printed.length <= QUERY_MAX_CHARS);
      expect(parseQuery(printed)).toEqual(parsed);
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['status:doen', 7, 'one of todo, doing'],
  ['agent:scout colour:red', 12, 'status:'],
  ['http://x.example', 0, 'quotes'],
  ['label:', 6, 'a value for label:'],
  ['label:a, b', 8, 'a value for label:'],
  ['label:""', 6, 'a value'],
  ['label:"a"b', 9, 'a space'],
  ['a"b"', 1, 'a space'],
  ['"open', 5, 'a closing "'],
  ['"open \\"', 8, 'a closing "'],
  ['fix -', 5, 'right after the -'],
  ['- fix', 1, 'right after the -'],
  ['--fix', 1, 'right after the -'],
  ['updated:10m', 8, '<, <=, > or >='],
  ['updated:<10', 9, 'a duration'],
  ['updated:<10mm', 9, 'a duration'],
  ['updated:<123456s', 9, 'a duration'],
  ['priority:4', 9, 'one of 0, 1, 2, 3'],
  ['priority:<=9', 11, 'one of 0, 1, 2, 3'],
  ['is:lazy', 3, 'claimable'],
  ['id:12', 3, 'T-12'],
  ['id:T-0', 3, 'T-12'],
  ['fix !!', 4, 'letter or digit'],
  ['"..."', 0, 'letter or digit'],
])('[QY2] %j is no query from position %i on: expected %j', (text, position, expected) => {
  const problem = problemOf(text);
  expect(problem.position).toBe(position);
  expect(problem.expected).toContain(expected);
});

test('[QY2] a query may be as long as its limits, and no longer', () => {
  const values = (count: number) => `label:${Array.from({ length: count }, (_, i) => `l${i}`).join(',')}`;
  expect(termsOf('x '.repeat(QUERY_MAX_TERMS))).toHaveLength(QUERY_MAX_TERMS);
  expect(problemOf('x '.repeat(QUERY_MAX_TERMS + 1)).position).toBe(2 * QUERY_MAX_TERMS);
  expect(termsOf(values(QUERY_MAX_VALUES))).toHaveLength(1);
  expect(problemOf(values(QUERY_MAX_VALUES + 1)).expected).toContain('values');
  expect(termsOf('x'.repeat(QUERY_MAX_CHARS))).toHaveLength(1);
  expect(problemOf('x'.repeat(QUERY_MAX_CHARS + 1)).position).toBe(QUERY_MAX_CHARS);
});

test.each([
  ['Größe-2, snake_case (ΣΟΦΟΣ)', ['grosse', '2', 'snake', 'case', 'σοφοσ']],
  ['Crème brûlée', ['creme', 'brulee']],
  ['e\u0301t\u0301 ＦＵＬＬ ½', ['et', 'full', '1', '2']],
  ['修复bug在カナ', ['修', '复', 'bug', '在', 'カ', 'ナ']],
  ['v1.2.3 a@b.c', ['v1', '2', '3', 'a', 'b', 'c']],
  ['👩🏽‍🚀 -- "" \ud800', []],
  [`${'x'.repeat(WORD_MAX_CHARS)}tail`, ['x'.repeat(WORD_MAX_CHARS)]],
  ['', []],
])('[QY3] the words of %j are %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('[QY3] words hold letters and digits alone, are found again by themselves, and are well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const word of wordsOf(text)) {
        expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
        expect(word.isWellFormed()).toBe(true);
        expect(wordsOf(word)).toEqual([word]);
      }
    }),
    { numRuns: 3_000 },
  );
});
