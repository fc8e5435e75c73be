import type { QueryProblem } from './query-terms.ts';

/** Stops the reading of a query; never leaves parseQuery. */
export class QueryFailure extends Error {
  readonly problem: QueryProblem;
  constructor(problem: QueryProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A text that is read from left to right. */
export class QueryReader {
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.position >= this.#text.length;
  }

  /** Whether a term ends here. */
  get isAtGap(): boolean {
    return this.isAtEnd || /\s/.test(this.#text.charAt(this.position));
  }

  /** Takes what the pattern, which must be sticky, finds here; null where it finds nothing. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.position += found.length;
    return found;
  }

  /** Takes a quoted text, if one begins here; within it a backslash goes before a quote and before itself. */
  takeQuoted(): string | null {
    const start = this.position;
    if (this.#text.charAt(start) !== '"') return null;
    let read = '';
    for (let i = start + 1; i < this.#text.length; i += 1) {
      const character = this.#text.charAt(i);
      if (character === '"') {
        this.position = i + 1;
        return read;
      }
      if (character === '\\' && i + 1 < this.#text.length) i += 1;
      read += this.#text.charAt(i);
    }
    this.position = this.#text.length;
    return this.fail('a closing "', this.position);
  }

  /** Says that something else should stand at `position`, or here. */
  fail(expected: string, position = this.position): never {
    const found = /\S+/y;
    found.lastIndex = position;
    const rest = found.exec(this.#text)?.[0] ?? '';
    const seen = rest === '' ? (position >= this.#text.length ? 'the end' : 'a space') : JSON.stringify(rest.slice(0, 40));
    throw new QueryFailure({
      position,
      expected,
      message: `at position ${position} of the query there is ${seen}, but expected was ${expected}`,
    });
  }
}
