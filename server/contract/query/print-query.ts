import { isBareText, isBareValue } from './query-lexicon.ts';
import type { QueryTerm, TaskQuery, TextTerm } from './query-terms.ts';

/** The one spelling of a query. Parsing it gives the same query again. */
export function printQuery(query: TaskQuery): string {
  return query.terms.map((term) => (term.negated ? `-${printTerm(term)}` : printTerm(term))).join(' ');
}

function printTerm(term: QueryTerm): string {
  switch (term.kind) {
    case 'text':
      return printText(term);
    case 'choice':
      return `${term.field}:${term.values.map((value) => (isBareValue(value) ? value : quote(value))).join(',')}`;
    case 'priority':
      return `priority:${term.comparison}${term.value}`;
    case 'time':
      return `${term.field}:${term.comparison}${printDuration(term.seconds)}`;
  }
}

function printText({ text, quoted, prefix }: TextTerm): string {
  const star = prefix ? '*' : '';
  return quoted || !isBareText(text, prefix) ? `${quote(text)}${star}` : `${text}${star}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

const UNITS: ReadonlyArray<readonly [string, number]> = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
];

/** In the largest unit that leaves nothing over. */
function printDuration(seconds: number): string {
  const unit = UNITS.find(([, length]) => seconds !== 0 && seconds % length === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`;
}
