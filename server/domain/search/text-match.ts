import type { TaskQuery, TextTerm } from '../../contract/query/query-terms.ts';
import { wordsOf } from '../../contract/query/words.ts';
import type { Phrase, TextMatch } from './search-queries.ts';

/** A last word with fewer letters is whole: what begins like a single letter is nearly everything. */
export const BEGUN_WORD_MIN_CHARS = 2;

/** What the words of a query ask of the index. `all` may be empty here: then there is nothing to find by words. */
export function textMatchOf(query: TaskQuery): TextMatch {
  const terms = query.terms.filter((term) => term.kind === 'text');
  const wanted = terms.filter((term) => !term.negated);
  return {
    all: wanted.map((term, i) => toPhrase(term, i === wanted.length - 1)),
    none: terms.filter((term) => term.negated).map((term) => toPhrase(term, false)),
  };
}

// Whoever types has not finished the last word; quotes say that it is whole.
function toPhrase({ text, quoted, prefix }: TextTerm, isLast: boolean): Phrase {
  const words = wordsOf(text);
  const isBegun = isLast && !quoted && (words.at(-1)?.length ?? 0) >= BEGUN_WORD_MIN_CHARS;
  return { words, prefix: prefix || isBegun };
}
