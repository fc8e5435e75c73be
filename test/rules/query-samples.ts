import fc from 'fast-check';
import { isBareText } from '../../server/contract/query/query-lexicon.ts';
import {
  CHOICE_FIELDS,
  COMPARISONS,
  DURATION_MAX_DIGITS,
  IS_VALUES,
  QUERY_MAX_TERMS,
  QUERY_MAX_VALUES,
  QUERY_PRIORITIES,
  QUERY_STATUSES,
  type QueryTerm,
  type TaskQuery,
  TIME_FIELDS,
} from '../../server/contract/query/query-terms.ts';
import { hasWords } from '../../server/contract/query/words.ts';

const negated = fc.boolean();
const comparison = fc.constantFrom(...COMPARISONS);
const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const listOf = (value: fc.Arbitrary<string>) => fc.array(value, { minLength: 1, maxLength: Math.min(4, QUERY_MAX_VALUES) });

const choiceValues = {
  status: fc.constantFrom(...QUERY_STATUSES),
  is: fc.constantFrom(...IS_VALUES),
  priority: fc.constantFrom(...QUERY_PRIORITIES),
  id: fc.integer({ min: 1, max: 999_999_999_999_999 }).map((number) => `T-${number}`),
} as const;
const choice = fc.constantFrom(...CHOICE_FIELDS).chain((field) => {
  const value = field in choiceValues ? choiceValues[field as keyof typeof choiceValues] : anyText;
  return fc.record({ kind: fc.constant('choice' as const), negated, field: fc.constant(field), values: listOf(value) });
});
const priority = fc.record({
  kind: fc.constant('priority' as const),
  negated,
  comparison,
  value: fc.integer({ min: 0, max: 3 }),
});
const seconds = fc
  .tuple(fc.integer({ min: 0, max: 10 ** DURATION_MAX_DIGITS - 1 }), fc.constantFrom(1, 60, 3_600, 86_400, 604_800))
  .map(([count, unit]) => count * unit);
const time = fc.record({
  kind: fc.constant('time' as const),
  negated,
  field: fc.constantFrom(...TIME_FIELDS),
  comparison,
  seconds,
});
const text = fc
  .record({ kind: fc.constant('text' as const), negated, text: anyText, quoted: fc.boolean(), prefix: fc.boolean() })
  .filter((term) => hasWords(term.text) && (term.quoted || isBareText(term.text, term.prefix)));

export const someTerm: fc.Arbitrary<QueryTerm> = fc.oneof(choice, priority, time, text);

/** Any query there is. */
export const someQuery: fc.Arbitrary<TaskQuery> = fc.record({
  terms: fc.array(someTerm, { maxLength: Math.min(8, QUERY_MAX_TERMS) }),
});

/** Texts that are nearly queries: pieces of the grammar, put together at random. */
export const someText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ' ',
          '"',
          ':',
          ',',
          '-',
          '<',
          '>=',
          '*',
          '\\',
          'T-1',
          'status',
          'is:',
          'due:',
          '10m',
          'label:a',
          'x',
          '\u0000',
          '\ud800',
        ),
        fc.string({ maxLength: 3 }),
      ),
    )
    .map((parts) => parts.join('')),
);
