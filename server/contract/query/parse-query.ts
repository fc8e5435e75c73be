import { FIELD, TASK_ID } from './query-lexicon.ts';
import { QueryFailure, QueryReader } from './query-reader.ts';
import {
  CHOICE_FIELDS,
  type ChoiceField,
  COMPARISONS,
  type Comparison,
  DURATION_MAX_DIGITS,
  IS_VALUES,
  type ParsedQuery,
  QUERY_MAX_CHARS,
  QUERY_MAX_TERMS,
  QUERY_MAX_VALUES,
  QUERY_PRIORITIES,
  QUERY_STATUSES,
  type QueryTerm,
  TIME_FIELDS,
  type TimeField,
} from './query-terms.ts';
import { hasWords } from './words.ts';

const FIELDS: readonly string[] = [...CHOICE_FIELDS, ...TIME_FIELDS];
/** Values that are not free, by their field. */
const KNOWN_VALUES: Partial<Record<ChoiceField, readonly string[]>> = {
  status: QUERY_STATUSES,
  is: IS_VALUES,
  priority: QUERY_PRIORITIES,
};
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;
const DURATION = new RegExp(`([0-9]{1,${DURATION_MAX_DIGITS}})([smhdw])(?=\\s|$)`, 'y');

/**
 * Reads a search for tasks: `status:doing agent:scout -label:docs is:stuck updated:<10m some words`. Any text gives a query or the place
 * and reason why it is none; nothing is thrown.
 */
export function parseQuery(text: string): ParsedQuery {
  const reader = new QueryReader(text);
  try {
    return { query: { terms: readTerms(reader, text) } };
  } catch (error) {
    if (error instanceof QueryFailure) return { problem: error.problem };
    throw error;
  }
}

function readTerms(reader: QueryReader, text: string): QueryTerm[] {
  if (text.length > QUERY_MAX_CHARS)
    reader.fail(`the end, as a query has at most ${QUERY_MAX_CHARS} characters`, QUERY_MAX_CHARS);
  const terms: QueryTerm[] = [];
  for (reader.take(/\s*/y); !reader.isAtEnd; reader.take(/\s*/y)) {
    if (terms.length === QUERY_MAX_TERMS) reader.fail(`the end, as a query has at most ${QUERY_MAX_TERMS} terms`);
    terms.push(readTerm(reader));
    if (!reader.isAtGap) reader.fail('a space');
  }
  return terms;
}

function readTerm(reader: QueryReader): QueryTerm {
  const negated = reader.take(/-/y) !== null;
  const start = reader.position;
  const field = reader.take(FIELD)?.slice(0, -1).toLowerCase();
  if (field === undefined) return readText(reader, negated);
  const time = TIME_FIELDS.find((name) => name === field);
  if (time !== undefined) return readTime(reader, time, negated);
  const choice = CHOICE_FIELDS.find((name) => name === field);
  if (choice !== undefined) return readChoice(reader, choice, negated);
  return reader.fail(
    `one of ${FIELDS.map((name) => `${name}:`).join(' ')} or, to search for the words, quotes around them`,
    start,
  );
}

function readText(reader: QueryReader, negated: boolean): QueryTerm {
  const start = reader.position;
  const quotedText = reader.takeQuoted();
  if (quotedText !== null) {
    if (!hasWords(quotedText)) reader.fail('at least one letter or digit between the quotes', start);
    return { kind: 'text', negated, text: quotedText, quoted: true, prefix: reader.take(/\*/y) !== null };
  }
  const bare = reader.take(/[^\s"]+/y);
  if (bare === null || bare.startsWith('-')) return reader.fail('a field, a word or a quoted text right after the -', start);
  if (TASK_ID.test(bare)) return { kind: 'choice', negated, field: 'id', values: [bare.toUpperCase()] };
  const prefix = bare.endsWith('*');
  const text = prefix ? bare.slice(0, -1) : bare;
  if (!hasWords(text)) reader.fail('a word with at least one letter or digit', start);
  return { kind: 'text', negated, text, quoted: false, prefix };
}

function readChoice(reader: QueryReader, field: ChoiceField, negated: boolean): QueryTerm {
  if (field === 'priority') {
    const comparison = takeComparison(reader);
    if (comparison !== null) return { kind: 'priority', negated, comparison, value: Number(readValue(reader, field)) };
  }
  const values = [readValue(reader, field)];
  while (reader.take(/,/y) !== null) {
    if (values.length === QUERY_MAX_VALUES) reader.fail(`a space, as a field takes at most ${QUERY_MAX_VALUES} values`);
    values.push(readValue(reader, field));
  }
  return { kind: 'choice', negated, field, values };
}

function readValue(reader: QueryReader, field: ChoiceField): string {
  const start = reader.position;
  const value = reader.takeQuoted() ?? reader.take(/[^\s,"]+/y) ?? '';
  const known = KNOWN_VALUES[field];
  if (known !== undefined) {
    if (!known.includes(value)) reader.fail(`one of ${known.join(', ')}`, start);
  } else if (field === 'id') {
    if (!TASK_ID.test(value)) reader.fail('a task id such as T-12', start);
    return value.toUpperCase();
  } else if (value === '') {
    reader.fail(`a value for ${field}:`, start);
  }
  return value;
}

function readTime(reader: QueryReader, field: TimeField, negated: boolean): QueryTerm {
  const comparison = takeComparison(reader) ?? reader.fail('<, <=, > or >= and a duration, such as <10m');
  const start = reader.position;
  const duration = reader.take(DURATION);
  if (duration === null) return reader.fail('a duration such as 45s, 10m, 2h, 3d or 1w', start);
  const unit = duration.slice(-1) as keyof typeof SECONDS; // one of them, as the pattern says
  return { kind: 'time', negated, field, comparison, seconds: Number(duration.slice(0, -1)) * SECONDS[unit] };
}

function takeComparison(reader: QueryReader): Comparison | null {
  const found = reader.take(/[<>]=?/y);
  return COMPARISONS.find((one) => one === found) ?? null;
}
